"""Each request waits in the queue of the host that it goes to.

Scrapy keeps the queue's name in the request's meta, and a redirect takes it along: a page that leads to
another host would be fetched in the queue of the first, beside that host's own requests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.utils.httpobj import urlparse_cached

if TYPE_CHECKING:
    from scrapy import Request


class HostQueues:
    """Downloader middleware; see the module."""

    def process_request(self, request: Request) -> None:
        request.meta["download_slot"] = urlparse_cached(request).hostname or ""
