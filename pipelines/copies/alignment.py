"""Two lists of units laid side by side: the runs that both have, and what stands between them.

First the long runs, the longest first, wherever they stand in either text, as in greedy string tiling
(Wise, 1993): desks change the order of paragraphs. Then, where two runs follow each other in both texts, the
short stretch between them is aligned word by word: what was put there in the place of something else is a
`Replacement`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from pipelines.copies.units import Unit

RUN: Final = 5
"""A run of so many units is no accident of grammar (ने कहा कि is three)."""
GAP: Final = 40
"""Longer stretches between two runs are other sentences, not other words in one."""
PLACES: Final = 16
"""Where a text repeats itself more often, only the first repeats are looked at: tables, and nonsense."""
EDGE: Final = 12
"""The same at the ends of a text, where only one side has context."""


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` equal units from ``a`` in the one text, from ``b`` in the other."""

    a: int
    b: int
    length: int


@dataclass(frozen=True, slots=True)
class Replacement:
    """Units ``a0:a1`` of the one text stand where the other has ``b0:b1``; one of them may be empty."""

    a0: int
    a1: int
    b0: int
    b1: int


@dataclass(frozen=True, slots=True)
class Alignment:
    a: Sequence[Unit]
    b: Sequence[Unit]
    runs: tuple[Run, ...]
    """In the order of the first text."""
    replacements: tuple[Replacement, ...]
    in_a: frozenset[int]
    """Units of the first text that the other has too, in a run or between two."""
    in_b: frozenset[int]


def align(a: Sequence[Unit], b: Sequence[Unit]) -> Alignment:
    """Lay two texts side by side."""
    keys_a, keys_b = [unit.key for unit in a], [unit.key for unit in b]
    runs = _runs(keys_a, keys_b, min(RUN, max(2, min(len(a), len(b)) // 4)))
    in_a = {run.a + i for run in runs for i in range(run.length)}
    in_b = {run.b + i for run in runs for i in range(run.length)}
    replacements: list[Replacement] = []
    for a0, a1, b0, b1 in _gaps(runs, len(a), len(b)):
        matcher = SequenceMatcher(None, keys_a[a0:a1], keys_b[b0:b1], autojunk=False)
        for tag, i0, i1, j0, j1 in matcher.get_opcodes():
            if tag == "equal":
                in_a.update(range(a0 + i0, a0 + i1))
                in_b.update(range(b0 + j0, b0 + j1))
            else:
                replacements.append(Replacement(a0 + i0, a0 + i1, b0 + j0, b0 + j1))
    return Alignment(a, b, tuple(runs), tuple(replacements), frozenset(in_a), frozenset(in_b))


def _runs(a: Sequence[str], b: Sequence[str], least: int) -> list[Run]:
    """Runs of at least ``least`` equal keys that do not overlap, in the order of ``a``."""
    free_a, free_b = [True] * len(a), [True] * len(b)
    kept: list[Run] = []
    for run in sorted(_matches(a, b, least), key=lambda run: (-run.length, abs(run.a - run.b), run.a)):
        for part in _free(run, free_a, free_b, least):
            kept.append(part)
            free_a[part.a : part.a + part.length] = [False] * part.length
            free_b[part.b : part.b + part.length] = [False] * part.length
    return sorted(kept, key=lambda run: run.a)


def _matches(a: Sequence[str], b: Sequence[str], least: int) -> list[Run]:
    """All runs of at least ``least`` equal keys, each as long as it can be."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j in range(len(b) - least + 1):
        places[tuple(b[j : j + least])].append(j)
    found: list[Run] = []
    reached: dict[int, int] = {}  # diagonal → end of the last run on it
    for i in range(len(a) - least + 1):
        for j in places.get(tuple(a[i : i + least]), ())[:PLACES]:
            if reached.get(i - j, -1) > i:
                continue
            length = least
            while i + length < len(a) and j + length < len(b) and a[i + length] == b[j + length]:
                length += 1
            reached[i - j] = i + length
            found.append(Run(i, j, length))
    return found


def _free(run: Run, free_a: Sequence[bool], free_b: Sequence[bool], least: int) -> list[Run]:
    """The parts of ``run`` that no longer run took, if they are long enough."""
    parts: list[Run] = []
    start = 0
    for offset in range(run.length + 1):
        if offset < run.length and free_a[run.a + offset] and free_b[run.b + offset]:
            continue
        if offset - start >= least:
            parts.append(Run(run.a + start, run.b + start, offset - start))
        start = offset + 1
    return parts


def _gaps(runs: Sequence[Run], len_a: int, len_b: int) -> list[tuple[int, int, int, int]]:
    """The stretches between runs that follow each other in both texts, and at both ends."""
    if not runs:
        return [(0, len_a, 0, len_b)] if max(len_a, len_b) <= GAP else []
    gaps = []
    by_b = sorted(runs, key=lambda run: run.b)
    next_in_b = dict(pairwise(by_b))
    for one, two in pairwise(runs):
        if next_in_b.get(one) == two:
            gap = (one.a + one.length, two.a, one.b + one.length, two.b)
            if gap[1] - gap[0] <= GAP and gap[3] - gap[2] <= GAP:
                gaps.append(gap)
    first, last = runs[0], runs[-1]
    if first == by_b[0] and max(first.a, first.b) <= EDGE:
        gaps.insert(0, (0, first.a, 0, first.b))
    end_a, end_b = last.a + last.length, last.b + last.length
    if last == by_b[-1] and max(len_a - end_a, len_b - end_b) <= EDGE:
        gaps.append((end_a, len_a, end_b, len_b))
    return gaps
