"""A round: visit many outlets' sites side by side for a command that looks at them and stores nothing.

It runs Scrapy's engine with an empty spider, so that every request passes the middlewares of a crawl.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from scrapy import Spider

from crawler import barecrawl
from crawler.fetcher import Fetch, Fetcher
from crawler.outlet import Outlet
from pipelines.workers import Read, WorkerPool

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

AT_ONCE: Final = 16
"""Outlets visited at the same time."""

Visit = Callable[[Outlet, Fetch, Read], Awaitable[None]]


class RoundSpider(Spider):
    """Calls `visit` for each outlet, `AT_ONCE` of them side by side."""

    name = "round"

    def __init__(
        self, outlets: Iterable[Outlet], visit: Visit, failed: Callable[[Outlet, str], None], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.outlets = list(outlets)
        self.visit = visit
        self.failed = failed

    async def start(self) -> AsyncIterator[Any]:
        fetch, read = Fetcher(self.crawler), WorkerPool.of(self.crawler).run
        await side_by_side(self.outlets, lambda outlet: self.visit(outlet, fetch, read), self.failed)
        nothing: tuple[Any, ...] = ()
        for request in nothing:  # an asynchronous generator, as Scrapy wants it
            yield request


async def side_by_side(
    outlets: Iterable[Outlet],
    visit: Callable[[Outlet], Awaitable[None]],
    failed: Callable[[Outlet, str], None],
) -> None:
    """Visit all; an outlet that fails in a way that nobody foresaw is told to `failed` and stops no other."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(outlet: Outlet) -> None:
        async with turn:
            try:
                await visit(outlet)
            except Exception as error:
                logger.exception("%s", outlet.id)
                failed(outlet, f"error: {type(error).__name__}: {error}")

    await asyncio.gather(*(one(outlet) for outlet in outlets))


def go_round(
    outlets: Iterable[Outlet],
    visit: Visit,
    failed: Callable[[Outlet, str], None],
    settings: BaseSettings,
) -> None:
    """Run the round to its end. Once a process."""
    barecrawl.run(RoundSpider, settings, outlets=list(outlets), visit=visit, failed=failed)
