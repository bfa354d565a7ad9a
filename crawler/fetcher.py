"""Fetch one address now and wait for it, with all that a crawl does for politeness and safety.

The request passes the same downloader middlewares and waits in the same queue of its host as those of the
spider: robots.txt, delay, the address guard, sizes, retries, redirects.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from crawler.failures import FetchFailure, explain_error, explain_status

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response

    from crawler.archive.exchange import Note

_PERMANENT: Final = frozenset({301, 308})


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with status 200."""

    url: str
    """As it was asked for."""
    final_url: str
    """Where the answer came from, after redirects."""
    body: bytes
    content_type: str | None = None
    """The header as sent."""
    moved_to: str | None = None
    """Where it has moved for good (every redirect was 301 or 308)."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """What `told` takes of the headers."""


def told(headers: Headers) -> dict[str, str]:
    """The headers that tell of a source's further pages and its hub, names in lower case."""
    return {
        name: b", ".join(values).decode("latin-1")
        for name in ("link", "x-wp-totalpages")
        if (values := headers.getlist(name))
    }


def moved_to(response: Response) -> str | None:
    """Where the address asked for has moved for good; None if no redirect, or not every one, says so.

    A request takes the redirects before it along, so this is about the first address of them all.
    """
    reasons = response.meta.get("redirect_reasons", [])
    return response.url if reasons and _PERMANENT.issuperset(reasons) else None


class Fetch(Protocol):
    """`Fetcher`, for those that only decide."""

    async def __call__(self, url: str, kind: str = "source") -> Fetched | FetchFailure: ...


class Fetcher:
    """`Fetch` through a crawler's engine, which must run."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._maxsize = {
            "page": crawler.settings.getint("PRAHARI_PAGE_MAXSIZE"),
            "source": crawler.settings.getint("PRAHARI_FEED_MAXSIZE"),
            "robots": crawler.settings.getint("PRAHARI_PAGE_MAXSIZE"),
        }

    async def __call__(
        self, url: str, kind: str = "source", note: Note | None = None
    ) -> Fetched | FetchFailure:
        """`kind` is ``page``, ``source`` or ``robots``; it decides about size and document types. With `note`
        the answer goes to the archive before it is returned."""
        engine = self._crawler.engine
        assert engine is not None
        meta = {
            "kind": "source" if kind == "robots" else kind,
            "download_maxsize": self._maxsize[kind],
            # robots.txt itself may always be read (RFC 9309, 2.2.2).
            "dont_obey_robotstxt": kind == "robots",
            "note": note,
        }
        try:
            request = Request(url, callback=NO_CALLBACK, meta=meta, priority=10, dont_filter=True)
            response = await engine.download_async(request)
        except ValueError as error:
            return FetchFailure("bad-url", str(error), final=True)
        except Exception as error:  # noqa: BLE001 - whatever Scrapy raises has a reason to tell
            return explain_error(error)
        if response.status != 200:
            return explain_status(response.status)
        return Fetched(
            url,
            response.url,
            response.body,
            (response.headers.get(b"Content-Type") or b"").decode("latin-1") or None,
            moved_to(response),
            told(response.headers),
        )
