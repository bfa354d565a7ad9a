"""What the alignment of two texts shows, as the few figures that the decision is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pipelines.copies.alignment import Alignment, Tile, align
from pipelines.copies.anatomy import Anatomy
from pipelines.copies.reading import Reading
from pipelines.copies.replaced import Replaced, replaced
from search.stopwords import STOP_WORDS

_RUN: Final = 6
"""Words in a row, small changes between them allowed, that nobody writes twice by accident."""
_LEAD: Final = 40
"""Words at the top of a text in which its news is told."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Figures of a pair; "short" is the text with fewer words."""

    words: tuple[int, int]
    containment: float
    """Share of the shorter text that was taken over, 0 to 1."""
    coverage: float
    """Share of the longer text that it makes up."""
    leads: tuple[float, float]
    """Share of the top of the shorter, and of the longer text, that stands in the other."""
    openings: tuple[int, int]
    """Words before the first that was taken over, in the shorter and the longer text."""
    rewritten: float
    """Share of the shorter text that was put in other words where it stands."""
    replaced: tuple[Replaced, ...]
    inserted: int
    """Longest run of words of the longer text between two that were taken over, near its top."""


def measure(short: Anatomy, long: Anatomy) -> Measures:
    """The figures of two pieces."""
    a, b = short.body, long.body
    alignment = align(a.keys, b.keys)
    tiles = _taken(alignment)
    in_short, in_long = _marks(tiles, len(a), len(b))
    return Measures(
        words=(len(a), len(b)),
        containment=_share(in_short),
        coverage=_share(in_long),
        leads=(_share(in_short[:_LEAD]), _share(in_long[:_LEAD])),
        openings=(_first(in_short), _first(in_long)),
        rewritten=_rewritten(alignment, len(a)),
        replaced=tuple(replaced(a, b, alignment)),
        inserted=_hole(in_long[: _LEAD * 2]),
    )


def _taken(alignment: Alignment) -> list[Tile]:
    """The tiles that belong to runs long enough to have been taken over."""
    kept: list[Tile] = []
    run: list[Tile] = []
    for tile in alignment.tiles:
        if run and not _follows(run[-1], tile):
            kept += _if_long(run)
            run = []
        run.append(tile)
    return kept + _if_long(run)


def _follows(one: Tile, other: Tile) -> bool:
    gap, ahead = other.short - one.short - one.size, other.long - one.long - one.size
    return 0 <= gap <= 2 and 0 <= ahead <= 2


def _if_long(run: list[Tile]) -> list[Tile]:
    return run if sum(tile.size for tile in run) >= _RUN else []


def _marks(tiles: Sequence[Tile], short: int, long: int) -> tuple[bytearray, bytearray]:
    first, second = bytearray(short), bytearray(long)
    for tile in tiles:
        first[tile.short : tile.short + tile.size] = b"\1" * tile.size
        second[tile.long : tile.long + tile.size] = b"\1" * tile.size
    return first, second


def _share(marks: bytearray) -> float:
    return sum(marks) / len(marks) if marks else 0.0


def _first(marks: bytearray) -> int:
    found = marks.find(1)
    return len(marks) if found < 0 else found


def _hole(marks: bytearray) -> int:
    """The longest run of zeros between two ones."""
    ones = [at for at, mark in enumerate(marks) if mark]
    return max((two - one - 1 for one, two in pairwise(ones)), default=0)


def _rewritten(alignment: Alignment, words: int) -> float:
    swapped = sum(
        min(swap.short[1] - swap.short[0], swap.long[1] - swap.long[0])
        for swap in alignment.swaps
        if swap.context
    )
    return swapped / words if words else 0.0


def content(reading: Reading) -> set[str]:
    """The words of a text that carry more than grammar."""
    return {key for key in reading.keys if key not in STOP_WORDS and key[0] != "#"}
