"""Fetch URLs with the project's real fetch settings and print what came of each, one JSON line a URL.

usage: python -m tests.crawler.probe [--set NAME=VALUE]... [--kind page|source] URL...
Run as a process of its own by tests, since Scrapy's reactor can run only once in a process.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure

from crawler.failures import explain


class Probe(Spider):
    name = "probe"
    urls: tuple[str, ...] = ()
    kind = "page"

    async def start(self) -> AsyncIterator[Any]:
        size = self.settings.getint("PRAHARI_PAGE_MAXSIZE")
        for url in self.urls:
            yield Request(
                url,
                callback=self.parse,
                errback=self.failed,
                dont_filter=True,
                meta={"kind": self.kind, "download_maxsize": size},
            )

    def parse(self, response: Response, **kwargs: Any) -> Iterator[None]:
        self.report(
            response.request.url if response.request else response.url,
            status=response.status,
            final_url=response.url,
            bytes=len(response.body),
            first=response.meta.get("redirect_urls"),
        )
        yield from ()

    def failed(self, failure: Failure) -> None:
        why = explain(failure)
        request: Request = failure.request  # type: ignore[attr-defined]
        self.report(
            request.url,
            reason=why.reason,
            detail=why.detail,
            final=why.final,
            first=request.meta.get("redirect_urls"),
        )

    def report(self, url: str, **fields: Any) -> None:
        first = fields.pop("first", None)
        sys.stdout.write(json.dumps({"url": first[0] if first else url, **fields}) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--kind", default="page")
    parser.add_argument("urls", nargs="+")
    options = parser.parse_args()
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(
        {
            "SPIDER_LOADER_CLASS": "scrapy.spiderloader.SpiderLoader",
            "ITEM_PIPELINES": {},
            "EXTENSIONS": {},
            "DOWNLOAD_DELAY": 0,
            "RETRY_TIMES": 0,
            "DOWNLOAD_TIMEOUT": 3,
            "LOG_LEVEL": "ERROR",
        },
        priority="cmdline",
    )
    settings.setdict(dict(pair.split("=", 1) for pair in options.set), priority="cmdline")
    process = CrawlerProcess(settings)
    process.crawl(type("P", (Probe,), {"urls": tuple(options.urls), "kind": options.kind}))
    process.start()


if __name__ == "__main__":
    main()
