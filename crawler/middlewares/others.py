"""One host is asked by one crawl at a time, also where a page lies on a host that is not its outlet's own.

The hosts of an outlet's home and sources are the crawl's from its beginning (`Leases.take`). Others are
borrowed with the first page there; if another crawl has one, the page waits for a later visit.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from scrapy.utils.httpobj import urlparse_cached

from crawler.leases import Leases
from crawler.middlewares.busy import HostTaken

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

LATER: Final = timedelta(minutes=2)
"""When a page is due again whose host another crawl has."""


class HostsOfOthers:
    """Downloader middleware; see the module. Raises HostTaken."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        leases = getattr(self._crawler.spider, "leases", None)  # a crawl that stores nothing has none
        outlet = request.cb_kwargs.get("outlet")
        if request.meta.get("kind") != "page" or outlet is None or not isinstance(leases, Leases):
            return
        host = urlparse_cached(request).hostname or ""
        if not await leases.borrow(outlet.id, host):
            raise HostTaken(host, datetime.now(UTC) + LATER)
