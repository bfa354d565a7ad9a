"""Hosts that asked to be left alone for a while (429 and 503 with Retry-After), known to all processes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from pipelines.store.rows import storable
from pipelines.store.tables import hosts


def leave_alone(connection: Connection, host: str, until: datetime, reason: str) -> None:
    """Nobody is to ask ``host`` before ``until``; a later instant that is known stays."""
    known = connection.scalar(select(hosts.c.until).where(hosts.c.host == host))
    values = {"until": until, "reason": storable(reason)}
    if known is None:
        connection.execute(insert(hosts).values(host=host, **values))
    elif known < until:
        connection.execute(update(hosts).where(hosts.c.host == host).values(values))


def left_alone(connection: Connection, at: datetime) -> dict[str, datetime]:
    """Host → until when, of the hosts that are not to be asked now."""
    rows = connection.execute(select(hosts.c.host, hosts.c.until).where(hosts.c.until > at))
    return {row.host: row.until for row in rows}


def purge(connection: Connection, at: datetime) -> None:
    """Forget hosts whose time is over."""
    connection.execute(delete(hosts).where(hosts.c.until <= at))
