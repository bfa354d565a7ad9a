"""Ways into an archive that an outlet's file does not name: what its site says, and what WordPress has."""

from __future__ import annotations

from urllib.parse import urljoin

from crawler.fetcher import Fetch, Fetched
from crawler.leads import is_news_sitemap, sitemaps_of
from crawler.outlet import Outlet, Source
from crawler.sources.wordpress import posts_below


async def leads(outlet: Outlet, fetch: Fetch) -> tuple[Source, ...]:
    """WordPress's API in its usual place and the sitemaps of robots.txt, but for those of news, and those
    that the outlet's file names, which were tried."""
    robots = urljoin(outlet.home, "/robots.txt")
    answer = await fetch(robots, "robots")
    named = sitemaps_of(answer.body, robots) if isinstance(answer, Fetched) else ()
    found = [Source(kind="api", url=posts_below(urljoin(outlet.home, "/wp-json/")))]
    found += [Source(kind="sitemap", url=url) for url in named if not is_news_sitemap(url)]
    tried = {source.url for source in outlet.sources}
    return tuple(source for source in found if source.url not in tried)
