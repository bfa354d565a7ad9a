"""Through pages each of which names the next older one: feeds (RFC 5005, WordPress's ``?paged=``), sections.

    front ─▶ 2 ─▶ 3 ... ─▶ where an earlier walk had begun ─▷ where it ended ─▶ next ─▶ ...

The chain always begins at the front, since pages move on as stories come. Where it meets an earlier walk, it
goes on where that ended; the page there is read once more: nothing is lost if pages moved the other way.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from statistics import median_low
from typing import Final

from crawler.itinerary import same_host
from crawler.lookback.known import Known
from crawler.lookback.steps import (
    NOT_THERE,
    REACHED,
    Ask,
    Done,
    End,
    Refused,
    Walk,
    not_begun,
    refused_of,
    told,
)
from crawler.lookback.times import Bounds, when
from crawler.outlet import Source
from crawler.sources import Announced

MAX_PAGES: Final = 5000
OVERLAP: Final = timedelta(hours=1)
"""Feeds do not list their entries strictly in order."""


def chained(source: Source, bounds: Bounds, known: Known) -> Walk:
    """From the newest page to the next older one."""
    part, url, reached = known.now.isoformat(), source.url, bounds.until
    chains, instead = known.chains(), list[str]()
    before = frozenset[str]()
    for page in range(1, MAX_PAGES + 1):
        answer = yield Ask(url, reached)
        if not isinstance(answer, Announced):
            return _cut_off(refused_of(answer), page, reached)
        links = frozenset(entry.link for entry in answer.entries)
        if not links - before:
            # A server that does not know the page's number gives the first one for ever.
            return _ended(page - 1, reached, bounds)
        before = links
        dates = [at for entry in answer.entries if (at := when(entry) or entry.updated)]
        # Not the oldest: some pages show an old story first, or their newest beside each list.
        reached = min(reached, median_low(dates)) if dates else reached
        here, following = url, answer.next
        joined = next((c for c in chains if c.first < reached < c.last - OVERLAP), None)
        if joined is not None:
            chains.remove(joined)
            instead.append(joined.part)
            reached = joined.first
            here = following = joined.position or url
            before = frozenset()
        first = reached if joined is not None else max(reached, bounds.since)
        if first < bounds.until:
            yield Done(part, Bounds(first, bounds.until), here, tuple(instead))
        if reached <= bounds.since:
            return End("reached", REACHED)
        if following is None or not same_host(following, url):
            return _ended(page, reached, bounds)
        url = following
    return End("short", f"{MAX_PAGES} pages were read, back to {reached:%Y-%m-%d}")


def _ended(pages: int, reached: datetime, bounds: Bounds) -> End:
    if pages <= 1:
        return End("no-way", "names no older page")
    return End("short", f"ends at {reached:%Y-%m-%d}" if reached < bounds.until else "ends, and has no dates")


def _cut_off(refused: Refused, page: int, reached: datetime) -> End:
    if page == 1:
        return not_begun(refused)
    if refused.reason in NOT_THERE:
        return (
            End("no-way", "its second page is not there")
            if page == 2
            else End("short", f"ends at {reached:%Y-%m-%d}")
        )
    return End("failed", told(refused))
