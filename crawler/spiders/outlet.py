"""The spider: visit an outlet's sources, fetch the pages that are new, hand them on as `Page`.

    start ─▶ crawler.spiders.sources ─▶ page requests ─▶ parse_page ─▶ Page ─▶ item pipelines
      └─▶ discovery, where                  └─▶ page_failed ─▶ Rejected ─┘
          there is no source

There is no spider file an outlet: `crawler.spiderloader` makes a class of this one for each outlet file.
What to fetch is decided in `crawler.visit`; this file only does it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider

from crawler import visit
from crawler.failures import FetchFailure, explain
from crawler.foundsources import with_found
from crawler.leases import Leases
from crawler.middlewares.busy import HostBusy
from crawler.progress import Progress
from crawler.registry import Outlet, Registry, load_outlets
from crawler.spiders.newcomers import Newcomers
from crawler.spiders.revisits import Revisits
from crawler.spiders.sources import SourceReader
from crawler.spiders.timing import Timing
from crawler.summary import begins
from crawler.suspects import Suspects
from crawler.timetable import DISCOVERY_INTERVAL, lost_sources, rediscovery, search_due
from pipelines.entry import Entry, SourceRef
from pipelines.page import Page
from pipelines.store import Lease, StoreProblem
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
    eager = True
    """Pages that failed and wait for another try are fetched, too: who names an outlet wants it now."""

    registry: Registry
    store: StoreThread
    workers: WorkerPool
    progress: Progress
    leases: Leases
    suspects: Suspects
    among = 0
    """Outlets of which those that are due were chosen; 0: nobody chose."""
    crawled: Sequence[str] = ()
    """Outlets that this run has to itself."""
    visited: set[str]
    """Outlets whose sources this run asks."""
    searched: set[str]
    """Those of them for which sources are looked for."""
    living: Mapping[str, Sequence[str]] = MappingProxyType({})
    """Those of these that have sources, one of which answers no more, with the addresses of the others."""
    newcomers: Newcomers
    sources: SourceReader
    timing: Timing
    revisits: Revisits

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.store = StoreThread.of(crawler)
        files = load_outlets(Path(crawler.settings["PRAHARI_OUTLETS"]), strict=False)
        spider.registry = with_found(files, spider.store.store)
        spider.workers = WorkerPool.of(crawler)
        spider.progress = Progress(crawler, spider.finished)
        spider.leases = Leases(crawler)
        spider.suspects = Suspects(crawler)
        spider.newcomers = Newcomers(crawler, spider.registry, spider.searched_in_vain)
        spider.timing = Timing(crawler)
        spider.revisits = Revisits(crawler)
        spider.sources = SourceReader(crawler, spider.progress, spider.page_requests)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        with suppress(StoreProblem):  # told, and the crawl ends: `pipelines.storing`
            async for request in self.requests():
                yield request

    async def requests(self) -> AsyncIterator[Any]:
        """What the crawl begins with. Raises StoreProblem."""
        await self.leases.begin()
        chosen = await self.chosen()
        with_work = await self.with_work(chosen)
        mine = await self.leases.take({outlet.id: outlet for outlet in [*chosen, *with_work]}.values())
        chosen = [outlet for outlet in chosen if outlet.id in mine]
        with_work = [outlet for outlet in with_work if outlet.id in mine]
        self.crawled = sorted(mine)
        begins(self.crawled, self.among)
        self.visited = {outlet.id for outlet in chosen}
        self.living = await self.lost(chosen)
        self.searched = {
            outlet.id for outlet in chosen if outlet.id in self.living or not outlet.enabled_sources
        }
        # All sources are counted before the first page is requested: else a visit could seem complete.
        sources = []
        for outlet in [outlet for outlet in chosen if outlet.enabled_sources]:
            requests = await self.sources.requests(outlet, every=self.eager)
            if not requests and outlet.id not in self.living:
                await self.timing.left_alone(outlet, datetime.now(UTC))
            sources += requests
        pages = await self.page_requests(with_work)
        await self.leases.give_back([id for id in mine - self.searched if not self.progress.under_way(id)])
        for request in pages:
            yield request
        for request in sources:
            yield request
        # After the others, so that nobody waits for the search.
        wanting = [outlet for outlet in chosen if outlet.id in self.searched]
        async for outlet in self.newcomers.with_sources(wanting, self.living):
            requests = await self.sources.requests(outlet)
            if not requests:
                await self.searched_in_vain(outlet.id)
            for request in requests:
                yield request

    async def lost(self, chosen: Sequence[Outlet]) -> dict[str, list[str]]:
        """Those of which a source has not answered for long, and others are to be looked for now, with the
        addresses of their sources that do answer."""
        states = await self.store.run(self.store.store.outlet_states)
        every, now = rediscovery(self.settings), datetime.now(UTC)
        living = {}
        for outlet in chosen:
            state = states.get(outlet.id)
            at = search_due(outlet, state, every)
            if at is not None and at <= now:
                dead = {one.url for one in lost_sources(outlet, state, every)}
                living[outlet.id] = [one.url for one in outlet.enabled_sources if one.url not in dead]
        return living

    async def searched_in_vain(self, outlet_id: str) -> None:
        """No source was found: that is all of the visit, unless others of the outlet are being asked."""
        if not self.living.get(outlet_id):
            await self.finished(outlet_id, False)

    async def chosen(self) -> list[Outlet]:
        """The outlets of this run."""
        return [self.registry[id] for id in self.outlet_ids if id in self.registry]

    async def with_work(self, chosen: Sequence[Outlet]) -> Sequence[Outlet]:
        """The outlets whose pages are fetched before their sources were asked."""
        return chosen

    # --- pages -------------------------------------------------------------------------------------

    async def page_requests(self, outlets: Sequence[Outlet]) -> list[Request]:
        """Requests for the pages of `outlets` that are due and that nobody else is fetching."""
        leases = await self.leases.claim([outlet.id for outlet in outlets], eager=self.eager)
        leases = [lease for lease in leases if not await self.suspects.refused(lease)]
        requests = []
        for lease, headers in await self.revisits.conditions(leases):
            self.progress.add(lease.outlet)
            requests.append(self.page_request(self.registry[lease.outlet], lease, headers))
        return requests

    def page_request(self, outlet: Outlet, lease: Lease, headers: Mapping[str, str]) -> Request:
        """`headers`: of a conditional request."""
        entry = lease.entry
        meta: dict[str, Any] = {
            "kind": "page",
            "deaths": lease.deaths,
            "download_maxsize": self.settings.getint("PRAHARI_PAGE_MAXSIZE"),
        }
        if headers:
            meta["handle_httpstatus_list"] = [304]
        return Request(
            entry.link,
            callback=self.parse_page,
            errback=self.page_failed,
            headers=dict(headers),
            cb_kwargs={"outlet": outlet, "source": entry.source, "entry": entry, "key": lease.url},
            meta=meta,
            dont_filter=True,  # leased by canonical URL
        )

    async def parse_page(
        self, response: Response, outlet: Outlet, source: SourceRef, entry: Entry, key: str
    ) -> AsyncIterator[Page | Rejected]:
        """Hand the page on, unless a redirect led away from the outlet, or it is as it was."""
        now = response.meta.get("fetched_at") or datetime.now(UTC)  # as the archive states it
        if response.status == 304:
            with self.progress.step(outlet.id):
                await self.revisits.unchanged(key, now)
            return
        owner = self.registry.owner(response.url, announced_by=outlet)
        if owner is None:
            why = FetchFailure("foreign-host", f"redirected to {response.url}, which is no outlet's", True)
            yield self.rejected_page(why, key, outlet, source, entry, now)
            return
        await self.suspects.hand_on(key, response.meta.get("deaths", 0))
        self.revisits.remember(key, response)
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

    async def page_failed(self, failure: Failure) -> AsyncIterator[Rejected]:
        request: Request = failure.request  # type: ignore[attr-defined]
        given = request.cb_kwargs
        if isinstance(failure.value, HostBusy):
            # Nothing was asked, so there is no outcome: later.
            with self.progress.step(given["outlet"].id):
                await self.store.run(self.store.store.postpone, given["key"], failure.value.until)
            return
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
        if self.store.lost is not None:
            return  # what became of its pages is not stored: it is due as before
        # Else only pages that waited were fetched, no source was asked.
        if outlet_id in self.visited:
            outlet, least = self.registry[outlet_id], timedelta(0)
            if not outlet.enabled_sources and outlet_id not in self.newcomers.written:
                least = DISCOVERY_INTERVAL
            await self.timing.visited(outlet, ok, self.sources.news(outlet_id), datetime.now(UTC), least)
        if outlet_id not in self.searched:  # there may be more to come
            await self.leases.give_back([outlet_id])
