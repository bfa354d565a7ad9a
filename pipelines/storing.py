"""The last stage: commit the outcome of every page, off the event loop.

The database is synchronous, and a commit may wait for another process's. All calls of one crawl go
through one thread, so the event loop never waits and outcomes are committed in the order they came.

A crawl whose store fails ends: what it goes on to fetch could not be stored, and what it would note later,
were the store back by then, would not be true (a source that failed, a visit that saw everything).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from scrapy import signals
from scrapy.exceptions import DropItem

from pipelines.answers import NO_VALIDATORS, Validators
from pipelines.revisits import plan
from pipelines.store import Store, StoreProblem
from pipelines.story import Outcome, Rejected, Story

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


class StoreThread:
    """One `Store` and the one thread that uses it during a crawl."""

    def __init__(self, store: Store, ending: Callable[[], None] = lambda: None) -> None:
        """``ending`` ends the crawl."""
        self.store = store
        self.lost: StoreProblem | None = None
        """Why the crawl ends: nothing of it is stored any more."""
        self._ending = ending
        self.validators: dict[str, Validators] = {}
        """By the canonical URL that was asked for: what servers said of pages that are on their way here."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    @classmethod
    def of(cls, crawler: Crawler) -> StoreThread:
        """The crawl's store thread, opened by whoever asks first and closed with the engine."""
        if crawler not in _THREADS:
            store = Store(
                crawler.settings["PRAHARI_STORE"],
                keep_rejected_days=crawler.settings.getint("PRAHARI_KEEP_REJECTED_DAYS"),
                copies_days=crawler.settings.getfloat("PRAHARI_COPIES_DAYS"),
                revisits=plan(crawler.settings["PRAHARI_REVISIT_HOURS"]),
            )
            _THREADS[crawler] = cls(store, lambda: _end(crawler))
            crawler.signals.connect(_THREADS[crawler].close, signals.engine_stopped)
        return _THREADS[crawler]

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``call`` in the thread and wait for it without blocking the event loop.

        Raises StoreProblem, which ends the crawl, and from then on the same each time.
        """
        if self.lost is not None:
            raise self.lost
        try:
            return await self.attempt(call, *args, **kwargs)
        except StoreProblem as problem:
            if self.lost is None:
                self.lost = problem
                logger.error("ending: the store is lost; what is not in it is due again: %s", problem)
                self._ending()
            raise

    async def attempt(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `run`, for what may fail: the crawl goes on."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: call(*args, **kwargs))

    def close(self) -> None:
        """Finish what was asked for, then close the store."""
        self._thread.shutdown(wait=True)
        self.store.close()


_THREADS: WeakKeyDictionary[Crawler, StoreThread] = WeakKeyDictionary()
_ENDINGS: set[asyncio.Task[None]] = set()
"""Of crawls; a task that nobody holds may vanish."""


def _end(crawler: Crawler) -> None:
    if crawler.engine is not None and crawler.engine.running:
        task = asyncio.ensure_future(crawler.engine.close_spider_async(reason="store lost"))
        _ENDINGS.add(task)
        task.add_done_callback(_ENDINGS.discard)


class Refusal(DropItem):
    """Ends a refused item's way through Scrapy; by then its reason is stored."""

    def __init__(self, rejected: Rejected) -> None:
        super().__init__(f"{rejected.stage}: {rejected.reason}: {rejected.detail}", log_level="DEBUG")
        self.rejected = rejected


class StorePipeline:
    """Commits a `Story` or a `Rejected`, and counts both in the crawl's statistics."""

    def __init__(self, thread: StoreThread, crawler: Crawler) -> None:
        self._thread = thread
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(StoreThread.of(crawler), crawler)

    async def process_item(self, item: Outcome) -> Story:
        """The story as stored, with its final version and cluster. Raises Refusal for a rejection."""
        said = self._thread.validators.pop(item.requested_url, NO_VALIDATORS)
        saved = await self._thread.run(self._thread.store.save, item, validators=said)
        stats = self._crawler.stats
        assert stats is not None
        outcome = saved.outcome
        if isinstance(outcome, Rejected):
            stats.inc_value(f"prahari/rejected/{outcome.outlet}/{outcome.stage}/{outcome.reason}")
            raise Refusal(outcome)
        kind = "new" if saved.created else "changed" if saved.changed else "unchanged"
        stats.inc_value(f"prahari/stories/{outcome.outlet}/{kind}")
        return outcome
