"""The headline of pages that mark none: old templates print it in bold, in a cell or a span above the text.

Asked only where what was found is the site's name, a section's or nothing. A candidate stands right before
the first paragraph, is no sentence, and says what the text says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

import regex

from pipelines.extraction import boilerplate
from pipelines.extraction.blocks import Block, headline_text
from pipelines.extraction.headline import TITLE_CLASS, key_words
from pipelines.extraction.instants import parse_instant
from pipelines.extraction.links import leads_to_same_page
from pipelines.extraction.pruning import Pruned
from pipelines.extraction.survey import HEADINGS, Survey
from pipelines.extraction.words import naming
from search.text import match_key

_GENERIC: Final = regex.compile(
    r"(?:news|hindi|live|latest|breaking|samachar|khabar|home|page|details?|view|untitled|document|welcome|portal|"
    r"न्यूज|समाचार|खबर|खबरें|हिंदी|ताजा|विवरण|विस्तार|होम|पोर्टल|राष्ट्रीय|अंतरराष्ट्रीय|राज्य|देश|विदेश|मुख्य|की|का|to|the|in)"
)
_HOME: Final = re.compile(r"\s*(?:(?:https?:)?//(?P<host>[^/?#\s]+))?/?(?:index\.\w+)?\s*")
"""Addresses of home pages."""
_FEW: Final = 4
"""A headline has at least as many words."""
_WORDS: Final = 5
"""Words of a name of a site or section, at most."""
_SHORTEST: Final = 15
_LONGEST: Final = 250
_ABOVE: Final = 30
"""Elements above the first paragraph among which the headline is looked for."""
_SAID: Final = 0.4
"""Share of the headline's words that the text has, too."""
_SAID_PLAIN: Final = 0.6
"""The same, where nothing sets the headline off."""
_ANY_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Unmarked:
    text: str
    place: int


def site_names(survey: Survey, url: str) -> frozenset[str]:
    """Match keys of what a page calls its site: texts and pictures of the links to its home page."""
    found = set()
    here = urlsplit(url).netloc
    for link in survey.elements[0].iter("a"):
        home = _HOME.fullmatch(link.get("href") or "")
        if home and home["host"] in (None, here):
            found.add(match_key(link.text_content()[:80]))
            found.update(match_key(image.get("alt") or "") for image in link.iter("img"))
    return frozenset(found - {""})


def names_the_site(title: str, site: frozenset[str], url: str) -> bool:
    """Is this title no story's: the site's name, its host's, words that any page has, or nothing?"""
    key = match_key(title)
    if not key or key in site:
        return True
    words = key.split()
    own = {word for name in site for word in name.split()}
    generic = sum(bool(_GENERIC.fullmatch(word)) for word in words)
    if generic and (len(words) < _FEW or generic + len(own.intersection(words)) >= len(words)):
        return True
    host = urlsplit(url).netloc.removeprefix("www.").split(".")[0].replace("-", "")
    return len(words) <= _WORDS and len(host) >= _FEW and host in key.replace(" ", "")


def find_unmarked(
    survey: Survey, pruned: Pruned, blocks: Sequence[Block], begin: int, text: str, url: str
) -> Unmarked | None:
    """The headline above the first paragraph at ``begin``; None if nothing there looks like one.

    ``blocks`` are those of the container before that paragraph, ``text`` is the story's.
    """
    told = key_words(text)
    best: tuple[float, Unmarked] | None = None
    for number, (candidate, marked) in enumerate(_above(survey, pruned, blocks, begin, url)):
        words = key_words(candidate.text)
        if len(words) < _FEW or not _looks(candidate.text):
            continue
        said = len(words & told) / len(words)
        if said >= (_SAID if marked else _SAID_PLAIN):
            score = said + 0.5 * marked - 0.05 * number
            if best is None or score > best[0]:
                best = (score, candidate)
    return best[1] if best else None


def _looks(text: str) -> bool:
    if not _SHORTEST <= len(text) <= _LONGEST or text.rstrip("\"'”’)").endswith(("।", "॥", ":")):
        return False
    return boilerplate.what(text, "head") is None and parse_instant(text[:80], _ANY_TIME) is None


def _above(
    survey: Survey, pruned: Pruned, blocks: Sequence[Block], begin: int, url: str
) -> Iterator[tuple[Unmarked, bool]]:
    """Texts above a paragraph, the nearest first, and whether something sets them off."""
    seen = set()
    for block in reversed(blocks):
        if block.linked < 0.5:
            seen.add(block.place)
            yield Unmarked(block.text, block.place), block.strong or _is_marked(survey, block.place)
    cut = {inner for place in pruned.cut for inner in (place, survey.last[place]) if place < begin}
    for place in range(begin - 1, max(0, begin - _ABOVE), -1):
        if place in seen or place in cut or not _SHORTEST <= survey.own[place] <= _LONGEST:
            continue
        element = survey.elements[place]
        links = [a.get("href") or "" for a in element.iter("a")]
        if survey.prose[place] > _LONGEST or not all(leads_to_same_page(href, url) for href in links):
            continue
        if survey.total[place] == survey.own[place] or survey.total[place] <= _LONGEST:
            yield Unmarked(headline_text(element), place), _is_marked(survey, place)


def _is_marked(survey: Survey, place: int) -> bool:
    """Is it a heading, named like one, or in bold or big letters throughout?"""
    element = survey.elements[place]
    if element.tag in HEADINGS or TITLE_CLASS.search(naming(element)):
        return True
    total = survey.total[place] or len(element.text_content().strip())
    inner = (e for e in element.iter("b", "strong", "font", "big", "span", "h1", "h2", "h3", "h4"))
    return any(
        len(e.text_content().strip()) >= 0.9 * total
        and (e.tag not in ("font", "span") or e.get("size") or TITLE_CLASS.search(naming(e)))
        for e in inner
    )
