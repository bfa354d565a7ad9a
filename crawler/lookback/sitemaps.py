"""Through sitemaps: those with a date in their address, and indexes of them."""

from __future__ import annotations

from collections.abc import Generator
from typing import Final

from crawler.itinerary import MAX_LEVELS
from crawler.lookback.children import is_other, span_named, worth_reading
from crawler.lookback.known import Known
from crawler.lookback.steps import (
    NOT_THERE,
    REACHED,
    Answer,
    Ask,
    Done,
    End,
    Part,
    Tally,
    Walk,
    not_begun,
    refused_of,
)
from crawler.lookback.times import Bounds, sitemaps, when
from crawler.outlet import Source
from crawler.sources import Announced

MISSING: Final = 40
"""So many of the newest dated sitemaps not being there mean that there are none."""


def dated(source: Source, bounds: Bounds, known: Known) -> Walk:
    """The sitemaps of all days, months or years of the time. Some have none: then nothing was printed."""
    tally = Tally()
    missing: list[Done] = []
    for url, span in sitemaps(source.url, bounds):
        wanted = span.cut(bounds) or bounds
        if known.covers(url, wanted):
            tally.note(url, None)
            continue
        refused = yield from _read(url, span, wanted, 0, known, tally)
        if (refused is not None and refused.reason in NOT_THERE) or tally.note(url, refused):
            missing.append(Done(url, wanted))
        if tally.read:  # else there may be no sitemaps at all
            yield from missing
            missing.clear()
        elif len(missing) >= MISSING:
            break
    if missing:
        return End("no-way", f"none of the newest {len(missing)} is there")
    return tally.end()


def mapped(source: Source, bounds: Bounds, known: Known) -> Walk:
    """The sitemap, and where it is an index all below it that may hold entries of the time."""
    tally = Tally()
    answer = yield Ask(source.url, bounds.until)
    if not isinstance(answer, Announced):
        return not_begun(refused_of(answer))
    yield from _children(answer, bounds, 1, known, tally)
    end = tally.end()
    if end.how == "failed" or (tally.oldest is not None and tally.oldest <= bounds.since):
        return end
    if not answer.entries and not tally.read:
        return End("no-way", "lists nothing")
    if tally.oldest is None:
        return End("short", f"{REACHED} that has no dates")
    return End("short", f"goes back to {tally.oldest:%Y-%m-%d}")


def _read(url: str, span: Bounds | None, wanted: Bounds, level: int, known: Known, tally: Tally) -> Part:
    """Read a sitemap that is for ``span``, if its address tells, and what it lists."""
    answer = yield Ask(url, wanted.until, span=span)
    if not isinstance(answer, Announced):
        return refused_of(answer)
    if level < MAX_LEVELS:
        yield from _children(answer, wanted, level + 1, known, tally)
    return None


def _children(
    read: Announced, bounds: Bounds, level: int, known: Known, tally: Tally
) -> Generator[Ask | Done, Answer | None, None]:
    """What an index lists, as far as it may hold entries of the time."""
    for entry in read.entries:
        tally.goes_back(when(entry) or entry.updated)
    for child in read.children:
        if not is_other(child.url):
            named = span_named(child)
            tally.goes_back(named.since if named else child.lastmod)
    for child, span in worth_reading(read.children, bounds):
        wanted = (span.cut(bounds) if span else None) or bounds
        if known.covers(child.url, wanted, child.lastmod, dated=span is not None):
            tally.note(child.url, None)
            continue
        refused = yield from _read(child.url, span, wanted, level, known, tally)
        if tally.note(child.url, refused):
            yield Done(child.url, wanted)
