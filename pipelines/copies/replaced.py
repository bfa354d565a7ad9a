"""Facts of one text that stand in the place of other facts in the other.

That a toll, a day or a name was replaced while the words around it stayed is what tells an edition from a
copy, however alike the two are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

import regex

from pipelines.copies.alignment import Alignment, Swap
from pipelines.copies.facts import Kind, same_fact
from pipelines.copies.frequency import UNKNOWN, frequency
from pipelines.copies.reading import Reading

_KINDS: Final[tuple[Kind, ...]] = ("number", "weekday", "month", "place", "name", "thing", "status")
_NEAR: Final = 8
"""Words that a swap may have on each side: more is another sentence."""
_CONTEXT: Final = 4
"""Words that must agree around a swap."""
_DATELINE: Final = 6
"""Words that a dateline has at most."""
_SET_OFF: Final = regex.compile(r"[।:|(\n]|[-–—]{2}|[–—]|\s-\s")
"""What stands after a dateline, or in it, and not in the first words of a sentence."""
_LEAD: Final = 40
"""Words in which a story says what happened."""
_OCCASION: Final[tuple[Kind, ...]] = ("place", "name", "thing", "month", "number")
_YEAR: Final = regex.compile(r"#(?:19|20)\d\d")
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
        ours = [at for at in in_short if short.kinds[at] == kind and at >= _start(short)]
        theirs = [at for at in in_long if long.kinds[at] == kind and at >= _start(long)]
        lost = _without(ours, short, {long.keys[at] for at in theirs})
        won = _without(theirs, long, {short.keys[at] for at in ours})
        if kind in ("place", "name", "thing"):
            lost, won = _no_variants(lost, won, short, long)
        for one, other in zip(lost, won, strict=False):
            yield Replaced(kind, short.said(one, one + 1), long.said(other, other + 1), (one, other))


def _unknown(short: Reading, long: Reading, swap: Swap) -> Iterator[Replaced]:
    """A word that is no word of the language, a village, a person or a make, in the place of another such or
    of a place or a name that is known."""
    if _size(swap.short) != 1 or _size(swap.long) != 1:
        return
    one, other = swap.short[0], swap.long[0]
    kinds = short.kinds[one], long.kinds[other]
    if all(kinds) or one < _start(short) or other < _start(long):
        return
    keys = short.keys[one], long.keys[other]
    if all(map(_is_proper, keys, kinds)) and not alike(*keys):
        kind: Kind = "place" if "place" in kinds else "name"
        yield Replaced(kind, short.said(one, one + 1), long.said(other, other + 1), (one, other))


def _is_proper(key: str, kind: Kind) -> bool:
    return kind in ("place", "name") or (not kind and len(key) > 2 and frequency(key) <= UNKNOWN)


def _start(reading: Reading) -> int:
    """The first word after the dateline, which each desk writes for itself; 0 without one.

    A place that the first sentence speaks of is none: "कुपवाड़ा जिले में …".
    """
    for at in range(min(_DATELINE, len(reading) - 1)):
        if _SET_OFF.search(reading.text, reading.ends[at], reading.starts[at + 1]):
            return at + 1
    return 0


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


def occasion(short: Reading, long: Reading, found: Sequence[Replaced]) -> int:
    """How many replaced facts say that something else happened, and not that more is known of the same.

    These are places, names, things, months and years that the other text has nowhere, one of them in its
    lead. Another weekday adds to these.
    """
    told = [one for one in found if _is_foreign(short, long, one)]
    if not any(max(one.at) < _LEAD for one in told):
        return 0
    pairs = {(short.keys[one.at[0]], long.keys[one.at[1]]) for one in told}
    return len(pairs) + any(one.kind == "weekday" for one in found)


def _is_foreign(short: Reading, long: Reading, one: Replaced) -> bool:
    ours, theirs = short.keys[one.at[0]], long.keys[one.at[1]]
    if one.kind == "number" and not (_YEAR.fullmatch(ours) and _YEAR.fullmatch(theirs)):
        return False
    return one.kind in _OCCASION and ours not in long.keys and theirs not in short.keys
