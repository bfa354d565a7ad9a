"""A piece taken apart: headline, dateline, agency and the running text, which alone tells copies.

Desks write headlines and datelines of their own, so what differs there is no difference of the story.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import regex

from pipelines.copies.reading import Reading, read
from pipelines.extraction.boilerplate import what
from pipelines.extraction.credits import take_credits, take_dateline
from search.text import squeeze

_HEADLINE: Final = 30
"""Words that a headline has at most."""
_HEADS: Final = 3
"""Lines of headline and subheads at most."""
_SENTENCE: Final = regex.compile(r"[।॥.?!][\s'\"’”)\]]*$")
_FILE_NAME: Final = regex.compile(r"\S*[\p{L}\p{N}]_\p{N}\S*")


@dataclass(frozen=True, slots=True)
class Anatomy:
    headline: Reading
    """Empty if there is none."""
    body: Reading
    agency: str | None
    """As printed."""
    dateline: str | None


def dissect(text: str, title: str = "") -> Anatomy:
    """The parts of a piece. A title without a text is its own text."""
    lines = [line for line in (squeeze(line) for line in _FILE_NAME.sub(" ", text).split("\n")) if line]
    headline = squeeze(title)
    if lines and headline and squeeze(lines[0]) == headline and len(lines) > 1:
        lines = lines[1:]
    elif not headline:
        headline, lines = _headed(lines)
    lines = [line for line in lines if not _is_furniture(line)] or lines
    if not lines:
        headline, lines = "", [headline]
    lines, agency = take_credits(lines)
    lines, credits = take_dateline(lines)
    return Anatomy(read(headline), read("\n".join(lines)), credits.agency or agency, credits.dateline)


@lru_cache(maxsize=256)
def dissected(text: str, title: str = "") -> Anatomy:
    """The same, kept for a while: one new story is compared with many."""
    return dissect(text, title)


def _headed(lines: list[str]) -> tuple[str, list[str]]:
    """The headline of a text with its subheads, and the rest."""
    size = 0
    while size < min(_HEADS, len(lines) - 1) and _is_headline(lines[size]):
        size += 1
    return " ".join(lines[:size]), lines[size:]


def _is_furniture(line: str) -> bool:
    """Whether a line is no sentence and none of the story's. Pages are cleaned before they are stored; files
    and lines on stdin may not be."""
    return _is_headline(line) and what(line, "head") is not None


def _is_headline(line: str) -> bool:
    # With a danda inside it is a dateline and the first sentence, however the line ends.
    return len(line.split()) <= _HEADLINE and "।" not in line and not _SENTENCE.search(line)
