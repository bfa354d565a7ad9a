"""The spider: visit an outlet's sources, fetch the pages that are new, hand them on as `Page`.

    start ─▶ crawler.spiders.sources ─▶ page requests ─▶ parse_page ─▶ Page ─▶ item pipelines
      └─▶ discovery, where                  └─▶ page_failed ─▶ Rejected ─┘
          there is no source

There is no spider file an outlet: `crawler.spiderloader` makes a class of this one for each outlet file.
What to fetch is decided in `crawler.visit`; this file only does it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider

from crawler import visit
from crawler.failures import FetchFailure, explain
from crawler.progress import Progress
from crawler.registry import Outlet, Registry, load_outlets
from crawler.spiders.newcomers import DISCOVERY_INTERVAL, Newcomers
from crawler.spiders.sources import SourceReader
from pipelines.entry import Entry, SourceRef
from pipelines.page import Page
from pipelines.storing import StoreThread
from pipelines.story import Rejected
from pipelines.workers import WorkerPool

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure


class OutletSpider(Spider):
    """Crawls the outlets in `outlet_ids`, due or not."""

    name = "outlet"
    outlet_ids: tuple[str, ...] = ()

    registry: Registry
    store: StoreThread
    workers: WorkerPool
    progress: Progress
    newcomers: Newcomers
    sources: SourceReader

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.registry = load_outlets(Path(crawler.settings["PRAHARI_OUTLETS"]), strict=False)
        spider.store = StoreThread.of(crawler)
        spider.workers = WorkerPool.of(crawler)
        spider.progress = Progress(crawler, spider.finished)
        spider.newcomers = Newcomers(crawler, spider.registry, spider.finished)
        spider.sources = SourceReader(crawler, spider.progress, spider.page_request)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        without: list[Outlet] = []
        for outlet in await self.chosen():
            if not outlet.enabled_sources:
                without.append(outlet)
                continue
            for request in await self.sources.requests(outlet):
                yield request
        # After the others, so that nobody waits for the search.
        async for outlet in self.newcomers.with_sources(without):
            for request in await self.sources.requests(outlet):
                yield request

    async def chosen(self) -> list[Outlet]:
        """The outlets of this run."""
        return [self.registry[id] for id in self.outlet_ids if id in self.registry]

    # --- pages -------------------------------------------------------------------------------------

    def page_request(self, outlet: Outlet, source: SourceRef, wanted: visit.Wanted) -> Request:
        return Request(
            wanted.entry.link,
            callback=self.parse_page,
            errback=self.page_failed,
            cb_kwargs={"outlet": outlet, "source": source, "entry": wanted.entry, "key": wanted.key},
            meta={"kind": "page", "download_maxsize": self.settings.getint("PRAHARI_PAGE_MAXSIZE")},
            dont_filter=True,  # claimed by canonical URL above
        )

    def parse_page(
        self, response: Response, outlet: Outlet, source: SourceRef, entry: Entry, key: str
    ) -> Iterable[Page | Rejected]:
        """Hand the page on, unless a redirect led away from the outlet."""
        now = response.meta.get("fetched_at") or datetime.now(UTC)  # as the archive states it
        owner = self.registry.owner(response.url, announced_by=outlet)
        if owner is None:
            why = FetchFailure("foreign-host", f"redirected to {response.url}, which is no outlet's", True)
            yield self.rejected_page(why, key, outlet, source, entry, now)
            return
        yield Page(
            url=response.url,
            outlet=owner.id,
            body=response.body,
            fetched_at=now,
            source=source,
            requested_url=key,
            headers={
                name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
                for name, values in response.headers.items()
            },
            status=response.status,
            entry=entry,
            hints=owner.hints(now.date()),
            outlet_names=owner.names,
        )

    def page_failed(self, failure: Failure) -> Iterable[Rejected]:
        request: Request = failure.request  # type: ignore[attr-defined]
        given = request.cb_kwargs
        yield self.rejected_page(
            explain(failure),
            given["key"],
            given["outlet"],
            given["source"],
            given["entry"],
            datetime.now(UTC),
        )

    def rejected_page(
        self, why: FetchFailure, key: str, outlet: Outlet, source: SourceRef, entry: Entry, at: datetime
    ) -> Rejected:
        return Rejected(
            "fetch",
            why.reason,
            why.detail,
            key,
            outlet.id,
            at,
            source,
            final=why.final,
            requested_url=key,
            announced=visit.announced_at(entry),
        )

    # --- the end -----------------------------------------------------------------------------------

    async def finished(self, outlet_id: str, ok: bool) -> None:
        """Everything of this visit to the outlet is committed: only now it counts as visited."""
        now = datetime.now(UTC)
        wait = timedelta(minutes=self.registry[outlet_id].interval)
        if not self.registry[outlet_id].enabled_sources and outlet_id not in self.newcomers.written:
            wait = max(wait, DISCOVERY_INTERVAL)
        next_due = now + wait
        await self.store.run(self.store.store.mark_outlet, outlet_id, ok, next_due, now)


class AllSpider(OutletSpider):
    """Crawls every outlet that is due; ``-a force=1`` those that are not due too."""

    name = "all"

    def __init__(self, *args: Any, force: str = "0", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.force = force.strip().lower() in ("1", "true", "yes")

    async def chosen(self) -> list[Outlet]:
        ids = list(self.registry)
        now = datetime.now(UTC)
        if not self.force:
            due = set(await self.store.run(self.store.store.due, ids, now))
            ids = [id for id in ids if id in due]
        states = await self.store.run(self.store.store.outlet_states)
        visited = {id: state.last_polled for id, state in states.items() if state.last_polled}
        ids = [
            id
            for id in ids
            if self.registry[id].enabled_sources
            or id not in visited
            or now - visited[id] >= DISCOVERY_INTERVAL  # not more often, forced or not
        ]
        self.logger.info("%d of %d outlets are due", len(ids), len(self.registry))
        return [self.registry[id] for id in ids]
