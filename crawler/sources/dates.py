"""Instants as sources write them.

feedparser and dateparser are not asked: the first reads ``IST`` as UTC and knows no Hindi, the second reads
it as Israel, and neither takes a time without zone for Indian. Here a time without zone is Indian, ``IST`` is
Indian, numeric dates are day first, and a zone that is not known makes no date rather than a wrong one.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from pipelines.india import IST
from pipelines.months import MONTHS

EARLIEST: Final = datetime(1995, 1, 1, tzinfo=UTC)
"""Hindi news came online about then; older dates are epochs and defaults."""
TOLERANCE: Final = timedelta(days=1)
"""How far in the future a date may be."""

_ZONES: Final[dict[str, float]] = {
    # hours; RFC 822's and those of the countries whose agencies Indian outlets print
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "IST": 5.5, "BST": 1, "CET": 1, "CEST": 2, "EET": 2,
    "EEST": 3, "MSK": 3, "GST": 4, "PKT": 5, "NPT": 5.75, "SGT": 8, "HKT": 8, "JST": 9, "AEST": 10,
    "AEDT": 11, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
_BEFORE_NOON: Final = frozenset({"am", "पूर्वाह्न", "सुबह", "प्रातः", "प्रात", "तड़के", "तडके"})
_AFTER_NOON: Final = frozenset({"pm", "अपराह्न", "दोपहर", "शाम", "सायं"})

_DAYPART: Final = "a\\.?m\\.?|p\\.?m\\.?|" + "|".join(
    sorted((_BEFORE_NOON | _AFTER_NOON | {"रात"}) - {"am", "pm"}, key=len, reverse=True)
)
_TIME: Final = re.compile(
    rf"(?<![\d:.])(?:(?P<before>{_DAYPART})\s*)?(?P<hour>\d{{1,2}})[:.](?P<minute>\d{{2}})"
    rf"(?:[:.](?P<second>\d{{2}})(?:[.,:]\d{{1,9}})?)?(?![\d])\s*(?P<after>{_DAYPART})?",
    re.IGNORECASE,
)
_OFFSET: Final = re.compile(
    r"\s*(?:\(?\s*(?P<name>GMT|UTC|UT|IST)\s*)?(?P<sign>[+-])(?P<hours>\d{1,2})[:.]?(?P<minutes>\d{2})?(?!\d)"
)
_ZONE_NAME: Final = re.compile(r"[\s,]*[(\[]?(?P<name>[A-Z]{1,5})(?![A-Za-z/])")
_INDIAN: Final = re.compile(r"Asia/(?:Kolkata|Calcutta)|Indian? Standard Time|India Time", re.IGNORECASE)
_EPOCH: Final = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")
_ISO: Final = re.compile(r"(?<!\d)(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?!\d)")
_COMPACT: Final = re.compile(r"(?<!\d)(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?!\d)")
_COMPACT_TIME: Final = re.compile(r"(?<=\d)T(\d{2})(\d{2})(\d{2})?(?!\d)", re.ASCII)
_NUMERIC: Final = re.compile(r"(?<!\d)(?P<d>\d{1,2})([-/.])(?P<m>\d{1,2})\2(?P<y>\d{4}|\d{2})(?!\d)")
_WORD: Final = re.compile("[A-Za-z\u0900-\u0963\u0971-\u097f]+")


def instant(stated: str | None, now: datetime) -> datetime | None:
    """The aware instant that a source's `stated` means; None if it is none, before 1995 or in the future.

    A date without time is its first moment.
    """
    text = _folded(stated or "")
    if not text or len(text) > 200:
        return None
    if _EPOCH.fullmatch(text):
        seconds = float(text) / (1000 if len(text.partition(".")[0]) > 10 else 1)
        return _plausible(datetime.fromtimestamp(seconds, UTC), now)
    text = _COMPACT_TIME.sub(lambda t: f" {t[1]}:{t[2]}" + (f":{t[3]}" if t[3] else ""), text)
    text = re.sub(r"(?<=\d)[Tt](?=\d)", " ", text)
    day, text = _day(text)
    if day is None:
        return None
    clock = _clock(text)
    if clock is None:
        return None
    hour, minute, second, rest = clock
    zone = _zone(rest) if rest is not None else IST
    if zone is None:
        return None
    try:
        value = datetime(*day, hour, minute, min(second, 59), tzinfo=zone)
        return _plausible(value, now)
    except (ValueError, OverflowError):
        return None


def relabelled(instants: list[datetime | None], now: datetime) -> bool:
    """Whether a source prints Indian time and calls it GMT, as old feed code of several outlets does.

    The future gives it away: entries are ahead of `now`, and the same clock read as Indian time is not, for
    each of those among the `instants`.
    """
    stated = [i for i in instants if i is not None]
    late = now + timedelta(minutes=15)
    ahead = [i for i in stated if i > late]
    return bool(ahead) and all(i.utcoffset() == timedelta(0) and indian(i) <= late for i in ahead)


def indian(value: datetime) -> datetime:
    """The same clock in India."""
    return value.replace(tzinfo=IST)


def _folded(text: str) -> str:
    if text.isascii():
        return " ".join(text.split())
    digits = (str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c for c in text)
    text = unicodedata.normalize("NFC", "".join(digits)).replace("\u093c", "").replace("\u0901", "\u0902")
    text = re.sub("[\u2010-\u2015\u2212]", "-", text)
    return " ".join(re.sub("[\u200b-\u200f\u2060\ufeff]", "", text).split())


_MONTHS: Final = {_folded(name): number for name, number in MONTHS.items()}


def _plausible(value: datetime, now: datetime) -> datetime | None:
    return value if EARLIEST <= value <= now + TOLERANCE else None


def _day(text: str) -> tuple[tuple[int, int, int] | None, str]:
    """The date in `text`, and `text` with a blank in its place (or None and anything)."""
    for form in (_ISO, _NUMERIC, _COMPACT):
        found = form.search(text)
        if found:
            year, month, day = _full(found["y"]), int(found["m"]), int(found["d"])
            return (year, month, day), f"{text[: found.start()]} | {text[found.end() :]}"
    for word in _WORD.finditer(text):
        month = _MONTHS.get(word[0].lower(), 0)
        if not month:
            continue
        before, after = text[: word.start()], text[word.end() :]
        day_first = re.search(r"(?<![\d:])(\d{1,2})(?:st|nd|rd|th)?[\s.,-]*\Z", before)
        if day_first:
            year_after = re.match(r"[\s.,'-]*(\d{4}|\d{2})(?![\d:])", after)
            if year_after:
                rest = f"{before[: day_first.start()]} | {after[year_after.end() :]}"
                return (_full(year_after[1]), month, int(day_first[1])), rest
        day_after = re.match(r"[\s.-]*(\d{1,2})(?:st|nd|rd|th)?(?![\d:])", after)
        if day_after:
            # "Jul 5, 2024 11:20" or, as `date` prints, "Jul 5 11:20:33 IST 2024"
            then = re.search(r"(?<![\d:.+-])(\d{4})(?![\d:])", after[day_after.end() :])
            if then:
                tail = after[day_after.end() :]
                rest = f"{before} | {tail[: then.start()]} {tail[then.end() :]}"
                return (_full(then[1]), month, int(day_after[1])), rest
    return None, text


def _full(year: str) -> int:
    return int(year) if len(year) > 2 else int(year) + (2000 if int(year) < 70 else 1900)


def _clock(text: str) -> tuple[int, int, int, str | None] | None:
    """Hour, minute, second and what follows them (None: no time is stated); None for an impossible time."""
    found = _TIME.search(text)
    if found is None:
        return 0, 0, 0, None
    hour, part = int(found["hour"]), (found["after"] or found["before"] or "").lower().replace(".", "")
    if part in _AFTER_NOON and hour < (10 if part == "दोपहर" else 12):
        hour += 12
    elif part in _BEFORE_NOON and hour == 12:
        hour = 0
    elif part == "रात" and 6 <= hour <= 12:
        hour = (hour + 12) % 24
    second = int(found["second"] or 0)
    if hour > 23 or int(found["minute"]) > 59 or second > 60:
        return None
    return hour, int(found["minute"]), second, text[found.end() :]


def _zone(rest: str) -> timezone | None:
    """The zone stated after a time; India if none is; None for one that is not known."""
    found = _OFFSET.match(rest)
    if found:
        hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
        offset = timedelta(hours=hours, minutes=minutes) * (-1 if found["sign"] == "-" else 1)
        return timezone(offset) if hours <= 14 and minutes < 60 else None
    if _INDIAN.search(rest):
        return IST
    name = _ZONE_NAME.match(rest)
    if name is None or name["name"] in ("H", "HRS", "HOURS"):
        return IST
    if name["name"] not in _ZONES:
        return None
    if name["name"] == "IST":
        return IST
    return UTC if _ZONES[name["name"]] == 0 else timezone(timedelta(hours=_ZONES[name["name"]]))
