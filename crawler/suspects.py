"""Pages in whose company crawls were killed: told to the store before they are processed, in the end refused.

A page that brings down the whole process each time would otherwise be taken up for ever. See
`pipelines.store.deaths` for what is counted; a worker that dies is another matter, the crawl survives it.
The refusal is not final: somebody may have killed the crawls, and then the page is had an hour later.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy import signals

from pipelines.storing import StoreThread
from pipelines.story import Rejected
from pipelines.workers import WorkerPool

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from pipelines.store import Lease

logger = logging.getLogger(__name__)


class Suspects:
    """The suspects among the pages of one crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._thread = StoreThread.of(crawler)
        self._limit = crawler.settings.getint("PRAHARI_MAX_DEATHS")
        self._workers = WorkerPool.of(crawler)
        self._gate = asyncio.Lock()
        """Held while a suspect is processed alone."""
        self._alone: str | None = None
        self._inside: set[str | None] = set()
        """Pages that are being processed."""
        self._left = asyncio.Event()
        crawler.signals.connect(self._broke, signals.spider_error)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(self._item_done, signal)

    async def refused(self, lease: Lease) -> bool:
        """Whether the page has been with too many crawls that were killed; its refusal is stored then."""
        if lease.deaths < self._limit:
            return False
        detail = f"{lease.deaths} crawls were killed while they had this page"
        now = datetime.now(UTC)
        outcome = Rejected(
            "fetch",
            "crawler-died",
            detail,
            lease.url,
            lease.outlet,
            now,
            lease.entry.source,
            final=False,
            requested_url=lease.url,
            announced=lease.entry.announced,
        )
        await self._thread.run(self._thread.store.save, outcome)
        logger.warning("%s: %s is left alone for now: %s", lease.outlet, lease.url, detail)
        assert self._crawler.stats is not None
        self._crawler.stats.inc_value(f"prahari/rejected/{lease.outlet}/fetch/crawler-died")
        return True

    async def hand_on(self, key: str, deaths: int) -> None:
        """A page (canonical URL) is about to be processed: at once, or when a suspect before it is done.

        One with two deaths and more is processed alone, from when a worker is ready to when it has an
        outcome: then there is no doubt which page it was, and chance hits seldom.
        """
        await self._gate.acquire()
        if deaths < 2:
            self._inside.add(key)
            self._gate.release()
        else:
            while self._inside:
                self._left.clear()
                await self._left.wait()
            self._alone = key
            await self._workers.run(bool)
        if deaths:
            await self._thread.run(self._thread.store.hand_on, key, datetime.now(UTC))

    def _item_done(self, response: Response | Failure) -> None:
        self._leaves(response.request)  # type: ignore[union-attr]

    def _broke(self, failure: Failure, response: Response | Failure) -> None:
        self._leaves(getattr(response, "request", None) or getattr(failure, "request", None))

    def _leaves(self, request: Request | None) -> None:
        key = request.cb_kwargs.get("key") if request is not None else None
        self._inside.discard(key)
        self._left.set()
        if key is not None and key == self._alone:
            self._alone = None
            self._gate.release()
