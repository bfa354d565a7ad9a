"""What people asked of the watch: outlets that are paused, visits that are wanted now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from pipelines.store.rows import storable
from pipelines.store.tables import schedule

ALL: Final = "*"
"""Stands for all outlets. A file's name may hold it, an outlet's id may not."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Nobody is to be visited by the watch until somebody says so."""

    since: datetime
    reason: str
    """Empty if none was given."""


def pause(connection: Connection, outlets: Collection[str], reason: str, at: datetime) -> None:
    """No visits from ``at`` on; one that is paused stays so since then, with the new reason."""
    known = pauses(connection)
    for outlet in outlets:
        since = known[outlet].since if outlet in known else at
        _set(connection, outlet, {"paused_at": since, "reason": storable(reason)})


def resume(connection: Connection, outlets: Collection[str]) -> list[str]:
    """Visits again; those of ``outlets`` that were paused."""
    known = pauses(connection)
    paused = [outlet for outlet in outlets if outlet in known]
    for outlet in paused:
        _set(connection, outlet, {"paused_at": None, "reason": None})
    _forget_empty(connection)
    return paused


def pauses(connection: Connection) -> dict[str, Pause]:
    """Outlet id (or `ALL`) → its pause."""
    rows = connection.execute(select(schedule).where(schedule.c.paused_at.is_not(None)))
    return {row.outlet: Pause(row.paused_at, row.reason or "") for row in rows}


def want(connection: Connection, outlets: Collection[str], at: datetime) -> None:
    """A visit to each is wanted as soon as may be; asking twice is one visit."""
    for outlet in outlets:
        _set(connection, outlet, {"wanted_at": at})


def wanted(connection: Connection) -> dict[str, datetime]:
    """Outlet id → when a visit that has not ended was asked for; the first first."""
    query = select(schedule).where(schedule.c.wanted_at.is_not(None)).order_by(schedule.c.wanted_at)
    return {row.outlet: row.wanted_at for row in connection.execute(query)}


def visited(connection: Connection, asked: Mapping[str, datetime]) -> None:
    """The visits that were asked for then have ended; what was asked for since stands."""
    for outlet, at in asked.items():
        this = (schedule.c.outlet == outlet) & (schedule.c.wanted_at <= at)
        connection.execute(update(schedule).where(this).values(wanted_at=None))
    _forget_empty(connection)


def _forget_empty(connection: Connection) -> None:
    empty = schedule.c.paused_at.is_(None) & schedule.c.wanted_at.is_(None)
    connection.execute(delete(schedule).where(empty))


def _set(connection: Connection, outlet: str, values: dict[str, Any]) -> None:
    this = schedule.c.outlet == outlet
    if connection.scalar(select(schedule.c.outlet).where(this)) is None:
        connection.execute(insert(schedule).values(outlet=outlet, **values))
    else:
        connection.execute(update(schedule).where(this).values(values))
