"""Whether two texts are about one thing: the rare words that they share.

Reports of one kind (encounters, fires, sales of a month) share their usual words; those of one event share
words that are rare in the language: its names, its places, what was special about it. They share them in
their tops, and they name the same day.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import log10, sqrt
from typing import Final

from pipelines.copies.anatomy import Anatomy
from pipelines.copies.frequency import stem_frequency
from pipelines.copies.reading import Reading
from pipelines.copies.spelling import stem
from search.stopwords import STOP_WORDS

_WORDS: Final = 300
"""Words of a text that are looked at."""
_TOP: Final = 50
"""Words in which a report says what happened."""
_TOP_WEIGHT: Final = 0.3
"""What the top counts beside the whole."""
_DAYS: Final = 60
"""Words in which it says on which weekday."""
_DAY: Final = 0.08
"""What the same weekday adds, and another one takes away."""
_COMMON: Final = 3.0
"""Words as frequent as one in ten to the power of this, or more, weigh nothing."""
_SMALL: Final = 0.3
_LARGE: Final = 1.5
"""Weight of a number of one or two digits, which any story has, and of a longer one."""
_LEAD: Final = 40
"""Words in which a report says where it happened."""

Weights = Mapping[str, float]


def likeness(one: Anatomy, other: Anatomy) -> float:
    """How much two pieces are about the same, 0 to 1: the cosine of the weights of their words, wherever they
    stand and in the tops, and the weekdays."""
    whole = _cosine(weights(one, _WORDS), weights(other, _WORDS))
    top = _cosine(weights(one, _TOP), weights(other, _TOP))
    found = (whole + _TOP_WEIGHT * top) / (1 + _TOP_WEIGHT) + _DAY * _same_day(one, other)
    return min(1.0, max(0.0, found)) if whole else 0.0


def elsewhere(one: Anatomy, other: Anatomy) -> bool:
    """Whether the two happen in places that have nothing in common, as far as their tops name any."""
    a, b = _named(one, "place", _LEAD), _named(other, "place", _LEAD)
    return bool(a and b and not a & b)


def _same_day(one: Anatomy, other: Anatomy) -> int:
    """1 if both name a weekday in common, -1 if other ones, 0 if one names none."""
    a, b = _named(one, "weekday", _DAYS), _named(other, "weekday", _DAYS)
    return (1 if a & b else -1) if a and b else 0


def _named(piece: Anatomy, kind: str, words: int) -> set[str]:
    body = piece.body
    return {key for key, known in zip(body.keys[:words], body.kinds, strict=False) if known == kind}


@lru_cache(maxsize=512)
def weights(piece: Anatomy, words: int) -> Weights:
    """Stem → weight, of the headline and the first ``words`` of the text. Kept for a while."""
    found = {**_stems(piece.headline, words), **_stems(piece.body, words)}
    return {key: _weight(key) for key in found}


def _stems(reading: Reading, words: int) -> dict[str, None]:
    return dict.fromkeys(
        key if key[0] == "#" else stem(reading.said(at, at + 1))
        for at, key in enumerate(reading.keys[:words])
        if key not in STOP_WORDS
    )


def _cosine(a: Weights, b: Weights) -> float:
    shared = sum(a[key] ** 2 for key in a.keys() & b.keys())
    both = sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values()))
    return shared / both if both else 0.0


@lru_cache(maxsize=1 << 16)
def _weight(key: str) -> float:
    if key[:1] == "#":
        return _LARGE if len(key) > 3 else _SMALL
    return max(0.0, -log10(stem_frequency(key)) - _COMMON)
