"""Scrapy's engine for commands that fetch and store nothing: all of a crawl's care, no pipelines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.settings import BaseSettings


def run(spider: type[Spider], settings: BaseSettings, **arguments: Any) -> None:
    """Run the spider to its end. Once a process: Scrapy's reactor does not start twice."""
    own = Settings()
    # With their priorities: a default that is set as if by hand can beat a setting of ours (DNS_RESOLVER
    # would take the place of the resolver that guards addresses).
    own.update(settings)
    own.setdict(
        {
            "ITEM_PIPELINES": {},
            "EXTENSIONS": {},
            "PRAHARI_ARCHIVE": "off",
            "RETRY_TIMES": 1,
            "LOG_INSTALL_ROOT_HANDLER": False,
        },
        priority="cmdline",
    )
    process = AsyncCrawlerProcess(own)
    process.crawl(spider, **arguments)
    process.start()
