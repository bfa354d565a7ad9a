"""Stop a download as soon as its headers say that it is no document we read.

Pictures, videos and PDFs behind a story link would otherwise be fetched up to the size limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import IgnoreRequest, StopDownload

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response

_DOCUMENT = ("html", "xml", "json")
_VAGUE = {"", "text/plain", "application/octet-stream", "binary/octet-stream", "text/rtf"}
_COMPRESSED = {"application/gzip", "application/x-gzip"}


def content_type(headers: Headers) -> str:
    """The media type, lower case, without parameters; empty where the server states none."""
    value: bytes = headers.get(b"Content-Type") or b""
    return value.decode("latin-1").partition(";")[0].strip().lower()


def is_document(media_type: str, kind: str) -> bool:
    """Whether a response of this media type may be a page (`kind` "page") or a source ("source").

    Sources are often served under a vague type, sitemaps compressed; a page under ``text/plain`` is
    not a page.
    """
    if any(word in media_type for word in _DOCUMENT) and not media_type.startswith(("image/", "video/")):
        return True
    if kind == "source":
        return media_type in _VAGUE or media_type in _COMPRESSED
    return media_type == ""


class WrongType(IgnoreRequest):
    """The response is no document (HTML, XML, JSON)."""


class DocumentTypes:
    """Downloader middleware for requests that state a ``kind`` in their meta; see the module."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls()
        crawler.signals.connect(middleware.headers_received, signals.headers_received)
        return middleware

    def headers_received(self, headers: Headers, request: Request) -> None:
        """Stop the body. The response itself goes on, since only it tells a redirect from a picture."""
        kind = request.meta.get("kind")
        if kind and not is_document(content_type(headers), kind):
            raise StopDownload(fail=False)

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises WrongType for a stopped download that is no redirect and no error."""
        # Without a kind it was stopped by another, such as an endless robots.txt.
        stopped = request.meta.get("kind") and "download_stopped" in response.flags
        if stopped and response.status < 300:
            raise WrongType(f"{content_type(response.headers) or 'no type'} is not HTML, XML or JSON")
        return response
