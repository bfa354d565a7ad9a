"""Host names as outlet files write them, and which of them a URL belongs to."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import tldextract

_NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_PUBLIC_SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
"""The list that comes with the package: no network, no cache."""


@dataclass(frozen=True, slots=True, order=True)
class HostPattern:
    """``name``, ``name:port`` or ``*.name`` (every name below it). ``www.name`` and ``name`` are the same."""

    name: str
    """Lower case, ASCII, without ``www.``, ``*.`` and brackets."""
    port: int | None = None
    """None: any port."""
    below: bool = False
    """True for ``*.name``: matches every name below, not the name itself."""

    @classmethod
    def parse(cls, text: str) -> HostPattern:
        """Read a host pattern. Raises ValueError with the reason."""
        mistake = f"must be a host name alone, such as www.example.in or *.example.in, not {text!r}"
        below = text.startswith("*.")
        rest = text.removeprefix("*.")
        if not rest or not rest.isascii() or re.search(r"[\s/?#@*]", rest):
            raise ValueError(mistake)
        try:
            parts = urlsplit(f"//{rest}")
            name, port = parts.hostname or "", parts.port
        except ValueError:
            raise ValueError(mistake) from None
        if rest.endswith(":") or not (_NAME.fullmatch(name) or _is_address(name)):
            raise ValueError(mistake)
        if below and (_is_address(name) or not _PUBLIC_SUFFIXES(name).domain):
            raise ValueError(f"would take in names of others: {text!r}")
        return cls(name.removeprefix("www."), port, below)

    def __str__(self) -> str:
        name = f"[{self.name}]" if ":" in self.name else self.name
        port = "" if self.port is None else f":{self.port}"
        return f"{'*.' if self.below else ''}{name}{port}"


def patterns_for(url: str) -> Iterator[HostPattern]:
    """Every pattern that takes in the URL's host, the most specific first; none for what is no URL.

    ``https://m.x.co.in/a`` gives m.x.co.in:443, m.x.co.in, *.x.co.in:443, *.x.co.in, ``*.co.in:443`` ...
    """
    try:
        parts = urlsplit(url)
        name, port = parts.hostname or "", parts.port
        # Devanagari domain names are known by their xn-- form.
        name = name if name.isascii() else name.encode("idna").decode()
    except ValueError:
        return
    if not name:
        return
    port = port or {"http": 80, "https": 443}.get(parts.scheme)
    name = name.rstrip(".").removeprefix("www.")
    yield HostPattern(name, port)
    yield HostPattern(name)
    if not _is_address(name):
        while "." in name:
            name = name.partition(".")[2]
            yield HostPattern(name, port, below=True)
            yield HostPattern(name, below=True)


def same_site(url: str, other: str) -> bool:
    """Whether two URLs' hosts lie below one registered name: rss.x.co.in and www.x.co.in do."""
    names = [_PUBLIC_SUFFIXES(url).top_domain_under_public_suffix for url in (url, other)]
    return bool(names[0]) and names[0] == names[1]


def path_begins(path: str, beginning: str) -> bool:
    """Whether `path` is `beginning` or lies below it: /hindi/a is below /hindi, /hindi-news is not."""
    beginning = beginning.rstrip("/")
    return path == beginning or path.startswith(f"{beginning}/") or not beginning


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
