"""Which addresses of a source are read on a visit, and which after these. Nothing here fetches or stores.

    Source ─▶ begin ─▶ Stop ─▶ (fetched, read) ─▶ go_on ─▶ further Stops
                        source itself · sitemap of a day · WordPress's categories, then its posts
                                                           sitemaps of an index · the next older page

Only what may be new is read: sitemaps by their dates, older pages only to close a gap, which is there if
everything on a page is new although the source was read before. Going back further is not a visit's affair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Literal
from urllib.parse import urlsplit

from crawler.dated import addresses, is_pattern, period
from crawler.hosts import patterns_for
from crawler.leads import is_news_sitemap
from crawler.outlet import Source
from crawler.sources import Announced, ChildSitemap
from crawler.sources.wordpress import categories_address, posts_address
from pipelines.india import INDIA

MAX_LEVELS: Final = 3
"""Levels of sitemap indexes below the first: an index may list indexes without end."""
MAX_CHILD_SITEMAPS: Final = 5
"""Sitemaps of one index that are read on a visit."""
MAX_PAGES: Final = 10
"""Pages of one source that are read on a visit."""
OVERLAP: Final = timedelta(days=1)
"""How far before the last success a visit looks back: for zones that outlets get wrong, and for stories that
could not be fetched then."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One address that is read for a source."""

    url: str
    what: Literal["entries", "categories"] = "entries"
    """``categories``: the answer only tells WordPress's ids of them."""
    level: int = 0
    """Sitemap indexes above it."""
    page: int = 1
    """From 1, the newest."""
    may_miss: bool = False
    """If it is not there, nothing is wrong, unless nothing is there of what `begin` names."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What a visit knows of times."""

    now: datetime
    since: datetime | None = None
    """When the source was last read with success; None: never."""
    days: int = 3
    """How far back sitemaps are followed."""

    @property
    def horizon(self) -> datetime:
        """The instant before which sitemaps have nothing that is new."""
        far = self.now - timedelta(days=self.days)
        return max(far, self.since - OVERLAP) if self.since else far


def begin(source: Source, at: Moment) -> tuple[Stop, ...]:
    """Where reading the source begins."""
    if source.kind == "api":
        if source.categories:
            return (Stop(categories_address(source.url, source.categories), "categories"),)
        return (posts(source, at),)
    if source.kind == "sitemap" and is_pattern(source.url):
        today = at.now.astimezone(INDIA).date()
        urls = addresses(source.url, at.horizon.astimezone(INDIA).date(), today)
        # Today's is made when the day's first story is out; on some days a small outlet has none.
        return tuple(Stop(url, may_miss=True) for url in urls)
    return (Stop(source.url),)


def posts(source: Source, at: Moment, categories: Sequence[int] = ()) -> Stop:
    """The newest posts: a page of them on the first visit, whatever their age, later those since the last."""
    after = at.since - OVERLAP if at.since else None
    # The beginning of a day, so that the address stays the same for a day and can be asked for conditionally.
    after = after and after.astimezone(INDIA).replace(hour=0, minute=0, second=0)
    return Stop(posts_address(source.url, categories, after=after))


def go_on(stop: Stop, read: Announced, known: int, at: Moment) -> tuple[Stop, ...]:
    """What is read next after `stop`, where `known` entries were known before."""
    found: list[Stop] = []
    if stop.level < MAX_LEVELS:
        # An index may list indexes without end.
        fresh = [child for child in read.children if _may_be_new(child, at)]
        urls = [child.url for child in promising(fresh)[:MAX_CHILD_SITEMAPS]]
        found += [Stop(url, level=stop.level + 1) for url in urls]
    if read.next and _leaves_a_gap(stop, read, known, at) and same_host(read.next, stop.url):
        found.append(replace(stop, url=read.next, page=stop.page + 1, may_miss=True))
    return tuple(found)


def same_host(url: str, other: str) -> bool:
    """Whether both are on one host, whatever the scheme: what the next page is, a stranger wrote."""
    return list(patterns_for(url))[1:2] == list(patterns_for(other))[1:2]


def promising(children: Sequence[ChildSitemap]) -> list[ChildSitemap]:
    """The children of a sitemap index in the order in which new stories may be in them."""
    far = datetime.min.replace(tzinfo=UTC)

    def rank(numbered: tuple[int, ChildSitemap]) -> tuple[bool, bool, float, int]:
        number, child = numbered
        name = urlsplit(child.url).path.rpartition("/")[2].lower()
        other = any(
            word in name for word in ("category", "tag", "author", "image", "video", "page-", "static")
        )
        changed = child.lastmod or _end(child) or far
        return not is_news_sitemap(child.url), other, -changed.timestamp() if changed != far else 0.0, number

    return [child for _, child in sorted(enumerate(children), key=rank)]


def _end(child: ChildSitemap) -> datetime | None:
    """The end of the time that a sitemap's name tells."""
    named = period(child.url)
    return (
        datetime(named[1].year, named[1].month, named[1].day, tzinfo=INDIA) + timedelta(days=1)
        if named
        else None
    )


def _may_be_new(child: ChildSitemap, at: Moment) -> bool:
    """By the date in its name, which is when its stories came out, and by when it changed.

    A name wins over a later change: some indexes state the time of the request for all.
    """
    end = _end(child)
    if end is not None and end < at.horizon:
        return False
    return child.lastmod is None or child.lastmod >= at.horizon


def _leaves_a_gap(stop: Stop, read: Announced, known: int, at: Moment) -> bool:
    if at.since is None or known or not read.entries or stop.page >= MAX_PAGES:
        return False
    stated = [entry.published for entry in read.entries if entry.published]
    return not stated or min(stated) > at.since - OVERLAP
