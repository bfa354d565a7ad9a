"""``cron`` lines of outlet files: five fields, in Indian time, as crontab(5) means them.

APScheduler reads them, but two things it means otherwise: its day of week 0 is Monday, and where both a day
of the month and a day of the week are given, it wants both, crontab(5) either.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from typing import Final

from apscheduler.triggers.cron import CronTrigger

from pipelines.india import INDIA

_WEEK: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_ITEM: Final = re.compile(r"(\*|(\w+)(?:-(\w+))?)(?:/(\d+))?")
_SOME_DAY: Final = datetime(2026, 1, 1, tzinfo=UTC)


def check(line: str, least: int) -> None:
    """Raises ValueError, in words, for a line that is none, never comes, or twice in ``least`` minutes."""
    try:
        triggers = _triggers(line)
    except ValueError as error:
        reason = " ".join(str(error).split()).rstrip(".")
        raise ValueError(f"is no cron line ({reason}): {line!r}; such as '*/20 5-23 * * *'") from None
    if _next(triggers, _SOME_DAY) is None:
        raise ValueError(f"is a time that never comes: {line!r}")
    minutes = sorted(_minutes(triggers[0]))
    gaps = [(after - one) % 60 or 60 for one, after in zip(minutes, minutes[1:] + minutes[:1], strict=True)]
    if min(gaps) < least:
        raise ValueError(f"must leave {least} minutes between two visits: {line!r}")


def following(line: str, after: datetime) -> datetime:
    """The first instant of the line later than ``after``. Raises ValueError where `check` does."""
    found = _next(_triggers(line), after)
    if found is None:
        raise ValueError(f"is a time that never comes: {line!r}")
    return found


@cache
def _triggers(line: str) -> tuple[CronTrigger, ...]:
    fields = line.split()
    if len(fields) != 5:
        raise ValueError(f"{len(fields)} fields instead of 5")
    minute, hour, day, month, week = fields
    days = _days(week)
    either = day != "*" and week != "*"
    pairs = [(day, "*"), ("*", days)] if either else [(day, days)]
    return tuple(
        CronTrigger(minute=minute, hour=hour, day=of_month, month=month, day_of_week=of_week, timezone=INDIA)
        for of_month, of_week in pairs
    )


def _next(triggers: tuple[CronTrigger, ...], after: datetime) -> datetime | None:
    # A trigger that was there before gives what is later than that; without, what is now counts, too.
    found = [trigger.get_next_fire_time(after, after) for trigger in triggers]
    return min((at.astimezone(UTC) for at in found if at is not None), default=None)


def _days(field: str) -> str:
    """The days of the week by name, which no one numbers differently."""
    if field == "*":
        return field
    found: set[int] = set()
    for item in field.split(","):
        parts = _ITEM.fullmatch(item)
        if parts is None:
            raise ValueError(f"day of week {item!r}")
        first = 0 if parts[1] == "*" else _day(parts[2])
        last = 6 if parts[1] == "*" or (parts[4] and not parts[3]) else _day(parts[3] or parts[2])
        if last < first and parts[3] and parts[3].lower() == "sun":
            last = 7
        if last < first or parts[4] == "0":
            raise ValueError(f"day of week {item!r}")
        found |= {day % 7 for day in range(first, last + 1, int(parts[4] or 1))}
    return ",".join(_WEEK[day] for day in sorted(found))


def _day(text: str) -> int:
    if text.isdigit() and int(text) <= 7:
        return int(text)
    if text.lower() in _WEEK:
        return _WEEK.index(text.lower())
    raise ValueError(f"day of week {text!r}")


def _minutes(trigger: CronTrigger) -> set[int]:
    field = next(field for field in trigger.fields if field.name == "minute")
    probe = datetime(2026, 1, 1, tzinfo=INDIA)
    return {minute for minute in range(60) if field.get_next_value(probe.replace(minute=minute)) == minute}
