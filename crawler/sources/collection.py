"""Announced items on their way to entries: each gets a usable link or a reason, and each link comes once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from crawler.sources.announced import Announced, ChildSitemap, Kind, RefusedEntry
from crawler.sources.dates import indian, instant, relabelled
from crawler.sources.plaintext import labels, plain
from pipelines.entry import Entry, SourceRef
from pipelines.urls import BadUrl, canonical, clean

FULL_TEXT: Final = 1200
"""Characters of plain text (some 200 Hindi words) from which on a description is the story itself."""

_ABSOLUTE: Final = re.compile(r"\s*https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """What a format's reader found in one item, as it stands there."""

    links: tuple[str | None, ...]
    """Candidates in the order of their weight; the first that is a usable address is the link."""
    bases: tuple[str | None, ...] = ()
    """What relative links may be relative to, in the order of their weight."""
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    summary: str | None = None
    """Markup."""
    content: str | None = None
    """HTML of what may be the whole story."""
    categories: tuple[str | None, ...] = ()
    guid: str | None = None
    authors: tuple[str | None, ...] = ()
    images: tuple[str | None, ...] = ()
    language: str | None = None


@dataclass(slots=True)
class Collection:
    """Collects the entries of one source."""

    kind: Kind
    source: SourceRef
    now: datetime
    limit: int
    entries: dict[str, Entry] = field(default_factory=dict)
    """By canonical link."""
    refused: list[RefusedEntry] = field(default_factory=list)
    merged: int = 0
    left_over: int = 0
    _known: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, item: Item) -> None:
        """Take `item` as an entry, or note why it cannot be one."""
        if len(self.entries) + len(self.refused) + self.merged >= self.limit:
            self.left_over += 1
            return
        found = _link(item)
        if isinstance(found, RefusedEntry):
            self.refused.append(found)
            return
        link, key = found
        entry = self._entry(item, link)
        # One story under two addresses has one guid; alone it is not trusted: some feeds have one for all.
        same = (entry.guid or "", entry.title or "")
        if all(same):
            key = self._known.setdefault(same, key)
        other = self.entries.get(key)
        if other is not None:
            self.merged += 1
            entry = merged(other, entry)
        self.entries[key] = entry

    def announced(
        self,
        *,
        title: str | None = None,
        home: str | None = None,
        language: str | None = None,
        hub: str | None = None,
        next: str | None = None,
        ttl: str | None = None,
        children: tuple[ChildSitemap, ...] = (),
        notes: tuple[str, ...] = (),
        left_over: int = 0,
    ) -> Announced:
        """Everything collected. `left_over` counts items over the limit that the reader left out itself."""
        self.left_over += left_over
        if self.left_over:
            read = len(self.entries) + len(self.refused) + self.merged
            detail = f"{self.left_over:,} further entries beyond the first {read:,} were not read"
            self.refused.append(RefusedEntry("too-many-entries", detail, count=self.left_over))
        entries = tuple(self.entries.values())
        if relabelled([e.published for e in entries], self.now):
            entries = tuple(
                replace(e, published=_as_indian(e.published), updated=_as_indian(e.updated)) for e in entries
            )
            notes = (*notes, "times said to be GMT lie in the future: read as Indian time")
        return Announced(
            kind=self.kind,
            entries=entries,
            refused=tuple(self.refused),
            children=children,
            title=plain(title),
            home=address(home, self.source.url),
            language=(language or "").strip() or None,
            hub=address(hub, self.source.url),
            next=address(next, self.source.url),
            ttl=int(ttl) if ttl and ttl.isascii() and ttl.isdigit() and len(ttl) < 7 else None,
            merged=self.merged,
            notes=notes,
        )

    def _entry(self, item: Item, link: str) -> Entry:
        summary, full_text = _texts(item.summary, item.content)
        images = (address(image, *item.bases, self.source.url) for image in item.images)
        return Entry(
            link=link,
            source=self.source,
            title=plain(item.title),
            published=instant(item.published, self.now),
            updated=instant(item.updated, self.now),
            summary=summary,
            full_text=full_text,
            categories=labels(item.categories),
            guid=(item.guid or "").strip() or None,
            authors=labels(item.authors),
            image=next((image for image in images if image), None),
            language=(item.language or "").strip() or None,
        )


def merged(one: Entry, other: Entry) -> Entry:
    """The fuller of two announcements of one story, its gaps filled from the other."""
    fuller, poorer = (one, other) if _fullness(one) >= _fullness(other) else (other, one)
    gaps = {f.name: getattr(poorer, f.name) for f in fields(Entry) if getattr(fuller, f.name) in (None, ())}
    gaps["categories"] = tuple(dict.fromkeys((*one.categories, *other.categories)))
    return replace(fuller, **gaps)


def address(stated: str | None, *bases: str | None) -> str | None:
    """`stated` as a clean absolute URL, relative to the first base that makes it one; None if none does."""
    try:
        return _absolute(stated, bases) if stated and stated.strip() else None
    except BadUrl:
        return None


def _fullness(entry: Entry) -> int:
    texts = (entry.title, entry.summary, entry.full_text)
    return sum(len(text) for text in texts if text) + (50 if entry.published else 0)


def _as_indian(value: datetime | None) -> datetime | None:
    return indian(value) if value and not value.utcoffset() else value


def _link(item: Item) -> tuple[str, str] | RefusedEntry:
    """The item's link, clean and canonical, or why it has none."""
    title, guid = plain(item.title), (item.guid or "").strip() or None
    stated = [link for link in item.links if link and link.strip()]
    refusal = RefusedEntry("no-link", "the entry has no link", title, None, guid)
    for number, link in enumerate(stated):
        try:
            found = _absolute(link, item.bases)
            key = canonical(found)
        except BadUrl as error:
            if number == 0:
                refusal = RefusedEntry("bad-link", str(error), title, link[:500], guid)
            continue
        parts = urlsplit(found)
        if parts.path in ("", "/") and not parts.query and not parts.fragment:
            if number == 0:
                refusal = RefusedEntry(
                    "home-link", f"the link leads to the home page {found}", title, found, guid
                )
            continue
        return found, key
    return refusal


def _absolute(link: str, bases: tuple[str | None, ...]) -> str:
    for base in () if _ABSOLUTE.match(link) else bases:
        try:
            return clean(link, clean(base or ""))
        except BadUrl:
            continue
    return clean(link)


def _texts(summary: str | None, content: str | None) -> tuple[str | None, str | None]:
    """Plain summary and HTML of the whole story, of which the feed may have either, both or one twice.

    The content counts as the story if it is long, or clearly more than the summary: many feeds repeat their
    excerpt as content.
    """
    short, long = plain(summary), plain(content)
    if long is None:
        return short, summary if len(short or "") >= FULL_TEXT else None
    if short is None or short == long:
        return (None, content) if len(long) >= FULL_TEXT // 3 else (long, None)
    if len(long) >= FULL_TEXT or len(long) >= 1.5 * len(short) + 200:
        return short, content
    return (short, None) if len(short) >= len(long) else (long, None)
