"""Which parts of outlets' archives were read whole, so that looking back goes on where it was ended.

A part is noted when every page that it announced has a committed outcome, or waits in the frontier for
another try: so what is noted need not be read again, and what was cut off by a kill is.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select

from pipelines.store.records import Backfilled
from pipelines.store.tables import backfills


def parts(connection: Connection, outlet: str, source: str) -> tuple[Backfilled, ...]:
    """The parts of a source that were read."""
    query = select(backfills).where(backfills.c.outlet == outlet, backfills.c.source == source)
    return tuple(
        Backfilled(row["part"], row["first"], row["last"], row["at"], row["position"])
        for row in connection.execute(query.order_by(backfills.c.part)).mappings()
    )


def note(
    connection: Connection, outlet: str, source: str, read: Backfilled, instead: Collection[str] = ()
) -> None:
    """A part was read; what was known of it, and of the parts that it stands for, is forgotten."""
    mine = (backfills.c.outlet == outlet) & (backfills.c.source == source)
    connection.execute(delete(backfills).where(mine & backfills.c.part.in_([read.part, *instead])))
    connection.execute(
        insert(backfills).values(
            outlet=outlet,
            source=source,
            part=read.part,
            first=read.first,
            last=read.last,
            at=read.at,
            position=read.position,
        )
    )
