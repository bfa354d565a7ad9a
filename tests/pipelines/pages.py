"""Pages for tests of extraction."""

from __future__ import annotations

from datetime import UTC, datetime

from pipelines.entry import Entry, SourceRef
from pipelines.extract import extract
from pipelines.page import Hints, Page
from pipelines.story import Rejected, Story

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
URL = "https://khabar.example.in/desh/story-4711.html"


def page(
    html: str | bytes,
    url: str = URL,
    *,
    content_type: str = "text/html",
    status: int = 200,
    entry: Entry | None = None,
    hints: Hints | None = None,
    names: tuple[str, ...] = (),
) -> Page:
    return Page(
        url=url,
        outlet="khabar",
        body=html.encode() if isinstance(html, str) else html,
        fetched_at=NOW,
        source=SourceRef("page", url),
        headers={"content-type": content_type},
        status=status,
        entry=entry,
        hints=hints or Hints(),
        outlet_names=names,
    )


def extracted(html: str | bytes, url: str = URL) -> Story | Rejected:
    return extract(page(html, url))
