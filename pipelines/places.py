"""The gazetteer: names of places that Hindi news has often, of ``places.txt`` and of the vocabulary."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from pipelines.vocabulary import load_vocabulary
from search.text import match_key

_QUALIFIERS: Final = frozenset(
    match_key(
        "नई नयी पुरानी ग्रेटर न्यू उत्तर दक्षिण पूर्वी पश्चिमी उत्तरी दक्षिणी मध्य केंद्रीय पोर्ट तेल सेंट "
        "new greater east west north south port"
    ).split()
)
"""Words before the distinctive one of a name: नई दिल्ली, तेल अवीव."""
_REGIONS: Final = frozenset(match_key("प्रदेश बंगाल नाडु खंड परगना pradesh bengal nadu").split())
_PARTS: Final = frozenset(match_key("नगर शहर देहात ग्रामीण कैंट छावनी सिटी जिला city cantt").split())
"""Words behind the name of a place."""
_WORDS: Final = 3
"""Of a name, at most."""


@lru_cache(maxsize=1)
def place_names() -> frozenset[str]:
    """Names of one word, as they are written."""
    lines = (Path(__file__).with_name("places.txt")).read_text("utf-8").splitlines()
    listed = [word for line in lines if not line.startswith("#") for word in line.split()]
    known = [
        name
        for concept in load_vocabulary()
        if concept.type in ("place", "country")
        for name in concept.names
        if " " not in name
    ]
    return frozenset((*listed, *known))


@lru_cache(maxsize=1)
def _keys() -> frozenset[str]:
    return frozenset(map(match_key, place_names()))


def is_place(name: str) -> bool:
    """Is this the name of a place: one that is listed, with or without a word such as नई before it?"""
    words = match_key(name).split()
    if not words or len(words) > _WORDS:
        return False
    *before, last = words
    if last in _PARTS and before:
        *before, last = before
    if last in _keys():
        return all(word in _QUALIFIERS or word in _keys() for word in before)
    return last in _REGIONS and bool(before)
