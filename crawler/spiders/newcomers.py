"""Outlets without a source: the crawl looks for sources first, writes them down and visits them at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.discovery import Discovery, discover, with_sources
from crawler.fetcher import Fetcher
from crawler.outletedit import CannotWrite, write_found
from crawler.registry import Outlet, Registry
from crawler.rounds import side_by_side
from crawler.spiderloader import outlets_directory
from pipelines.storing import StoreThread
from pipelines.workers import WorkerPool

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class Newcomers:
    """The search for sources within a crawl. `finished` is told of outlets for which nothing was found."""

    def __init__(
        self, crawler: Crawler, registry: Registry, finished: Callable[[str, bool], Awaitable[None]]
    ) -> None:
        self._crawler = crawler
        self._registry = registry
        self._finished = finished
        self._store = StoreThread.of(crawler)
        self._workers = WorkerPool.of(crawler)
        self.written: set[str] = set()
        """Outlets whose files have sources now."""

    async def with_sources(self, outlets: Sequence[Outlet]) -> AsyncIterator[Outlet]:
        """Those of `outlets` for which sources were found, with them, in the order of their finding."""
        if not outlets:
            return
        logger.info("looking for sources of %s", ", ".join(outlet.id for outlet in outlets))
        ready: asyncio.Queue[Outlet | None] = asyncio.Queue()
        fetch = Fetcher(self._crawler)

        async def search(outlet: Outlet) -> None:
            found = await discover(outlet, self._registry, fetch, self._workers.run)
            await self._note(outlet, found)
            if found.failure is None:
                await ready.put(with_sources(outlet, found.found, datetime.now(UTC).date()))

        def failed(outlet: Outlet, why: str) -> None:
            logger.error("%s: the search for sources broke off: %s", outlet.id, why)

        async def search_all() -> None:
            try:
                await side_by_side(outlets, search, failed)
            finally:
                await ready.put(None)

        searching = asyncio.ensure_future(search_all())
        try:
            while (outlet := await ready.get()) is not None:
                yield outlet
        finally:
            searching.cancel()

    async def _note(self, outlet: Outlet, found: Discovery) -> None:
        """What was found goes into the outlet's file, what came of the search into the store and the log."""
        now = datetime.now(UTC)
        why = found.failure and f"no source was found: {found.failure}"
        if why is None:
            addresses = ", ".join(one.url for one in found.found)
            logger.info("%s: found %s", outlet.id, addresses)
            path = outlets_directory(self._crawler.settings) / f"{outlet.id}.toml"
            try:
                await asyncio.to_thread(write_found, path, found.found, now.date())
                self.written.add(outlet.id)
            except CannotWrite as problem:
                # An image is read-only. What was found is visited all the same, once a day.
                logger.warning("%s: %s", outlet.id, problem)
        else:
            logger.warning("%s: %s", outlet.id, why)
        store = self._store
        await store.run(store.store.mark_polled, outlet.id, outlet.home, why is None, why, 0, now)
        if why is not None:
            await self._finished(outlet.id, False)
