"""The only way from a host name to an address: it refuses private ones.

Enforced where the connection is made, and on the very answer that the connection uses, so that a name
which changes its address between a check and the use (DNS rebinding) gains nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.resolver import CachingThreadedResolver
from twisted.internet import defer
from twisted.internet.error import DNSLookupError

from crawler.addresses import HostPatterns, is_public, parse_resolve

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred


class AddressRefused(DNSLookupError):
    """The name leads to an address that is not on the public internet."""


def allowed_hosts(settings: BaseSettings) -> HostPatterns:
    """Hosts that may be private: those that the setting names."""
    return HostPatterns.parse(settings.get("PRAHARI_ALLOW_PRIVATE_HOSTS", "").split(","))


def proxy_hosts() -> HostPatterns:
    """Hosts of the proxies in the environment: the person who runs us chose those."""
    return HostPatterns.parse(
        urlsplit(url if "//" in url else f"//{url}").hostname or "" for url in getproxies().values()
    )


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's caching resolver (IPv4, with a time limit) that refuses private addresses.

    Names in PRAHARI_RESOLVE get the address that is written there, as with ``curl --resolve``.
    """

    def __init__(
        self,
        reactor: ReactorBase,
        cache_size: int,
        timeout: float,
        allowed: HostPatterns,
        fixed: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(reactor, cache_size, timeout)
        self._allowed = allowed
        self._proxies = proxy_hosts()
        self._fixed = tuple((HostPatterns.parse([name]), address) for name, address in fixed)

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        settings = crawler.settings
        return cls(
            reactor,
            settings.getint("DNSCACHE_SIZE") if settings.getbool("DNSCACHE_ENABLED") else 0,
            settings.getfloat("DNS_TIMEOUT"),
            allowed_hosts(settings),
            parse_resolve(settings.get("PRAHARI_RESOLVE", "")),
        )

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        for names, address in self._fixed:
            if name in names:
                return self._check(address, name)
        answer: Deferred[str] = super().getHostByName(name, timeout)
        return answer.addCallback(self._check, name)

    def _check(self, address: str, name: str) -> Deferred[str]:
        if is_public(address) or name in self._allowed or name in self._proxies:
            return defer.succeed(address)
        return defer.fail(AddressRefused(f"{name} leads to the private address {address}"))
