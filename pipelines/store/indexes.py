"""Which indexes there are, what each holds, and what a change of a rejection means to them."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from pipelines.store.outbox import BOTH, REJECTIONS, STORIES, Outbox
from pipelines.store.records import Holds, RegisteredIndex
from pipelines.store.tables import rejection_outbox, rejections, search_indexes

OUTBOXES: Mapping[Holds, Outbox] = {"stories": STORIES, "rejections": REJECTIONS}

_HOLDS = select(search_indexes.c.holds).where(search_indexes.c.name == bindparam("index"))
_HOLDERS = select(search_indexes.c.name).where(search_indexes.c.holds == "rejections")
# Naming the indexes lets the primary key find the rows.
_LAST = select(func.max(rejection_outbox.c.revision)).where(
    rejection_outbox.c.index_name.in_(_HOLDERS), rejection_outbox.c.key == bindparam("key_")
)
_FORGET = (
    delete(rejections)
    .where(rejections.c.key.in_(bindparam("keys", expanding=True)))
    .returning(rejections.c.key, rejections.c.revision)
)


def known(connection: Connection) -> list[RegisteredIndex]:
    """Every index, by name."""
    query = select(search_indexes.c.name, search_indexes.c.holds).order_by(search_indexes.c.name)
    return [RegisteredIndex(*row) for row in connection.execute(query)]


def outbox_of(connection: Connection, name: str) -> Outbox:
    """The way to an index, by what it holds; for an unknown one, for which nothing waits, that of stories."""
    holds: Holds | None = connection.scalar(_HOLDS, {"index": name})
    return OUTBOXES[holds or "stories"]


def register(connection: Connection, name: str, holds: Holds) -> bool:
    """Make an index known; all that it is to hold waits for it if it was not. Returns whether it was new.

    Raises ValueError for an index that is known to hold the other kind.
    """
    found = connection.scalar(_HOLDS, {"index": name})
    if found == holds:
        return False
    if found is not None:
        raise ValueError(f"index {name!r} holds {found}, not {holds}")
    connection.execute(insert(search_indexes).values(name=name, holds=holds))
    OUTBOXES[holds].enqueue(connection, name)
    return True


def unregister(connection: Connection, name: str) -> None:
    """Forget an index and all that waits for it or was refused by it."""
    for outbox in BOTH:
        outbox.forget(connection, name)
    connection.execute(delete(search_indexes).where(search_indexes.c.name == name))


def enqueue_all(connection: Connection, name: str, holds: Holds) -> None:
    """Everything waits for the index, which is registered if it was not."""
    if not register(connection, name, holds):
        OUTBOXES[holds].enqueue(connection, name)


def outrank(connection: Connection, outbox: Outbox, above: Mapping[str, int]) -> None:
    """Raise the revisions of things over those given, and send them to every index of their kind."""
    if not above:
        return
    names = [index.name for index in known(connection) if index.holds == outbox.holds]
    raised = (
        update(outbox.things)
        .where(outbox.id == bindparam("thing"), outbox.things.c.revision <= bindparam("above"))
        .values(revision=bindparam("above", type_=outbox.things.c.revision.type) + 1)
    )
    connection.execute(raised, [{"thing": id, "above": revision} for id, revision in above.items()])
    for name in names:
        outbox.enqueue(connection, name, above)


# --- rejections: what saving calls -------------------------------------------------------------------


def next_revision(previous: int | None) -> int:
    """The revision of a rejection that is saved now: microseconds, and more than ``previous``."""
    return max(time.time_ns() // 1000, (previous or 0) + 1)


def has_rejection_index(connection: Connection) -> bool:
    """Mostly there is none, and then nothing else need be done."""
    return connection.scalar(_HOLDERS) is not None


def last_waiting(connection: Connection, key: str) -> int | None:
    """The highest revision of a rejection that waits for any index: perhaps the end of an earlier one."""
    found: int | None = connection.scalar(_LAST, {"key_": key})
    return found


def end_rejections(connection: Connection, keys: Collection[str]) -> bool:
    """Remove rejections; indexes learn of it. Returns whether there were any under these keys."""
    ended = connection.execute(_FORGET, {"keys": list(keys)}).all()
    if ended and has_rejection_index(connection):
        for key, revision in ended:
            REJECTIONS.changed(connection, key, next_revision(revision))
    return bool(ended)
