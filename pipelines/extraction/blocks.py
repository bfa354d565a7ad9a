"""The story's container cut into blocks of plain text: paragraphs, subheads, items of a list, quotations.

Text nodes between ``<br>`` become paragraphs of their own, whatever element they stand in; what `pruning`
cut is left out; links are counted, because a block that is all link leads elsewhere.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from lxml.html import HtmlElement

from pipelines.extraction.appeals import BEFORE_LINK
from pipelines.extraction.pruning import Pruned, is_social
from pipelines.extraction.survey import BLOCKS, HEADINGS, NEVER, Survey
from search.text import nfc, squeeze

Kind = Literal["p", "h", "li", "quote", "bare"]
"""``bare`` is text in a div, a cell or nothing at all; ``p`` stands in a paragraph element."""

# Icon fonts live in the private use area; control characters are no text (and XML has none).
_GLYPHS: Final = re.compile("[\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ENTITY: Final = re.compile(
    r"&(?:#\d{2,5}|#x[\da-f]{2,5}|nbsp|amp|quot|apos|lt|gt|[lr][sd]quo|[nm]dash|hellip|zwn?j);", re.I
)
_LABEL: Final = 60
"""No label of a link has more characters."""
_COLON: Final = re.compile("(?<=[\u0900-\u0963\u0970-\u097f]):(?=[\u0900-\u0963\u0970-\u097f])")


@dataclass(slots=True)
class Block:
    kind: Kind
    text: str
    """NFC, white space squeezed."""
    links: int = 0
    """Characters of `text` inside links, about."""
    hrefs: list[str] = field(default_factory=list)
    look: tuple[str, str] = ("", "")
    """Tag and class of the element: blocks of one role look alike."""
    place: int = 0
    """The element's place in the survey."""
    strong: bool = False
    """All of it is in bold."""
    listed: int = 0
    """Place of the list that an item belongs to; 0 for other blocks."""
    near_picture: bool = False
    """A picture stands in the same element."""

    @property
    def linked(self) -> float:
        """Share of link text, 0 to 1."""
        return min(1.0, self.links / len(self.text)) if self.text else 0.0


class _Home(NamedTuple):
    """The element whose text is being read."""

    kind: Kind
    look: tuple[str, str]
    place: int
    listed: int
    near_picture: bool


class _Around(NamedTuple):
    """What the elements around a piece of text make of it."""

    kind: Kind
    listed: int
    linked: bool
    bold: bool


class _Writer:
    """Collects the pieces of the block that is being read, and the blocks that are complete."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.home = _Home("bare", ("", ""), 0, 0, False)
        self._pieces: list[str] = []
        self._linked: list[bool] = []
        self._links = 0
        self._plain = 0
        self._hrefs: list[str] = []

    def text(self, text: str, linked: bool, bold: bool) -> None:
        self._pieces.append(text)
        self._linked.append(linked)
        if linked:
            self._links += len(text.strip())
        if not bold and text.strip():
            self._plain += 1

    def link(self, href: str) -> None:
        self._hrefs.append(href)

    def enter(self, home: _Home) -> None:
        self.end()
        self.home = home

    def end(self) -> None:
        """The text so far is a block."""
        if self._pieces:
            text = "".join(self._pieces)
            if self._links:
                text, gone = _without_announced(self._pieces, self._linked)
                self._links -= gone
            if "&" in text:  # "&amp;nbsp;": escaped once too often
                text = _ENTITY.sub(lambda found: entities.unescape(found[0]), text)
            text = squeeze(nfc(_GLYPHS.sub("", text)))
            if text:
                kind, look, place, listed, near = self.home
                self.blocks.append(
                    Block(kind, text, self._links, self._hrefs, look, place, self._plain == 0, listed, near)
                )
        self._pieces, self._linked, self._links, self._plain, self._hrefs = [], [], 0, 0, []


def _without_announced(pieces: list[str], linked: list[bool]) -> tuple[str, int]:
    """The text of the pieces without each "यह भी पढ़ें: <a>…</a>" in it, and the characters of link text that
    went with them. A line that is nothing else is left: it is judged as a line."""
    text, gone, number = "", 0, 0
    while number < len(pieces):
        found = (
            BEFORE_LINK.search(text, max(0, len(text) - _LABEL))
            if linked[number] and not linked[number - 1]
            else None
        )
        if found is None or not text[: found.start()].strip():
            text += pieces[number]
            number += 1
            continue
        text = text[: found.start()] + " "
        while number < len(pieces) and (linked[number] or not pieces[number].strip()):
            gone += len(pieces[number].strip())
            number += 1
    return text, gone


def read_blocks(survey: Survey, pruned: Pruned, top: int) -> list[Block]:
    """The blocks of the element at `top`, in the order of the page."""
    writer = _Writer()
    index = survey.index
    # Things to do: an element to enter, a tail to write, a block to go back to.
    todo: list[tuple[HtmlElement | str | _Home, _Around]] = [
        (survey.elements[top], _Around("bare", 0, False, False))
    ]
    while todo:
        thing, around = todo.pop()
        if isinstance(thing, _Home):
            writer.enter(thing)
            continue
        if isinstance(thing, str):
            writer.text(thing, around.linked, around.bold)
            continue
        element, tag = thing, thing.tag
        place = index.get(element)
        if tag == "br":
            writer.end()
            continue
        if place is None or tag in NEVER or (place in pruned.cut and place != top):
            if tag in BLOCKS:
                writer.end()
            continue
        if tag == "pre" and len(element) == 0:
            # Its line breaks are those of the page.
            todo.append((writer.home, around))
            for line in (element.text or "").splitlines():
                writer.enter(_Home("p", ("pre", ""), place, 0, False))
                writer.text(line, around.linked, around.bold)
            continue
        if tag in BLOCKS:
            todo.append((writer.home, around))
            kind, listed = _kind(tag, around.kind, around.listed, place)
            around = around._replace(kind=kind, listed=listed)
            look = (tag, element.get("class", ""))
            writer.enter(_Home(kind, look, place, listed, picture_near(element)))
        elif tag == "a":
            around = around._replace(linked=True)
            writer.link(element.get("href", ""))
        elif tag in ("b", "strong"):
            around = around._replace(bold=True)
        for child in reversed(element):
            if child.tail:
                todo.append((child.tail, around))
            todo.append((child, around))
        if element.text:
            writer.text(element.text, around.linked, around.bold)
    writer.end()
    return writer.blocks


def _kind(tag: str, above: Kind, listed: int, place: int) -> tuple[Kind, int]:
    if tag == "p":
        return ("li", listed) if above == "li" else ("quote", 0) if above == "quote" else ("p", 0)
    if tag in HEADINGS:
        return "h", 0
    if tag in ("ul", "ol", "dl"):
        return "li", place
    if tag in ("li", "dt", "dd"):
        return "li", listed
    if tag == "blockquote":
        return "quote", 0
    if above in ("li", "quote", "h", "p"):
        return above, listed
    return "bare", 0


def picture_near(element: HtmlElement) -> bool:
    """Does the element, or the one around it, begin with a picture? (A caption stands under one.)"""
    for candidate in (element, element.getprevious()):
        if candidate is not None and any(
            inner.tag in ("img", "amp-img", "picture") for inner in _first(candidate.iter(), 6)
        ):
            return True
    return False


def _first(elements: Iterable[HtmlElement], count: int) -> Iterable[HtmlElement]:
    for _, element in zip(range(count), elements, strict=False):
        yield element


def social_links(block: Block) -> int:
    return sum(is_social(href) for href in block.hrefs)


def headline_text(element: HtmlElement) -> str:
    """A heading as one line; a space after a colon where two differently styled parts meet."""
    return squeeze(nfc(_COLON.sub(": ", " ".join(t.replace("\n", " ") for t in element.itertext()))))
