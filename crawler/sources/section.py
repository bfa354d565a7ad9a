"""Section pages: stories as links in a list, on a page that is made for readers.

    HTML ─▶ links ─▶ those that the outlet's selectors name,
                     or the list itself: headlines in Devanagari that repeat in like places ─▶ entries

A link that is no story costs a request and is refused then; a story that is missed is lost. So what looks
like a second list of stories is taken, too, but for those in menus, sidebars and footers.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from lxml import etree
from parsel.csstranslator import HTMLTranslator

from crawler.sources.announced import Announced, SourceRefused
from crawler.sources.collection import Collection, Item, address
from crawler.sources.dates import instant
from pipelines.entry import SourceRef
from pipelines.urls import BadUrl, canonical

MAX_LINKS: Final = 5000
"""Links looked at on one page."""
MAX_ITEMS: Final = 500
"""Entries of one page."""
LIST: Final = 3
"""So many links in like places make a list."""
HEADLINE: Final = 15
"""Devanagari letters (without vowel signs) from which on a link's text is a headline; menus say less."""
SHORT: Final = 8
"""The same for a link in a list most of whose links are headlines."""

_WORTH: Final = 120
"""Characters of one headline that count: a teaser within the link makes no better list."""
_SHARE: Final = 1 / 3
"""Share of the best list's worth from which on another one is a list of stories, too."""
_AROUND: Final = 8
"""Levels above a link on which what belongs to it may stand."""
_NEAR: Final = 5
"""Ancestors whose classes tell places apart; of those above, classes are the page's, not the list's."""
_LETTERS: Final = re.compile("[\u0904-\u0939\u0958-\u0961]")
_OUTSIDE: Final = frozenset({"nav", "header", "footer", "aside", "noscript", "template"})
_BESIDE: Final = re.compile(
    r"side-?bar|related|trending|popular|most-?(?:read|viewed)|footer|\bmenu|\bnav\b|navbar|breadcrumb|ticker|widget",
    re.IGNORECASE,
)
_OLDER: Final = frozenset(
    {"next", "older", "older posts", "next page", "»", "›", "→", "अगला", "आगे", "अगला पेज", "पुराने"}
)
_DATE_CLASS: Final = re.compile(r"date|time|posted|publish", re.IGNORECASE)
_STAMP: Final = 60
"""Characters of a date and what stands with it, at most."""
_NAMESPACES: Final = {"re": "http://exslt.org/regular-expressions", "set": "http://exslt.org/sets"}


@dataclass(frozen=True, slots=True)
class _Link:
    element: etree._Element
    url: str
    key: str
    """Canonical URL."""
    text: str


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
    found = _selected(tree, items, base) if items else _listed(tree, base)
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
        title=next((_escaped(_words(title)) for title in tree.iter("title")), None),
        language=tree.get("lang"),
        hub=_related(tree, "hub", base),
        next=_related(tree, "next", base) or _older(tree, base),
    )


# --- the list ----------------------------------------------------------------------------------------


def _selected(tree: etree._Element, selectors: Iterable[str], base: str) -> list[_Link]:
    """The links that the first selector with a match names."""
    for selector in selectors:
        path = selector if selector.startswith(("/", "(")) else HTMLTranslator().css_to_xpath(selector)
        found = tree.xpath(path, namespaces=_NAMESPACES)
        elements = [e for e in found if isinstance(e, etree._Element)] if isinstance(found, list) else []
        links = [link for element in elements[:MAX_LINKS] if (link := _within(element, base))]
        if links:
            return links
    return []


def _within(element: etree._Element, base: str) -> _Link | None:
    """The link that the element is, or the one with most words within it, or around it."""
    inside = [link for a in element.iter("a") if (link := _link(a, base))]
    around = [link for a in element.iterancestors("a") if (link := _link(a, base))]
    return max(inside or around, key=lambda link: len(link.text), default=None)


def _listed(tree: etree._Element, base: str) -> list[_Link]:
    """The links of the best list, and of those that are nearly as good, in the order of the page."""
    host = (urlsplit(base).hostname or "").removeprefix("www.")
    groups: dict[tuple[str, ...], dict[str, _Link]] = defaultdict(dict)
    worth: dict[tuple[str, ...], float] = defaultdict(float)
    headlines: Counter[tuple[str, ...]] = Counter()
    order: dict[str, int] = {}
    for number, element in enumerate(tree.iter("a")):
        if number == MAX_LINKS:
            break
        link = _link(element, base)
        letters = len(_LETTERS.findall(link.text)) if link else 0
        if link is None or letters < SHORT:
            continue
        if not (urlsplit(link.url).hostname or "").removeprefix("www.").endswith(host):
            continue
        place = _place(element)
        if place and link.key not in groups[place]:
            groups[place][link.key] = link
            headlines[place] += letters >= HEADLINE
            worth[place] += min(len(link.text), _WORTH) * (0.2 if _is_beside(element) else 1)
            order.setdefault(link.key, number)
    lists = {p: links for p, links in groups.items() if headlines[p] >= max(LIST, len(links) / 2)}
    best = max((worth[place] for place in lists), default=0.0)
    taken: dict[str, _Link] = {}
    for place, links in lists.items():
        if worth[place] >= best * _SHARE:
            taken = links | taken
    return sorted(taken.values(), key=lambda link: order[link.key])


def _link(element: etree._Element, base: str) -> _Link | None:
    url = address(element.get("href"), base)
    if url is None or url == base:
        return None
    try:
        key = canonical(url)
    except BadUrl:
        return None
    return _Link(element, url, key, _words(element) or (element.get("title") or "").strip())


def _place(element: etree._Element) -> tuple[str, ...]:
    """Where the link is, in terms that are the same for all links of a list; empty where no list may be."""
    steps = []
    for number, ancestor in enumerate((element, *element.iterancestors())):
        tag = str(ancestor.tag)
        if tag in _OUTSIDE:
            return ()
        # Of classes only the first, without figures: themes write post-1234 and item odd.
        classes = (ancestor.get("class") or "").split() if number < _NEAR else []
        steps.append(f"{tag}.{re.sub(r'[0-9]+', '', classes[0])}" if classes else tag)
    return tuple(steps)


def _is_beside(element: etree._Element) -> bool:
    return any(
        _BESIDE.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}")
        for ancestor in element.iterancestors()
        if str(ancestor.tag) not in ("body", "html")
    )


# --- an entry ----------------------------------------------------------------------------------------


def _item(link: _Link, own: set[str], base: str, now: datetime) -> Item:
    box = _box(link, own, base)
    return Item(
        links=(link.url,),
        bases=(base,),
        title=_escaped(_heading(link) or link.text),
        published=_date(box, now),
        summary=next(
            (_escaped(words) for p in box.iter("p") if len(words := _words(p)) > 2 * HEADLINE), None
        ),
        images=tuple(src for image in box.iter("img") for src in _pictures(image)),
    )


def _box(link: _Link, own: set[str], base: str) -> etree._Element:
    """The largest element around the link in which no other story of the list is."""
    box = link.element
    for ancestor in islice(link.element.iterancestors(), _AROUND):
        if str(ancestor.tag) in ("body", "html", "main"):
            break
        keys = (other.key for a in ancestor.iter("a") if (other := _link(a, base)))
        if any(key != link.key and key in own for key in keys):
            break
        box = ancestor
    return box


def _heading(link: _Link) -> str | None:
    """The headline, where the link is around the whole teaser."""
    return next(
        (words for h in link.element.iter("h1", "h2", "h3", "h4", "h5") if (words := _words(h))), None
    )


def _date(box: etree._Element, now: datetime) -> str | None:
    for time in box.iter("time"):
        stated = time.get("datetime") or _words(time)
        if instant(stated, now):
            return stated
    for element in box.iter("span", "div", "p", "small", "em", "i", "li"):
        if _DATE_CLASS.search(element.get("class") or ""):
            words = _words(element)
            if len(words) < _STAMP and instant(words, now):
                return words
    return None


def _pictures(image: etree._Element) -> Iterator[str | None]:
    for name in ("data-src", "data-lazy-src", "data-original", "src"):
        if (value := image.get(name)) and not value.startswith("data:"):
            yield value


def _words(element: etree._Element) -> str:
    return " ".join(" ".join(map(str, element.itertext())).split())


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
        called = {*(link.get("class") or "").lower().split(), _words(link).lower()}
        if called & _OLDER and (url := address(link.get("href"), base)) and url != base:
            return url
    return None
