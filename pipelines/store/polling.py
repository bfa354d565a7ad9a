"""When outlets and their sources were polled, and how that went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from pipelines.rhythm import Rhythm, packed, unpacked
from pipelines.store import answering
from pipelines.store.records import OutletState, SourceState
from pipelines.store.rows import storable
from pipelines.store.tables import outlets, sources


def mark_source(
    connection: Connection,
    outlet: str,
    url: str,
    ok: bool,
    error: str | None,
    entries: int | None,
    at: datetime,
    next_due: datetime | None = None,
) -> None:
    """A source was polled; see `Visits.mark_polled`."""
    this = (sources.c.outlet == outlet) & (sources.c.url == url)
    failures = connection.scalar(select(sources.c.failures).where(this))
    values: dict[str, Any] = {
        "last_polled": at,
        "failures": 0 if ok else (failures or 0) + 1,
        "last_error": None if ok else storable(error),
        "next_due": None if ok else next_due,
    }
    if ok:
        values["last_success"] = at
    if ok and entries is not None:
        values["entries"] = entries
    if failures is None:
        connection.execute(insert(sources).values(outlet=outlet, url=url, **values))
    else:
        connection.execute(update(sources).where(this).values(values))


def note_hub(connection: Connection, outlet: str, url: str, hub: str | None) -> None:
    """Which hub a source announces now; nothing is written where that is known."""
    this = (sources.c.outlet == outlet) & (sources.c.url == url)
    connection.execute(
        update(sources).where(this & sources.c.hub.is_distinct_from(storable(hub))).values(hub=storable(hub))
    )


def successes(connection: Connection, outlet: str) -> dict[str, datetime]:
    """Source URL → when the source was last read with success, of the sources that ever were."""
    rows = connection.execute(
        select(sources.c.url, sources.c.last_success).where(
            sources.c.outlet == outlet, sources.c.last_success.is_not(None)
        )
    )
    return {row.url: row.last_success for row in rows}


def failing(connection: Connection, outlet: str) -> dict[str, tuple[int, datetime | None]]:
    """Source URL → failures in a row and when it is due, of the sources that fail."""
    rows = connection.execute(
        select(sources.c.url, sources.c.failures, sources.c.next_due).where(
            sources.c.outlet == outlet, sources.c.failures > 0
        )
    )
    return {row.url: (row.failures, row.next_due) for row in rows}


def mark_outlet(
    connection: Connection,
    outlet: str,
    ok: bool,
    next_due: datetime | None,
    at: datetime,
    rhythm: Rhythm | None = None,
) -> None:
    """A visit to an outlet is finished: all that it announced has a committed outcome."""
    failures = connection.scalar(select(outlets.c.failures).where(outlets.c.outlet == outlet))
    values: dict[str, Any] = {
        "last_polled": at,
        "next_due": next_due,
        "failures": 0 if ok else (failures or 0) + 1,
    }
    if ok:
        values["last_success"] = at
    if rhythm is not None:
        values["rhythm"] = packed(rhythm)
    if failures is None:
        connection.execute(insert(outlets).values(outlet=outlet, **values))
    else:
        connection.execute(update(outlets).where(outlets.c.outlet == outlet).values(values))


def put_off(connection: Connection, outlet: str, next_due: datetime) -> None:
    """Nothing of the outlet could be asked for: the next visit is due then."""
    connection.execute(update(outlets).where(outlets.c.outlet == outlet).values(next_due=next_due))


def rhythm(connection: Connection, outlet: str) -> Rhythm | None:
    """When the outlet publishes; None if nothing is known."""
    return unpacked(connection.scalar(select(outlets.c.rhythm).where(outlets.c.outlet == outlet)))


def states(connection: Connection) -> dict[str, OutletState]:
    """Outlet id → state, of every outlet that was polled at all."""
    polled: dict[str, list[SourceState]] = defaultdict(list)
    moved, false_304s = answering.moves(connection), answering.false_304s(connection)
    for row in connection.execute(select(sources).order_by(sources.c.outlet, sources.c.url)):
        polled[row.outlet].append(
            SourceState(
                row.url,
                row.last_polled,
                row.last_success,
                row.failures,
                row.last_error,
                row.entries,
                row.hub,
                row.next_due,
                moved.get((row.outlet, row.url)),
                false_304s.get((row.outlet, row.url), 0),
            )
        )
    found = {
        row.outlet: OutletState(
            row.outlet,
            row.last_polled,
            row.last_success,
            row.next_due,
            row.failures,
            tuple(polled[row.outlet]),
        )
        for row in connection.execute(select(outlets).order_by(outlets.c.outlet))
    }
    for outlet, of_outlet in polled.items():
        if outlet not in found:  # its first visit was cut off
            found[outlet] = OutletState(outlet, _last(of_outlet), None, None, 0, tuple(of_outlet))
    return found


def _last(polled: Sequence[SourceState]) -> datetime:
    return max(source.last_polled for source in polled)
