"""What is certainly not the story's text, decided on figures and names before anything is looked for.

Nothing is removed from the tree: the result is a set of places, which later steps leave out and metadata
may read. A name alone condemns nothing that holds much of the page's running text, since themes call the
strangest things ``widget``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from pipelines.extraction.survey import BLOCKS, HEADINGS, NEVER, Survey
from pipelines.extraction.words import (
    BODY,
    BYLINE,
    CAPTION,
    COPY,
    FURNITURE,
    MACHINE,
    MORE,
    STANDFIRST,
    SURELY,
    naming,
)

_FRAME: Final = frozenset(("nav", "aside", "footer", "form", "menu"))
_ASIDE: Final = frozenset(
    (
        "navigation",
        "complementary",
        "contentinfo",
        "banner",
        "search",
        "dialog",
        "alertdialog",
        "menu",
        "toolbar",
    )
)
"""Roles (WAI-ARIA) of what stands around a story."""
_FIGURES: Final = frozenset(("figure", "figcaption", "picture", "amp-carousel", "amp-story"))
_HIDDEN_STYLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HIDDEN_CLASS: Final = re.compile(
    r"(?:^|\s)(?:hidden|d-none|hide|visually-hidden|sr-only|screen-reader-text|is-hidden)(?:\s|$)"
)
_EMBEDS: Final = re.compile(
    r"-(?:twitter|instagram|fb|facebook|tiktok|reddit|telegram|threads|text-post|koo)-(?:tweet|"
    r"media|post|video|card|embed)|-embed"
)
_SOCIAL_LINK: Final = re.compile(
    r"//(?:[a-z-]+\.)*(?:facebook|fb|twitter|x|instagram|youtube|youtu|whatsapp|wa|t|telegram|"
    r"threads|linkedin|koo(?:app)?|sharechat|"
    r"news\.google|play\.google|apps\.apple|itunes\.apple)\.(?:com|me|be|in|net)(?:/|$)",
    re.I,
)

# Bootstrap and its descendants: "col-md-8 col-sm-12".
_COLUMN: Final = re.compile(r"(?<![a-z-])(?:col|large|medium)-(?:xs-|sm-|md-|lg-|xl-|xxl-)?(\d{1,2})(?!\d)")

_SMALL_SHARE: Final = 0.3
"""An element with a furniture name is cut if it holds at most this share of the page's running text."""
_FRAME_SHARE: Final = 0.5
_SURE_SHARE: Final = 0.97


@dataclass(frozen=True, slots=True)
class Pruned:
    cut: frozenset[int]
    """Places that do not count, each the top of what is left out."""
    hidden: frozenset[int]
    """Those of `cut` that a browser does not show."""


def prune(
    survey: Survey,
    title: int | None = None,
    drop: frozenset[HtmlElement] = frozenset(),
    closed: bool = False,
) -> Pruned:
    """What to leave out of the page.

    ``title`` is the headline's place; ``drop`` are elements that the outlet's own rules name; ``closed``:
    what is hidden is for those who pay.
    """
    elements, last, total, total_prose = survey.elements, survey.last, survey.total, survey.total_prose
    whole = total_prose[0] or 1.0
    gallery = _is_gallery(survey)
    cut = _side_columns(survey, title)
    hidden: set[int] = set()
    place, count = 1, len(elements)
    while place < count:
        element = elements[place]
        share = total_prose[place] / whole
        if element in drop:
            cut.add(place)
        elif _hidden(element):
            if closed or not _expands(survey, place, share):
                cut.add(place)
                hidden.add(place)
        elif total[place] and (
            _not_story(survey, place, share, gallery)
            or (0 < share < _SURE_SHARE and _surely_not(survey, place, title))
        ):
            cut.add(place)
        if place in cut:
            place = last[place]
        place += 1
    return Pruned(frozenset(cut), frozenset(hidden))


def _side_columns(survey: Survey, title: int | None) -> set[int]:
    """Columns of a grid beside the wider one with the headline, by the twelfths that their classes state."""
    found: set[int] = set()
    place = title or 0
    while place > 0:
        width = _width(survey.elements[place])
        above = survey.parent[place]
        child = above + 1
        while width >= 6 and child <= survey.last[above]:
            if 0 < _width(survey.elements[child]) <= min(5, width - 1):
                found.add(child)
            child = survey.last[child] + 1
        place = above
    return found


def _width(element: HtmlElement) -> int:
    """Twelfths of a row on a wide screen; 0 where the class states none."""
    return max((int(n) for n in _COLUMN.findall(element.get("class") or "") if n != "12"), default=0)


def _surely_not(survey: Survey, place: int, title: int | None) -> bool:
    """Consent, comments, imprint: not the story even where they hold more text than a short one."""
    if title is None or survey.inside(title, place):
        return False
    element = survey.elements[place]
    return element.tag == "footer" or bool(SURELY.search(naming(element)))


def _not_story(survey: Survey, place: int, share: float, gallery: bool) -> bool:
    element = survey.elements[place]
    tag = element.tag
    if tag in NEVER:
        return True
    if tag in ("html", "body", "main", "h1"):
        return False
    if tag not in BLOCKS and survey.prose[survey.block[place]] > 0:
        return False  # a marked word in a sentence
    if tag in _FRAME and tag != "form":
        return share < _FRAME_SHARE
    if tag in _FIGURES and not gallery:
        return share < _SMALL_SHARE or tag == "figcaption"
    if tag == "form":
        return share < _SMALL_SHARE and survey.total[place] < 600
    if tag == "table":
        return _is_data_table(survey, place)
    if (role := element.get("role")) and _is_aside(survey, place, role):
        return share < _SMALL_SHARE
    name = naming(element)
    if name == "-":
        return tag == "blockquote" and _is_embed(survey, place)
    if (tag == "blockquote" or _EMBEDS.search(name)) and (_EMBEDS.search(name) or _is_embed(survey, place)):
        return share < 0.6
    if tag in HEADINGS and not FURNITURE.search(name):
        return False
    if gallery and CAPTION.search(name):
        return False
    if COPY.search(name):
        return share <= 0.65
    if MACHINE.search(name):
        return share < _SMALL_SHARE
    if FURNITURE.search(name):
        if BODY.search(name):
            return share < 0.02 and not survey.total_prose[place]
        if STANDFIRST.search(name) and survey.total_links[place] == 0:
            return False
        return share < _SMALL_SHARE
    if BYLINE.search(name):
        return share < 0.15 and survey.total[place] < 250
    return False


def _is_aside(survey: Survey, place: int, role: str) -> bool:
    """Does an element say that it stands beside the story: by its role, or as a labelled region of links?"""
    if role in _ASIDE:
        return True
    labelled = "aria-label" in survey.elements[place].attrib
    return role == "region" and labelled and survey.total_links[place] > 0


def _hidden(element: HtmlElement) -> bool:
    attrib = element.attrib
    if not attrib:
        return False
    if "hidden" in attrib and element.tag not in ("html", "body"):
        return str(attrib["hidden"]) != "until-found"
    style = attrib.get("style")
    if style and _HIDDEN_STYLE.search(style) and element.tag not in ("html", "body"):
        return True
    classes = attrib.get("class")
    return bool(classes and _HIDDEN_CLASS.search(classes) and element.tag not in ("html", "body"))


def _expands(survey: Survey, place: int, share: float) -> bool:
    """Is this hidden element the rest of a story behind "read more", and not a hidden copy of it?"""
    if share < 0.1:
        return False
    if share > 0.9:
        return True  # a page that shows itself by script
    element = survey.elements[place]
    name = naming(element)
    if COPY.search(name) or not MORE.search(name):
        return False
    text = survey.text_of(place)
    probes = [text[at : at + 40] for at in (len(text) // 4, len(text) // 2, 3 * len(text) // 4)]
    above = element
    for _ in range(3):
        parent = above.getparent()
        if parent is None:
            break
        above = parent
    whole = " ".join("".join(above.itertext()).split())
    return not any(whole.count(probe) > 1 for probe in probes if len(probe) >= 20)


def _is_gallery(survey: Survey) -> bool:
    """Does most running text stand under pictures, as in a slide show?"""
    inside = 0.0
    place, count = 0, len(survey.elements)
    while place < count:
        if not survey.total_prose[place]:
            place = survey.last[place] + 1
            continue
        element = survey.elements[place]
        if element.tag in ("figure", "figcaption") or CAPTION.search(naming(element)):
            inside += survey.total_prose[place]
            place = survey.last[place]
        place += 1
    return inside > 0.6 * survey.total_prose[0]


def _is_embed(survey: Survey, place: int) -> bool:
    """A post of somebody else: a quotation that links to the network it comes from."""
    if survey.total_links[place] == 0:
        return False
    return any(_SOCIAL_LINK.search(a.get("href", "")) for a in survey.elements[place].iter("a"))


def _is_data_table(survey: Survey, place: int) -> bool:
    """Figures in rows and columns; a table that lays out a page holds whole paragraphs in its cells."""
    if survey.total_prose[place] >= 300:
        return False
    rows = columns = 0
    for inner in range(place + 1, survey.last[place] + 1):
        element = survey.elements[inner]
        if element.tag == "table":
            return False
        if element.tag == "tr":
            rows += 1
            columns = max(columns, len(element))
    return (rows >= 2 and columns >= 2) or survey.total_prose[place] == 0


def is_social(href: str) -> bool:
    """Does the link lead to a social network or an app shop?"""
    return bool(_SOCIAL_LINK.search(href))
