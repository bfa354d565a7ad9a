"""Refuse requests to addresses that are not on the public internet, with a reason.

`crawler.resolver` enforces the same at connection time for names; this middleware comes first for the
sake of the reason, and covers IP literals, which no resolver sees. Redirects, robots.txt requests and
retries all pass here, since each is a request of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.error import DNSLookupError

from crawler.addresses import HostPatterns, is_literal, is_public
from crawler.resolver import AddressRefused, allowed_hosts

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler


class PrivateAddress(IgnoreRequest):
    """The request leads to a private, loopback or link-local address that no setting allows."""


class ForbiddenScheme(IgnoreRequest):
    """Only http and https are fetched."""


class AddressGuard:
    """Downloader middleware; see the module."""

    def __init__(self, allowed: HostPatterns) -> None:
        self._allowed = allowed

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(allowed_hosts(crawler.settings))

    async def process_request(self, request: Request) -> None:
        """Raises PrivateAddress or ForbiddenScheme."""
        parts = urlparse_cached(request)
        if parts.scheme not in ("http", "https"):
            raise ForbiddenScheme(f"{parts.scheme or 'no'} scheme")
        host = parts.hostname or ""
        if host in self._allowed:
            return
        if is_literal(host):
            if not is_public(host):
                raise PrivateAddress(f"{host} is a private address")
            return
        if host == "localhost" or host.endswith(".localhost"):  # RFC 6761: loopback whatever DNS says
            raise PrivateAddress(f"{host} is this machine")
        if request.meta.get("proxy"):
            return  # the proxy resolves
        from twisted.internet import reactor

        try:
            await maybe_deferred_to_future(reactor.resolve(host))  # type: ignore[arg-type]
        except AddressRefused as refusal:
            raise PrivateAddress(str(refusal)) from refusal
        except (DNSLookupError, OSError, UnicodeError):
            return  # no such name: the download itself reports it, and is retried
