"""JSON Feed 1 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import Any

from crawler.sources.announced import Announced, RefusedEntry, SourceRefused
from crawler.sources.bounds import MAX_ENTRIES
from crawler.sources.collection import Collection, Item
from pipelines.entry import SourceRef


def read_json(text: str, source: SourceRef, base: str, now: datetime) -> Announced | SourceRefused:
    """The entries of a JSON Feed that came from `base`."""
    notes: tuple[str, ...] = ()
    try:
        feed = json.loads(text)
    except RecursionError:
        return SourceRefused("not-a-feed", "JSON that is nested too deeply")
    except ValueError as error:
        feed = _rescued(text)
        if feed is None:
            return SourceRefused("not-a-feed", f"broken JSON: {error}"[:300])
        notes = (f"broken JSON: {error}"[:200],)
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return SourceRefused("not-a-feed", f"JSON, but no JSON Feed: {_described(feed)}")
    if not _string(feed.get("version")) and not any(
        isinstance(i, dict) and "url" in i for i in feed["items"]
    ):
        return SourceRefused("not-a-feed", f"JSON with items, but no JSON Feed: {_described(feed)}")
    collection = Collection("json", source, now, MAX_ENTRIES)
    if notes:
        collection.refused.append(RefusedEntry("truncated", "the feed is cut off or broken within an entry"))
    bases = (_string(feed.get("home_page_url")), _string(feed.get("feed_url")), base)
    for raw in feed["items"]:
        if isinstance(raw, dict):
            collection.add(_item(raw, feed, bases))
        else:
            collection.refused.append(RefusedEntry("no-link", f"an item is no object: {str(raw)[:80]!r}"))
    hubs = feed.get("hubs")
    return collection.announced(
        title=_string(feed.get("title")),
        home=bases[0],
        language=_string(feed.get("language")),
        hub=next((_string(h.get("url")) for h in hubs if isinstance(h, dict)), None)
        if isinstance(hubs, list)
        else None,
        next=_string(feed.get("next_url")),
        notes=notes,
    )


def _item(raw: dict[str, Any], feed: dict[str, Any], bases: tuple[str | None, ...]) -> Item:
    guid = raw.get("id")
    guid = _string(guid) if not isinstance(guid, int | float) else str(guid)
    text, markup = _string(raw.get("content_text")), _string(raw.get("content_html"))
    tags = raw.get("tags")
    return Item(
        links=(
            _string(raw.get("url")),
            _string(raw.get("external_url")),
            guid if guid and re.match(r"https?://", guid, re.IGNORECASE) else None,
        ),
        bases=bases,
        title=_string(raw.get("title")),
        published=_string(raw.get("date_published")),
        updated=_string(raw.get("date_modified")),
        summary=_escaped(_string(raw.get("summary"))),
        content=markup or _paragraphs(text),
        categories=tuple(_string(tag) for tag in tags) if isinstance(tags, list) else (),
        guid=guid,
        authors=tuple(_authors(raw)) or tuple(_authors(feed)),
        images=(_string(raw.get("image")), _string(raw.get("banner_image"))),
        language=_string(raw.get("language")) or _string(feed.get("language")),
    )


def _authors(raw: dict[str, Any]) -> Iterator[str]:
    stated = raw.get("authors")  # 1.1; version 1 has one "author"
    for author in stated if isinstance(stated, list) else [raw.get("author")]:
        name = _string(author.get("name")) if isinstance(author, dict) else _string(author)
        if name:
            yield name


def _string(value: object) -> str | None:
    # JSON may hold halves of surrogate pairs, which no UTF-8 can.
    return value.encode("utf-8", "ignore").decode() if isinstance(value, str) and value.strip() else None


def _escaped(text: str | None) -> str | None:
    return escape(text, quote=False) if text else None


def _paragraphs(text: str | None) -> str | None:
    lines = (line.strip() for line in (text or "").splitlines())
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line) or None


def _described(value: object) -> str:
    if isinstance(value, dict):
        return "an object with " + (", ".join(sorted(map(str, value))[:8]) or "nothing")
    return f"a list of {len(value)}" if isinstance(value, list) else f"{str(value)[:60]!r}"


def _rescued(text: str) -> dict[str, Any] | None:
    """What can be read of a feed that is cut off: the items before the break."""
    items = re.search(r'"items"\s*:\s*\[', text)
    if items is None:
        return None
    decoder, at = json.JSONDecoder(), items.end()
    found: list[Any] = []
    while len(found) <= MAX_ENTRIES:
        start = re.compile(r"[\s,]*(?=\{)").match(text, at)
        if start is None:
            break
        try:
            item, at = decoder.raw_decode(text, start.end())
        except (ValueError, RecursionError):
            break
        found.append(item)
    feed: dict[str, Any] = {"items": found}
    for name in ("version", "title", "home_page_url", "feed_url", "language", "next_url"):
        stated = re.search(rf'"{name}"\s*:\s*("(?:[^"\\]|\\.)*")', text[: items.start()])
        if stated:
            try:
                feed[name] = json.loads(stated[1])
            except ValueError:
                continue
    return feed if found else None
