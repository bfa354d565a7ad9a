"""Section pages: stories as links in a list, on a page that is made for readers.

    HTML ─▶ crawler.sources.listing ─▶ links of stories ─▶ with what stands around each ─▶ entries

A link that is no story costs a request and is refused then; a story that is missed is lost. So what looks
like a second list of stories is taken, too, but for those in menus, sidebars and footers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from lxml import etree

from crawler.sources.announced import Announced, SourceRefused
from crawler.sources.collection import Collection, Item, address
from crawler.sources.dates import instant
from crawler.sources.listing import HEADLINE, MAX_LINKS, Link, link_of, listed, selected, words
from pipelines.entry import SourceRef

MAX_ITEMS: Final = 500
"""Entries of one page."""

_AROUND: Final = 8
"""Levels above a link on which what belongs to it may stand."""
_OLDER: Final = frozenset(
    {"next", "older", "older posts", "next page", "»", "›", "→", "अगला", "आगे", "अगला पेज", "पुराने"}
)
_DATE_CLASS: Final = re.compile(r"date|time|posted|publish", re.IGNORECASE)
_STAMP: Final = 60
"""Characters of a date and what stands with it, at most."""


def read_section(
    text: str, source: SourceRef, base: str, now: datetime, items: Sequence[str] = ()
) -> Announced | SourceRefused:
    """The entries of a page that came from `base`. `items`: selectors of the list's links or elements."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        tree = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return SourceRefused("unreadable", f"no page could be made of it: {error}"[:200])
    if tree is None:
        return SourceRefused("empty", "the answer has no body")
    base = next((address(b.get("href"), base) for b in tree.iter("base") if b.get("href")), None) or base
    found = selected(tree, items, base) if items else listed(tree, base)
    if not found:
        what = (
            f"nothing matches {', '.join(items)}" if items else "no list of headlines in Devanagari is on it"
        )
        return SourceRefused("no-list", what)
    collection = Collection("section", source, now, MAX_ITEMS)
    own = {link.key for link in found}
    for link in found:
        collection.add(_item(link, own, base, now))
    return collection.announced(
        title=next((_escaped(words(title)) for title in tree.iter("title")), None),
        language=tree.get("lang"),
        hub=_related(tree, "hub", base),
        next=_related(tree, "next", base) or _older(tree, base),
    )


# --- an entry ----------------------------------------------------------------------------------------


def _item(link: Link, own: set[str], base: str, now: datetime) -> Item:
    box = _box(link, own, base)
    return Item(
        links=(link.url,),
        bases=(base,),
        title=_escaped(_heading(link) or link.text),
        published=_date(box, now),
        summary=next((_escaped(said) for p in box.iter("p") if len(said := words(p)) > 2 * HEADLINE), None),
        images=tuple(src for image in box.iter("img") for src in _pictures(image)),
    )


def _box(link: Link, own: set[str], base: str) -> etree._Element:
    """The largest element around the link in which no other story of the list is."""
    box = link.element
    for ancestor in islice(link.element.iterancestors(), _AROUND):
        if str(ancestor.tag) in ("body", "html", "main"):
            break
        keys = (other.key for a in ancestor.iter("a") if (other := link_of(a, base)))
        if any(key != link.key and key in own for key in keys):
            break
        box = ancestor
    return box


def _heading(link: Link) -> str | None:
    """The headline, where the link is around the whole teaser."""
    return next((said for h in link.element.iter("h1", "h2", "h3", "h4", "h5") if (said := words(h))), None)


def _date(box: etree._Element, now: datetime) -> str | None:
    for time in box.iter("time"):
        stated = time.get("datetime") or words(time)
        if instant(stated, now):
            return stated
    for element in box.iter("span", "div", "p", "small", "em", "i", "li"):
        if _DATE_CLASS.search(element.get("class") or ""):
            said = words(element)
            if len(said) < _STAMP and instant(said, now):
                return said
    return None


def _pictures(image: etree._Element) -> Iterator[str | None]:
    for name in ("data-src", "data-lazy-src", "data-original", "src"):
        if (value := image.get(name)) and not value.startswith("data:"):
            yield value


def _escaped(text: str) -> str:
    """As markup, which the collection reads."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


# --- the next page -----------------------------------------------------------------------------------


def _related(tree: etree._Element, relation: str, base: str) -> str | None:
    for link in tree.iter("link", "a"):
        if relation in (link.get("rel") or "").lower().split() and (url := address(link.get("href"), base)):
            return url
    return None


def _older(tree: etree._Element, base: str) -> str | None:
    """The next older page by what its link is called."""
    for number, link in enumerate(tree.iter("a")):
        if number == MAX_LINKS:
            break
        called = {*(link.get("class") or "").lower().split(), words(link).lower()}
        if called & _OLDER and (url := address(link.get("href"), base)) and url != base:
            return url
    return None
