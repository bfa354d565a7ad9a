"""Look up which stories are to be compared with one, and keep what that takes.

Copies are found by their sketches, reports of one event by their subjects. A bucket that half the stories
fall into (a line that many outlets print, a name that is in all the news) costs what any other does, since of
each only the stories nearest in time are read (`pipelines.store.lookup`); what is lost in it is found through
the buckets that only few share.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text

from pipelines.copies.sketch import buckets as buckets_of
from pipelines.copies.sketch import likeness
from pipelines.copies.subjects import keys as keys_of
from pipelines.store import lookup
from pipelines.store.lookup import Around
from pipelines.store.tables import buckets, sketches, stories, unlinked, versions
from pipelines.story import Outcome, Rejected

EQUAL: Final = 64
"""Stories with an equal text that are linked to one."""
MOST: Final = 24
"""Stories that are compared with one as copies, the likeliest ones."""
AKIN: Final = 12
"""Stories that are compared with one for their subjects, those that share most of them."""

_SKETCH = select(sketches.c.minute, sketches.c.minima, sketches.c.subjects).where(
    sketches.c.story == bindparam("number")
)
_OWN_HASHES = select(versions.c.text_hash).where(versions.c.story == bindparam("number"))
_EQUAL = (
    select(versions.c.story)
    .where(versions.c.text_hash.in_(_OWN_HASHES), versions.c.text_hash != "")
    .where(versions.c.story != bindparam("number"))
    .group_by(versions.c.story)
    .order_by(versions.c.story)
    .limit(EQUAL)
)
_WAITING = (
    select(stories.c.number)
    .join(unlinked, unlinked.c.story == stories.c.number)
    .where(stories.c.id == bindparam("id"))
)
_DONE = delete(unlinked).where(unlinked.c.story == bindparam("number"))
_WAIT = text("INSERT INTO unlinked (story) VALUES (:story) ON CONFLICT DO NOTHING")


def minute(at: datetime) -> int:
    """Minutes since 1970: what time is counted in here."""
    return int(at.timestamp() // 60)


def near(connection: Connection, minima: bytes, around: Around) -> list[int]:
    """The stories that may be copies of one with these minima, the likeliest first; at most `MOST`."""
    rows = lookup.sketched(connection, buckets_of(minima), around)
    weighed = [(likeness(minima, bytes(row.minima)), row.away, row.story) for row in rows]
    found = sorted((row for row in weighed if row[0] > 0), key=lambda row: (-row[0], row[1], row[2]))
    return [story for _, _, story in found[:MOST]]


def akin(connection: Connection, subjects: bytes, around: Around) -> list[int]:
    """The stories that may be about the same event; at most `AKIN`."""
    keys = set(keys_of(subjects))
    return lookup.sharing(connection, sorted(keys), around, AKIN) if len(keys) >= lookup.SEVERAL else []


def equal(connection: Connection, number: int) -> list[int]:
    """The stories of which any version has the text of any version of this one, the first `EQUAL`."""
    return list(connection.scalars(_EQUAL, {"number": number}))


def place(connection: Connection, number: int, minima: bytes | None, subjects: bytes, when: int) -> None:
    """Keep what a story is found by in the place of what it had; minima are None if nothing finds it."""
    known = connection.execute(_SKETCH, {"number": number}).one_or_none()
    if known is not None:
        was = bytes(known.minima), None if known.subjects is None else bytes(known.subjects)
        if (known.minute, *was) == (when, minima, subjects):
            return
        _remove(connection, number, _keys(was[0], was[1] or b""), known.minute)
    if minima is not None:
        row = {"story": number, "minute": when, "minima": minima, "subjects": subjects}
        connection.execute(insert(sketches), row)
        keys = _keys(minima, subjects)
        connection.execute(insert(buckets), [{"bucket": k, "minute": when, "story": number} for k in keys])


def _keys(minima: bytes, subjects: bytes) -> list[int]:
    return sorted({*buckets_of(minima), *keys_of(subjects)})


def _remove(connection: Connection, number: int, keys: list[int], when: int) -> None:
    connection.execute(delete(sketches).where(sketches.c.story == number))
    connection.execute(
        delete(buckets).where(buckets.c.bucket.in_(keys), buckets.c.minute == when, buckets.c.story == number)
    )


# --- what is yet to be compared ----------------------------------------------------------------------


def wait(connection: Connection, number: int) -> None:
    """The story is to be compared with the others, once this transaction is committed."""
    connection.execute(_WAIT, {"story": number})


def number_waiting(connection: Connection, outcome: Outcome) -> int | None:
    """The number of a story that waits to be compared; None if it does not, or there is no story."""
    if isinstance(outcome, Rejected):
        return None
    return connection.scalar(_WAITING, {"id": outcome.id})


def waiting(connection: Connection, above: int, limit: int) -> list[int]:
    """The first of those that wait, by number, after ``above``."""
    query = select(unlinked.c.story).where(unlinked.c.story > above).order_by(unlinked.c.story).limit(limit)
    return list(connection.scalars(query))


def count_waiting(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(unlinked)) or 0


def done(connection: Connection, number: int) -> None:
    """The story has been compared."""
    connection.execute(_DONE, {"number": number})
