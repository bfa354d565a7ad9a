"""One crawl in this process, measured. Run by `benchmarks.bench_crawl`, once for each of the two sides.

usage: python -m benchmarks.crawl_run full             the whole job: sources, pages, stages, store, index
       python -m benchmarks.crawl_run bare URLS.json   Scrapy with the same settings fetches the same URLs
                                                       and drops them
Prints one JSON object: pages, seconds (spider opened to closed), lag (longest time in seconds that the
event loop did not come round).
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider, signals
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

TICK = 0.005
RESULT: dict[str, float] = {"pages": 0, "seconds": 0.0, "lag": 0.0}


class Watch:
    """Scrapy extension: counts pages, takes the time, and watches the event loop."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        watch = cls()
        crawler.signals.connect(watch.opened, signals.spider_opened)
        crawler.signals.connect(watch.received, signals.response_received)
        crawler.signals.connect(watch.closed, signals.spider_closed)
        return watch

    async def opened(self) -> None:
        self.begun = time.perf_counter()
        self.ticking = asyncio.ensure_future(self.tick())

    def received(self, request: Request) -> None:
        if not request.url.endswith("/robots.txt"):
            RESULT["pages"] += 1

    def closed(self) -> None:
        self.ticking.cancel()
        RESULT["seconds"] = time.perf_counter() - self.begun

    async def tick(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(TICK)
            RESULT["lag"] = max(RESULT["lag"], time.perf_counter() - before - TICK)


class Bare(Spider):
    """Fetches and drops."""

    name = "bare"
    urls: tuple[str, ...] = ()

    async def start(self) -> AsyncIterator[Any]:
        for url in self.urls:
            yield Request(url, dont_filter=True, errback=lambda failure: None)

    def parse(self, response: Response, **kwargs: Any) -> None:
        return None


def main() -> None:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("LOG_LEVEL", "ERROR", priority="cmdline")
    extensions = dict(settings.getdict("EXTENSIONS")) if sys.argv[1] == "full" else {}
    settings.set("EXTENSIONS", {**extensions, Watch: 1}, priority="cmdline")
    if sys.argv[1] == "bare":
        settings.set("ITEM_PIPELINES", {}, priority="cmdline")
        settings.set("SPIDER_LOADER_CLASS", "scrapy.spiderloader.SpiderLoader", priority="cmdline")
    process = CrawlerProcess(settings)
    if sys.argv[1] == "bare":
        process.crawl(type("B", (Bare,), {"urls": tuple(json.loads(Path(sys.argv[2]).read_text()))}))
    else:
        process.crawl("all", force="1")
    process.start()
    print(json.dumps(RESULT))


if __name__ == "__main__":
    main()
