"""Sitemaps (sitemaps.org 0.9), Google's news and image extensions, sitemap indexes, plain lists of addresses.

Elements are known by their local names, because namespaces are misspelt or missing in many sitemaps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Final

from lxml import etree

from crawler.sources.announced import Announced, ChildSitemap, RefusedEntry, SourceRefused
from crawler.sources.collection import Collection, Item, address
from crawler.sources.dates import instant
from crawler.sources.sniff import Sniffed
from pipelines.entry import SourceRef

MAX_URLS: Final = 50_000
"""What the protocol allows in one file."""

_END: Final = re.compile(r"</(?:[A-Za-z][A-Za-z0-9]{0,20}:)?(?:url|sitemap)\s*>", re.IGNORECASE)
_ROOT_END: Final = re.compile(r"</(?:[A-Za-z][A-Za-z0-9]{0,20}:)?(?:urlset|sitemapindex)\s*>", re.IGNORECASE)


def read_sitemap(sniffed: Sniffed, source: SourceRef, base: str, now: datetime) -> Announced | SourceRefused:
    """The entries of a sitemap, or the children of a sitemap index, that came from `base`."""
    index = sniffed.format == "sitemapindex"
    collection = Collection("sitemapindex" if index else "sitemap", source, now, MAX_URLS)
    children: dict[str, ChildSitemap] = {}
    text, notes = sniffed.text, sniffed.notes
    if not _ROOT_END.search(text[-2000:]):
        # The tolerant parser would close what is open and take half an address for a whole one.
        text = text[: max((end.end() for end in _END.finditer(text)), default=0)]
        notes = (*notes, "the end is missing")
    try:
        for name, element in _elements(text):
            if name == "url":
                collection.add(_item(element, base))
            elif len(children) < MAX_URLS:
                _add_child(children, collection, element, base, now)
            else:
                collection.left_over += 1
            _forget(element)
    except (etree.XMLSyntaxError, ValueError) as error:
        notes = (*notes, f"malformed: {error}"[:200])
    if not collection.entries and not collection.refused and not children and notes:
        return SourceRefused("unreadable", f"no address could be read: {notes[-1]}")
    return collection.announced(children=tuple(children.values()), notes=notes)


def read_list(text: str, source: SourceRef, base: str, now: datetime) -> Announced:
    """A sitemap in plain text: an address a line."""
    collection = Collection("sitemap", source, now, MAX_URLS)
    for line in text.split():
        collection.add(Item(links=(line,), bases=(base,)))
    return collection.announced()


def _elements(text: str) -> Iterator[tuple[str, etree._Element]]:
    """Each complete ``url`` and ``sitemap`` element, with what follows a mistake as far as it can be read."""
    events = etree.iterparse(
        BytesIO(text.encode()),
        events=("end",),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    for _, element in events:
        name = _local(element)
        if name in ("url", "sitemap"):
            yield name, element


def _forget(element: etree._Element) -> None:
    """Free what was read, or a large sitemap is held twice."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return next((child for child in element if _local(child) == name), None) if element is not None else None


def _text(element: etree._Element | None, *path: str) -> str | None:
    for name in path:
        element = _child(element, name)
    return "".join(map(str, element.itertext())).strip() or None if element is not None else None


def _item(element: etree._Element, base: str) -> Item:
    news = _child(element, "news")
    return Item(
        links=(_text(element, "loc"),),
        bases=(base,),
        title=_text(news, "title"),
        published=_text(news, "publication_date"),
        updated=_text(element, "lastmod"),
        categories=tuple((_text(news, "keywords") or "").split(",")),
        images=tuple(_text(child, "loc") for child in element if _local(child) == "image"),
        language=_text(news, "publication", "language") or _text(news, "language"),
    )


def _add_child(
    children: dict[str, ChildSitemap],
    collection: Collection,
    element: etree._Element,
    base: str,
    now: datetime,
) -> None:
    stated = _text(element, "loc")
    url = address(stated, base)
    if url is None:
        reason = "bad-link" if stated else "no-link"
        collection.refused.append(
            RefusedEntry(reason, "a sitemap of the index has no usable address", link=stated)
        )
        return
    lastmod = instant(_text(element, "lastmod"), now)
    other = children.get(url)
    if other is not None and other.lastmod is not None:
        lastmod = max(other.lastmod, lastmod or other.lastmod)
    children[url] = ChildSitemap(url, lastmod)
