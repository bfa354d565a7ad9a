"""What an outlet announces, read into entries: feeds, JSON feeds, sitemaps.

    bytes ─▶ decoding ─▶ sniff ─▶ feed | jsonfeed | sitemap ─▶ collection ─▶ Announced
               └───────────┴──────────┴─▶ SourceRefused                └─▶ RefusedEntry

Pure functions: nothing here fetches or stores. Reading 20 MB takes seconds, so call it off the event loop.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from crawler.sources.announced import Announced, ChildSitemap, Kind, RefusedEntry, SourceRefused
from crawler.sources.decoding import decoded
from crawler.sources.feed import read_feed
from crawler.sources.jsonfeed import read_json
from crawler.sources.sitemap import read_list, read_sitemap
from crawler.sources.sniff import sniff
from pipelines.entry import SourceRef

__all__ = ["Announced", "ChildSitemap", "Kind", "RefusedEntry", "SourceRefused", "parse"]


def parse(
    body: bytes,
    url: str,
    content_type: str | None = None,
    kind: str = "feed",
    *,
    base: str | None = None,
    now: datetime | None = None,
) -> Announced | SourceRefused:
    """What the source at `url` announces. Never raises for any bytes.

    `kind` and `url` go into each entry's `SourceRef` as they are; what the bytes are is found out from the
    bytes (outlets serve feeds as text/html, and error pages as application/rss+xml). `base` is where the
    bytes came from if a redirect led away from `url`; `now` (aware; default: the clock) judges dates.
    """
    now = now or datetime.now(UTC)
    source = SourceRef(kind, url)
    text = decoded(body, content_type)
    if isinstance(text, SourceRefused):
        return text
    found = sniff(text.text)
    if isinstance(found, SourceRefused):
        return found
    came_from = base or url
    read: Announced | SourceRefused
    if found.format == "json":
        read = read_json(found.text, source, came_from, now)
    elif found.format == "urllist":
        read = read_list(found.text, source, came_from, now)
    elif found.format in ("sitemap", "sitemapindex"):
        read = read_sitemap(found, source, came_from, now)
    else:
        read = read_feed(found, source, came_from, now)
    if text.notes and isinstance(read, Announced):
        read = replace(read, notes=(*text.notes, *read.notes))
    return read
