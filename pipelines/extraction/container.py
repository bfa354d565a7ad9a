"""Where the story stands: the element that holds the most running text and the least of anything else.

The idea is Aidan Finn's body text extraction ("Fact or fiction: content classification for digital
libraries", 2001): choose the stretch of the page in which text minus mark-up is greatest; here over the
elements of the tree, with running text against link text. One look at figures that `survey` has gathered,
so it is linear. Names (an ``articleBody``, a ``story-content``) weigh, they do not decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipelines.extraction.pruning import Pruned
from pipelines.extraction.survey import BLOCKS, HEADINGS, Survey
from pipelines.extraction.words import BODY, FURNITURE, naming

_BODY_BONUS: Final = 1.12
_MICRODATA_BONUS: Final = 1.2
_ARTICLE_BONUS: Final = 1.03
_FURNITURE_MALUS: Final = 0.4
_BEFORE_TITLE: Final = 0.3
"""Running text above the headline is rarely the story's."""


_CORE_SHARE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Container:
    place: int
    prose: float
    """Running text in it, what is cut left out."""
    links: int
    """Link text in it, in characters."""
    text: int
    page_prose: float
    """Running text of the whole page, what is cut left out."""
    core: int
    """Place of the innermost element with most of the container's running text."""


def find_container(survey: Survey, pruned: Pruned, title: int | None) -> Container | None:
    """The element with the story; None if the page has no running text. ``title`` is the headline's place."""
    count = len(survey.elements)
    prose, junk, links, text = [0.0] * count, [0.0] * count, [0] * count, [0] * count
    place = 0
    while place < count:
        if place in pruned.cut:
            place = survey.last[place] + 1
            continue
        own, linked = survey.own[place], survey.own_links[place]
        if own:
            running = survey.prose[place]
            if title is not None and place < title:
                running *= _BEFORE_TITLE
            prose[place], links[place], text[place] = running, linked, own
            if not running:
                tag = survey.elements[place].tag
                plain = own - linked
                # A subhead or an item of a list belongs to a story as well as anything.
                junk[place] = linked + (0.1 if tag in HEADINGS or tag in ("li", "p") else 0.5) * plain
            else:
                junk[place] = 0.5 * linked
        place += 1
    for place in range(count - 1, 0, -1):
        above = survey.parent[place]
        prose[above] += prose[place]
        junk[above] += junk[place]
        links[above] += links[place]
        text[above] += text[place]
    best, best_value = None, 0.0
    for place in range(count):
        if (
            prose[place] <= 0
            or survey.elements[place].tag not in BLOCKS
            or survey.elements[place].tag in HEADINGS
        ):
            continue
        value = prose[place] * _weight(survey, place) - junk[place]
        # On equal terms the inner one: it has the same text and less around it.
        if value >= best_value:
            best, best_value = place, value
    if best is None:
        return None
    best = _with_neighbours(survey, best, prose)
    return Container(best, prose[best], links[best], text[best], prose[0], _core(survey, best, prose))


def _with_neighbours(survey: Survey, place: int, prose: list[float]) -> int:
    """The element; or the one around it, if it is one of several paragraphs there: the others are short."""
    if survey.elements[place].tag != "p":
        return place
    above = survey.parent[place]
    child = above + 1
    while above > 0 and child <= survey.last[above]:
        if child != place and survey.elements[child].tag == "p" and prose[child] > 0:
            return above
        child = survey.last[child] + 1
    return place


def _core(survey: Survey, place: int, prose: list[float]) -> int:
    whole = prose[place]
    while True:
        inner = place + 1
        best = None
        while inner <= survey.last[place]:
            if prose[inner] >= _CORE_SHARE * whole and survey.elements[inner].tag in BLOCKS:
                best = None if _is_paragraph(survey, inner) else inner
                break
            inner = survey.last[inner] + 1
        if best is None:
            return place
        place = best


def _is_paragraph(survey: Survey, place: int) -> bool:
    """Is the element one paragraph and not several? The longest of two is not where the story is."""
    if survey.elements[place].tag in ("p", "li", "blockquote"):
        return True
    inside = survey.elements[place + 1 : survey.last[place] + 1]
    return not any(element.tag == "br" or element.tag in BLOCKS for element in inside)


def _weight(survey: Survey, place: int) -> float:
    element = survey.elements[place]
    weight = 1.0
    if element.get("itemprop") in ("articleBody", "text", "reviewBody"):
        weight = _MICRODATA_BONUS
    elif element.tag == "article":
        weight = _ARTICLE_BONUS
    name = naming(element)
    if name != "-":
        if BODY.search(name):
            weight = max(weight, _BODY_BONUS)
        elif FURNITURE.search(name):
            weight *= _FURNITURE_MALUS
    return weight


def headline_links(survey: Survey) -> int:
    """How many links on the page are as long as headlines."""
    return sum(
        1
        for element, length in zip(survey.elements, survey.total, strict=True)
        if length >= 25 and element.tag == "a"
    )
