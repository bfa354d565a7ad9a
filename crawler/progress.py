"""What a crawl still has under way for each outlet, to know when a visit is complete.

An outlet counts as visited only when every request is answered and the outcome of every page is
committed. A crawl killed before leaves the outlet due, and the next one takes up what is missing.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scrapy import signals

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure


class Progress:
    """Counts open steps (requests and items) by outlet and calls ``finished(outlet, ok)`` at zero."""

    def __init__(self, crawler: Crawler, finished: Callable[[str, bool], Awaitable[None]]) -> None:
        self._finished = finished
        self._open: Counter[str] = Counter()
        self._failed: set[str] = set()
        self._endings: set[asyncio.Task[None]] = set()
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(self._item_done, signal)
        crawler.signals.connect(self._spider_closed, signals.spider_closed)

    def add(self, outlet: str, steps: int = 1) -> None:
        """So many more steps of the outlet are under way."""
        self._open[outlet] += steps

    def under_way(self, outlet: str) -> bool:
        """Whether any step of the outlet is open."""
        return self._open[outlet] > 0

    def failed(self, outlet: str) -> None:
        """A source of the outlet could not be read."""
        self._failed.add(outlet)

    @contextmanager
    def step(self, outlet: str) -> Iterator[None]:
        """One step, over when the block is left, however it is left."""
        try:
            yield
        finally:
            self._done(outlet)

    def _item_done(self, response: Response | Failure) -> None:
        # An item is the last step of its page: the request's step goes on in it. The outlet is the one
        # that announced the page, which is not always the one that the page belongs to.
        request: Request = response.request  # type: ignore[union-attr, assignment]
        self._done(request.cb_kwargs["outlet"].id)

    def _done(self, outlet: str) -> None:
        self._open[outlet] -= 1
        if self._open[outlet] == 0:
            task = asyncio.ensure_future(self._finished(outlet, outlet not in self._failed))
            self._endings.add(task)
            task.add_done_callback(self._endings.discard)

    async def _spider_closed(self) -> None:
        await asyncio.gather(*self._endings)
