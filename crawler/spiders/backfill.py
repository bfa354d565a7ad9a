"""``scrapy crawl backfill``: an outlet's archive, newest first, back to a day.

    crawler.lookback ─▶ Ask ─▶ fetched, read ─▶ entries of the time ─▶ frontier ─▶ pages, as in any crawl
           ▲                                                                              │
           └───────────────── when all of them have outcomes: Done ─▶ the store ◀─────────┘

One source page at a time, and at most so many story pages as one lease takes: memory does not grow with the
archive. Nothing of the outlet's schedule changes: for visits, a backfill has not been.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals

from crawler import lookback, visit
from crawler.backfillreport import Report
from crawler.lookback import Ask, Bounds, Done, End, Known, Walk
from crawler.lookback.ways import leads
from crawler.outlet import Outlet, Source
from crawler.refusals import refused_entries
from crawler.sources import Announced
from crawler.spiders.archivepages import ArchivePages
from crawler.spiders.outlet import OutletSpider
from crawler.turns import Turns
from pipelines.entry import Entry, SourceRef
from pipelines.store import Backfilled

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure


class BackfillSpider(OutletSpider):
    """``-a outlet=ID -a since=2024-01-01 [-a until=2024-12-31]``, Indian days."""

    name = "backfill"
    eager = False
    """What failed is not in the way of what was never tried."""

    bounds: Bounds
    pages: ArchivePages
    turns: Turns
    report: Report
    exit_code = 0

    def __init__(self, *args: Any, outlet: str = "", since: str = "", until: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outlet_ids = (outlet,)
        self.bounds = lookback.bounds_of(since, until, datetime.now(UTC))
        self._quiet = asyncio.Event()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.pages = ArchivePages(crawler)
        spider.turns = Turns(crawler, spider.leases)
        crawler.signals.connect(spider.page_broke, signals.spider_error)
        return spider

    async def requests(self) -> AsyncIterator[Any]:
        await self.leases.begin()
        self.visited = set()
        [outlet] = await self.chosen()
        self.crawled = [outlet.id]
        with Report(outlet.id, self.bounds, self.crawler) as report:
            self.report = report
            async for request in self.due_pages(outlet):  # that a killed run left
                yield request
            await self.turns.give_back(outlet)
            async for request in self.ways(outlet):
                yield request
        sys.stdout.write("\n".join(report.summary()) + "\n")
        self.exit_code = report.exit_code

    async def ways(self, outlet: Outlet) -> AsyncIterator[Request]:
        """The outlet's ways into its archive, until one reached back far enough."""
        if not outlet.enabled_sources:
            async for found in self.newcomers.with_sources([outlet]):
                outlet = found
        for sources in lookback.ranks(outlet):
            async for request in self.walk(outlet, sources):
                yield request
            if self.report.is_settled():
                return
        sources = await leads(outlet, self.pages.fetch)
        async for request in self.walk(outlet, sources):
            yield request

    async def walk(self, outlet: Outlet, sources: Sequence[Source]) -> AsyncIterator[Request]:
        """Through the archives of these sources at once: always where the newest may be next."""
        walks = {source: await self.begin(outlet, source) for source in sources}
        next_ask: dict[Source, Ask] = {}
        for source in sources:
            await self.advance(outlet, source, walks, next_ask, None)
        while next_ask:
            source = max(next_ask, key=lambda one: next_ask[one].newest)
            ask = next_ask.pop(source)
            self.report.asked(ask.newest)
            await self.turns.take(outlet)
            answer = await self.pages.answer(source, ask)
            if isinstance(answer, Announced):
                async for request in self.taken(outlet, source, ask, answer):
                    yield request
            await self.advance(outlet, source, walks, next_ask, answer)
            await self.turns.give_back(outlet)

    async def begin(self, outlet: Outlet, source: Source) -> Walk:
        known = await self.store.run(self.store.store.backfilled, outlet.id, _key(source))
        return lookback.walk(source, self.bounds, Known(known, datetime.now(UTC)))

    async def advance(
        self,
        outlet: Outlet,
        source: Source,
        walks: dict[Source, Walk],
        next_ask: dict[Source, Ask],
        answer: lookback.Answer | None,
    ) -> None:
        """Tell a walk what came; note what is done; `next_ask` is what it asks next, if it does."""
        try:
            step = walks[source].send(answer)
            while isinstance(step, Done):
                read = Backfilled(
                    step.part, step.bounds.since, step.bounds.until, datetime.now(UTC), step.position
                )
                store = self.store
                await store.run(store.store.note_backfilled, outlet.id, _key(source), read, step.instead)
                self.report.done()
                step = next(walks[source])
            next_ask[source] = step
        except StopIteration as ended:
            end: End = ended.value
            self.report.ended(source, end)

    # --- pages -------------------------------------------------------------------------------------

    async def taken(
        self, outlet: Outlet, source: Source, ask: Ask, read: Announced
    ) -> AsyncIterator[Request]:
        """Announce the entries of the time that no crawl has seen, and fetch their pages."""
        store, now = self.store, datetime.now(UTC)
        for refused in refused_entries(read, outlet, SourceRef(source.kind, source.url), now):
            await store.run(store.store.save, refused)
        of_time = [
            replace(entry, past=True)
            for entry in read.entries
            if lookback.holds(self.bounds, entry, ask.span)
        ]
        self.report.found(len(of_time))
        entries = visit.keys(lookback.newest_first(of_time))
        size = self.settings.getint("PRAHARI_MAX_ENTRIES")
        keys = list(entries)
        for some in (keys[start : start + size] for start in range(0, len(keys), size)):
            fresh = await self.unseen({key: entries[key] for key in some})
            await store.run(store.store.announce, outlet.id, fresh, now)
            async for request in self.due_pages(outlet):
                yield request

    async def unseen(self, entries: dict[str, Entry]) -> dict[str, Entry]:
        """Those without a final outcome. An edit is no matter of looking back."""
        marks = await self.store.run(self.store.store.seen, list(entries))
        return {key: entry for key, entry in entries.items() if visit.is_open(marks.get(key))}

    async def due_pages(self, outlet: Outlet) -> AsyncIterator[Request]:
        """Requests for all pages of the outlet that are due, so many at a time as one lease takes; over when
        each has an outcome."""
        await self.turns.take(outlet)
        while requests := await self.page_requests([outlet]):
            self._quiet.clear()
            for request in requests:
                yield request
            await self._quiet.wait()
            self.report.pages(len(requests))
            await self.turns.give_back(outlet)
            await self.turns.take(outlet)

    def page_broke(self, failure: Failure, response: Response | Failure) -> None:
        """A mistake of ours: the page has no outcome, its lease runs out, the rest goes on."""
        request: Request | None = getattr(response, "request", None) or getattr(failure, "request", None)
        if request is not None and request.meta.get("kind") == "page" and "outlet" in request.cb_kwargs:
            with self.progress.step(request.cb_kwargs["outlet"].id):
                pass

    async def finished(self, outlet_id: str, ok: bool) -> None:
        """All pages of a lease have outcomes."""
        self._quiet.set()


def _key(source: Source) -> str:
    """The source in the store: with other categories it is another."""
    return f"{source.url}#{','.join(source.categories)}" if source.categories else source.url
