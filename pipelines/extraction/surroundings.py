"""The dates that readers see around a story, labelled or not.

Only the story's own surroundings are read (from the headline into its first paragraphs, and labelled dates
below its end): a related story's date is no date of this one.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pipelines.extraction.instants import Stated, parse_instant, parse_instants
from pipelines.extraction.survey import BLOCKS, Survey
from search.text import fold

_UPDATED: Final = re.compile(fold("updat|modif|अपडेट|अद्यतन|संशोधित"))
_PUBLISHED: Final = re.compile(fold("publish|posted|first|प्रकाशित|पब्लिश|पोस्ट|प्रविष्टि|created|created on"))
_HEADLINE_CHARS: Final = 25
_AFTER_END: Final = 60
"""Elements after the story in which a labelled date is still its own."""


@dataclass(frozen=True, slots=True)
class Around:
    """Dates that readers see around the story."""

    published: tuple[Stated, ...]
    modified: tuple[Stated, ...]
    plain: tuple[Stated, ...]
    """Without a label."""
    times: tuple[tuple[str, Stated], ...] = ()
    """Those of time elements and microdata: itemprop or class, and the instant."""


def look_around(
    survey: Survey,
    start: int,
    begin: int,
    end: int,
    now: datetime,
    day_first: bool,
    text: Container[int] = frozenset(),
    lines: Sequence[str] = (),
) -> Around:
    """The dates shown between ``start`` (headline) and ``begin`` (first paragraphs), and after ``end``.

    ``text`` are the places of the story's paragraphs: their dates are those of the events. ``lines`` stand
    above the first paragraph, be it in the same element.
    """
    published: list[Stated] = []
    modified: list[Stated] = []
    plain: list[Stated] = []
    times: list[tuple[str, Stated]] = []
    count = len(survey.elements)
    # Many templates print the date just above the headline.
    for place in [
        *range(start, min(begin, count)),
        *range(max(0, start - 15), start),
        *range(end + 1, _next_headline(survey, end + 1)),
    ]:
        if place in text:
            continue
        element = survey.elements[place]
        tail = place > end or place < start
        if element.tag in ("time", "abbr") or "date" in (element.get("itemprop") or "").lower():
            names = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
            what = f"{names} {_before(survey, place).lower()}"
            stated = parse_instant(
                element.get("datetime") or element.get("content") or element.get("title"), now, day_first
            )
            if stated is not None and (not tail or _PUBLISHED.search(what) or _UPDATED.search(what)):
                seen = parse_instant(survey.text_of(place), now, day_first)
                # <time datetime> without a zone beside text that states one
                if seen is not None and not stated.timed and seen.timed:
                    stated = seen
                times.append((what, stated))
        if not _short(survey, place, start):
            continue
        shown = " ".join(t.strip() for t in survey.elements[place].itertext() if t.strip())[:400]
        for stated, label in _labelled(shown, _before(survey, place), now, day_first):
            if label == "updated":
                modified.append(stated)
            elif label == "published":
                published.append(stated)
            elif not tail and not survey.own_links[place] > survey.own[place] / 2:
                plain.append(stated)
    for line in lines:
        for stated, label in _labelled(line, "", now, day_first):
            {"updated": modified, "published": published}.get(label, plain).append(stated)
    return Around(tuple(published), tuple(modified), tuple(plain), tuple(times))


def _short(survey: Survey, place: int, headline: int) -> bool:
    """Is this a line that may be a date: a short block, or inline in the block around the headline?"""
    if survey.elements[place].tag in BLOCKS:
        return 6 <= survey.own[place] <= 140 and survey.prose[place] <= 80
    return 6 <= survey.total[place] <= 140 and survey.block[place] < headline <= place


def _next_headline(survey: Survey, start: int) -> int:
    """Place of the first block from ``start`` on that links to another story: what follows are its dates."""
    stop = min(start + _AFTER_END, len(survey.elements))
    for place in range(start, stop):
        if survey.total[place] >= _HEADLINE_CHARS and survey.elements[place].tag == "a":
            return max(start, survey.block[place])
    return stop


def _before(survey: Survey, place: int) -> str:
    """What is printed just before an element: labels such as "Last Updated:"."""
    element = survey.elements[place]
    previous = element.getprevious()
    parent = element.getparent()
    text = (
        (previous.tail or previous.text or "")
        if previous is not None
        else (parent.text or "")
        if parent is not None
        else ""
    )
    return fold(text[-40:])


def _labelled(text: str, above: str, now: datetime, day_first: bool) -> list[tuple[Stated, str]]:
    """The dates in ``text``, each labelled "updated", "published" or "". ``above`` is printed before it."""
    folded = fold(" ".join(text.split()))
    result = []
    previous = 0
    for stated in parse_instants(text, now, day_first):
        before = folded[previous : stated.position] or (above if not previous else "")
        updated = [m.start() for m in _UPDATED.finditer(before)]
        published = [m.start() for m in _PUBLISHED.finditer(before)]
        label = ""
        if updated and (not published or updated[-1] > published[-1]):
            label = "updated"
        elif published:
            label = "published"
        result.append((stated, label))
        previous = stated.position + 6
    return result
