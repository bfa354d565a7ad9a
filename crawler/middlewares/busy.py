"""Leave hosts alone as long as they ask (429 and 503 with Retry-After), in all processes.

BusyGate    before anything else: no request to a host that is to be left alone
BusyNote    below Scrapy's retries: what a server asks for goes into the store, and is not retried now
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from crawler import retryafter
from pipelines.storing import StoreThread

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

STATUSES: Final = frozenset({429, 503})
LOOK_AGAIN: Final = 10.0
"""Seconds after which the store is asked what other processes were told."""


class HostBusy(IgnoreRequest):
    """The host asked to be left alone until then; nothing was sent."""

    def __init__(self, host: str, until: datetime) -> None:
        super().__init__(f"{host} asked to be left alone until {until:%Y-%m-%d %H:%M:%S} UTC")
        self.until = until


class HostTaken(HostBusy):
    """Another crawl is asking the host; nothing was sent."""

    def __init__(self, host: str, until: datetime) -> None:
        IgnoreRequest.__init__(self, f"another crawl is asking {host}")
        self.until = until


class Busy:
    """What one crawl knows of hosts to be left alone, from itself and the others."""

    def __init__(self, crawler: Crawler) -> None:
        # Commands that store nothing (`crawler.barecrawl`) open no database: what they are told, they keep.
        self._thread = StoreThread.of(crawler) if crawler.settings.getdict("ITEM_PIPELINES") else None
        self._hosts: dict[str, datetime] = {}
        self._look_at = 0.0
        self._looking = asyncio.Lock()

    @classmethod
    def of(cls, crawler: Crawler) -> Busy:
        if crawler not in _BUSY:
            _BUSY[crawler] = cls(crawler)
        return _BUSY[crawler]

    async def until(self, host: str) -> datetime | None:
        """Until when the host is to be left alone; None: not now. Raises StoreProblem."""
        now = datetime.now(UTC)
        if self._thread is not None:
            async with self._looking:  # the first requests of a crawl wait for the answer, too
                if time.monotonic() >= self._look_at:
                    self._hosts |= await self._thread.run(self._thread.store.hosts_left_alone, now)
                    self._look_at = time.monotonic() + LOOK_AGAIN
        found = self._hosts.get(host)
        return found if found is not None and found > now else None

    async def note(self, host: str, until: datetime, reason: str) -> None:
        """For this crawl and all others. Raises StoreProblem."""
        self._hosts[host] = max(until, self._hosts.get(host, until))
        if self._thread is not None:
            await self._thread.run(self._thread.store.leave_host_alone, host, until, reason)


_BUSY: WeakKeyDictionary[Crawler, Busy] = WeakKeyDictionary()


class BusyGate:
    """Downloader middleware; see the module. Raises HostBusy."""

    def __init__(self, busy: Busy) -> None:
        self._busy = busy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(Busy.of(crawler))

    async def process_request(self, request: Request) -> None:
        host = urlparse_cached(request).hostname or ""
        until = await self._busy.until(host)
        if until is not None:
            raise HostBusy(host, until)


class BusyNote:
    """Downloader middleware; see the module."""

    def __init__(self, busy: Busy, crawler: Crawler) -> None:
        self._busy = busy
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(Busy.of(crawler), crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        if response.status not in STATUSES:
            return response
        header: bytes = response.headers.get(b"Retry-After") or b""
        until = retryafter.until(header.decode("latin-1"), datetime.now(UTC))
        if until is not None:
            request.meta["dont_retry"] = True
            host = urlparse_cached(request).hostname or ""
            assert self._crawler.stats is not None
            self._crawler.stats.inc_value("prahari/retry_after")
            await self._busy.note(host, until, f"http-{response.status}")
        return response
