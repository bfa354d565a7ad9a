"""Keep the index up with the store while a crawl runs, and once more when it ends.

Draining runs in a thread of its own: it analyses texts and waits for disks. If another process holds
the index's writer, that process drains, and this one tries again later.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from scrapy import signals

from crawler.services import Services
from pipelines.outbox import Drained
from pipelines.store import StoreProblem
from pipelines.vocabulary import VocabularyProblem
from search.index import IndexProblem

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


_LONGEST = 300.0
"""Seconds between two passes that fail in a way that nobody foresaw."""


class IndexDrain:
    """Scrapy extension."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._every = crawler.settings.getfloat("PRAHARI_DRAIN_SECONDS")
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drain")
        self._services: Services | None = None
        self._ticking: asyncio.Task[None] | None = None
        self._behind = False
        """Whether the warning was given; one an outage, whatever its reasons."""
        self._erred = False
        """Whether an error of ours was told in it: an outage must not hide that."""
        self._closing = self._given_up = False
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def _opened(self) -> None:
        self._ticking = asyncio.ensure_future(self._tick())

    async def _closed(self) -> None:
        self._closing = True
        if self._ticking is not None:
            self._ticking.cancel()
        await asyncio.get_running_loop().run_in_executor(self._thread, self._drain_and_close)
        self._thread.shutdown(wait=True)

    async def _tick(self) -> None:
        """Never ends by itself: what nobody foresaw is told once and tried again, ever more rarely."""
        loop = asyncio.get_running_loop()
        wait = self._every
        while True:
            await asyncio.sleep(wait)
            try:
                await loop.run_in_executor(self._thread, self._drain)
                wait = self._every
            except Exception:  # noqa: BLE001 - whatever it is, it is told, and the crawl goes on
                self._unforeseen()
                wait = min(2 * wait, max(self._every, _LONGEST))

    def _unforeseen(self) -> None:
        """Told with its traceback, once an outage."""
        if self._erred:
            logger.debug("the index is behind", exc_info=True)
        else:
            logger.exception("the index is behind: an error in Prahari; stories stay in the outbox")
        self._behind = self._erred = True

    def _drain(self) -> None:
        """One pass. A broken index costs one warning, not one a pass; the outbox keeps what is due."""
        what = "stories"
        try:
            if self._services is None:
                self._services = Services.open(self._crawler.settings)
            self._count(self._services.drain(), what)
            what = "refusals"
            self._count(self._services.drain_refusals(), what)
        except (IndexProblem, StoreProblem, VocabularyProblem) as problem:
            level = logging.DEBUG if self._behind else logging.WARNING
            logger.log(level, "the index is behind, %s stay in the outbox: %s", what, problem)
            self._behind = True
            # The crawl has ended while this pass waited for the server: it need not wait once more.
            self._given_up = self._closing
            return
        if self._behind:
            logger.info("the index has caught up")
        self._behind = self._erred = False

    def _count(self, done: Drained, what: str) -> None:
        stats = self._crawler.stats
        assert stats is not None
        name = "indexed" if what == "stories" else "refusals_indexed"
        if done.indexed or what == "stories":
            stats.inc_value(f"prahari/{name}", done.indexed)
        if done.refused:
            stats.inc_value("prahari/index_refused", done.refused)
            logger.warning("the index refused %d %s: see `scrapy index failed`", done.refused, what)

    def _drain_and_close(self) -> None:
        if not self._given_up:
            try:
                self._drain()
            except Exception:  # noqa: BLE001
                self._unforeseen()
        if self._services is not None:
            self._services.close()
