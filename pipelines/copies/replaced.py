"""Facts of one text that stand in the place of other facts in the other.

That a toll, a day or a name was replaced while the words around it stayed is what tells an edition from a
copy, however alike the two are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from pipelines.copies.alignment import Alignment, Swap
from pipelines.copies.facts import Kind, same_fact
from pipelines.copies.frequency import UNKNOWN, frequency
from pipelines.copies.reading import Reading

_KINDS: Final[tuple[Kind, ...]] = ("number", "weekday", "month", "place", "name", "status")
_NEAR: Final = 8
"""Words that a swap may have on each side: more is another sentence."""
_CONTEXT: Final = 4
"""Words that must agree around a swap."""
_DATELINE: Final = 4
"""First words of a text that may be a dateline."""
_ALIKE: Final = 0.6
"""Similarity from which two names are spellings of one."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A fact, and what stands in its place."""

    kind: Kind
    short: str
    long: str
    at: tuple[int, int]
    """Which words they are, in the shorter text and in the longer."""


def replaced(short: Reading, long: Reading, alignment: Alignment) -> list[Replaced]:
    """The facts that differ where the two texts agree otherwise."""
    found: list[Replaced] = []
    for swap in alignment.swaps:
        if swap.context >= _CONTEXT and _size(swap.short) <= _NEAR and _size(swap.long) <= _NEAR:
            found += _facts(short, long, swap)
            found += _unknown(short, long, swap)
    return found


def _facts(short: Reading, long: Reading, swap: Swap) -> Iterator[Replaced]:
    in_short, in_long = range(*swap.short), range(*swap.long)
    for kind in _KINDS:
        ours = [at for at in in_short if short.kinds[at] == kind and not _of_dateline(short, at)]
        theirs = [at for at in in_long if long.kinds[at] == kind and not _of_dateline(long, at)]
        lost = _without(ours, short, {long.keys[at] for at in theirs})
        won = _without(theirs, long, {short.keys[at] for at in ours})
        if kind in ("place", "name"):
            lost, won = _no_variants(lost, won, short, long)
        for one, other in zip(lost, won, strict=False):
            yield Replaced(kind, short.said(one, one + 1), long.said(other, other + 1), (one, other))


def _unknown(short: Reading, long: Reading, swap: Swap) -> Iterator[Replaced]:
    """A word that is no word of the language in the place of another such: a village, a person, a make."""
    if _size(swap.short) != 1 or _size(swap.long) != 1:
        return
    one, other = swap.short[0], swap.long[0]
    if short.kinds[one] or long.kinds[other] or min(one, other) <= _DATELINE:
        return
    keys = short.keys[one], long.keys[other]
    if all(len(key) > 2 and frequency(key) <= UNKNOWN for key in keys) and not alike(*keys):
        yield Replaced("name", short.said(one, one + 1), long.said(other, other + 1), (one, other))


def _of_dateline(reading: Reading, at: int) -> bool:
    """Whether a place or the day of a month stands before the first sentence: each desk has its own."""
    if at > _DATELINE:
        return False
    near = reading.kinds[at : at + 2]
    return near[0] in ("place", "month") or near == ("number", "month")


def _without(places: Sequence[int], reading: Reading, known: set[str]) -> list[int]:
    return [at for at in places if not any(same_fact(reading.keys[at], key) for key in known)]


def _no_variants(
    lost: list[int], won: list[int], short: Reading, long: Reading
) -> tuple[list[int], list[int]]:
    """Without those that are only spelled otherwise (माछिल, मच्छल)."""
    pairs = [(one, two) for one in lost for two in won if alike(short.keys[one], long.keys[two])]
    first, second = {one for one, _ in pairs}, {two for _, two in pairs}
    return [at for at in lost if at not in first], [at for at in won if at not in second]


def alike(one: str, other: str) -> bool:
    """Whether two words look like two spellings of one. Numbers, days and months never do."""
    if one == other or "#" in (one[0], other[0]) or "-" in one or "-" in other:
        return one == other
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _size(span: tuple[int, int]) -> int:
    return span[1] - span[0]
