"""What of a text is compared: the story, without headline, dateline, credit and the page's own lines.

A headline is written by each desk anew and a dateline says where and when a copy was filed: neither makes two
copies different. Texts from the store are clean already; texts from files or other people's archives are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import regex

from pipelines.copies.units import Unit, read
from pipelines.extraction import boilerplate
from pipelines.extraction.credits import take_credits, take_dateline

_DEVANAGARI: Final = regex.compile(r"\p{Devanagari}")
_HEADLINE: Final = 30
"""Longest headline, in words."""
_SENTENCE_END: Final = regex.compile(r"[।॥.?!][\s'\"’”)\]]*$")


@dataclass(frozen=True, slots=True)
class Body:
    """A text ready to be compared."""

    units: tuple[Unit, ...]
    """Places are in `text`."""
    text: str
    head: int
    """So many units at the beginning are headline and subheads."""
    paragraphs: int
    """Without headlines."""
    agency: str | None
    """The agency credited in the text, as printed."""


# A new story is compared with several, and many stories with one. A function of the text alone, and bounded.
@lru_cache(maxsize=128)
def body(text: str) -> Body:
    """Prepare ``text``. Any string will do; one without words has no units."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    # Between Hindi paragraphs, a line without a Devanagari letter is a button or a byline.
    hindi = [line for line in lines if _DEVANAGARI.search(line)] or lines
    kept = boilerplate.clean(hindi) or hindi
    kept, tail = take_credits(kept)
    kept, credits = take_dateline(kept)
    heads = _headlines(kept)
    clean = "\n".join(kept)
    units = tuple(read(clean))
    begins = sum(len(line) + 1 for line in kept[:heads])
    head = sum(unit.start < begins for unit in units)
    return Body(units, clean, head, len(kept) - heads, tail or credits.agency)


def _headlines(lines: list[str]) -> int:
    """How many lines at the beginning are headline and subheads: no sentence, and sentences follow."""
    for number, line in enumerate(lines[:4]):
        if _SENTENCE_END.search(line) or len(line.split()) > _HEADLINE:
            return number
    return 0
