"""What the extraction stage puts together from a story's blocks: its lines, and where it begins."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Final

from pipelines.extraction import boilerplate
from pipelines.extraction.blocks import Block
from pipelines.extraction.credits import Credits, credited, take_credits, take_dateline
from pipelines.extraction.engine import engine_lines
from pipelines.extraction.filters import certain_lines
from pipelines.extraction.headline import Headline
from pipelines.extraction.pruning import Pruned
from pipelines.extraction.running import LINKED, ends_sentence, is_running
from pipelines.extraction.survey import Survey
from pipelines.extraction.unmarked import find_unmarked

_DATELINE: Final = 60
"""No dateline has more characters."""
_NEXT: Final = 5
"""Elements between two paragraphs that follow each other, at most."""
_PARAGRAPHS: Final = 3
"""Paragraphs into which a byline and a date may stand, below a standfirst that looks like one."""
_HEAD: Final = 100
"""No line of byline and date has more characters."""
_CREDITS: Final = 25
"""Blocks at the end among which credits are looked for."""


def lines_above(raw: Sequence[Block], kept: Sequence[Block], headline: Headline) -> list[str]:
    """The short lines of the container between headline and first paragraph, which may be byline and date."""
    first = next((b for b in kept if is_running(b) and b.kind != "h"), None)
    above = takewhile(lambda b: b is not first, raw) if first else ()
    return [
        b.text
        for b in above
        if b.place >= (headline.place or 0)
        and b.kind != "h"
        and b.text != headline.text
        and len(b.text) <= _HEAD
        and b.linked < LINKED
        and not ends_sentence(b)
    ]


def unmarked_headline(
    seen: Survey, pruned: Pruned, raw: Sequence[Block], kept: Sequence[Block], url: str
) -> Headline | None:
    """The headline that nothing marks, above the first paragraph of the story."""
    first = next((b for b in kept if is_running(b) and ends_sentence(b)), None)
    if first is None:
        return None
    above = raw[: next(n for n, b in enumerate(raw) if b is first)]
    text = "\n".join(b.text for b in kept if b not in above)
    found = find_unmarked(seen, pruned, above, first.place, text, url)
    return Headline(found.text, found.place) if found else None


def story_lines(blocks: Sequence[Block], raw: Sequence[Block]) -> tuple[list[str], str | None, Credits]:
    """The story's lines without boilerplate, credits and dateline; the agency credited, and the dateline."""
    lines, inline = take_credits(boilerplate.clean(engine_lines(blocks), certain=certain_lines(blocks)))
    lines, opening = take_dateline(lines)
    if opening.dateline is None and blocks:
        # A line of its own, which no step has taken for text.
        above = [b.text for b in raw if b.place <= blocks[0].place and len(b.text) <= _DATELINE][-4:]
        alone = (take_dateline([line]) for line in reversed(above))
        opening = next((credits for left, credits in alone if not left), opening)
    return lines, inline or credited_agency(raw), opening


def credited_agency(raw: Sequence[Block]) -> str | None:
    """The agency of a line of credits, which need not be where the text is."""
    for block in raw[: -_CREDITS - 1 : -1]:
        if len(block.text) <= 150 and not block.links:
            agency = credited(block.text)
            if agency and (rule := boilerplate.what(block.text, "any")) and rule.kind == "agency credit":
                return agency
    return None


def first_paragraph(blocks: Sequence[Block], tops: Sequence[int]) -> int:
    """Place of the first paragraph: of two that follow each other, since a byline parts a standfirst."""
    running = [b.place for b in blocks if is_running(b) and b.kind != "h"]
    for place, after in pairwise(running):
        if after - place <= _NEXT:
            return place
    return running[0] if running else tops[0] if tops else 0


def third_paragraph(blocks: Sequence[Block], begin: int) -> int:
    """Place of the third paragraph from ``begin`` on: what stands before it may be who and when."""
    running = [b.place for b in blocks if is_running(b) and b.kind != "h" and b.place >= begin]
    return running[:_PARAGRAPHS][-1] if running else begin
