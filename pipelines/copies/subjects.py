"""What a story is about, as a few keys by which two writers' reports of one event find each other.

    headline, first words ─▶ stems ─▶ the rarest eight ─▶ a key each

Such reports share no sentences, so their sketches (`pipelines.copies.sketch`) seldom meet; what they share is
what is rare in the language. Two of the eight in common are enough to be compared.
"""

from __future__ import annotations

from hashlib import blake2b
from struct import unpack
from typing import Final

from pipelines.copies.anatomy import dissected
from pipelines.copies.topics import weights

WORDS: Final = 100
"""Words that say what a story is about."""
MOST: Final = 8
"""Keys of a story. Of the labelled and our own pairs of one event, nine in ten share two or more."""
_BYTES: Final = 8


def subjects(title: str, text: str) -> bytes:
    """The keys of a story, eight bytes each; none of one without rare words.

    Equal on every machine, as long as the analysis is and the list of frequencies (wordfreq): after a change
    of these they are made again by ``scrapy copies rebuild``.
    """
    known = weights(dissected(text, title), WORDS)
    rare = sorted(
        (-weight, stem) for stem, weight in known.items() if weight > 0 and not stem.startswith("#")
    )
    hashed = (blake2b(stem.encode(), digest_size=_BYTES, person=b"subject") for _, stem in rare[:MOST])
    return b"".join(one.digest() for one in hashed)


def keys(found: bytes) -> list[int]:
    """The keys as signed numbers of 64 bits."""
    return list(unpack(f"<{len(found) // _BYTES}q", found))
