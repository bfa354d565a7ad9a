"""Dates in the addresses of sitemaps: patterns that are filled in, and names that tell what is in them.

    https://x.in/sitemap-{yyyy}-{mm}-{dd}.xml ─▶ addresses ─▶ https://x.in/sitemap-2026-11-25.xml, ...
    https://x.in/sitemap-pt-post-2026-11.xml  ─▶ period    ─▶ 2026-11-01 to 2026-11-30

Days are Indian days, as the outlets count them.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_PLACE: Final = re.compile(r"\{(?:yyyy|mm|dd|m|d|month)\}")
_NUMBER: Final = {name: n for n, month in enumerate(_MONTHS, 1) for name in (month, month[:3])}
_NAME: Final = "|".join(sorted(_NUMBER, key=len, reverse=True))

_YEAR, _MONTH, _DAY = r"(?P<y>(?:19|20)\d\d)", r"(?P<m>0?[1-9]|1[0-2])", r"(?P<d>0?[1-9]|[12]\d|3[01])"
_TWO_MONTH, _TWO_DAY = r"(?P<m>0[1-9]|1[0-2])", r"(?P<d>0[1-9]|[12]\d|3[01])"
_WORD: Final = rf"(?P<m>{_NAME})"
_FORMS: Final = tuple(
    re.compile(rf"(?<![a-z0-9]){form}(?![a-z0-9])", re.IGNORECASE)
    for form in (
        rf"{_YEAR}[-_/.]{_MONTH}[-_/.]{_DAY}",
        rf"{_DAY}[-_/.]{_MONTH}[-_/.]{_YEAR}",
        rf"{_YEAR}{_TWO_MONTH}{_TWO_DAY}",
        rf"{_YEAR}[-_/.]{_WORD}[-_/.]{_DAY}",
        rf"{_DAY}[-_/.]{_WORD}[-_/.]{_YEAR}",
        rf"{_YEAR}[-_/.]{_MONTH}",
        rf"{_MONTH}[-_/.]{_YEAR}",
        rf"{_YEAR}[-_/.]?{_WORD}",
        rf"{_WORD}[-_/.]?{_YEAR}",
        rf"{_YEAR}{_TWO_MONTH}",
        _YEAR,
    )
)
"""Days before months before years: the first that fits is meant."""


def is_pattern(url: str) -> bool:
    """Whether the address has places for a date."""
    return _PLACE.search(url) is not None


def without_places(url: str) -> str:
    """The address with something harmless in the places of a date, so that the rest of it can be checked."""
    return _PLACE.sub("1", url)


def pattern_faults(url: str) -> str | None:
    """What is wrong with the places for a date; None if nothing is, or if there are none."""
    if not is_pattern(url):
        return None
    if _PLACE.search(urlsplit(url).netloc):
        return "has a date in its host name"
    if "{yyyy}" not in url:
        return "has places for a date, but none for the year ({yyyy})"
    if re.search(r"\{dd?\}", url) and not re.search(r"\{(?:mm?|month)\}", url):
        return "has a place for the day, but none for the month ({mm})"
    return None


def on_day(pattern: str, day: date) -> str:
    """The address of the sitemap that holds that day."""
    filled = {
        "{yyyy}": f"{day.year:04d}",
        "{mm}": f"{day.month:02d}",
        "{dd}": f"{day.day:02d}",
        "{m}": str(day.month),
        "{d}": str(day.day),
        "{month}": _MONTHS[day.month - 1],
    }
    return _PLACE.sub(lambda found: filled[found[0]], pattern)


def addresses(pattern: str, first: date, last: date) -> Iterator[str]:
    """The addresses of the sitemaps from day `first` to day `last`, the newest first, each once."""
    before, day = "", last
    while day >= first:
        url = on_day(pattern, day)
        if url != before:
            yield url
        before, day = url, day - timedelta(days=1)


def period(url: str) -> tuple[date, date] | None:
    """First and last day of what a sitemap holds, by its address alone; None if that tells no date."""
    parts = urlsplit(url)
    asked = {name.lower(): value for name, value in parse_qsl(parts.query)}
    year, month, day = (
        next((asked[name] for name in names if asked.get(name, "").isdigit()), "")
        for names in (("yyyy", "year", "y"), ("mm", "month", "m"), ("dd", "day", "d"))
    )
    if len(year) == 4:
        return _period(year, month, day)
    for text in (unquote(parts.path), *asked.values()):
        for form in _FORMS:
            found = list(form.finditer(text))
            if found:
                named = found[-1].groupdict()  # the file's name tells more than its directory's
                return _period(named["y"], named.get("m") or "", named.get("d") or "")
    return None


def _period(year: str, month: str, day: str) -> tuple[date, date] | None:
    number = _NUMBER.get(month.lower(), 0) or int(month or 0)
    try:
        if not number:
            return date(int(year), 1, 1), date(int(year), 12, 31)
        last = monthrange(int(year), number)[1]
        if not day:
            return date(int(year), number, 1), date(int(year), number, last)
        return date(int(year), number, int(day)), date(int(year), number, int(day))
    except ValueError:
        return None
