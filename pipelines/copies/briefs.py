"""Headlines and lines of news: too short for shares, so each word that differs must be accounted for."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Final, Literal

from pipelines.copies.facts import TITLES
from pipelines.copies.reading import Reading
from pipelines.copies.replaced import Replaced, alike
from search.stopwords import STOP_WORDS

BRIEF: Final = 25
"""Words of a brief at most."""
_ALIKE: Final = 0.6
"""Share of the words from which two briefs may be about one thing."""


def brief(
    short: Reading, long: Reading
) -> tuple[Literal["same", "same_event", "different"], float, list[Replaced]]:
    """What two briefs are to each other, how much they agree, and the facts that were replaced.

    They are the same if they differ in nothing but grammar, spelling, titles and names that one leaves out.
    """
    matcher = SequenceMatcher(None, short.keys, long.keys, autojunk=False)
    lost: list[int] = []
    won: list[int] = []
    swapped: list[Replaced] = []
    for tag, i0, i1, j0, j1 in matcher.get_opcodes():
        if tag == "equal":
            continue
        ours = [at for at in range(i0, i1) if _tells(short, at, range(j0, j1), long)]
        theirs = [at for at in range(j0, j1) if _tells(long, at, range(i0, i1), short)]
        lost += ours
        won += theirs
        swapped += _facts(short, long, ours, theirs)
    agreed = sum(block.size for block in matcher.get_matching_blocks()) / (len(short) or 1)
    if swapped or agreed < _ALIKE:
        return "different", 1 - agreed / 2, swapped
    if not lost and all(long.kinds[at] == "name" or long.keys[at] in TITLES for at in won):
        return "same", agreed, []
    return "same_event", agreed, []


def _tells(reading: Reading, at: int, others: range, other: Reading) -> bool:
    """Whether a word is more than grammar, and not only another spelling of what stands in its place."""
    key = reading.keys[at]
    return key not in STOP_WORDS and not any(alike(key, other.keys[place]) for place in others)


def _facts(short: Reading, long: Reading, ours: list[int], theirs: list[int]) -> list[Replaced]:
    facts = [at for at in ours if _is_fact(short, at)], [at for at in theirs if _is_fact(long, at)]
    return [
        Replaced(
            short.kinds[one] or "name", short.said(one, one + 1), long.said(other, other + 1), (one, other)
        )
        for one, other in zip(*facts, strict=False)
    ]


def _is_fact(reading: Reading, at: int) -> bool:
    # A Latin word in a Hindi headline is a name: of a board, a firm, a device.
    return bool(reading.kinds[at]) or reading.keys[at].isascii()
