"""Whether two texts are about one thing: the rare words that they share.

Reports of one kind (encounters, fires, sales of a month) share their usual words; those of one event share
words that are rare in the language: its names, its places, what was special about it.
"""

from __future__ import annotations

from functools import lru_cache
from math import log10, sqrt
from typing import Final

from pipelines.copies.anatomy import Anatomy
from pipelines.copies.frequency import frequency
from search.stopwords import STOP_WORDS

_WORDS: Final = 300
"""Words of a text that are looked at."""
_COMMON: Final = 3.0
"""Words as frequent as one in ten to the power of this, or more, weigh nothing."""
_SMALL: Final = 0.3
_LARGE: Final = 1.5
"""Weight of a number of one or two digits, which any story has, and of a longer one."""
_LEAD: Final = 40
"""Words in which a report says where it happened."""


def likeness(one: Anatomy, other: Anatomy) -> float:
    """How much two pieces are about the same, 0 to 1: the cosine of the weights of their words."""
    a, b = _weights(one), _weights(other)
    shared = sum(a[key] ** 2 for key in a.keys() & b.keys())
    both = sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values()))
    return min(1.0, shared / both) if both else 0.0


def elsewhere(one: Anatomy, other: Anatomy) -> bool:
    """Whether the two happen in places that have nothing in common, as far as their tops name any."""
    a, b = _places(one), _places(other)
    return bool(a and b and not a & b)


def _places(piece: Anatomy) -> set[str]:
    body = piece.body
    return {key for key, kind in zip(body.keys[:_LEAD], body.kinds, strict=False) if kind == "place"}


def _weights(piece: Anatomy) -> dict[str, float]:
    keys = (*piece.headline.keys, *piece.body.keys[:_WORDS])
    return {key: _weight(key) for key in keys if key not in STOP_WORDS}


@lru_cache(maxsize=1 << 16)
def _weight(key: str) -> float:
    if key[0] == "#":
        return _LARGE if len(key) > 3 else _SMALL
    return max(0.0, -log10(frequency(key)) - _COMMON)
