"""The spider: visit an outlet's sources, fetch the pages that are new, hand them on as `Page`.

    start ─▶ source request ─▶ parse_source ─▶ page requests ─▶ parse_page ─▶ Page ─▶ item pipelines
      └─▶ discovery, where   └─▶ source_failed        └─▶ page_failed ─▶ Rejected ─┘
          there is no source

There is no spider file an outlet: `crawler.spiderloader` makes a class of this one for each outlet file.
What to fetch is decided in `crawler.visit`; this file only does it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from scrapy import Request, Spider

from crawler import visit
from crawler.discovery import MAX_LEVELS, promising
from crawler.failures import FetchFailure, explain
from crawler.leases import Leases
from crawler.middlewares.busy import HostBusy
from crawler.progress import Progress
from crawler.registry import Outlet, Registry, Source, load_outlets
from crawler.sources import Announced, SourceRefused, parse
from crawler.spiders.newcomers import DISCOVERY_INTERVAL, Newcomers
from pipelines.entry import Entry, SourceRef
from pipelines.page import Page
from pipelines.storing import StoreThread
from pipelines.story import Rejected
from pipelines.urls import BadUrl, canonical
from pipelines.workers import WorkerPool

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

MAX_CHILD_SITEMAPS = 5
READABLE = ("feed", "sitemap")
"""Kinds of sources that are read so far."""


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
    visited: set[str]
    """Outlets whose sources this run asks."""
    newcomers: Newcomers

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.registry = load_outlets(Path(crawler.settings["PRAHARI_OUTLETS"]), strict=False)
        spider.store = StoreThread.of(crawler)
        spider.workers = WorkerPool.of(crawler)
        spider.progress = Progress(crawler, spider.finished)
        spider.leases = Leases(crawler)
        spider.newcomers = Newcomers(crawler, spider.registry, spider.finished)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        await self.leases.begin()
        chosen = await self.chosen()
        self.visited = {outlet.id for outlet in chosen}
        # All sources are counted before the first page is requested: else a visit could seem complete.
        with_sources = [outlet for outlet in chosen if outlet.enabled_sources]
        sources = [request for outlet in with_sources for request in await self.source_requests(outlet)]
        for request in await self.page_requests(await self.with_work(chosen)):
            yield request
        for request in sources:
            yield request
        # After the others, so that nobody waits for the search.
        without = [outlet for outlet in chosen if not outlet.enabled_sources]
        async for outlet in self.newcomers.with_sources(without):
            for request in await self.source_requests(outlet):
                yield request

    async def source_requests(self, outlet: Outlet) -> list[Request]:
        """A request for each source that is visited."""
        requests = [
            self.source_request(outlet, source, source.url)
            for source in outlet.sources
            if source.enabled and source.kind in READABLE
        ]
        if not requests:
            self.logger.warning("%s has no source that can be read", outlet.id)
            await self.finished(outlet.id, False)  # else it would be due again at once, for ever
        self.progress.add(outlet.id, len(requests))
        return requests

    async def chosen(self) -> list[Outlet]:
        """The outlets of this run."""
        return [self.registry[id] for id in self.outlet_ids if id in self.registry]

    async def with_work(self, chosen: Sequence[Outlet]) -> Sequence[Outlet]:
        """The outlets whose pages are fetched before their sources were asked."""
        return chosen

    # --- sources -----------------------------------------------------------------------------------

    def source_request(self, outlet: Outlet, source: Source, url: str, level: int = 0) -> Request:
        """A request for a source, or for a sitemap `level` indexes below the sitemap index ``source``."""
        return Request(
            url,
            callback=self.parse_source,
            errback=self.source_failed,
            cb_kwargs={"outlet": outlet, "source": source, "level": level},
            meta={"kind": "source", "download_maxsize": self.settings.getint("PRAHARI_FEED_MAXSIZE")},
            priority=10,
            dont_filter=True,
        )

    async def parse_source(
        self, response: Response, outlet: Outlet, source: Source, level: int = 0
    ) -> AsyncIterator[Any]:
        """Read what the source announces and request the pages that are new."""
        with self.progress.step(outlet.id):
            now = datetime.now(UTC)
            # Reading a large feed takes a tenth of a second and more: not on the event loop.
            content_type = (response.headers.get(b"Content-Type") or b"").decode("latin-1") or None
            read = await self.workers.run(
                partial(parse, base=response.url),
                response.body,
                source.url,
                content_type,
                source.kind,
                timeout=60.0,
            )
            if isinstance(read, SourceRefused):
                async for item in self.source_refused(outlet, source, response.url, read.reason, read.detail):
                    yield item
                return
            ref = SourceRef(source.kind, source.url)
            for refused in self.refused_entries(read, outlet, ref, now):
                self.progress.add(outlet.id)
                yield refused
            # An index may list indexes without end: not below the levels that discovery follows.
            for child in self.children(read, now) if level < MAX_LEVELS else ():
                self.progress.add(outlet.id)
                yield self.source_request(outlet, source, child, level + 1)
            entries = visit.keys(read.entries)
            choice = visit.choose(
                entries,
                await self.store.run(self.store.store.seen, list(entries)),
                now,
                self.settings.getint("PRAHARI_MAX_ENTRIES"),
                timedelta(days=self.settings.getint("PRAHARI_SITEMAP_DAYS"))
                if "sitemap" in read.kind
                else None,
            )
            stats = self.crawler.stats
            assert stats is not None
            for what, count in (
                ("entries", len(entries)),
                ("known", choice.known),
                ("too_old", choice.too_old),
                ("postponed", choice.postponed),
            ):
                stats.inc_value(f"prahari/sources/{outlet.id}/{what}", count)
            if choice.postponed:
                self.logger.warning(
                    "%s: %d new entries in %s are left for the next visit",
                    outlet.id,
                    choice.postponed,
                    source.url,
                )
            announced = {wanted.key: wanted.entry for wanted in choice.fetch}
            await self.store.run(self.store.store.announce, outlet.id, announced, now)
            for request in await self.page_requests([outlet]):
                yield request
            await self.store.run(
                self.store.store.mark_polled, outlet.id, source.url, True, None, len(entries), now
            )

    async def source_failed(self, failure: Failure) -> AsyncIterator[Any]:
        """The source could not be fetched."""
        request: Request = failure.request  # type: ignore[attr-defined]
        outlet, source = request.cb_kwargs["outlet"], request.cb_kwargs["source"]
        with self.progress.step(outlet.id):
            why = explain(failure)
            async for item in self.source_refused(outlet, source, request.url, why.reason, why.detail):
                yield item

    async def source_refused(
        self, outlet: Outlet, source: Source, url: str, reason: str, detail: str
    ) -> AsyncIterator[Rejected]:
        self.logger.warning("%s: source %s: %s: %s", outlet.id, url, reason, detail)
        now = datetime.now(UTC)
        self.progress.failed(outlet.id)
        await self.store.run(
            self.store.store.mark_polled, outlet.id, source.url, False, f"{reason}: {detail}", 0, now
        )
        self.progress.add(outlet.id)
        ref = SourceRef(source.kind, source.url)
        yield Rejected("source", reason, detail, url, outlet.id, now, ref, final=False)

    def refused_entries(
        self, read: Announced, outlet: Outlet, source: SourceRef, now: datetime
    ) -> Iterable[Rejected]:
        """Entries that cannot be visited, under their link or, where they have none, under the source's."""
        for number, entry in enumerate(read.refused):
            link = urljoin(source.url, entry.link or "")
            if not entry.link or not link.startswith(("http://", "https://")):
                link = f"{source.url}#{entry.guid or entry.title or number}"
            url = canonical_or(link)
            yield Rejected("entry", entry.reason, entry.detail, url, outlet.id, now, source, final=False)

    def children(self, read: Announced, now: datetime) -> list[str]:
        """The children of a sitemap index that may hold new stories, those of news first."""
        recent = now - timedelta(days=self.settings.getint("PRAHARI_SITEMAP_DAYS"))
        fresh = [child for child in read.children if child.lastmod is None or child.lastmod >= recent]
        return [child.url for child in promising(fresh)[:MAX_CHILD_SITEMAPS]]

    # --- pages -------------------------------------------------------------------------------------

    async def page_requests(self, outlets: Sequence[Outlet]) -> list[Request]:
        """Requests for the pages of `outlets` that are due and that nobody else is fetching."""
        leases = await self.leases.claim([outlet.id for outlet in outlets], eager=self.eager)
        requests = []
        for lease in leases:
            self.progress.add(lease.outlet)
            wanted = visit.Wanted(lease.url, lease.entry)
            requests.append(self.page_request(self.registry[lease.outlet], lease.entry.source, wanted))
        return requests

    def page_request(self, outlet: Outlet, source: SourceRef, wanted: visit.Wanted) -> Request:
        return Request(
            wanted.entry.link,
            callback=self.parse_page,
            errback=self.page_failed,
            cb_kwargs={"outlet": outlet, "source": source, "entry": wanted.entry, "key": wanted.key},
            meta={"kind": "page", "download_maxsize": self.settings.getint("PRAHARI_PAGE_MAXSIZE")},
            dont_filter=True,  # leased by canonical URL
        )

    def parse_page(
        self, response: Response, outlet: Outlet, source: SourceRef, entry: Entry, key: str
    ) -> Iterable[Page | Rejected]:
        """Hand the page on, unless a redirect led away from the outlet."""
        now = datetime.now(UTC)
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
        if outlet_id not in self.visited:
            return  # only pages that waited were fetched, no source was asked
        now = datetime.now(UTC)
        wait = timedelta(minutes=self.registry[outlet_id].interval)
        if not self.registry[outlet_id].enabled_sources and outlet_id not in self.newcomers.written:
            wait = max(wait, DISCOVERY_INTERVAL)
        next_due = now + wait
        await self.store.run(self.store.store.mark_outlet, outlet_id, ok, next_due, now)


def canonical_or(url: str) -> str:
    """The canonical form of ``url``; ``url`` itself if it has none, or a fragment tells entries apart."""
    try:
        return url if "#" in url else canonical(url)
    except BadUrl:
        return url


class AllSpider(OutletSpider):
    """Crawls every outlet that is due; ``-a force=1`` those that are not due too."""

    name = "all"

    def __init__(self, *args: Any, force: str = "0", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.force = force.strip().lower() in ("1", "true", "yes")
        self.eager = self.force

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

    async def with_work(self, chosen: Sequence[Outlet]) -> Sequence[Outlet]:
        """Every outlet with pages to fetch, whether its sources are due or not."""
        now = datetime.now(UTC)
        return [
            self.registry[id]
            for id in await self.store.run(self.store.store.with_work, list(self.registry), now)
        ]
