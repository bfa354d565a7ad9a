"""Adds a crawl's own counts to those of the store, so that they outlive its process.

Every `EVERY` seconds and when the spider is closed, what Scrapy's statistics grew by since the last time is
added (`pipelines.store.tallies`). A crawl that is killed loses the counts of its last seconds, never stories.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from scrapy import signals

from crawler.failures import reason_of_class
from pipelines.store import StoreProblem
from pipelines.storing import StoreThread

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

EVERY: Final = 15.0

Count = tuple[str, str]
_NAMES: Final[tuple[tuple[str, Callable[[re.Match[str]], Count]], ...]] = (
    (r"downloader/response_status_count/([1-5]\d\d)", lambda hit: ("fetch", hit[1])),
    (r"downloader/exception_type_count/(.+)", lambda hit: ("fetch", reason_of_class(hit[1]))),
    (r"downloader/response_bytes", lambda _: ("bytes", "received")),
    (r"downloader/request_bytes", lambda _: ("bytes", "sent")),
    (r"prahari/polls/(304|hash|read|failed)", lambda hit: ("poll", hit[1])),
    (r"prahari/stories/[^/]+/(\w+)", lambda hit: ("page", hit[1])),
    (r"prahari/rejected/([^/]+/[^/]+/.+)", lambda hit: ("refused", hit[1])),
)


def counts_of(stats: Mapping[str, Any]) -> dict[Count, float]:
    """What there is to be counted in the statistics of a crawl, by name and label of the store's counts."""
    counts: defaultdict[Count, float] = defaultdict(float)
    for key, value in stats.items():
        for pattern, count in _NAMES:
            if hit := re.fullmatch(pattern, key):
                counts[count(hit)] += value
    return counts


class Tally:
    """Scrapy extension."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._store = StoreThread.of(crawler)
        self._added: dict[Count, float] = {}
        """What the store has of this crawl."""
        self._ticking: asyncio.Task[None] | None = None
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def _opened(self) -> None:
        self._ticking = asyncio.ensure_future(self._tick())

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            await self._add({})

    async def _closed(self, reason: str) -> None:
        if self._ticking is not None:
            self._ticking.cancel()
        await self._add({("crawl", reason): 1.0})

    async def _add(self, more: Mapping[Count, float]) -> None:
        stats = self._crawler.stats
        assert stats is not None
        now = {**counts_of(stats.get_stats()), **more}
        grown = {key: n - self._added.get(key, 0) for key, n in now.items() if n > self._added.get(key, 0)}
        try:
            await self._store.attempt(self._store.store.tally, grown, datetime.now(UTC))
        except StoreProblem as problem:
            logger.warning("what the crawl counted is not stored yet: %s", problem)
            return
        self._added = now
