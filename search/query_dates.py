"""The dates of ``from:`` and ``to:``: Indian days, months and years, or a time before now."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta, timezone
from typing import Literal

INDIA = timezone(timedelta(hours=5, minutes=30))

_END = datetime.max.replace(tzinfo=INDIA)
"""No day comes after it."""

Edge = Literal["from", "to"]

_CALENDAR = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_AGO = re.compile(r"(\d{1,4})([hdw])")
# "कल" is yesterday as well as tomorrow; news is about the past.
_DAYS_AGO = {"today": 0, "आज": 0, "yesterday": 1, "कल": 1}


class DateProblem(ValueError):
    """Not a date of the query language; the message shows what is."""


def parse_instant(value: str, *, edge: Edge = "from", now: datetime | None = None) -> datetime:
    """Where a range begins (``from``, inclusive) or ends (``to``, exclusive), aware; raises DateProblem.

    ``2024-01-31``, ``2024-01``, ``2024``, ``today``, ``yesterday`` and ``7d``, ``2w`` (that many days or
    weeks ago) are whole Indian days (+05:30), both ends included: ``to:2024-01`` ends with the last moment
    of January. ``24h`` is that many hours before `now` to the moment. Digits of any script serve.
    `now` (aware) is what relative dates count from; the present if None.
    """
    found = _instant(edge, value, now or datetime.now(INDIA))
    if found is None:
        raise DateProblem(f"{value!r} is no date: write 2024-01-31, 2024-01, 2024, or 7d or 24h (ago)")
    return found


def _instant(edge: Edge, value: str, now: datetime) -> datetime | None:
    plain = "".join(_plain(character) for character in value.strip().lower())
    try:
        if match := _CALENDAR.fullmatch(plain):
            return _calendar(edge, *match.groups())
        if match := _AGO.fullmatch(plain):
            count, unit = int(match[1]), match[2]
            if unit == "h":
                return now - timedelta(hours=count)
            return _day(edge, now, count * (7 if unit == "w" else 1))
        if plain in _DAYS_AGO:
            return _day(edge, now, _DAYS_AGO[plain])
    except (ValueError, OverflowError):  # 2024-13, 2024-02-30, year 0, before year 1
        return None
    return None


def _calendar(edge: Edge, year: str, month: str | None, day: str | None) -> datetime:
    first = datetime(int(year), int(month or 1), int(day or 1), tzinfo=INDIA)
    if edge == "from":
        return first
    if first.year == _END.year and (first.month == 12 or not month) and (first.day == 31 or not day):
        return _END
    if day:
        return first + timedelta(days=1)
    if month and first.month < 12:
        return first.replace(month=first.month + 1)
    return first.replace(year=first.year + 1, month=1)


def _day(edge: Edge, now: datetime, ago: int) -> datetime:
    today = now.astimezone(INDIA).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=ago - (edge == "to"))


def _plain(character: str) -> str:
    if unicodedata.category(character) == "Pd":
        return "-"
    return str(unicodedata.decimal(character, character))
