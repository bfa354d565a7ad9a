"""What repeats beside a story: teasers of other stories, and whole stories loaded below this one.

Themes give them no names that tell, but they come in rows of elements that are built alike: the same tag,
the same class, each with a linked headline and a sentence or two (a teaser), or each with a headline like
this story's and text under it (a story).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from lxml.html import HtmlElement

from pipelines.extraction.instants import parse_instant
from pipelines.extraction.links import leads_to_same_page
from pipelines.extraction.pruning import Pruned
from pipelines.extraction.survey import BLOCKS, HEADINGS, Survey
from pipelines.extraction.words import naming

_CARD_CHARS: Final = 600
_CARD_ELEMENTS: Final = 60
_LINKED: Final = 0.8
_HEADLINE_CHARS: Final = 15
_REST_CHARS: Final = 140
"""Running text that must be left for a story."""
_REST_STATED: Final = 0.2
_REST: Final = 0.5
"""Running text outside the teasers, as a share of theirs, from which the page is a story with teasers and not
a list of them; less is needed where the page states that it is an article."""
_STORY_CHARS: Final = 140
_NEXT_CHARS: Final = 100
_STORY_NAME: Final = re.compile(r"-(?:article|story|post|news|entry|hentry|detail)[a-z]*-")


_BOXES: Final = frozenset(("div", "ul", "ol", "section", "table", "aside", "blockquote", "nav"))
_BOX_LINKED: Final = 0.6
_REPLY: Final = frozenset(
    ("reply", "जवाब दें", "जवाब", "रिप्लाई", "रिप्लाई करें", "उत्तर दें", "प्रतिक्रिया दें", "जवाफ दिनुहोस्")
)
_REPLY_CHARS: Final = 20
_ANSWERS: Final = ("a", "button", "span")
_ANY_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""From which relative dates count where only their being dates matters."""


def without_repetition(survey: Survey, pruned: Pruned, title: int | None, url: str, stated: bool) -> Pruned:
    """`pruned`, and with it what repeats beside the story whose headline stands at ``title``.

    ``stated``: does the page state that it is an article, or have one's headline?
    """
    more = later_stories(survey, title) | threads(survey, title) | link_boxes(survey, title)
    cards = teaser_cards(survey, title, url) - pruned.cut
    if cards:
        inside, rest = _shared(survey, pruned.cut | more, cards)
        if rest >= max(_REST_CHARS, inside * (_REST_STATED if stated else _REST)):
            more |= cards
    return Pruned(pruned.cut | more, pruned.hidden) if more else pruned


def teaser_cards(survey: Survey, title: int | None, url: str) -> frozenset[int]:
    """Places of elements in a row, each with a headline that links elsewhere and a few words under it."""
    rows: defaultdict[tuple[int, str, str], list[int]] = defaultdict(list)
    for place, element in enumerate(survey.elements):
        if (
            survey.total_prose[place]
            and survey.total[place] <= _CARD_CHARS
            and survey.total_links[place] >= _HEADLINE_CHARS
            and element.tag in BLOCKS
            and element.tag != "p"
            and survey.last[place] - place <= _CARD_ELEMENTS
            and not (title is not None and survey.inside(title, place))
        ):
            rows[survey.parent[place], element.tag, element.get("class", "")].append(place)
    return frozenset(
        place
        for row in rows.values()
        if len(row) > 1 and sum(_is_card(survey, place, url) for place in row) > 1
        for place in row
        if _is_card(survey, place, url)
    )


def _is_card(survey: Survey, place: int, url: str) -> bool:
    for inner in range(place, survey.last[place] + 1):
        own = survey.own[inner]
        if own >= _HEADLINE_CHARS and survey.own_links[inner] > _LINKED * own:
            element = survey.elements[inner]
            links = [*element.iter("a"), *(e for e in element.iterancestors("a"))]
            return any(not leads_to_same_page(link.get("href") or "", url) for link in links)
    return False


def _shared(survey: Survey, cut: frozenset[int], cards: frozenset[int]) -> tuple[float, float]:
    """Running text inside ``cards`` and outside them, what is ``cut`` left out."""
    inside = rest = 0.0
    place, count = 0, len(survey.elements)
    while place < count:
        if place in cut:
            place = survey.last[place] + 1
        elif place in cards:
            inside += survey.total_prose[place]
            place = survey.last[place] + 1
        else:
            rest += survey.prose[place]
            place += 1
    return inside, rest


def later_stories(survey: Survey, title: int | None) -> frozenset[int]:
    """Places of the stories that a page loads below its own when the reader comes to the end."""
    if title is None or survey.elements[title].tag not in HEADINGS:
        return frozenset()
    headline = survey.elements[title]
    look = (headline.tag, headline.get("class", ""))
    place = title
    while (above := survey.parent[place]) >= 0:
        if survey.total_prose[place] >= _STORY_CHARS:
            element = survey.elements[place]
            kind = (element.tag, element.get("class", ""))
            tells = look[0] == "h1" or bool(look[1]) or bool(_STORY_NAME.search(naming(element)))
            found = []
            child = survey.last[place] + 1
            while tells and child <= survey.last[above]:
                other = survey.elements[child]
                if (
                    (other.tag, other.get("class", "")) == kind
                    and survey.total_prose[child] >= _NEXT_CHARS
                    and (_begins_with(survey, child, look) or _begins_dated(survey, child))
                ):
                    found.append(child)
                child = survey.last[child] + 1
            if found:
                return frozenset(found)
        place = above
    return frozenset()


def link_boxes(survey: Survey, title: int | None) -> frozenset[int]:
    """Places of boxes that hold links to other stories and no sentence: "ट्रेंडिंग" between two paragraphs."""
    found: list[int] = []
    place, count = 0, len(survey.elements)
    while place < count:
        if (
            survey.total_links[place] >= 2 * _HEADLINE_CHARS
            and not survey.total_prose[place]
            and survey.elements[place].tag in _BOXES
            and survey.total_links[place] >= _BOX_LINKED * survey.total[place]
            and not (title is not None and survey.inside(title, place))
            and _two_headlines(survey, place)
        ):
            found.append(place)
            place = survey.last[place]
        place += 1
    return frozenset(found)


def _two_headlines(survey: Survey, place: int) -> bool:
    """Are there two links as long as headlines in the element?"""
    inside = range(place + 1, survey.last[place] + 1)
    long = (n for n in inside if survey.total[n] >= _HEADLINE_CHARS and survey.elements[n].tag == "a")
    return next(long, None) is not None and next(long, None) is not None


def threads(survey: Survey, title: int | None) -> frozenset[int]:
    """Place of the readers' comments: what is around two links or buttons or more to answer one."""
    if title is None:
        return frozenset()
    around: set[int] | None = None
    answers = 0
    for element in survey.elements[0].iter(*_ANSWERS):
        place = survey.index.get(element)
        if place is not None and _answers(element):
            answers += 1
            above = {n for n in _ancestors(survey, place) if not survey.inside(title, n)}
            around = above if around is None else around & above
    return frozenset((max(around),)) if around and answers > 1 else frozenset()


def _answers(element: HtmlElement) -> bool:
    text = (element.text or "").strip()
    return 0 < len(text) <= _REPLY_CHARS and text.lower() in _REPLY


def _ancestors(survey: Survey, place: int) -> Iterator[int]:
    while (place := survey.parent[place]) > 0:
        yield place


def _begins_dated(survey: Survey, place: int) -> bool:
    """Does the element's text begin with a headline and a date? A section of a story has no date."""
    headed = False
    for inner in range(place + 1, min(survey.last[place], place + _CARD_ELEMENTS) + 1):
        if survey.elements[inner].tag in HEADINGS:
            headed = headed or survey.total[inner] >= _HEADLINE_CHARS
        elif survey.prose[inner]:
            return False
        elif headed and 6 <= survey.own[inner] <= 100:
            stated = parse_instant(survey.text_of(inner), _ANY_TIME)
            if stated is not None and stated.unit is None:
                return True
    return False


def _begins_with(survey: Survey, place: int, look: tuple[str, str]) -> bool:
    """Does the element's text begin with a headline of this look?"""
    for inner in range(place + 1, min(survey.last[place], place + _CARD_ELEMENTS) + 1):
        element = survey.elements[inner]
        if (element.tag, element.get("class", "")) == look and survey.total[inner] >= _HEADLINE_CHARS:
            return True
        if survey.prose[inner] and element.tag not in HEADINGS:
            return False
    return False
