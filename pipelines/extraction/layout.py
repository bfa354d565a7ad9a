"""The outlet's own rules: what its selectors find on a page, and which layout of its pages this is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from cssselect import HTMLTranslator, SelectorError
from lxml import etree
from lxml.html import HtmlElement

from pipelines.page import Hints


@dataclass(frozen=True, slots=True)
class Layout:
    """What the rules found, in the order of the page. Empty where they found nothing or there are none."""

    body: list[HtmlElement] = field(default_factory=list)
    drop: list[HtmlElement] = field(default_factory=list)
    title: list[HtmlElement] = field(default_factory=list)
    authors: list[HtmlElement] = field(default_factory=list)
    published: list[HtmlElement] = field(default_factory=list)
    used: tuple[str, ...] = ()
    """Names (`Hints.rules`) of the rules that matched."""
    missed: tuple[str, ...] = ()


def find_layout(root: HtmlElement, hints: Hints, fetched: date, published: date | None) -> Layout:
    """What the rules find on a page that was ``fetched`` and (if that is known) ``published`` on these days.

    Where those of the layout in use that day find no body, a story of before keeps the layout it was
    published in: then those of that layout are used if they find one.
    """
    today = _layout(root, _at(hints, fetched))
    if today.body or published is None:
        return today
    for older in (hints, *hints.older):
        if older.valid_until is not None and published <= older.valid_until < fetched:
            found = _layout(root, older)
            if found.body:
                return found
    return today


def _at(hints: Hints, fetched: date) -> Hints:
    """The rules, or none of them for a page that is newer than they hold."""
    if hints.valid_until is not None and fetched > hints.valid_until:
        return Hints(day_first=hints.day_first)
    return replace(hints, older=())


def _layout(root: HtmlElement, hints: Hints) -> Layout:
    body, title = selected(root, hints.body), selected(root, hints.title)
    drop = selected(root, hints.drop, every=True)
    authors, published = selected(root, hints.authors), selected(root, hints.published)
    found = {"body": body, "drop": drop, "title": title, "authors": authors, "published": published}
    return Layout(
        body,
        drop,
        title,
        authors,
        published,
        used=tuple(rule for name, rule in hints.rules.items() if found[name]),
        missed=tuple(rule for name, rule in hints.rules.items() if not found[name]),
    )


def selected(root: HtmlElement, selectors: Iterable[str], every: bool = False) -> list[HtmlElement]:
    """What the first selector that matches selects, or with ``every`` what any selects."""
    found: list[HtmlElement] = []
    for selector in selectors:
        try:
            matched = root.xpath(_xpath(selector))
        except etree.XPathError:
            continue
        found.extend(e for e in matched if isinstance(e, HtmlElement))
        if found and not every:
            break
    return found


@lru_cache(maxsize=512)
def _xpath(selector: str) -> str:
    """XPath of a CSS selector. A selector that is none selects nothing; the outlet file's loader has
    complained."""
    if selector.startswith(("/", "(", ".//")):
        return selector
    try:
        xpath: str = HTMLTranslator().css_to_xpath(selector)
    except SelectorError:
        return "/.."
    return xpath


def instant_texts(elements: Sequence[HtmlElement]) -> list[str]:
    """The instants that the elements state, as text."""
    return [e.get("datetime") or e.get("content") or e.text_content() for e in elements]
