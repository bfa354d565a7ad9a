"""Decide which announced entries are fetched. Nothing here touches network, store or clock.

    Announced + what the store knows of the links ─▶ choose() ─▶ links to fetch

Kept apart from the spider, which only does what is decided here (the habit is lemon24/reader's
``src/reader/_update``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipelines.entry import Entry
from pipelines.store import SeenMark
from pipelines.urls import BadUrl, canonical

MAX_ATTEMPTS = 8
"""A page that failed so often (time-outs, 5xx, robots.txt) is left alone."""
MAX_REVISITS = 20
"""Feeds that stamp every entry with the current time would otherwise be fetched for ever."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One page to fetch."""

    key: str
    """Canonical URL of the link, under which the store knows it."""
    entry: Entry


@dataclass(frozen=True, slots=True)
class Choice:
    fetch: tuple[Wanted, ...]
    """Newest first."""
    known: int
    """Entries that were seen before and have not changed since."""
    too_old: int
    """Entries before the horizon."""
    postponed: int
    """New entries over the limit, left for the next visit."""
    again_at: datetime | None = None
    """When an edit of a known page that is announced for later is due; None: there is none."""


def announced_at(entry: Entry) -> datetime | None:
    """The latest instant that the source states for the entry."""
    return entry.announced


def keys(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Canonical URL → entry; where two entries lead to one page, the one with the later instant."""
    found: dict[str, Entry] = {}
    for entry in entries:
        try:
            key = canonical(entry.link)
        except BadUrl:
            continue  # the source's reader has refused it with a reason
        other = found.get(key)
        if other is None or _later(announced_at(entry), announced_at(other)):
            found[key] = entry
    return found


def choose(
    entries: Mapping[str, Entry],
    seen: Mapping[str, SeenMark],
    now: datetime,
    limit: int,
    horizon: timedelta | None = None,
) -> Choice:
    """Which of ``entries`` (by canonical URL) to fetch.

    An entry is fetched if its URL was never seen, if its last failure was not final, or if the source
    states a later instant than it did before (an edit). ``horizon`` leaves out what is older (for
    sitemaps, which list years); at most ``limit`` are taken, newest first, undated ones in the order of
    the source.
    """
    fetch: list[Wanted] = []
    ahead: list[datetime] = []
    known = too_old = 0
    for key, entry in entries.items():
        if not _wanted(entry, seen.get(key), now):
            known += 1
            stated = announced_at(entry)
            if stated is not None and stated > now and _wanted(entry, seen.get(key), stated):
                ahead.append(stated)
        elif horizon is not None and (announced_at(entry) or now) < now - horizon:
            too_old += 1
        else:
            fetch.append(Wanted(key, entry))
    oldest = datetime.min.replace(tzinfo=now.tzinfo)
    fetch.sort(key=lambda wanted: announced_at(wanted.entry) or oldest, reverse=True)
    return Choice(tuple(fetch[:limit]), known, too_old, len(fetch[limit:]), min(ahead, default=None))


def is_open(mark: SeenMark | None) -> bool:
    """Whether a page has no outcome that is final, and may have one."""
    return mark is None or (not mark.final and mark.attempts < MAX_ATTEMPTS)


def _wanted(entry: Entry, mark: SeenMark | None, now: datetime) -> bool:
    if mark is None or not mark.final:
        return is_open(mark)
    stated = announced_at(entry)
    if stated is None or stated > now or mark.attempts >= MAX_REVISITS:
        return False
    # What the source stated before is the measure. The time of the fetch only stands in for it: an outlet
    # may stamp an edit with a minute before we fetched, and publish it after.
    return stated > (mark.announced or mark.at)


def _later(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one > other)
