"""Instants that a clock noted which was ahead, found when it is right again.

A row that says that something happened in the future is of such a clock. All that was then planned from it
lies as far off: an outlet would not be visited until the right clock comes there. So its instants are moved
back together, what happened to now; waits stay as long as they were, and nobody comes due all at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Table, select, update

from pipelines.store.tables import answers, frontier, hosts, outlets, sources

SLACK: Final = timedelta(minutes=5)
"""Machines that share a database are not exactly of one time."""
LONGEST_BUSY: Final = timedelta(days=1)
"""No host is left alone for longer (`crawler.retryafter`)."""

_NOTED: Final[tuple[tuple[Table, str, tuple[str, ...]], ...]] = (
    (outlets, "last_polled", ("last_success", "next_due")),
    (sources, "last_polled", ("last_success", "next_due")),
    (answers, "asked_at", ("whole_at", "news_at", "again_at", "distrusted_until")),
    (frontier, "at", ("due_at", "lease_until")),
)
"""Table, the column of what happened, and those of what goes with it."""


def found(connection: Connection, now: datetime) -> bool:
    """Whether there is any such row."""
    ahead = (
        connection.execute(select(table.c[happened]).where(table.c[happened] > now + SLACK).limit(1)).first()
        for table, happened, _ in _NOTED
    )
    return any(ahead) or _busy_for_ever(connection, now)


def correct(connection: Connection, now: datetime) -> int:
    """Move them; how many rows."""
    moved = 0
    for table, happened, others in _NOTED:
        for row in connection.execute(select(table).where(table.c[happened] > now + SLACK)).mappings().all():
            ahead = row[happened] - now
            values = {name: row[name] - ahead for name in others if row[name] is not None}
            this = [column == row[column.name] for column in table.primary_key]
            connection.execute(update(table).where(*this).values({happened: now, **values}))
            moved += 1
    end = now + LONGEST_BUSY
    return (
        moved
        + connection.execute(update(hosts).where(hosts.c.until > end + SLACK).values(until=end)).rowcount
    )


def _busy_for_ever(connection: Connection, now: datetime) -> bool:
    query = select(hosts.c.host).where(hosts.c.until > now + LONGEST_BUSY + SLACK).limit(1)
    return connection.execute(query).first() is not None
