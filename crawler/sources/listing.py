"""The list of stories on a page that is made for readers: named by selectors, or found.

    links ─▶ headlines in Devanagari ─▶ by their places ─▶ the list with most words, and those nearly as good

Links of a list stand in like places: the same elements with the same classes around them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from lxml import etree
from parsel.csstranslator import HTMLTranslator
from parsel.xpathfuncs import setup as _register_xpath_functions

from crawler.sources.collection import address
from pipelines.urls import BadUrl, canonical

MAX_LINKS: Final = 5000
"""Links looked at on one page."""
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
_NEAR: Final = 5
"""Ancestors whose classes tell places apart; of those above, classes are the page's, not the list's."""
_LETTERS: Final = re.compile("[\u0904-\u0939\u0958-\u0961]")
_OUTSIDE: Final = frozenset({"nav", "aside", "noscript", "template"})
_OF_PAGE: Final = frozenset({"header", "footer"})
_BESIDE: Final = re.compile(
    r"side-?bar|related|trending|popular|most-?(?:read|viewed)|footer|\bmenu|\bnav\b|navbar|breadcrumb|ticker|widget",
    re.IGNORECASE,
)
_register_xpath_functions()  # has-class(), which outlet files may use
_NAMESPACES: Final = {"re": "http://exslt.org/regular-expressions", "set": "http://exslt.org/sets"}


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the page."""

    element: etree._Element
    url: str
    key: str
    """Canonical URL."""
    text: str


def selected(tree: etree._Element, selectors: Iterable[str], base: str) -> list[Link]:
    """The links that the first selector with a match names."""
    for selector in selectors:
        path = selector if selector.startswith(("/", "(")) else HTMLTranslator().css_to_xpath(selector)
        try:
            found = tree.xpath(path, namespaces=_NAMESPACES)
        except etree.XPathError:  # such as too many steps; the outlet's file has been checked
            continue
        elements = [e for e in found if isinstance(e, etree._Element)] if isinstance(found, list) else []
        links = [link for element in elements[:MAX_LINKS] if (link := _within(element, base))]
        if links:
            return links
    return []


def _within(element: etree._Element, base: str) -> Link | None:
    """The link that the element is, or the one with most words within it, or around it."""
    inside = [link for a in element.iter("a") if (link := link_of(a, base))]
    around = [link for a in element.iterancestors("a") if (link := link_of(a, base))]
    return max(inside or around, key=lambda link: len(link.text), default=None)


def listed(tree: etree._Element, base: str) -> list[Link]:
    """The links of the best list, and of those that are nearly as good, in the order of the page."""
    host = (urlsplit(base).hostname or "").removeprefix("www.")
    groups: dict[tuple[str, ...], dict[str, Link]] = defaultdict(dict)
    worth: dict[tuple[str, ...], float] = defaultdict(float)
    headlines: Counter[tuple[str, ...]] = Counter()
    order: dict[str, int] = {}
    for number, element in enumerate(tree.iter("a")):
        if number == MAX_LINKS:
            break
        link = link_of(element, base)
        letters = len(_LETTERS.findall(link.text)) if link else 0
        if link is None or letters < SHORT:
            continue
        if not f".{(urlsplit(link.url).hostname or '').removeprefix('www.')}".endswith(f".{host}"):
            continue
        place = _place(element)
        if place and link.key not in groups[place]:
            groups[place][link.key] = link
            headlines[place] += letters >= HEADLINE
            worth[place] += min(len(link.text), _WORTH) * (0.2 if _is_beside(element) else 1)
            order.setdefault(link.key, number)
    lists = {p: links for p, links in groups.items() if headlines[p] >= max(LIST, len(links) / 2)}
    best = max((worth[place] for place in lists), default=0.0)
    taken: dict[str, Link] = {}
    for place, links in lists.items():
        if worth[place] >= best * _SHARE:
            taken = links | taken
    return sorted(taken.values(), key=lambda link: order[link.key])


def link_of(element: etree._Element, base: str) -> Link | None:
    """The link that an ``a`` element is; None if it leads nowhere, or to the page itself."""
    url = address(element.get("href"), base)
    if url is None or url == base:
        return None
    try:
        key = canonical(url)
    except BadUrl:
        return None
    return Link(element, url, key, words(element) or (element.get("title") or "").strip())


def _place(element: etree._Element) -> tuple[str, ...]:
    """Where the link is, in terms that are the same for all links of a list; empty where no list may be."""
    steps = []
    for number, ancestor in enumerate((element, *element.iterancestors())):
        tag = str(ancestor.tag)
        if tag in _OUTSIDE or (tag in _OF_PAGE and not _is_of_part(ancestor)):
            return ()
        # Of classes only the first, without figures: themes write post-1234 and item odd.
        classes = (ancestor.get("class") or "").split() if number < _NEAR else []
        steps.append(f"{tag}.{re.sub(r'[0-9]+', '', classes[0])}" if classes else tag)
    return tuple(steps)


def _is_of_part(element: etree._Element) -> bool:
    """Whether a header or footer belongs to an article or section, not to the page."""
    return any(
        str(ancestor.tag) in ("article", "section", "main", "li") for ancestor in element.iterancestors()
    )


def _is_beside(element: etree._Element) -> bool:
    return any(
        _BESIDE.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}")
        for ancestor in element.iterancestors()
        if str(ancestor.tag) not in ("body", "html")
    )


def words(element: etree._Element) -> str:
    """Its text on one line."""
    return " ".join(" ".join(map(str, element.itertext())).split())
