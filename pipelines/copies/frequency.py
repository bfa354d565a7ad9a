"""How often a word is used in Hindi, by its key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from pipelines.copies.spelling import level, stem

UNKNOWN: Final = 1e-7
"""Frequency of a word that the list does not hold."""


def frequency(key: str) -> float:
    """Share of a word among all words."""
    return _frequencies()[0].get(key, UNKNOWN)


def stem_frequency(key: str) -> float:
    """The same of all words with a stem (`pipelines.copies.spelling.stem`)."""
    return _frequencies()[1].get(key, UNKNOWN)


@lru_cache(maxsize=1)
def _frequencies() -> tuple[Mapping[str, float], Mapping[str, float]]:
    # Importing it takes most of a second, which commands that compare nothing need not wait.
    from wordfreq import get_frequency_dict

    words: dict[str, float] = {}
    stems: dict[str, float] = {}
    for word, share in get_frequency_dict("hi").items():
        for found, key in ((words, level(word)), (stems, stem(word))):
            found[key] = found.get(key, 0.0) + share
    return words, stems
