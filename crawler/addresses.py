"""Which addresses the crawler must not visit: everything that is not the public internet.

A feed is written by strangers. Without this, a link in it could make the machine that runs Prahari
fetch its own router, its cloud's metadata service or a database page (server-side request forgery).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# RFC 6598 (carrier-grade NAT) and RFC 6052 (NAT64, which maps to any IPv4 address) are "not private" to
# the ipaddress module of some Python versions.
_EXTRA = tuple(ipaddress.ip_network(n) for n in ("100.64.0.0/10", "64:ff9b::/96", "64:ff9b:1::/48"))


def is_public(address: str) -> bool:
    """True if `address`, an IP literal, is a globally reachable unicast address.

    An IPv4 address inside IPv6 (mapped, 6to4, Teredo) is judged as the IPv4 address that it is.
    Anything that is no IP literal is not public.
    """
    try:
        ip: Address = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            ip = inner
    if any(ip in network for network in _EXTRA if network.version == ip.version):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def is_literal(host: str) -> bool:
    """True if `host` is an IP address in its usual spelling (other spellings go through the resolver)."""
    try:
        ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class HostPatterns:
    """Host names, and ``*.name`` for every name below one."""

    exact: frozenset[str]
    below: tuple[str, ...]

    @classmethod
    def parse(cls, names: Iterable[str]) -> HostPatterns:
        """From names as a person lists them; a port is ignored, since the guard judges hosts."""
        cleaned = [name.strip().lower().rstrip(".") for name in names if name.strip()]
        return cls(
            exact=frozenset(_without_port(n) for n in cleaned if not n.startswith("*.")),
            below=tuple(_without_port(n[1:]) for n in cleaned if n.startswith("*.")),
        )

    def __contains__(self, host: object) -> bool:
        if not isinstance(host, str):
            return False
        name = host.lower().rstrip(".").strip("[]")
        return name in self.exact or name.endswith(self.below) if self.below else name in self.exact


def _without_port(name: str) -> str:
    if name.startswith("["):
        return name[1:].partition("]")[0]
    if name.count(":") == 1:
        return name.partition(":")[0]
    return name


def parse_resolve(text: str) -> tuple[tuple[str, str], ...]:
    """Read PRAHARI_RESOLVE, ``name=address`` separated by commas.

    Raises ValueError, naming the part that is wrong.
    """
    pairs = []
    for part in filter(None, (p.strip() for p in text.split(","))):
        name, _, address = part.partition("=")
        if not name or not is_literal(address):
            raise ValueError(f"PRAHARI_RESOLVE: {part!r} is not name=address")
        pairs.append((name.lower(), address))
    return tuple(pairs)
