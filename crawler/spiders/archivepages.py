"""One page of an archive: fetched as in any crawl, and read by a worker."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from crawler.failures import FetchFailure
from crawler.fetcher import Fetched, Fetcher
from crawler.lookback import Answer, Ask
from crawler.middlewares.busy import Busy
from crawler.outlet import Source
from crawler.sources import SourceRefused, category_ids, parse
from crawler.spiders.sources import READ_SECONDS
from pipelines.workers import WorkerPool, WorkerProblem

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

PATIENCE: Final = 3600.0
"""Seconds for which a backfill waits at once for a host that asked to be left alone."""
TRIES: Final = 6


class ArchivePages:
    """Answers what walks ask."""

    def __init__(self, crawler: Crawler) -> None:
        self.fetch = Fetcher(crawler)
        self._busy = Busy.of(crawler)
        self._workers = WorkerPool.of(crawler)

    async def answer(self, source: Source, ask: Ask) -> Answer:
        """What is at the address, or why nothing is."""
        answer = await self._fetched(ask.url)
        if isinstance(answer, FetchFailure):
            return answer
        if ask.what == "categories":
            return category_ids(answer.body, source.categories, answer.content_type)
        read = partial(parse, base=answer.final_url, headers=answer.headers, items=source.items)
        try:
            return await self._workers.run(
                read, answer.body, source.url, answer.content_type, source.kind, timeout=READ_SECONDS
            )
        except WorkerProblem as problem:
            return SourceRefused("unreadable", str(problem))

    async def _fetched(self, url: str) -> Fetched | FetchFailure:
        """A host that asks to be left alone for a while is waited for: it does not end a backfill."""
        for _ in range(TRIES):
            answer = await self.fetch(url, "source")
            if isinstance(answer, Fetched):
                break
            until = await self._busy.until(urlsplit(url).hostname or "")
            if until is None:
                break
            seconds = min(PATIENCE, (until - datetime.now(UTC)).total_seconds())
            logger.info("%s is left alone for %.0f s, as it asked", urlsplit(url).hostname, seconds)
            await asyncio.sleep(max(0.0, seconds) + 0.1)
        return answer
