"""The sample sources beside this file, and a clock that stands still."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from crawler.sources import Announced, SourceRefused, parse

FEEDS = Path(__file__).parent / "feeds"
NOW = datetime(2024, 7, 6, 12, 0, tzinfo=UTC)
URL = "https://rss.seema.example/all.xml"
SHARED = Path(__file__).parents[3] / "shared"


def sample(name: str) -> bytes:
    return (FEEDS / name).read_bytes()


def announced(body: bytes | str, url: str = URL, content_type: str | None = None) -> Announced:
    """What `body` announces; it must not be refused."""
    read = parse(body.encode() if isinstance(body, str) else body, url, content_type, now=NOW)
    assert isinstance(read, Announced), read
    return read


def refused(body: bytes | str, content_type: str | None = None) -> SourceRefused:
    """Why `body` is refused; it must be."""
    read = parse(body.encode() if isinstance(body, str) else body, URL, content_type, now=NOW)
    assert isinstance(read, SourceRefused), read
    return read


def rss(items: str, head: str = "<link>https://www.seema.example/</link>") -> str:
    return f'<rss version="2.0"><channel><title>सीमा</title>{head}{items}</channel></rss>'


def item(title: str = "शीर्षक", link: str = "https://www.seema.example/desh/a-1", rest: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{rest}</item>"
