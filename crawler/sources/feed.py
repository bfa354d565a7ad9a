"""RSS 0.9x, 1.0, 2.0 and Atom, read by feedparser, which knows the ugly ones.

What is kept from feedparser: its sanitizer and its resolving of links within HTML (the full text is wanted as
it stands), its dates (see `crawler.sources.dates`), its base address (with one it turns the guid ``123`` into
an address and then into the link). What it gets is decoded, free of entity declarations, bounded, and closed
where it was cut off, so that its strict parser and not the slow tolerant one reads all that can be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from html import escape
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit
from xml.sax import SAXException

import feedparser

from crawler.sources.announced import Announced, Kind, RefusedEntry, SourceRefused
from crawler.sources.bounds import MAX_ENTRIES, bounded
from crawler.sources.collection import Collection, Item
from crawler.sources.sniff import Sniffed
from crawler.sources.wordpress import is_wordpress_feed, next_feed_page
from pipelines.entry import SourceRef

# feedparser takes a picture's caption for the story's title or summary if it comes first.
_CAPTION: Final = re.compile(r"(</?media:)(title|description|text)(?=[\s/>])")
# Own inventions of Indian CMSs (Zee, Live Hindustan, India TV ...).
_IMAGE_ELEMENTS: Final = ("coverimages", "coverimage", "thumbimage", "fullimage", "storyimage",
                          "image_url", "imageurl", "thumbnail", "thumbnailimage", "featured_image",
                          "postimage")  # fmt: skip
_IMAGE_NAME: Final = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:[?#]|\Z)", re.IGNORECASE)
# What a parser built on regular expressions and int() can raise at malformed input.
_FAILURES: Final = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, SAXException, TypeError,
    ValueError,
)  # fmt: skip


def read_feed(sniffed: Sniffed, source: SourceRef, base: str, now: datetime) -> Announced | SourceRefused:
    """The entries of an XML feed that came from `base`."""
    limited = bounded(sniffed.text)
    text = _CAPTION.sub(r"\1x\2", limited.text)
    try:
        parsed = feedparser.parse(
            BytesIO(text.encode()),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _FAILURES as error:
        return SourceRefused("unreadable", f"feedparser: {type(error).__name__}: {error}"[:300])
    feed, version = parsed.feed, parsed.get("version") or ""
    if not parsed.entries and not version and not feed:
        problem = parsed.get("bozo_exception")
        return SourceRefused(
            "unreadable", f"no feed could be made of it: {problem or 'it has no channel'}"[:300]
        )
    kind: Kind = "atom" if sniffed.format == "atom" else "rdf" if sniffed.format == "rdf" else "rss"
    home = _home(feed)
    bases = _bases(kind, home, base)
    collection = Collection(kind, source, now, MAX_ENTRIES)
    if limited.halved:
        collection.refused.append(RefusedEntry("truncated", "the feed is cut off within its last entry"))
    for entry in parsed.entries:
        collection.add(_item(entry, feed, kind, bases))
    notes = sniffed.notes
    if limited.mistake:
        notes = (*notes, f"malformed: {limited.mistake}")
    return collection.announced(
        title=_text(feed, "title"),
        home=home,
        language=_text(feed, "language"),
        hub=_related(feed, "hub"),
        # RFC 5005: a feed in pages (3), a feed with archives (4).
        next=_related(feed, "next") or _related(feed, "prev-archive") or _next(feed, base),
        ttl=_text(feed, "ttl"),
        notes=notes,
        left_over=limited.left_over,
    )


def _item(entry: Mapping[str, Any], feed: Mapping[str, Any], kind: Kind, bases: tuple[str, ...]) -> Item:
    content, summary = _content(entry)
    published = _text(entry, "published") or _text(entry, "created") or _text(entry, "dcterms_created")
    updated = _text(entry, "updated")
    if not published and kind != "atom":
        published, updated = updated, None  # dc:date
    return Item(
        links=tuple(_links(entry, bases)),
        bases=bases,
        title=_text(entry, "title"),
        published=published,
        updated=updated,
        summary=summary,
        content=content,
        categories=tuple(tag.get("label") or tag.get("term") for tag in entry.get("tags", ())),
        guid=_text(entry, "id"),
        authors=tuple(_authors(entry, kind)),
        images=tuple(_images(entry)),
        language=_language(entry) or _text(feed, "language"),
    )


def _text(mapping: Mapping[str, Any], name: str) -> str | None:
    # dict.get: feedparser's own answers "updated" with "published".
    value = dict.get(mapping, name) if isinstance(mapping, dict) else None
    return value if isinstance(value, str) and value.strip() else None


def _home(feed: Mapping[str, Any]) -> str | None:
    return next(_alternates(feed), None) or _text(feed, "link")


def _related(feed: Mapping[str, Any], relation: str) -> str | None:
    return next((link.get("href") for link in feed.get("links", ()) if link.get("rel") == relation), None)


def _next(feed: Mapping[str, Any], base: str) -> str | None:
    return next_feed_page(base) if is_wordpress_feed(base, _text(feed, "generator")) else None


def _bases(kind: Kind, home: str | None, url: str) -> tuple[str, ...]:
    """What links are relative to, beside xml:base, which feedparser has followed.

    Atom says: the feed's own address. RSS says nothing, and its authors mean the site, which is often on
    another host than the feed; so does whoever hands his Atom feed to FeedBurner.
    """
    absolute = home is not None and home.strip().startswith(("http://", "https://"))
    if absolute and home and (kind != "atom" or "feedburner" in urlsplit(url).netloc):
        return (home, url)
    return (url,)


def _alternates(mapping: Mapping[str, Any]) -> Iterator[str]:
    """Addresses of web pages, a Hindi one first, then those that do not name a language."""
    links = [
        link
        for link in mapping.get("links", ())
        if link.get("rel", "alternate") == "alternate" and link.get("href")
        and "html" in (link.get("type") or "html")
    ]  # fmt: skip

    def weight(link: Mapping[str, Any]) -> int:
        language = (link.get("hreflang") or "").lower()
        return 0 if language.startswith("hi") else 2 if language else 1

    yield from (link["href"] for link in sorted(links, key=weight))


def _links(entry: Mapping[str, Any], bases: tuple[str, ...]) -> Iterator[str | None]:
    yield _text(entry, "feedburner_origlink")
    yield from _alternates(entry)
    guid = _text(entry, "id") or ""
    if _text(entry, "link") != guid:  # feedparser takes the guid for the link, be it 12345
        yield _text(entry, "link")
    if re.match(r"https?://", guid, re.IGNORECASE):
        # Also one that says it is no permalink, if it is the site's own: WordPress' ?p=123 leads there.
        hosts = {urlsplit(base).netloc for base in bases}
        if entry.get("guidislink") or not _denied(entry) or urlsplit(guid).netloc in hosts:
            yield guid
    yield from (
        link.get("href")
        for link in entry.get("links", ())
        if link.get("rel") == "via" and "html" in link.get("type", "")
    )


def _denied(entry: Mapping[str, Any]) -> bool:
    """The guid is said to be no permalink (guidislink is False also beside any link element, be it empty)."""
    return entry.get("guidislink") is False and "link" not in entry


def _content(entry: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """HTML that may be the whole story (the longest there is), and the summary's markup."""
    longest = max((_html(part) for part in entry.get("content", ())), key=len, default="")
    summary = _html(entry.get("summary_detail") or {}) or _text(entry, "summary")
    return longest or None, summary


def _html(part: Mapping[str, Any]) -> str:
    value = part.get("value") or ""
    if not isinstance(value, str):
        return ""
    return escape(value, quote=False) if part.get("type") == "text/plain" and "</" not in value else value


def _authors(entry: Mapping[str, Any], kind: Kind) -> Iterator[str | None]:
    stated = _text(entry, "author") or ""
    if "@" in stated and kind != "atom":
        # RSS wants "address (name)"; feedparser knows no top-level domain of more than four letters.
        yield re.sub(r"\S+@\S+|[()<>]", " ", stated)
        return
    names = [author.get("name") for author in entry.get("authors", ())] or [stated]
    yield from (name for name in names if name and "@" not in name)


def _images(entry: Mapping[str, Any]) -> Iterator[str | None]:
    for media in entry.get("media_content", ()):
        kind = media.get("medium") or media.get("type") or ""
        if kind.startswith("image") or (not kind and _IMAGE_NAME.search(media.get("url") or "")):
            yield media.get("url")
    for link in entry.get("links", ()):
        kind, href = link.get("type") or "", link.get("href") or ""
        if link.get("rel") == "enclosure" and (kind.startswith("image") or _IMAGE_NAME.search(href)):
            yield href
    yield from (media.get("url") for media in entry.get("media_thumbnail", ()))
    yield (entry.get("image") or {}).get("href") if isinstance(entry.get("image"), dict) else None
    for name in (*_IMAGE_ELEMENTS, "href"):  # <image><url> within an item comes out as href
        value = _text(entry, name)
        if value and (name != "href" or _IMAGE_NAME.search(value)):
            yield value


def _language(entry: Mapping[str, Any]) -> str | None:
    detail = entry.get("title_detail") or {}
    return _text(entry, "language") or detail.get("language")
