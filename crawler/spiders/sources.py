"""Reading sources within a crawl: request them, read what comes, ask for the pages that are new.

    requests ─▶ read ─▶ page requests, refused entries
       ▲          ├─▶ crawler.itinerary: further addresses of the source ─┐
       └──────────┼──────────────────────────────────────────────────────┘
                  └─▶ what the store knows of the source

`crawler.itinerary` decides which addresses are read, `crawler.visit` which pages are fetched; this does it.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from scrapy import Request

from crawler import visit
from crawler.failures import explain
from crawler.fetcher import told
from crawler.itinerary import Moment, Stop, begin, go_on, posts
from crawler.outlet import Outlet, Source
from crawler.progress import Progress
from crawler.sources import Announced, SourceRefused, category_ids, parse
from pipelines.entry import SourceRef
from pipelines.storing import StoreThread
from pipelines.story import Rejected
from pipelines.urls import BadUrl, canonical
from pipelines.workers import WorkerPool

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

logger = logging.getLogger(__name__)

READ_SECONDS = 60.0
"""Time that reading one answer may take in a worker."""

_NOT_THERE = frozenset({"http-404", "http-410", "http-400"})
"""WordPress's API answers 400 for a page beyond the last."""

PageRequests = Callable[[Sequence[Outlet]], Awaitable[list[Request]]]
"""Leases the pages of outlets that are due, and requests them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One source of an outlet, being read."""

    outlet: Outlet
    source: Source
    at: Moment
    begun: int = 1
    """Addresses with which reading it began."""

    @property
    def ref(self) -> SourceRef:
        return SourceRef(self.source.kind, self.source.url)


class SourceReader:
    """The sources' part of a spider. Every request and every item counts as a step in `progress`."""

    def __init__(self, crawler: Crawler, progress: Progress, page_requests: PageRequests) -> None:
        self._crawler = crawler
        self._settings = crawler.settings
        self._progress = progress
        self._page_requests = page_requests
        self._store = StoreThread.of(crawler)
        self._workers = WorkerPool.of(crawler)
        self._missed: Counter[SourceRef] = Counter()

    async def requests(self, outlet: Outlet) -> list[Request]:
        """What is asked for first of each source that is visited."""
        now = datetime.now(UTC)
        last = await self._store.run(self._store.store.source_successes, outlet.id)
        days = self._settings.getint("PRAHARI_SITEMAP_DAYS")
        requests = []
        for source in outlet.enabled_sources:
            at = Moment(now, last.get(source.url), days)
            stops = begin(source, at)
            requests += [self._request(Reading(outlet, source, at, len(stops)), stop) for stop in stops]
        self._progress.add(outlet.id, len(requests))
        return requests

    def _request(self, reading: Reading, stop: Stop) -> Request:
        return Request(
            stop.url,
            callback=self.read,
            errback=self.failed,
            cb_kwargs={"outlet": reading.outlet, "reading": reading, "stop": stop},
            meta={"kind": "source", "download_maxsize": self._settings.getint("PRAHARI_FEED_MAXSIZE")},
            priority=10,
            dont_filter=True,
        )

    def _further(self, reading: Reading, stops: Iterable[Stop]) -> Iterable[Request]:
        for stop in stops:
            self._progress.add(reading.outlet.id)
            yield self._request(reading, stop)

    async def read(
        self, response: Response, outlet: Outlet, reading: Reading, stop: Stop
    ) -> AsyncIterator[Any]:
        """Read what the source announces and request the pages that are new."""
        with self._progress.step(outlet.id):
            read = await self._parsed(response, reading, stop)
            if isinstance(read, SourceRefused):
                async for item in self._refused(reading, response.url, read.reason, read.detail):
                    yield item
            elif isinstance(read, tuple):
                for request in self._further(reading, [posts(reading.source, reading.at, read)]):
                    yield request
            else:
                async for wanted in self._announced(reading, stop, read):
                    yield wanted

    async def _parsed(
        self, response: Response, reading: Reading, stop: Stop
    ) -> Announced | SourceRefused | tuple[int, ...]:
        content_type = (response.headers.get(b"Content-Type") or b"").decode("latin-1") or None
        source = reading.source
        if stop.what == "categories":
            return category_ids(response.body, source.categories, content_type)
        # Reading a large feed takes a tenth of a second and more: not on the event loop.
        return await self._workers.run(
            partial(parse, base=response.url, headers=told(response.headers), items=source.items),
            response.body,
            source.url,
            content_type,
            source.kind,
            timeout=READ_SECONDS,
        )

    async def _announced(self, reading: Reading, stop: Stop, read: Announced) -> AsyncIterator[Any]:
        outlet, source, now = reading.outlet, reading.source, datetime.now(UTC)
        for refused in refused_entries(read, outlet, reading.ref, now):
            self._progress.add(outlet.id)
            yield refused
        entries = visit.keys(read.entries)
        choice = visit.choose(
            entries,
            await self._store.run(self._store.store.seen, list(entries)),
            now,
            self._settings.getint("PRAHARI_MAX_ENTRIES"),
            timedelta(days=reading.at.days) if "sitemap" in read.kind else None,
        )
        self._count(outlet, source, len(entries), choice)
        for request in self._further(reading, go_on(stop, read, choice.known, reading.at)):
            yield request
        store = self._store
        announced = {wanted.key: wanted.entry for wanted in choice.fetch}
        await store.run(store.store.announce, outlet.id, announced, now)
        for request in await self._page_requests([outlet]):
            yield request
        await store.run(store.store.mark_polled, outlet.id, source.url, True, None, len(entries), now)
        if stop.page == 1 and stop.level == 0:
            await store.run(store.store.note_hub, outlet.id, source.url, read.hub)

    def _count(self, outlet: Outlet, source: Source, entries: int, choice: visit.Choice) -> None:
        stats = self._crawler.stats
        assert stats is not None
        for what, count in (
            ("entries", entries),
            ("known", choice.known),
            ("too_old", choice.too_old),
            ("postponed", choice.postponed),
        ):
            stats.inc_value(f"prahari/sources/{outlet.id}/{what}", count)
        if choice.postponed:
            logger.warning(
                "%s: %d new entries in %s are left for the next visit",
                outlet.id,
                choice.postponed,
                source.url,
            )

    async def failed(self, failure: Failure) -> AsyncIterator[Any]:
        """The source could not be fetched."""
        request: Request = failure.request  # type: ignore[attr-defined]
        reading, stop = request.cb_kwargs["reading"], request.cb_kwargs["stop"]
        with self._progress.step(reading.outlet.id):
            why = explain(failure)
            if stop.may_miss and why.reason in _NOT_THERE:
                self._missed[reading.ref] += stop.page == 1
                if stop.page > 1 or self._missed[reading.ref] < reading.begun:
                    return
            async for item in self._refused(reading, request.url, why.reason, why.detail):
                yield item

    async def _refused(self, reading: Reading, url: str, reason: str, detail: str) -> AsyncIterator[Rejected]:
        outlet, source, now = reading.outlet, reading.source, datetime.now(UTC)
        logger.warning("%s: source %s: %s: %s", outlet.id, url, reason, detail)
        self._progress.failed(outlet.id)
        error = f"{reason}: {detail}"
        store = self._store
        await store.run(store.store.mark_polled, outlet.id, source.url, False, error, 0, now)
        self._progress.add(outlet.id)
        yield Rejected("source", reason, detail, url, outlet.id, now, reading.ref, final=False)


def refused_entries(read: Announced, outlet: Outlet, source: SourceRef, now: datetime) -> Iterable[Rejected]:
    """Entries that cannot be visited, under their link or, where they have none, under the source's."""
    for number, entry in enumerate(read.refused):
        link = urljoin(source.url, entry.link or "")
        if not entry.link or not link.startswith(("http://", "https://")):
            link = f"{source.url}#{entry.guid or entry.title or number}"
        url = canonical_or(link)
        yield Rejected("entry", entry.reason, entry.detail, url, outlet.id, now, source, final=False)


def canonical_or(url: str) -> str:
    """The canonical form of ``url``; ``url`` itself if it has none, or a fragment tells entries apart."""
    try:
        return url if "#" in url else canonical(url)
    except BadUrl:
        return url
