"""Outlets without a source, or with one that answers no more: the crawl looks for sources, writes them down
and visits them at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from crawler.discovery import Discovery, Trial, discover, with_sources
from crawler.fetcher import Fetcher
from crawler.outletedit import CannotWrite, write_found
from crawler.outletfile import same_source
from crawler.registry import Outlet, Registry
from crawler.rounds import side_by_side
from crawler.spiderloader import outlets_directory
from pipelines.store import FoundSource, StoreProblem
from pipelines.storing import StoreThread
from pipelines.workers import WorkerPool

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class Newcomers:
    """The search for sources within a crawl. `in_vain` is told of outlets for which nothing was found."""

    def __init__(
        self, crawler: Crawler, registry: Registry, in_vain: Callable[[str], Awaitable[None]]
    ) -> None:
        self._crawler = crawler
        self._registry = registry
        self._in_vain = in_vain
        self._store = StoreThread.of(crawler)
        self._workers = WorkerPool.of(crawler)
        self.written: set[str] = set()
        """Outlets that have sources now, in their files or in the store."""

    async def with_sources(
        self, outlets: Sequence[Outlet], living: Mapping[str, Iterable[str]] = MappingProxyType({})
    ) -> AsyncIterator[Outlet]:
        """Those of `outlets` for which sources were found, with them, in the order of their finding; without
        the ``living``, which are asked already."""
        if not outlets:
            return
        logger.info("looking for sources of %s", ", ".join(outlet.id for outlet in outlets))
        ready: asyncio.Queue[Outlet | None] = asyncio.Queue()
        fetch = Fetcher(self._crawler)

        async def search(outlet: Outlet) -> None:
            found = await self._searched(outlet, fetch)
            await self._note(outlet, found)
            if found.failure is None:
                known = with_sources(outlet, found.found, datetime.now(UTC).date())
                urls = [one.url for one in found.found]  # others are dead, or have been asked
                await ready.put(_only(known, urls, but=living.get(outlet.id, ())))

        def failed(outlet: Outlet, why: str) -> None:
            logger.error("%s: what was found could not be noted: %s", outlet.id, why)

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

    async def _searched(self, outlet: Outlet, fetch: Fetcher) -> Discovery:
        """What was found. A search that breaks off has found nothing: noted as such, it is not begun again at
        once. Raises StoreProblem."""
        try:
            return await discover(
                outlet, self._registry, fetch, self._workers.run, lost=bool(outlet.enabled_sources)
            )
        except StoreProblem:
            raise
        except Exception as error:
            logger.exception("%s: the search for sources broke off", outlet.id)
            why = f"broke off: {type(error).__name__}: {error}"
            return Discovery(outlet.id, trials=(Trial(outlet.home, "home page", why),))

    async def _note(self, outlet: Outlet, found: Discovery) -> None:
        """What was found goes into the outlet's file, or where that cannot be written into the store; what
        came of the search into the store and the log. Raises StoreProblem."""
        now = datetime.now(UTC)
        why = found.failure and f"no source was found: {found.failure}"
        if why is None:
            addresses = ", ".join(one.url for one in found.found)
            logger.info("%s: found %s", outlet.id, addresses)
            path = outlets_directory(self._crawler.settings) / f"{outlet.id}.toml"
            kept: list[FoundSource] = []
            try:
                await asyncio.to_thread(write_found, path, found.found, now.date())
            except CannotWrite as problem:  # an image is read-only
                logger.warning("%s: %s: it is kept in the store", outlet.id, problem)
                kept = _kept(found, now)
            await self._store.run(self._store.store.note_found_sources, outlet.id, kept)
            self.written.add(outlet.id)
        else:
            logger.warning("%s: %s", outlet.id, why)
        store = self._store
        await store.run(store.store.mark_polled, outlet.id, outlet.home, why is None, why, 0, now)
        if why is not None:
            await self._in_vain(outlet.id)


def _only(outlet: Outlet, urls: Iterable[str], *, but: Iterable[str] = ()) -> Outlet:
    """The outlet with those alone of its sources that are at ``urls``, and not at ``but``."""
    wanted = set(map(same_source, urls)).difference(map(same_source, but))
    sources = [source for source in outlet.sources if same_source(source.url) in wanted]
    return outlet.model_copy(update={"sources": tuple(sources)})


def _kept(found: Discovery, at: datetime) -> list[FoundSource]:
    """What was found ``at`` that time, as the store has it."""
    return [
        FoundSource(one.kind, one.url, one.section, one.archive, one.inspection.content, at)
        for one in found.found
    ]
