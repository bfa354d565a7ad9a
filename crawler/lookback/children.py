"""Which sitemaps of an index are read when looking back, in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit

from crawler.dated import period
from crawler.lookback.times import Bounds, span_of
from crawler.sources import ChildSitemap

_OTHER: Final = re.compile(
    r"(?<![a-z])(?:category|categories|tags?|taxonomies|authors?|users?|images?|photos?|videos?|static)(?![a-z])"
    # WordPress's pages, as Yoast, Jetpack and WordPress itself call them.
    r"|^page-sitemap|(?<![a-z])(?:pt|posts)-page(?![a-z])",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\d+")


def worth_reading(
    children: Iterable[ChildSitemap], bounds: Bounds
) -> Iterator[tuple[ChildSitemap, Bounds | None]]:
    """Those that may hold stories of the time, the newest first, with the time that each is for if its
    name tells; those without any date last, by their numbers (the highest is the newest)."""
    found = [(child, span_named(child)) for child in children if not is_other(child.url)]
    newest = [span.until if span else child.lastmod for child, span in found]
    dated = [(at, -number) for number, at in enumerate(newest) if at]
    for _, number in sorted(dated, reverse=True):
        child, span = found[-number]
        if span.cut(bounds) if span else child.lastmod and child.lastmod >= bounds.since:
            yield child, span
    undated = [found[number][0] for number, at in enumerate(newest) if not at]
    yield from ((child, None) for child in sorted(undated, key=_numbers, reverse=True))


def is_other(url: str) -> bool:
    """Whether its name says that a sitemap holds something else than stories."""
    return _OTHER.search(urlsplit(url).path.rpartition("/")[2].replace("_", "-")) is not None


def span_named(child: ChildSitemap) -> Bounds | None:
    """The time that a sitemap is for, by its name."""
    named = period(child.url)
    return span_of(*named) if named else None


def _numbers(child: ChildSitemap) -> tuple[int, ...]:
    return tuple(int(number[:9]) for number in _NUMBER.findall(urlsplit(child.url).path.rpartition("/")[2]))
