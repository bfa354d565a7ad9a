"""For which days, in which order, and which of the entries found belong to them.

    since=2024-01-01 until=2024-12-31 ─▶ bounds_of ─▶ Bounds ─▶ weeks, sitemaps (newest first)
                                                        └─────▶ holds(entry)

Days are Indian days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from crawler.dated import on_day, period
from pipelines.entry import Entry
from pipelines.india import INDIA

DAY: Final = timedelta(days=1)
_YEAR: Final = timedelta(days=366)
EARLIEST: Final = date(1995, 1, 1)
"""No outlet had pages before."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A time: from ``since`` on, before ``until``; both aware."""

    since: datetime
    until: datetime

    def has(self, at: datetime) -> bool:
        """Whether the instant is in it."""
        return self.since <= at < self.until

    def cut(self, other: Bounds) -> Bounds | None:
        """What both have; None if that is nothing."""
        since, until = max(self.since, other.since), min(self.until, other.until)
        return Bounds(since, until) if since < until else None


class WrongDates(ValueError):
    """The days that a person asked for cannot be; one line."""


def bounds_of(since: str, until: str, now: datetime) -> Bounds:
    """The time from the beginning of the day ``since`` to the end of the day ``until`` (empty: now), as
    2024-01-31. Raises WrongDates."""
    if not since:
        raise WrongDates("since: how far back? Write -a since=2024-01-31")
    first = _day("since", since)
    last = _day("until", until) if until else now.astimezone(INDIA).date()
    if first < EARLIEST:
        raise WrongDates(f"since: {since} is before {EARLIEST}: no outlet had pages then")
    if last < first:
        raise WrongDates(f"until: {until} is before since={since}" if until else f"since: {since} is to come")
    bounds = Bounds(start_of(first), min(start_of(last + DAY), now))
    if bounds.since >= bounds.until:
        raise WrongDates(f"since: {since} is to come")
    return bounds


def _day(name: str, text: str) -> date:
    try:
        if len(text) != len("2024-01-31"):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise WrongDates(f"{name}: {text!r} is no day: write it as 2024-01-31") from None


def start_of(day: date) -> datetime:
    """The instant when an Indian day begins."""
    return datetime.combine(day, time(), INDIA)


def span_of(first: date, last: date) -> Bounds:
    """The time from the beginning of one day to the end of another."""
    return Bounds(start_of(first), start_of(last + DAY))


def weeks(bounds: Bounds) -> Iterator[Bounds]:
    """The weeks (from Monday) within ``bounds``, the newest first, cut at its ends."""
    until = bounds.until
    while until > bounds.since:
        day = (until - timedelta(microseconds=1)).astimezone(INDIA).date()
        since = max(bounds.since, start_of(day - timedelta(days=day.weekday())))
        yield Bounds(since, until)
        until = since


def sitemaps(pattern: str, bounds: Bounds) -> Iterator[tuple[str, Bounds]]:
    """The addresses of dated sitemaps that hold some of the time, newest first, with what each is for."""
    day = (bounds.until - timedelta(microseconds=1)).astimezone(INDIA).date()
    first = bounds.since.astimezone(INDIA).date()
    while day >= first:
        url, last = on_day(pattern, day), day
        while on_day(pattern, last + DAY) == url and last - day < _YEAR:
            last += DAY
        while on_day(pattern, day) == url and last - day < _YEAR:
            day -= DAY
        yield url, span_of(day + DAY, last)


def when(entry: Entry) -> datetime | None:
    """When the entry's story came out, as far as its source and its address tell."""
    if entry.published:
        return entry.published
    named = period(entry.link)
    return start_of(named[0]) if named and named[0] == named[1] else None


def holds(bounds: Bounds, entry: Entry, span: Bounds | None = None) -> bool:
    """Whether the entry is of that time. ``span``: the time that its source is for, where its name tells.

    Where nothing but the last change is stated, that counts, unless the source is for an earlier time. What
    has no date at all is taken.
    """
    at = when(entry) or entry.updated
    if span is not None and (at is None or (at == entry.updated and not span.has(at))):
        return span.cut(bounds) is not None
    return at is None or bounds.has(at)


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Undated ones come last, in the order of the source."""
    dated = [(when(entry) or entry.updated, entry) for entry in entries]
    known = sorted(((at, e) for at, e in dated if at is not None), key=lambda pair: pair[0], reverse=True)
    return [entry for _, entry in known] + [entry for at, entry in dated if at is None]
