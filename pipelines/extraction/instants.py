"""Instants as pages print them: ISO 8601 and all that comes close, English and Hindi dates, "two hours ago".

A date without a zone is Indian time (+05:30); ``IST`` is India, never Israel. Devanagari digits are digits.
Written out by hand because general parsers guess: dateparser reads "05:30 बजे" as today, and IST as Israel
where the locale says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from pipelines.india import IST
from pipelines.months import MONTHS
from search.text import fold

NPT: Final = timezone(timedelta(hours=5, minutes=45))

_MONTHS: Final = {form: number for name, number in MONTHS.items() for form in (name, fold(name))}
_MONTH: Final = "(" + "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True)) + ")"
_NO_LETTER: Final = "(?![a-z\u0900-\u097f])"
_TIME: Final = fold(
    r"(?:(?:(सुबह|तड़के|प्रातः|दोपहर|शाम|सायं|रात|देर रात|पूर्वाह्न|अपराह्न)\s*(?:के\s*)?)?"
    r"(\d{1,2})[:.](\d\d)(?::(\d\d))?(?:\.\d+)?\s*(a\.?m\.?|p\.?m\.?|पूर्वाह्न|अपराह्न|बजे)?)"
)
_ZONE: Final = r"\s*[(\[]?\s*(z|utc|gmt|ist|npt|[+-]\d\d:?\d\d)?(?![a-z0-9])"
_WEEKDAY: Final = fold(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:सोम|मंगल|बुध|गुरु|गुरू|वीर|बृहस्पति|शुक्र|शनि|रवि)(?:वार)?)"
)
_GAP: Final = rf"[\s,|@()\-–—•/]*(?:{_WEEKDAY}[\s,|]+)?(?:at\s+|को\s+|on\s+)?"

_ISO: Final = re.compile(
    r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:(?:t|\s+|\s*[|"
    r",-]\s*)(\d{1,2}):(\d\d)(?::(\d\d))?(?:[.,]\d+)?\s*([ap]\.?m\.?)?" + _ZONE + ")?"
)
_DAY_FIRST: Final = re.compile(
    r"(?<![\d.])(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)(?:" + _GAP + _TIME + _ZONE + ")?"
)
_NAMED_DAY: Final = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s,.-]*"
    + _MONTH
    + _NO_LETTER
    + r"[\s,.-]*(\d{4})(?!\d)(?:"
    + _GAP
    + _TIME
    + _ZONE
    + ")?"
)
_NAMED_MONTH: Final = re.compile(
    _MONTH
    + _NO_LETTER
    + r"[\s.-]*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})(?!\d)(?:"
    + _GAP
    + _TIME
    + _ZONE
    + ")?"
)
_TIMED_GAP: Final = r"[\s,|@\-–—•]+(?:at\s+)?"
# Two digits of a year are believed only where a time follows.
_SHORT: Final = re.compile(
    r"(?<![\d.])(\d{1,2})(?:([-/.])(\d{1,2})\2|[\s,.-]*"
    + _MONTH
    + r"[\s,.'-]*)(\d\d)(?!\d)"
    + _TIMED_GAP
    + _TIME
    + _ZONE
)
_DAY: Final = re.compile(
    fold(r"^[^\d]{0,24}?(?<![a-z\u0900-\u097f])(आज|कल|today|yesterday)[\s,|@-]*(?:at\s+|को\s+)?")
    + _TIME
    + _ZONE
    + r"\s*$"
)
_BEFORE: Final = re.compile(
    fold(
        r"(?<!\d)(\d{1,3}|एक|दो|तीन|an?|एउटा)\s*"
        r"(minutes?|mins?|मिनट|मिनेट|hours?|hrs?|घंटे|घंटा|घण्टा|घन्टा|days?|दिन)\s*(?:ago|पहले|"
        r"पहिले|अघि|पूर्व)"
    )
)
_UNITS: Final = {"m": 60, "मि": 60, "h": 3600, "घ": 3600, "d": 86400, "दि": 86400}
_WORDS: Final = {"a": 1, "an": 1, fold("एक"): 1, fold("दो"): 2, fold("तीन"): 3, fold("एउटा"): 1}
_AFTERNOON: Final = tuple(map(fold, ("p", "शाम", "सायं", "रात", "देर रात", "अपराह्न")))
_MORNING: Final = tuple(map(fold, ("a", "सुबह", "तड़के", "प्रातः", "पूर्वाह्न")))
_EPOCH: Final = re.compile(r"^1\d{9}(?:\d{3})?$")


@dataclass(frozen=True, slots=True)
class Stated:
    """An instant, and how exactly it was stated."""

    at: datetime
    """Aware."""
    zoned: bool
    """Was the zone stated? Else it is +05:30 by assumption."""
    timed: bool
    """Was a time of day stated? Else it is midnight."""
    position: int = 0
    """Where in the text it was found."""
    unit: timedelta | None = None
    """Of a relative date ("two hours ago"), how far it may be off; None for a date in the calendar."""


def parse_instant(text: str | None, now: datetime, day_first: bool = True) -> Stated | None:
    """The first instant in `text`; None if there is none. ``now`` is what "two hours ago" counts from."""
    return next(iter(parse_instants(text, now, day_first)), None)


def parse_instants(text: str | None, now: datetime, day_first: bool = True) -> list[Stated]:
    """All instants in `text`, in its order. Only its first 400 characters are read: dates are short."""
    if not text:
        return []
    bare = fold(" ".join(text[:400].split()))
    if _EPOCH.match(bare):
        seconds = int(bare[:10])
        return [Stated(datetime.fromtimestamp(seconds, UTC), True, True)]
    found: list[Stated] = []
    taken: list[tuple[int, int]] = []
    for pattern, reader in _READERS:
        for match in pattern.finditer(bare):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            stated = reader(match, day_first)
            if stated is not None:
                found.append(stated)
                taken.append(match.span())
    if not found and (said := _DAY.match(bare)) and (stated := _day(said, now)):
        found.append(stated)
    if not found:
        for match in _BEFORE.finditer(bare):
            count = _WORDS.get(match[1]) or int(match[1])
            seconds = next(s for prefix, s in _UNITS.items() if match[2].startswith(prefix))
            unit = timedelta(seconds=seconds)
            found.append(
                Stated((now - count * unit).astimezone(IST), True, seconds < 86400, match.start(), unit)
            )
    return sorted(found, key=lambda stated: stated.position)


def _iso(match: re.Match[str], day_first: bool) -> Stated | None:
    year, month, day, hour, minute, second, half, zone = match.groups()
    return _made(match.start(), (year, month, day), (half, hour, minute, second), zone)


def _numbers(match: re.Match[str], day_first: bool) -> Stated | None:
    first, second, year, *rest = match.groups()
    day, month = (first, second) if day_first else (second, first)
    if int(month) > 12:
        day, month = month, day
    return _made(match.start(), (year, month, day), (rest[0] or rest[4], *rest[1:4]), rest[5])


def _named_day(match: re.Match[str], day_first: bool) -> Stated | None:
    day, month, year, *rest = match.groups()
    return _made(match.start(), (year, str(_MONTHS[month]), day), (rest[0] or rest[4], *rest[1:4]), rest[5])


def _named_month(match: re.Match[str], day_first: bool) -> Stated | None:
    month, day, year, *rest = match.groups()
    return _made(match.start(), (year, str(_MONTHS[month]), day), (rest[0] or rest[4], *rest[1:4]), rest[5])


def _short(match: re.Match[str], day_first: bool) -> Stated | None:
    first, _, second, named, year, *rest = match.groups()
    if named:
        month, day = str(_MONTHS[named]), first
    else:
        day, month = (first, second) if day_first else (second, first)
    return _made(match.start(), (f"20{year}", month, day), (rest[0] or rest[4], *rest[1:4]), rest[5])


def _day(match: re.Match[str], now: datetime) -> Stated | None:
    """ "Today, 9:30"; कल is yesterday, for news of tomorrow is not printed."""
    word, *rest = match.groups()
    day = now.astimezone(IST) - timedelta(days=0 if word in ("today", fold("आज")) else 1)
    date = (str(day.year), str(day.month), str(day.day))
    return _made(match.start(1), date, (rest[0] or rest[4], *rest[1:4]), rest[5])


_READERS: Final = (
    (_ISO, _iso),
    (_NAMED_DAY, _named_day),
    (_NAMED_MONTH, _named_month),
    (_DAY_FIRST, _numbers),
    (_SHORT, _short),
)


def _made(
    position: int,
    date: tuple[str, str, str],
    clock: Sequence[str | None],
    zone: str | None,
) -> Stated | None:
    half, hour, minute, second = clock
    hours = int(hour or 0)
    if half and hours < 12 and half.startswith(_AFTERNOON) and not (half == fold("रात") and hours < 4):
        hours += 12
    elif half and hours == 12 and half.startswith((*_MORNING, fold("रात"))):
        hours = 0
    elif half == fold("दोपहर") and 1 <= hours <= 5:
        hours += 12
    try:
        year, month, day = map(int, date)
        at = datetime(year, month, day, hours, int(minute or 0), int(second or 0), tzinfo=_zone(zone))
    except ValueError:
        return None
    if not 1995 <= at.year <= 2100:
        return None
    return Stated(at, bool(zone), hour is not None, position)


def _zone(text: str | None) -> timezone:
    if not text or text == "ist":
        return IST
    if text == "npt":
        return NPT
    if text in ("z", "utc", "gmt"):
        return UTC
    sign = -1 if text[0] == "-" else 1
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:])) * sign
    return timezone(offset) if abs(offset) < timedelta(hours=24) else IST
