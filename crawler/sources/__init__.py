"""What an outlet announces, read into entries: feeds, JSON feeds, sitemaps, WordPress's posts, section pages.

    bytes ─▶ decoding ─▶ sniff ─▶ feed | jsonfeed | sitemap | wordpress | section ─▶ collection ─▶ Announced
               └───────────┴──────────┴─▶ SourceRefused                                   └─▶ RefusedEntry

Pure functions: nothing here fetches or stores. Reading 20 MB takes seconds, so call it off the event loop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from crawler.sources.announced import Announced, ChildSitemap, Kind, RefusedEntry, SourceRefused
from crawler.sources.collection import address
from crawler.sources.decoding import decoded
from crawler.sources.feed import read_feed
from crawler.sources.jsonfeed import read_json
from crawler.sources.linkheader import related
from crawler.sources.section import read_section
from crawler.sources.sitemap import read_list, read_sitemap
from crawler.sources.sniff import Sniffed, sniff
from crawler.sources.wordpress import read_categories, read_posts
from pipelines.entry import SourceRef

__all__ = [
    "NO_HEADERS",
    "Announced",
    "ChildSitemap",
    "Kind",
    "RefusedEntry",
    "SourceRefused",
    "category_ids",
    "parse",
]

NO_HEADERS: Mapping[str, str] = {}


def parse(
    body: bytes,
    url: str,
    content_type: str | None = None,
    kind: str = "feed",
    *,
    base: str | None = None,
    now: datetime | None = None,
    headers: Mapping[str, str] = NO_HEADERS,
    items: Sequence[str] = (),
) -> Announced | SourceRefused:
    """What the source at `url` announces. Never raises for any bytes.

    `kind` and `url` go into each entry's `SourceRef` as they are; what the bytes are is found out from the
    bytes (outlets serve feeds as text/html, and error pages as application/rss+xml), but that a page for
    readers is wanted as a source, kind ``section`` alone says; `items` are its selectors
    (`crawler.outlet.Source.items`). `base` is where the bytes came from if a redirect led away from `url`;
    `now` (aware; default: the clock) judges dates. Of the answer's `headers` (names in lower case) those are
    read that tell of further pages and hubs.
    """
    now = now or datetime.now(UTC)
    source = SourceRef(kind, url)
    text = decoded(body, content_type)
    if isinstance(text, SourceRefused):
        return text
    found = sniff(text.text)
    came_from = base or url
    read: Announced | SourceRefused
    if isinstance(found, Sniffed):
        read = _read(found, source, came_from, now, headers)
    elif kind == "section" and found.reason == "not-a-feed":
        read = read_section(text.text, source, came_from, now, items)
    else:
        return found
    if isinstance(read, SourceRefused):
        return read
    link = headers.get("link")
    return replace(
        read,
        notes=(*text.notes, *read.notes),
        next=address(related(link, "next"), came_from) or read.next,
        hub=address(related(link, "hub"), came_from) or read.hub,
    )


def _read(
    found: Sniffed, source: SourceRef, base: str, now: datetime, headers: Mapping[str, str]
) -> Announced | SourceRefused:
    if found.format == "json":
        if source.kind == "api":
            return read_posts(found.text, source, base, now, headers.get("x-wp-totalpages"))
        return read_json(found.text, source, base, now)
    if found.format == "urllist":
        return read_list(found.text, source, base, now)
    if found.format in ("sitemap", "sitemapindex"):
        return read_sitemap(found, source, base, now)
    return read_feed(found, source, base, now)


def category_ids(
    body: bytes, slugs: Sequence[str], content_type: str | None = None
) -> tuple[int, ...] | SourceRefused:
    """The ids of WordPress's categories with these slugs, which an answer of its REST API lists."""
    text = decoded(body, content_type)
    known = text if isinstance(text, SourceRefused) else read_categories(text.text)
    if isinstance(known, SourceRefused):
        return known
    missing = [slug for slug in slugs if slug not in known]
    if missing:
        return SourceRefused("no-such-category", f"the site has no category {', '.join(missing)}")
    return tuple(known[slug] for slug in slugs)
