"""The frontier: which pages are to be fetched, when, and who is fetching which now.

    announced ─▶ waiting ─▶ flight ─▶ done          a story, or a refusal by what the page says; a story is
                                                    visited again for edits (`pipelines.revisits`)
                   ▲          │  └──▶ failed        given up, or refused for good
                   └──────────┘ failed for now: due again after `pipelines.backoff.wait`;
                                lease expired, or given back

``due_at`` says when a page is to be fetched next, in whatever state; None: never again unless announced anew.
A page in flight belongs to the owner of its lease until the lease expires. Outcomes end leases in the
transaction that saves them (`pipelines.store.saving`), so a page is fetched again or its outcome is there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, insert, or_, select, update

from pipelines import backoff
from pipelines.answers import Validators
from pipelines.entry import Entry
from pipelines.revisits import Plan
from pipelines.store import deaths, revisiting, workload
from pipelines.store.entries import packed, unpacked
from pipelines.store.records import Lease
from pipelines.store.revisiting import ONCE, Again
from pipelines.store.rows import storable
from pipelines.store.seen import CHUNK
from pipelines.store.tables import frontier
from pipelines.story import Outcome, Rejected, story_id

KEPT: Final = timedelta(days=30)
"""How long the row of a page that ended is kept."""
_NO_LEASE: Final[dict[str, Any]] = {"lease_owner": None, "lease_until": None, "handed_on": None}


class News(NamedTuple):
    """What was not known before of the entries that a source announced."""

    new: tuple[str, ...]
    """Canonical URLs that were never announced."""
    again: int
    """Pages that had ended and are work again."""


def announce(connection: Connection, outlet: str, entries: Mapping[str, Entry], at: datetime) -> News:
    """``entries`` (by canonical URL) are to be fetched now; what of it is news.

    One that waits for another try goes on waiting, one in flight flies on, and one that ended is work again
    only if the source states a later instant than it did then.
    """
    keys = {story_id(url): url for url in entries}
    known = _rows(connection, keys)
    rows: list[dict[str, Any]] = []
    new, again = [], 0
    for key, url in keys.items():
        entry, row = entries[url], known.get(key)
        if row is None:
            new.append(url)
            rows.append(
                {
                    "key": key,
                    "url": storable(url),
                    "outlet": outlet,
                    "first_at": at,
                    "failures": 0,
                    "visits": 0,
                }
                | _work(entry, at)
            )
        elif row["state"] in ("done", "failed"):
            # Another process may have ended it since the caller saw it as new: only an edit is work again.
            if not _later(entry, row["announced"] or row["at"]):
                continue
            _set(connection, key, _work(entry, at) | {"failures": 0, "outlet": outlet})
            again += 1
        elif _later(entry, row["announced"]):
            _set(connection, key, {"entry": packed(entry), "announced": entry.announced})
    if rows:
        connection.execute(insert(frontier), rows)
    return News(tuple(new), again)


def claim(
    connection: Connection,
    owner: str,
    outlets: Collection[str],
    at: datetime,
    until: datetime,
    limit: int,
    *,
    eager: datetime | None = None,
) -> list[Lease]:
    """Lease at most ``limit`` due pages of ``outlets`` to ``owner``, new ones and the newest first.

    ``eager``: also those that failed before then and wait for another try. Rows that another process is
    claiming are passed by, in PostgreSQL; in SQLite it has ended when this begins.
    """
    due = workload.due(at)
    if eager is not None:
        due = or_(due, and_(frontier.c.state == "waiting", frontier.c.at < eager))
    query = (
        select(frontier)
        .where(frontier.c.outlet.in_(outlets), due)
        # Pages that are visited again, for edits, come after those that are new.
        .order_by(frontier.c.story_at.is_not(None), frontier.c.announced.desc().nulls_last(), frontier.c.key)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = connection.execute(query).mappings().all()
    values = {"state": "flight", "lease_owner": owner, "lease_until": until}
    for keys in _chunks([row["key"] for row in rows]):
        connection.execute(update(frontier).where(frontier.c.key.in_(keys)).values(values))
    expired = {row["key"] for row in rows if row["state"] == "flight"}
    for keys in _chunks(sorted(expired)):
        connection.execute(update(frontier).where(frontier.c.key.in_(keys)).values(deaths.values()))
    held = _rows(connection, [row["key"] for row in rows if row["key"] in expired])
    return [_lease(held.get(row["key"], row), until) for row in rows]


def renew(connection: Connection, owner: str, until: datetime) -> int:
    """Extend all leases of ``owner``; returns how many there are."""
    return connection.execute(update(frontier).where(_flies(owner)).values(lease_until=until)).rowcount


def release(connection: Connection, owners: Collection[str]) -> int:
    """Give the leases of ``owners`` back: the pages are due again as they were; returns how many."""
    return connection.execute(
        update(frontier)
        .where(frontier.c.state == "flight", frontier.c.lease_owner.in_(owners))
        .values(state="waiting", **_NO_LEASE)
    ).rowcount


def postpone(connection: Connection, url: str, until: datetime) -> None:
    """Nothing was asked for: the page is due at ``until``, and no failure is counted."""
    _set(connection, story_id(url), {"state": "waiting", "due_at": until, **_NO_LEASE})


def owners(connection: Connection) -> list[str]:
    """Who holds leases, expired ones, too."""
    query = select(frontier.c.lease_owner).where(frontier.c.state == "flight").distinct()
    return sorted(connection.scalars(query))


def complete(connection: Connection, outcome: Outcome, again: Again = ONCE) -> None:
    """End the work on a page with its outcome, which the same transaction saves."""
    asked = outcome.requested_url or outcome.url
    at = outcome.at if isinstance(outcome, Rejected) else outcome.fetched_at
    for key, row in _rows(connection, {story_id(asked), story_id(outcome.url)}).items():
        values = _ended(outcome, row, at)
        if key == story_id(asked):
            values |= revisiting.after(connection, outcome, row, at, again)
        elif row["state"] == "flight":
            continue  # whoever fetches it ends it
        _set(connection, key, values)


def unchanged(connection: Connection, url: str, at: datetime, plan: Plan) -> None:
    """The server says that a page, which gave a story, is as it was."""
    for key, row in _rows(connection, {story_id(url)}).items():
        values = _done(row, at) | revisiting.unchanged(connection, row, at, plan)
        _set(connection, key, values)


def _done(row: RowMapping, at: datetime) -> dict[str, Any]:
    common = {**_NO_LEASE, "deaths": 0, "visits": row["visits"] + 1, "at": at, "due_at": None}
    return common | {"state": "done", "failures": 0, "failure": None}


def _ended(outcome: Outcome, row: RowMapping, at: datetime) -> dict[str, Any]:
    """What the row of a page is after an outcome."""
    common = _done(row, at)
    if not isinstance(outcome, Rejected) or (outcome.final and outcome.stage != "fetch"):
        return common
    failures = row["failures"] + 1
    kind = backoff.kind_of(outcome.stage, outcome.reason, outcome.final)
    wait = backoff.wait(kind, failures)
    over = outcome.final or wait is None
    return common | {
        "state": "failed" if over else "waiting",
        "failures": failures,
        "deaths": deaths.after(outcome, row["deaths"]),
        "failure": storable(f"{kind}: {outcome.reason}"),
        "due_at": None if wait is None else at + wait,
    }


def purge(connection: Connection, before: datetime) -> int:
    """Forget pages that ended before then and are not due again (`seen` remembers them); returns how many."""
    ended = and_(
        frontier.c.state.in_(("done", "failed")), frontier.c.due_at.is_(None), frontier.c.at < before
    )
    return connection.execute(frontier.delete().where(ended)).rowcount


# --- rows --------------------------------------------------------------------------------------------


def _flies(owner: str) -> ColumnElement[bool]:
    return and_(frontier.c.state == "flight", frontier.c.lease_owner == owner)


def _rows(connection: Connection, keys: Collection[str]) -> dict[str, RowMapping]:
    found = {}
    for some in _chunks(list(keys)):
        for row in connection.execute(select(frontier).where(frontier.c.key.in_(some))).mappings():
            found[row["key"]] = row
    return found


def _chunks(keys: list[str]) -> Iterable[list[str]]:
    return (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))


def _set(connection: Connection, key: str, values: Mapping[str, Any]) -> None:
    connection.execute(update(frontier).where(frontier.c.key == key).values(**values))


def _work(entry: Entry, at: datetime) -> dict[str, Any]:
    return {
        "state": "waiting",
        "due_at": at,
        "at": at,
        "entry": packed(entry),
        "announced": entry.announced,
        "failure": None,
        **_NO_LEASE,
    }


def _later(entry: Entry, than: datetime | None) -> bool:
    return entry.announced is not None and (than is None or entry.announced > than)


def _lease(row: RowMapping, until: datetime) -> Lease:
    said = Validators(row["etag"], row["last_modified"])
    entry = unpacked(row["entry"])
    return Lease(
        row["url"], row["outlet"], entry, until, row["failures"], row["story_at"], said, row["deaths"]
    )
