"""What is in a source: how many items, how new, dated or not, in Hindi or not, whole stories or not.

    bytes ─▶ crawler.sources ─▶ inspect ─▶ Inspection ─▶ fault ─▶ None, or why it is of no use

Pure, and heavy for large sources: call it in a worker process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from crawler.outlet import Content
from crawler.sources import NO_HEADERS, Announced, ChildSitemap, SourceRefused, parse
from pipelines.entry import Entry
from pipelines.language import MIN_SHARE, detect

STALE: Final = timedelta(days=30)
"""A source without anything newer has been left behind; fortnightly magazines have."""
SAMPLE: Final = 200
"""Newest items whose links are kept."""
_TEXTS: Final = 40
"""Newest items whose words tell the language."""
_MOST: Final = 0.5


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in one source, or in the sitemap that an index led to."""

    format: str = ""
    """``rss``, ``atom``, ``sitemap`` ...; empty if it could not be read."""
    items: int = 0
    newest: datetime | None = None
    """Aware; the latest instant that an item states."""
    dated: float = 0.0
    """Share of the items with a date, 0 to 1."""
    titled: float = 0.0
    """Share of the items with a title, 0 to 1."""
    hindi: bool | None = None
    """Whether titles and summaries are Hindi; None if there are none, or too few words."""
    language: str | None = None
    """ISO 639 code of what they are in; None if that is unknown."""
    content: Content = "unknown"
    links: tuple[str, ...] = ()
    """Of the newest items, at most `SAMPLE`."""
    children: tuple[ChildSitemap, ...] = ()
    """Of a sitemap index."""
    hub: str | None = None
    """The WebSub hub that it announces."""
    refused: str | None = None
    """Why it could not be read: reason and detail."""


def inspect(
    body: bytes,
    url: str,
    content_type: str | None,
    kind: str,
    base: str,
    now: datetime,
    headers: Mapping[str, str] = NO_HEADERS,
    items: Sequence[str] = (),
) -> Inspection:
    """Read a source that was fetched from `base`, as `crawler.sources.parse`. Never raises for any bytes."""
    read = parse(body, url, content_type, kind, base=base, now=now, headers=headers, items=items)
    if isinstance(read, SourceRefused):
        return Inspection(refused=f"{read.reason}: {read.detail}")
    return _inspected(read)


def fault(found: Inspection, kind: str, now: datetime) -> str | None:
    """Why a source is of no use to us, in words; None if it is of use.

    An index of sitemaps is judged by the sitemap it leads to, so it counts as empty here.
    """
    if found.refused:
        return found.refused
    if not found.items:
        return "no items"
    if found.newest and now - found.newest > STALE:
        return f"stale: nothing since {found.newest.date()}"
    if found.hindi is False:
        return f"not Hindi ({found.language or 'und'})"
    if kind == "sitemap" and found.dated < _MOST:
        # Its tens of thousands of addresses would all be new, without end.
        return "a sitemap without dates"
    return None


def _inspected(read: Announced) -> Inspection:
    entries = read.entries
    if not entries:
        return Inspection(read.kind, children=read.children, hub=read.hub)
    dates = [entry.announced for entry in entries if entry.announced]
    titled = sum(entry.title is not None for entry in entries) / len(entries)
    newest_first = sorted(
        entries, key=lambda e: e.announced.timestamp() if e.announced else 0.0, reverse=True
    )
    hindi, language = _language(newest_first[:_TEXTS])
    return Inspection(
        read.kind,
        items=len(entries),
        newest=max(dates, default=None),
        dated=len(dates) / len(entries),
        titled=titled,
        hindi=hindi,
        language=language,
        content=_content(entries, titled),
        links=tuple(entry.link for entry in newest_first[:SAMPLE]),
        children=read.children,
        hub=read.hub,
    )


def _language(entries: Sequence[Entry]) -> tuple[bool | None, str | None]:
    words = "\n".join(text for e in entries for text in (e.title, e.summary) if text)
    if not words.strip():
        # News sitemaps state a language; feeds do too, but many Hindi ones state en-US.
        stated = {e.language.partition("-")[0].lower() for e in entries if e.language}
        return ("hi" in stated, stated.pop()) if len(stated) == 1 else (None, None)
    verdict = detect(words)
    if verdict.language == "und":
        return (None, None) if verdict.devanagari >= MIN_SHARE else (False, None)
    return verdict.language == "hi", verdict.language


def _content(entries: Sequence[Entry], titled: float) -> Content:
    half = len(entries) * _MOST
    if sum(entry.full_text is not None for entry in entries) >= half:
        return "full-text"
    if sum(entry.summary is not None for entry in entries) >= half:
        return "summary"
    return "title" if titled >= _MOST else "unknown"
