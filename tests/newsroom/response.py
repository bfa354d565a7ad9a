"""What the newsroom answers, before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tests.newsroom.visits import Change

HTML = "text/html"
XML = "application/xml"
RSS = "application/rss+xml"


@dataclass(frozen=True, slots=True)
class Response:
    """An answer without its transfer details (compression, validators, connection)."""

    body: bytes
    type: str = HTML
    """Without charset."""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    changed: datetime | None = None
    """For Last-Modified."""
    chunked: bool = False
    """Sent in chunks, without a length that would give its size away."""
    charset: str | None = None
    """Of the Content-Type header, if not the outlet's usual one; nothing is declared if empty."""


def redirect(location: str, status: int = 302) -> Response:
    """To `location`, with the short page that servers add."""
    return Response(b"<html><body>Moved</body></html>", status=status, headers=(("Location", location),))


def changed(home: str, change: Change) -> Response:
    """What an address answers of which something became."""
    if change.to:
        return redirect(home + change.to, change.status)
    return Response(b"No longer here\n", "text/plain", change.status)


def text(body: str, kind: str = HTML, changed: datetime | None = None, status: int = 200) -> Response:
    return Response(body.encode(), kind, status, changed=changed)
