"""What is wrong now, and what is yet to be told of it.

    found ─▶ alarms: raised once ─▶ not found for `CALM`: recovered
                 └── a notice for each channel, in the same transaction ─▶ delivered: removed
                                                                          └ failed: due again later

So a process that is killed at any instant neither forgets a notice nor makes it twice. One that is killed
between the delivery and the end of the transaction after it delivers again: the notice has its number then,
too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from pipelines.store.rows import storable
from pipelines.store.tables import alarm_notices, alarms

Event = Literal["raised", "recovered"]

CALM: Final = timedelta(minutes=10)
"""An alarm is over when it was not found for so long: what comes and goes is one alarm."""
KEPT: Final = timedelta(days=3)
"""A notice that could not be delivered for so long is given up."""
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is wrong."""

    kind: str
    """One word: ``volume``, ``outbox`` ..."""
    subject: str
    """The outlet, index or directory; empty where there is only one."""
    detail: str
    """The figures, for a person."""


@dataclass(frozen=True, slots=True)
class OpenAlarm:
    """A trouble that was told and is not over. Instants are aware, UTC."""

    trouble: Trouble
    raised_at: datetime
    found_at: datetime
    """The last time."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be told, over one channel."""

    number: int
    """Grows; of a notice that is delivered twice, the same."""
    channel: str
    event: Event
    trouble: Trouble
    raised_at: datetime
    at: datetime
    """When it was raised, or found to be over."""
    failures: int
    """Deliveries that failed."""


def current(connection: Connection) -> list[OpenAlarm]:
    """All that is not over, the oldest first."""
    query = select(alarms).order_by(alarms.c.raised_at, alarms.c.kind, alarms.c.subject)
    return [
        OpenAlarm(Trouble(row.kind, row.subject, row.detail), row.raised_at, row.found_at)
        for row in connection.execute(query)
    ]


def note(
    connection: Connection,
    found: Iterable[Trouble],
    kinds: Collection[str],
    channels: Collection[str],
    at: datetime,
) -> None:
    """``found`` is all that is wrong of these ``kinds``: raise what is new, end what is long gone."""
    known = {(alarm.trouble.kind, alarm.trouble.subject): alarm for alarm in current(connection)}
    now = {(one.kind, one.subject): one for one in found}
    for key, trouble in now.items():
        if key in known:
            values = {"detail": storable(trouble.detail), "found_at": at}
            connection.execute(update(alarms).where(*_is(key)).values(values))
        else:
            _raise(connection, trouble, channels, at)
    for key, alarm in known.items():
        if key not in now and alarm.trouble.kind in kinds and at - alarm.found_at >= CALM:
            connection.execute(delete(alarms).where(*_is(key)))
            _tell(connection, "recovered", alarm.trouble, alarm.raised_at, channels, at)


def due(connection: Connection, channel: str, at: datetime) -> list[Notice]:
    """What is to be told over a channel now, in order. While one waits for another try, so do the later
    ones: nobody is to read of a recovery before its alarm."""
    query = select(alarm_notices).where(alarm_notices.c.channel == channel).order_by(alarm_notices.c.number)
    rows = connection.execute(query).all()
    # One that is further off than any wait was set by a clock that was wrong.
    if any(at < row.due_at <= at + LONGEST_WAIT for row in rows):
        return []
    return [
        Notice(
            row.number,
            row.channel,
            row.event,
            Trouble(row.kind, row.subject, row.detail),
            row.raised_at,
            row.at,
            row.failures,
        )
        for row in rows
    ]


def delivered(connection: Connection, notices: Collection[Notice]) -> None:
    """They need not be told any more."""
    connection.execute(delete(alarm_notices).where(_among(notices)))


def failed(connection: Connection, notices: Collection[Notice], at: datetime) -> datetime:
    """They could not be told: when they are due again."""
    times = max(notice.failures for notice in notices)
    again: datetime = at + min(LONGEST_WAIT, FIRST_WAIT * int(2 ** min(times, 10)))
    values = {"failures": alarm_notices.c.failures + 1, "due_at": again}
    connection.execute(update(alarm_notices).where(_among(notices)).values(values))
    return again


def give_up(connection: Connection, at: datetime) -> int:
    """Remove what could not be told for days; how many notices."""
    return connection.execute(delete(alarm_notices).where(alarm_notices.c.at < at - KEPT)).rowcount


def _raise(connection: Connection, trouble: Trouble, channels: Collection[str], at: datetime) -> None:
    row = {"kind": trouble.kind, "subject": trouble.subject, "detail": storable(trouble.detail)}
    connection.execute(insert(alarms).values(**row, raised_at=at, found_at=at))
    _tell(connection, "raised", trouble, at, channels, at)


def _tell(
    connection: Connection,
    event: Event,
    trouble: Trouble,
    raised_at: datetime,
    channels: Collection[str],
    at: datetime,
) -> None:
    row = {
        "event": event,
        "kind": trouble.kind,
        "subject": trouble.subject,
        "detail": storable(trouble.detail),
        "raised_at": raised_at,
        "at": at,
        "failures": 0,
        "due_at": at,
    }
    for channel in channels:
        connection.execute(insert(alarm_notices).values(**row, channel=channel))


def _is(key: tuple[str, str]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return alarms.c.kind == key[0], alarms.c.subject == key[1]


def _among(notices: Collection[Notice]) -> ColumnElement[bool]:
    return alarm_notices.c.number.in_([notice.number for notice in notices])
