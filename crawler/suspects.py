"""Pages in whose company crawls were killed: told to the store before they are processed, in the end refused.

A page that brings down the whole process each time would otherwise be taken up for ever. See
`pipelines.store.deaths` for what is counted; a worker that dies is another matter, the crawl survives it.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy import signals

from pipelines.storing import StoreThread
from pipelines.story import Rejected

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
        self._alone = asyncio.Lock()
        self._key: str | None = None
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
            final=True,
            requested_url=lease.url,
            announced=lease.entry.announced,
        )
        await self._thread.run(self._thread.store.save, outcome)
        logger.warning("%s: %s is not fetched any more: %s", lease.outlet, lease.url, detail)
        assert self._crawler.stats is not None
        self._crawler.stats.inc_value(f"prahari/rejected/{lease.outlet}/fetch/crawler-died")
        return True

    async def hand_on(self, key: str, deaths: int) -> None:
        """A page (canonical URL) is about to be processed. Of those with two deaths and more, one at a time:
        then there is no doubt which it was."""
        if not deaths:
            return
        if deaths > 1:
            await self._alone.acquire()
            self._key = key
        await self._thread.run(self._thread.store.hand_on, key, datetime.now(UTC))

    def _item_done(self, response: Response | Failure) -> None:
        request: Request = response.request  # type: ignore[union-attr, assignment]
        if self._key is not None and request.cb_kwargs.get("key") == self._key:
            self._key = None
            self._alone.release()
