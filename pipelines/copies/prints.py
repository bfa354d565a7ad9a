"""The prints of a text: a few numbers of which two texts with a passage in common share some.

    units ─▶ shingles of 5 ─▶ hashes ─▶ the least of each window of 20 (winnowing) ─▶ prints

Winnowing (Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", 2003)
finds every passage of 24 units that two texts share, however much else the longer one has. MinHash, which
compares whole texts, misses briefs and excerpts: ``python -m benchmarks.quality_copies --candidates`` has the
figures of both. Shingles of grammar alone (ने कहा कि इस) come last, for every story has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

from pipelines.copies.body import body
from pipelines.copies.units import Unit

SCHEME: Final = 1
"""Goes up when the same text gets other prints; ``scrapy copies --rebuild`` makes them anew."""
SHINGLE: Final = 5
WINDOW: Final = 20
MOST: Final = 48
"""A long text has wider windows, so that it has no more prints; these are among those of narrower ones."""
_TELLING: Final = 3
"""A shingle with so many content words says something."""
_CLASS: Final = 1 << 62


def prints_of(text: str) -> frozenset[int]:
    """The prints of a text, from 0 to 2⁶³ - 1; empty for a text without words."""
    return prints(body(text).units)


def prints(units: Sequence[Unit]) -> frozenset[int]:
    """The prints of a text's units."""
    ranks = _ranks(units)
    window = WINDOW
    while True:
        found = {min(ranks[i : i + window]) for i in range(max(1, len(ranks) - window + 1)) if ranks}
        if len(found) <= MOST:
            return frozenset(found)
        window += window // 2


def _ranks(units: Sequence[Unit]) -> list[int]:
    """A number for each shingle: its hash, and above all others if it says little."""
    if not units:
        return []
    keys = [unit.key for unit in units]
    says = [unit.content for unit in units]
    length = min(SHINGLE, len(keys))
    return [
        _hash(" ".join(keys[i : i + length])) + (0 if sum(says[i : i + length]) >= _TELLING else _CLASS)
        for i in range(len(keys) - length + 1)
    ]


def _hash(shingle: str) -> int:
    return int.from_bytes(blake2b(shingle.encode(), digest_size=8).digest(), "little") >> 2


def enough(shared: int, a: int, b: int) -> bool:
    """Whether two texts with ``a`` and ``b`` prints, of which ``shared`` are common, are worth comparing."""
    return shared >= 2 or (shared == 1 and min(a, b) < _FEW)


_FEW: Final = 10
"""Texts with fewer prints are short: one in common is much."""
