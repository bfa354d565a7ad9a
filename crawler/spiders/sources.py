"""Reading sources within a crawl: request them, read what comes, ask for the pages that are new.

    requests ─▶ read ─▶ page requests, refused entries
       ▲          ├─▶ crawler.itinerary: further addresses of the source ─┐
       └──────────┼──────────────────────────────────────────────────────┘
                  └─▶ crawler.spiders.polls: what is remembered of the answer

`crawler.itinerary` decides which addresses are read, `crawler.visit` which pages are fetched; this does it.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy import Request

from crawler import visit
from crawler.failures import explain
from crawler.fetcher import told
from crawler.itinerary import Moment, Stop, begin, go_on, posts
from crawler.outlet import Outlet, Source
from crawler.progress import Progress
from crawler.refusals import refused_entries
from crawler.sources import Announced, SourceRefused, category_ids, parse
from crawler.spiders.polls import Poll, Polls, Reading
from pipelines.entry import SourceRef
from pipelines.storing import StoreThread
from pipelines.story import Rejected
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


class SourceReader:
    """The sources' part of a spider. Every request and every item counts as a step in `progress`."""

    def __init__(self, crawler: Crawler, progress: Progress, page_requests: PageRequests) -> None:
        self._crawler = crawler
        self._settings = crawler.settings
        self._progress = progress
        self._page_requests = page_requests
        self._store = StoreThread.of(crawler)
        self._workers = WorkerPool.of(crawler)
        self._polls = Polls(crawler)
        self._missed: Counter[SourceRef] = Counter()
        self._news: defaultdict[str, list[datetime | None]] = defaultdict(list)

    async def requests(self, outlet: Outlet, *, every: bool = True) -> list[Request]:
        """What is asked for first of each source that is visited; ``every``: also those that failed and are
        to be left alone for a while."""
        at = Moment(datetime.now(UTC), days=self._settings.getint("PRAHARI_SITEMAP_DAYS"))
        requests = []
        for reading in await self._polls.readings(outlet, at, every=every):
            stops = begin(reading.source, reading.at)
            reading = replace(reading, begun=len(stops))
            requests += [self._request(reading, self._polls.poll(reading, stop)) for stop in stops]
        self._progress.add(outlet.id, len(requests))
        return requests

    def news(self, outlet: str) -> list[datetime | None]:
        """When the entries were published that the outlet's sources announced in this visit as new ones; each
        is told once."""
        return self._news.pop(outlet, [])

    def _request(self, reading: Reading, poll: Poll) -> Request:
        meta: dict[str, Any] = {
            "kind": "source",
            "download_maxsize": self._settings.getint("PRAHARI_FEED_MAXSIZE"),
        }
        if poll.headers:
            meta["handle_httpstatus_list"] = [304]
        return Request(
            poll.url,
            callback=self.read,
            errback=self.failed,
            headers=dict(poll.headers),
            cb_kwargs={"outlet": reading.outlet, "reading": reading, "poll": poll},
            meta=meta,
            priority=10,
            dont_filter=True,
        )

    def _further(self, reading: Reading, polls: Iterable[Poll]) -> Iterable[Request]:
        for poll in polls:
            self._progress.add(reading.outlet.id)
            yield self._request(reading, poll)

    async def read(
        self, response: Response, outlet: Outlet, reading: Reading, poll: Poll
    ) -> AsyncIterator[Any]:
        """Read what the source announces and request the pages that are new."""
        with self._progress.step(outlet.id):
            now = datetime.now(UTC)
            if response.status == 304:
                if not await self._polls.not_modified(reading, poll, response, now):
                    for request in self._further(reading, [poll.whole()]):
                        yield request
                return
            if await self._polls.same_body(reading, poll, response, now):
                return
            read = await self._parsed(response, reading, poll.stop)
            if isinstance(read, SourceRefused):
                async for thing in self._in_vain(reading, poll, response.url, read.reason, read.detail):
                    yield thing
            elif isinstance(read, tuple):
                stop = posts(reading.source, reading.at, read)
                for request in self._further(reading, [self._polls.poll(reading, stop)]):
                    yield request
            else:
                async for wanted in self._announced(reading, poll, response, read):
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

    async def _announced(
        self, reading: Reading, poll: Poll, response: Response, read: Announced
    ) -> AsyncIterator[Any]:
        outlet, source, now, stop = reading.outlet, reading.source, datetime.now(UTC), poll.stop
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
        further = go_on(replace(stop, url=poll.url), read, choice.known, reading.at)
        for request in self._further(reading, [self._polls.poll(reading, stop) for stop in further]):
            yield request
        store = self._store
        announced = {wanted.key: wanted.entry for wanted in choice.fetch}
        news = await store.run(store.store.announce, outlet.id, announced, now)
        self._news[outlet.id] += [announced[url].published for url in news.new]
        for request in await self._page_requests([outlet]):
            yield request
        await store.run(store.store.mark_polled, outlet.id, source.url, True, None, len(entries), now)
        if stop.page == 1 and stop.level == 0:
            await store.run(store.store.note_hub, outlet.id, source.url, read.hub)
        await self._polls.announced(
            reading,
            poll,
            response,
            now,
            news=bool(news.new or news.again or choice.postponed),
            # An index may stay as it is while the sitemaps in it change, so it is always read.
            settled=not (choice.postponed or further or read.children),
            again_at=choice.again_at,
        )

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
        reading, poll = request.cb_kwargs["reading"], request.cb_kwargs["poll"]
        with self._progress.step(reading.outlet.id):
            why = explain(failure)
            if not poll.moved and poll.stop.may_miss and why.reason in _NOT_THERE:
                self._missed[reading.ref] += poll.stop.page == 1
                if poll.stop.page > 1 or self._missed[reading.ref] < reading.begun:
                    return
            async for thing in self._in_vain(reading, poll, request.url, why.reason, why.detail):
                yield thing

    async def _in_vain(
        self, reading: Reading, poll: Poll, url: str, reason: str, detail: str
    ) -> AsyncIterator[Request | Rejected]:
        outlet, now = reading.outlet, datetime.now(UTC)
        logger.warning("%s: source %s: %s: %s", outlet.id, url, reason, detail)
        if poll.moved:
            logger.info("%s: %s had moved to %s: back to it", outlet.id, poll.stop.url, poll.url)
            for request in self._further(reading, [await self._polls.moved_in_vain(reading, poll)]):
                yield request
            return
        self._progress.failed(outlet.id)
        await self._polls.failed(reading, reason, f"{reason}: {detail}", now)
        self._progress.add(outlet.id)
        yield Rejected("source", reason, detail, url, outlet.id, now, reading.ref, final=False)
