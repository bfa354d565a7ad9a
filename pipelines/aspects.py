"""What a story's text shows besides its tags: event types, countries, dateline, agency.

A page states some of it (`pipelines.extraction`); this is for text that comes without a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.agencies import AGENCIES, name_of
from pipelines.extraction.credits import read_dateline, take_credits
from pipelines.relevance import TAGGED, weighed
from pipelines.story import Story
from pipelines.tags import concepts_of

_NAMED = re.compile(
    r"(?:न्यूज़?|समाचार|संवाद)\s+(?:एजेंसी|एजेन्सी|समिति)\s+['‘“]?(?P<agency>"
    + "|".join(
        re.escape(way)
        for way in sorted((way for ways in AGENCIES.values() for way in ways), key=len, reverse=True)
    )
    + r")(?![\u0900-\u097fA-Za-z])"
)


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
    credits = read_dateline(lines)
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


def cited(text: str) -> str | None:
    """The agency that the text names as its source ("न्यूज एजेंसी ANI से बातचीत में")."""
    found = _NAMED.search(text)
    if found is None:
        return None
    return name_of(found["agency"])
