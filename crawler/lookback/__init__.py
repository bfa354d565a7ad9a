"""Looking back: the ways into an outlet's archive, newest first. Nothing here fetches or stores.

    walk ─▶ Ask(url) ─▶ (fetched, read, its pages fetched) ─▶ answer ─▶ Ask ... Done(part) ... ─▶ End

A walk is a generator: it yields what is to be read, is sent what came, yields `Done` when a part is complete
and returns how far it got. One a source:

    posts.py        WordPress's posts, a week at a time
    sitemaps.py     sitemaps with a date in their address; indexes (children.py: what of them)
    chain.py        feeds and sections that name their next older page (RFC 5005, ``?paged=2``)

    times.py        which days, which entries belong to them
    known.py        what was read before
    steps.py        Ask, Done, End
"""

from __future__ import annotations

from crawler.dated import is_pattern
from crawler.lookback.chain import chained
from crawler.lookback.known import Known
from crawler.lookback.posts import posts
from crawler.lookback.sitemaps import dated, mapped
from crawler.lookback.steps import Answer, Ask, Done, End, Enough, Walk
from crawler.lookback.times import Bounds, WrongDates, bounds_of, holds, newest_first
from crawler.outlet import Outlet, Source

__all__ = [
    "Answer",
    "Ask",
    "Bounds",
    "Done",
    "End",
    "Known",
    "Walk",
    "WrongDates",
    "bounds_of",
    "holds",
    "newest_first",
    "ranks",
    "walk",
]


def walk(source: Source, bounds: Bounds, known: Known) -> Walk:
    """The way through the source's archive. Parts that are known are left out."""
    if source.kind == "api":
        steps = posts(source, bounds, known)
    elif source.kind == "sitemap":
        steps = (dated if is_pattern(source.url) else mapped)(source, bounds, known)
    else:
        steps = chained(source, bounds, known)
    try:
        return (yield from steps)
    except Enough as enough:
        return enough.end


def ranks(outlet: Outlet) -> list[tuple[Source, ...]]:
    """The outlet's sources in the order in which they are walked: what is kept for looking back, then what
    costs least and tells most. Those after the first that reach back far enough are not needed."""
    enabled = [source for source in outlet.sources if source.enabled]
    rest = [source for source in enabled if not source.archive]
    found = [tuple(source for source in enabled if source.archive)]
    found += [tuple(s for s in rest if s.kind == kind) for kind in ("api", "sitemap", "feed", "section")]
    return [sources for sources in found if sources]
