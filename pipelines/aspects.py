"""What a story's text shows besides its tags: event types, countries, dateline, agency.

A page states some of it (`pipelines.extraction`); this is for text that comes without a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import regex

from pipelines.extraction.agencies import END, NAMES, canonical
from pipelines.extraction.credits import Credits, read_dateline, take_credits
from pipelines.relevance import TAGGED, weighed
from pipelines.story import Story
from pipelines.tags import concepts_of

_NAMED = regex.compile(
    rf"(?:न्यूज़?|समाचार|संवाद)\s+(?:एजेंसी|एजेन्सी|समिति)\s+['‘“]?(?P<agency>{NAMES}){END}", regex.I
)


LOOKED_AT = 6
"""Lines that a dateline may follow."""
_DAY = re.compile(r"^[^।:]{2,30}, ?[\d०-९]{1,2} \S+[^।:]{0,12}[:।(–—-]")
_LABEL = re.compile(r"^[A-Za-z][A-Za-z0-9 ,'&-]{2,40}: ")


@dataclass(frozen=True, slots=True)
class Aspects:
    """Fields of a story that its text shows."""

    event_type: tuple[str, ...]
    """Concept ids (``ev-test`` ...), weightiest first."""
    countries: tuple[str, ...]
    """Concept ids, weightiest first; c-india only beside another country."""
    dateline: str | None
    """Place, as printed."""
    agency: str | None
    """As printed; the agency's Hindi name where the text only cites it."""


def aspects(story: Story) -> Aspects:
    """The aspects of a story. What the page stated stands."""
    concepts = concepts_of(story)
    lines = [line for line in story.text.split("\n") if line.strip()]
    credits = _dateline(lines)
    countries = [concept.id for concept in concepts if concept.type == "country"]
    if countries == ["c-india"]:
        countries = []
    agency = credits.agency or take_credits(lines)[1] or cited(story.text)
    near = weighed(story)[1].score >= TAGGED
    return Aspects(
        event_type=tuple(concept.id for concept in concepts if concept.type == "event_type"),
        countries=tuple(countries),
        dateline=story.dateline or (credits.dateline if near else None),
        agency=story.agency or (agency if near else None),
    )


def _dateline(lines: list[str]) -> Credits:
    """The dateline of the first lines, or of one behind headings that carries its day, or behind a label that
    the outlet puts before each paragraph (SCO Summit: किंगदाओ। ...)."""
    credits = read_dateline(lines)
    if credits.dateline:
        return credits
    for line in lines[:LOOKED_AT]:
        bare = _LABEL.sub("", line)
        if (_DAY.search(line) or bare != line) and (found := read_dateline([bare])).dateline:
            return found
    return credits


def cited(text: str) -> str | None:
    """The agency that the text names as its source ("न्यूज एजेंसी ANI से बातचीत में")."""
    found = _NAMED.search(text)
    return canonical(found["agency"]) if found else None
