"""robots.txt as RFC 9309 has it, with Crawl-delay, in place of Scrapy's own middleware.

Scrapy's takes any answer for rules, and none for leave to fetch everything. Here:

    200                        the rules
    401, 404 ... (but 429)     no rules: all may be fetched (2.3.1.3)
    500 ..., 429, no answer    nothing may be fetched for now (2.3.1.4); asked again after `WAIT`

What is known of a site is kept for a day at most (2.4). A site's Crawl-delay (or Request-rate) is waited for
between two of its requests, up to ``PRAHARI_CRAWL_DELAY_LIMIT`` seconds.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.exceptions import IgnoreRequest, NotConfigured, StopDownload
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler.failures import explain_error
from crawler.leads import ROBOTS_BYTES
from crawler.robots import BoundedRobotParser, RobotsUnreachable

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

KEPT: Final = 24 * 3600.0
"""Seconds."""
WAIT: Final = 600.0
"""Seconds until a robots.txt that could not be had is asked for again by the same process."""
_FIRST: Final = 1000
"""The priority of these requests: all others of the host wait for it."""
_NONE: Final = frozenset({"redirect-loop", "private-address", "forbidden-scheme"})
"""Failures as if there were no robots.txt (2.3.1.2). If the host itself is private, the request for
the page is refused as such further on."""
_STOP_AT: Final = 2 * ROBOTS_BYTES
"""Bytes as sent. What follows would not be read."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What is known of a site."""

    parser: BoundedRobotParser | None
    """None: it has no rules, or they cannot be had."""
    status: int | None
    error: Exception | None
    until: float
    """In `time.monotonic`."""

    @property
    def reachable(self) -> bool:
        return self.error is None and self.status is not None and not _in_trouble(self.status)


class RobotsRules:
    """Downloader middleware; see the module. Raises IgnoreRequest for a page that a site forbids, and
    `RobotsUnreachable` where its rules cannot be had."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._longest = crawler.settings.getfloat("PRAHARI_CRAWL_DELAY_LIMIT")
        self._sites: dict[str, asyncio.Task[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        crawler.signals.connect(middleware.bytes_received, signals.bytes_received)
        return middleware

    async def process_request(self, request: Request) -> None:
        if urlparse_cached(request).scheme not in ("http", "https"):
            return  # refused further on
        if request.meta.get("dont_obey_robotstxt"):
            return
        rules = await self._rules(request)
        if not rules.reachable:
            raise RobotsUnreachable(rules.status) from rules.error
        if rules.parser is not None and not rules.parser.allowed(request.url, self._agent):
            self._count("forbidden")
            raise IgnoreRequest("Forbidden by robots.txt")

    async def _rules(self, request: Request) -> Rules:
        """Those of the request's site, fetched once for all that ask."""
        parts = urlparse_cached(request)
        site = f"{parts.scheme}://{parts.netloc}"
        task = self._sites.get(site)
        if task is None or (task.done() and task.result().until < time.monotonic()):
            task = self._sites[site] = asyncio.ensure_future(self._fetch(site))
        # A request that is cancelled does not take the answer from the others.
        shielded: Awaitable[Rules] = asyncio.shield(task)
        return await shielded

    async def _fetch(self, site: str) -> Rules:
        """Never raises."""
        engine = self._crawler.engine
        assert engine is not None
        request = Request(
            f"{site}/robots.txt",
            callback=NO_CALLBACK,
            priority=_FIRST,
            meta={"dont_obey_robotstxt": True, "robots": True},
        )
        self._count("request_count")
        try:
            response = await engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - whatever it is, the rules cannot be had
            self._count(f"exception_count/{type(error)}")
            if explain_error(error).reason in _NONE:
                return Rules(None, 404, None, time.monotonic() + KEPT)
            return Rules(None, None, error, time.monotonic() + WAIT)
        self._count("response_count")
        self._count(f"response_status_count/{response.status}")
        if response.status >= 400:
            kept = WAIT if _in_trouble(response.status) else KEPT
            return Rules(None, response.status, None, time.monotonic() + kept)
        parser = BoundedRobotParser.from_crawler(self._crawler, response.body)
        self._wait_between(site, parser.delay(self._agent))
        return Rules(parser, response.status, None, time.monotonic() + KEPT)

    def _wait_between(self, site: str, seconds: float | None) -> None:
        """Set the delay between two requests to the site's host, now and when Scrapy forgets its queue."""
        if not seconds:
            return
        assert self._crawler.engine is not None
        downloader = self._crawler.engine.downloader
        delay = min(seconds, self._longest)
        host = urlsplit(site).hostname or ""
        if delay <= downloader.per_slot_settings.get(host, {}).get("delay", downloader._delay):
            return
        # Without jitter: a Crawl-delay is the least, not the mean.
        downloader.per_slot_settings[host] = {"delay": delay, "jitter": 0}
        slot = downloader.slots.get(host)
        if slot is not None:
            slot.delay, slot.jitter = delay, 0.0

    def bytes_received(self, data: bytes, request: Request) -> None:
        """Stop an endless robots.txt; what has come so far is read."""
        if not request.meta.get("robots"):
            return
        count = request.meta["robots_bytes"] = request.meta.get("robots_bytes", 0) + len(data)
        if count > _STOP_AT:
            raise StopDownload(fail=False)

    def _count(self, what: str) -> None:
        assert self._crawler.stats is not None
        self._crawler.stats.inc_value(f"robotstxt/{what}")


def _in_trouble(status: int) -> bool:
    """429 is no word about rules; it asks to come later."""
    return status >= 500 or status == 429
