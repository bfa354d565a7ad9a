"""One walk over the tree: how much running text, link text and Devanagari every element holds.

Everything that follows (what to cut, where the story is) is decided on these figures, so they are gathered
once. A *block* is an element that a browser sets on lines of its own; text belongs to the nearest block
around it, so that a bare ``<div>`` with text nodes between ``<br>`` counts like a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

BLOCKS: Final = frozenset(
    [
        "html",
        "body",
        "div",
        "p",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "nav",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "figure",
        "figcaption",
        "form",
        "fieldset",
        "legend",
        "details",
        "summary",
        "pre",
        "center",
        "address",
        "hr",
        "amp-sidebar",
        "amp-accordion",
        "amp-carousel",
        "amp-story",
        "hgroup",
        "caption",
    ]
)
HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
NEVER: Final = frozenset(
    [
        "script",
        "noscript",
        "iframe",
        "button",
        "input",
        "head",
        "title",
        "meta",
        "link",
        "amp-analytics",
        "amp-ad",
        "amp-embed",
        "amp-iframe",
        "amp-sidebar",
        "amp-social-share",
        "amp-consent",
        "amp-sticky-ad",
        "amp-auto-ads",
        "amp-video",
        "amp-youtube",
        "amp-img",
        "amp-next-page",
        "video",
        "dialog",
        "label",
        "progress",
        "datalist",
        "marquee",
    ]
)
"""Elements whose text is never a story's. (`document.parse` has removed the hopeless ones.)"""

_DEVANAGARI: Final = re.compile("[\u0900-\u097f]+")
_END: Final = re.compile("(?:[।॥.?!…]|(?<=[\u0900-\u097f])\\|)['\"’”)\\]]*\\s*(?:$|\\n)|[।॥?!]|\\. ")
PROSE_CHARS: Final = 40
"""Shorter blocks are not running text by themselves."""


@dataclass(slots=True)
class Survey:
    """Parallel lists, one place for each element in document order. Lengths are in characters."""

    elements: list[HtmlElement]
    index: dict[HtmlElement, int]
    parent: list[int]
    """Place of the parent; -1 for the root."""
    last: list[int]
    """Place of the last descendant (or the element itself)."""
    own: list[int]
    """Text directly in this block."""
    own_links: list[int]
    """The part of `own` inside links."""
    prose: list[float]
    """Running text directly in this block: sentences outside links. 0 for everything else."""
    block: list[int]
    """Place of the nearest block at or above the element."""
    total: list[int]
    """All text at and below the element."""
    total_prose: list[float]
    """All running text at and below the element."""
    total_links: list[int]

    def inside(self, place: int, of: int) -> bool:
        return of <= place <= self.last[of]

    def text_of(self, place: int) -> str:
        return " ".join("".join(self.elements[place].itertext()).split())


def survey(root: HtmlElement) -> Survey:
    """Measure `root` and everything below. Linear in the size of the tree; no recursion."""
    elements: list[HtmlElement] = []
    parent: list[int] = []
    own: list[int] = []
    own_links: list[int] = []
    nearest: list[int] = []
    direct: list[int] = []
    pieces: dict[int, list[str]] = {}
    # (element, parent's place, block's place, inside a link)
    stack: list[tuple[HtmlElement, int, int, bool]] = [(root, -1, 0, False)]
    while stack:
        element, above, block, linked = stack.pop()
        place = len(elements)
        elements.append(element)
        parent.append(above)
        own.append(0)
        own_links.append(0)
        direct.append(0)
        tag = element.tag
        if tag in BLOCKS:
            block = place
        elif tag == "a":
            linked = True
        nearest.append(block)
        if tag in NEVER:
            continue
        length = 0
        found = pieces.get(block)
        if found is None:
            found = pieces[block] = []
        text = element.text
        if text and (bare := text.strip()):
            length = len(bare)
            found.append(bare)
        below: list[tuple[HtmlElement, int, int, bool]] = []
        for child in element:
            below.append((child, place, block, linked))
            text = child.tail
            if text and (bare := text.strip()):
                length += len(bare)
                found.append(bare)
        if length:
            own[block] += length
            direct[place] = length
            if linked:
                own_links[block] += length
        below.reverse()
        stack += below
    count = len(elements)
    prose = [0.0] * count
    for block, texts in pieces.items():
        if texts and own[block] - own_links[block] >= PROSE_CHARS:
            prose[block] = _prose(elements[block], texts, own[block], own_links[block])
    last = list(range(count))
    total, total_prose, total_links = direct, prose[:], own_links[:]
    for place in range(count - 1, 0, -1):
        above = parent[place]
        total[above] += total[place]
        total_prose[above] += total_prose[place]
        total_links[above] += total_links[place]
        if last[place] > last[above]:
            last[above] = last[place]
    index = {element: place for place, element in enumerate(elements)}
    return Survey(
        elements, index, parent, last, own, own_links, prose, nearest, total, total_prose, total_links
    )


def _prose(block: HtmlElement, texts: list[str], length: int, links: int) -> float:
    """How many characters of a block are running text."""
    if links > length * 0.4:
        return 0.0
    text = "\n".join(texts)
    devanagari = sum(map(len, _DEVANAGARI.findall(text)))
    if not _END.search(text) and length < 100:
        return 0.0
    plain = float(length - links)
    if devanagari >= length * 0.35:
        return plain
    # Text of another script is a story only where there is no Hindi; JSON and style sheets are none at all.
    if text.count("{") + text.count(";") > length / 60:
        return 0.0
    return plain * 0.35
