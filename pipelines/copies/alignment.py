"""Which words of one text stand in another, in runs, wherever they stand there.

Desks drop paragraphs and change their order, so the runs ("tiles") of the shorter text are looked for
anywhere in the longer one, as in greedy string tiling (Wise 1993). Between two tiles that follow each other
in both texts stand the words that were put in the place of others: a `Swap`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Final

_SEED: Final = 3
"""Words that must agree for a run to begin."""
_CANDIDATES: Final = 12
"""Places of one seed that are tried: a set phrase that stands there more often says nothing."""
_GAP: Final = 30
"""Words between two tiles that may still have taken each other's place."""


_EDGE: Final = 4
"""The same at the end, where nothing holds them on the other side."""
_START: Final = 7
"""The same at the beginning: stories begin with who did it."""
_ON: Final = 3
"""Words that must agree where a text goes on for that to be preferred to a longer run elsewhere."""

_GOES_ON: Final = 5
"""The same after a word that was replaced."""


@dataclass(frozen=True, slots=True)
class Tile:
    """``size`` words from ``short`` in the shorter text are those from ``long`` in the longer."""

    short: int
    long: int
    size: int


@dataclass(frozen=True, slots=True)
class Swap:
    """Ranges of words that stand in the same place of both texts and differ; one may be empty."""

    short: tuple[int, int]
    long: tuple[int, int]
    context: int
    """Words that agree on the two sides."""


@dataclass(frozen=True, slots=True)
class Alignment:
    tiles: tuple[Tile, ...]
    """In the order of the shorter text."""
    swaps: tuple[Swap, ...]

    def covered(self) -> list[Tile]:
        """The tiles in the order of the longer text."""
        return sorted(self.tiles, key=lambda tile: tile.long)


def align(short: Sequence[str], long: Sequence[str]) -> Alignment:
    """The tiles of `short` in `long`, and what was swapped between them."""
    tiles = _tiles(short, long)
    refined, swaps = _between(tiles, short, long)
    return Alignment(tuple(refined), tuple(swaps))


def _tiles(short: Sequence[str], long: Sequence[str]) -> list[Tile]:
    places = _places(tuple(long))
    free = bytearray(b"\1" * len(long))
    tiles: list[Tile] = []
    at = 0
    while at <= len(short) - _SEED:
        begins = places.get(tuple(short[at : at + _SEED]))
        if begins is None:
            at += 1
            continue
        expected = tiles[-1].long + (at - tiles[-1].short) if tiles else 0
        best = _longest(short, long, at, begins, free, expected)
        if best is None or (abs(best.long - expected) > _EDGE and _goes_on(short, long, at, expected)):
            at += 1
            continue
        tiles.append(best)
        free[best.long : best.long + best.size] = bytes(best.size)
        at += best.size
    return tiles


@lru_cache(maxsize=64)
def _places(keys: tuple[str, ...]) -> Mapping[tuple[str, ...], Sequence[int]]:
    """Where each run of `_SEED` words begins. Kept for a while: one new story is compared with many."""
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(keys) - _SEED + 1):
        places.setdefault(keys[at : at + _SEED], []).append(at)
    return places


def _goes_on(short: Sequence[str], long: Sequence[str], at: int, expected: int) -> bool:
    """Whether the text goes on after a word or two that were replaced. Then what stands there is no part of a
    run elsewhere, even if it is found there: another sentence may have the new figure too."""
    return any(
        short[at + skip : at + skip + _GOES_ON] == long[expected + skip : expected + skip + _GOES_ON]
        for skip in (1, 2, 3)
        if at + skip + _GOES_ON <= len(short)
    )


def _longest(
    short: Sequence[str],
    long: Sequence[str],
    at: int,
    places: Sequence[int],
    free: bytearray,
    expected: int,
) -> Tile | None:
    """The run from `at` that goes on where the last one ended, else the longest, wherever it stands.

    A page may have its first paragraph twice, and only one of the two edited.
    """
    best: Tile | None = None
    for place in _nearest(places, expected):
        size = 0
        while (
            at + size < len(short)
            and place + size < len(long)
            and free[place + size]
            and short[at + size] == long[place + size]
        ):
            size += 1
        if size >= _ON and abs(place - expected) <= _EDGE:
            return Tile(at, place, size)
        if size >= _SEED and (best is None or size > best.size):
            best = Tile(at, place, size)
    return best


def _nearest(places: Sequence[int], expected: int) -> list[int]:
    """Those of ascending places that are nearest to one, the nearest first."""
    middle = bisect_left(places, expected)
    near = places[max(0, middle - _CANDIDATES) : middle + _CANDIDATES]
    return sorted(near, key=lambda place: abs(place - expected))[:_CANDIDATES]


def _between(tiles: list[Tile], short: Sequence[str], long: Sequence[str]) -> tuple[list[Tile], list[Swap]]:
    """The tiles with the single words that agree between them, and the swaps."""
    out: list[Tile] = []
    swaps: list[Swap] = []
    taken = bytearray(len(long))
    for tile in tiles:
        taken[tile.long : tile.long + tile.size] = b"\1" * tile.size
    ends = [Tile(0, 0, 0), *tiles, Tile(len(short), len(long), 0)]
    for before, after in pairwise(ends):
        if before.size:
            out.append(before)
        s0, s1 = before.short + before.size, after.short
        l0, l1 = before.long + before.size, after.long
        if not (before.size and after.size) and max(s1 - s0, l1 - l0) > (_EDGE if before.size else _START):
            continue
        if l1 < l0 or s1 - s0 > _GAP or l1 - l0 > _GAP:
            continue
        if any(taken[l0:l1]):  # words from elsewhere stand there: nothing took their place
            continue
        _refine(before.size, after.size, (s0, s1), (l0, l1), short, long, out, swaps)
    return out, swaps


def _refine(
    size_before: int,
    size_after: int,
    in_short: tuple[int, int],
    in_long: tuple[int, int],
    short: Sequence[str],
    long: Sequence[str],
    out: list[Tile],
    swaps: list[Swap],
) -> None:
    (s0, s1), (l0, l1) = in_short, in_long
    context = size_before + size_after
    if s0 == s1 or l0 == l1:
        if s0 != s1 or l0 != l1:
            swaps.append(Swap(in_short, in_long, context))
        return
    matcher = SequenceMatcher(None, short[s0:s1], long[l0:l1], autojunk=False)
    context += sum(block.size for block in matcher.get_matching_blocks())
    for tag, i0, i1, j0, j1 in matcher.get_opcodes():
        if tag == "equal":
            out.append(Tile(s0 + i0, l0 + j0, i1 - i0))
        else:
            swaps.append(Swap((s0 + i0, s0 + i1), (l0 + j0, l0 + j1), context))
