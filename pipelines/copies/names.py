"""Which words are names, as far as a text without capital letters shows it.

Hindi prints names like any word. A word that Hindi hardly ever prints is mostly one (अनंतनाग, गुरुंग); frequent
names are in ``places.txt``. So a name in the place of another name tells two events apart, while जख्मी in the
place of घायल tells two desks apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from wordfreq import zipf_frequency

from pipelines.copies.units import Unit, skeleton
from search.lemmas import lemma
from search.text import fold

_RARE: Final = 3.3
"""Zipf frequency below which a word counts as a name: one of two million words."""
_ALIKE: Final = 0.6
"""Names with so much in common are spellings of one (पुडुचेरी, पांडिचेरी)."""
_LONGEST_PLACE: Final = 3


@cache
def _places() -> dict[tuple[str, ...], str]:
    """Skeletons of a place's words → its first spelling."""
    found: dict[tuple[str, ...], str] = {}
    for line in Path(__file__).with_name("places.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            spellings = line.split()
            for spelling in spellings:
                found[tuple(skeleton(fold(word)) for word in spelling.split("_"))] = spellings[0]
    return found


def places(units: Sequence[Unit]) -> set[str]:
    """The frequent places named in ``units``."""
    keys = [unit.key for unit in units]
    known = _places()
    found: set[str] = set()
    at = 0
    while at < len(keys):
        for length in range(_LONGEST_PLACE, 0, -1):
            place = known.get(tuple(keys[at : at + length]))
            if place and at + length <= len(keys):
                found.add(place)
                at += length - 1
                break
        at += 1
    return found


@lru_cache(maxsize=1 << 14)
def is_rare(form: str) -> bool:
    """Whether a folded word, and its lemma, are so rare that it is mostly a name."""
    return len(form) > 2 and max(zipf_frequency(form, "hi"), zipf_frequency(lemma(form), "hi")) < _RARE


def names(units: Sequence[Unit]) -> list[str]:
    """Forms of the rare words among ``units``."""
    return [unit.form for unit in units if unit.kind == "word" and unit.content and is_rare(unit.form)]


def alike(one: str, other: str) -> bool:
    """Whether two words may be spellings of one."""
    return SequenceMatcher(None, skeleton(one), skeleton(other), autojunk=False).ratio() >= _ALIKE
