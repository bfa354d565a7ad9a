"""What two texts must share to be compared at all: MinHash over pairs of analysed words.

    text ─▶ stems ─▶ pairs of neighbours ─┬─ of the whole text ─▶ 48 minima ─▶ 24 buckets
                                          └─ of its beginning  ─▶ 16 minima ─▶  8 buckets

Two texts that share a fifth of their pairs share one bucket or more in five of eight cases, those that share
a third in nineteen of twenty; the beginning has a sketch of its own, so that a text is found by its first
paragraphs alone. Chance brings texts of one subject into one bucket, too, so the minima are compared before
the texts are (`likeness`). All of that depends on the two texts only: who came first does not matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from operator import eq
from struct import Struct
from typing import Final

from search.analysis import terms

BEGINNING: Final = 50
"""Stems: two or three paragraphs of an agency."""
WHOLE: Final = 48
"""Minima of the whole text; those of the beginning follow."""
ROWS: Final = 2
"""Minima that must be equal for one bucket. With two, no copy or update of the labelled pairs is missed."""
LEAST_WHOLE: Final = 4
"""Equal minima of whole texts from which two are compared: an estimated Jaccard index of .08."""
LEAST_BEGINNING: Final = 3
"""The same of beginnings: .19."""

_DIGEST = Struct("<16I")
_SIGNATURE = Struct("<64I")
_BUCKET = Struct("<q")
_BAND = Struct(f"<B{ROWS}I")
_SALTS = tuple(bytes([number]) for number in range(4))


@lru_cache(maxsize=64)  # a story is looked up more than once while it is linked
def sketch(text: str) -> bytes | None:
    """The 64 minima of a text, four bytes each; None if it has no two words that mean something.

    Equal on every machine and in every process, as long as the analysis is (`search.analysis`): after a
    change of that, sketches are made again by ``scrapy copies rebuild``.
    """
    stems = terms(text, "stem")
    pairs = {f"{first} {second}".encode() for first, second in pairwise(stems)}
    if not pairs:
        return None
    begun = stems[:BEGINNING]
    first_pairs = {f"{first} {second}".encode() for first, second in pairwise(begun)}
    minima = [number for salt in _SALTS[:3] for number in _minima(pairs, salt)]
    return _SIGNATURE.pack(*minima, *_minima(first_pairs, _SALTS[3]))


def _minima(shingles: set[bytes], salt: bytes) -> Sequence[int]:
    hashed = [_DIGEST.unpack(blake2b(shingle, salt=salt).digest()) for shingle in shingles]
    return [min(lane) for lane in zip(*hashed, strict=True)]


def buckets(signature: bytes) -> list[int]:
    """The buckets of a sketch, as signed numbers of 64 bits; texts are candidates if they share one."""
    minima = _SIGNATURE.unpack(signature)
    keys = (_BAND.pack(place, *minima[place : place + ROWS]) for place in range(0, len(minima), ROWS))
    return [_BUCKET.unpack(blake2b(key, digest_size=8).digest())[0] for key in keys]


def likeness(first: bytes, second: bytes) -> float:
    """How much two sketches share, 0 to 1; 0 if that is too little for the texts to be compared."""
    one, other = _SIGNATURE.unpack(first), _SIGNATURE.unpack(second)
    whole: int = sum(map(eq, one[:WHOLE], other[:WHOLE]))
    beginning: int = sum(map(eq, one[WHOLE:], other[WHOLE:]))
    if whole < LEAST_WHOLE and beginning < LEAST_BEGINNING:
        return 0.0
    return max(whole / WHOLE, beginning / (len(one) - WHOLE))
