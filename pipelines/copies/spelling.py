"""One key for the spellings of one word.

On top of `search.text.fold`: glides (गये, गए; नयी, नई; जायेगा, जाएगा), vowel length in long words (हेलिकॉप्टर,
हेलीकाप्टर), आइ at the end for आई (सीबीआइ), weekdays and months by their number.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import regex

from search.analysis import terms
from search.text import fold

_GLIDE_E: Final = regex.compile(r"(?<=.)ये(?=ं?$|ग)")
_GLIDE_I: Final = regex.compile(r"(?<=.)यी(?=ं?$|ग)")
_SHORT: Final = str.maketrans({"ी": "ि", "ू": "ु", "ई": "इ", "ऊ": "उ", "ऑ": "आ", "ॉ": "ा", "ऍ": "ए", "ॅ": "े"})
_LONG: Final = 5

_DAYS: Final = "सोमवार|मंगलवार|बुधवार|बृहस्पतिवार गुरुवार गुरूवार वीरवार|शुक्रवार|शनिवार|रविवार इतवार"
_MONTHS: Final = "जनवरी|फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|अक्टूबर अक्तूबर|नवंबर|दिसंबर"


def _numbered(names: str, prefix: str) -> dict[str, str]:
    return {
        fold(form): f"{prefix}-{number}"
        for number, forms in enumerate(names.split("|"), 1)
        for form in forms.split()
    }


_CALENDAR: Final = _numbered(_DAYS, "day") | _numbered(_MONTHS, "month")


@lru_cache(maxsize=1 << 16)
def level(word: str) -> str:
    """The key of a word: ``day-1`` for सोमवार, ``month-5`` for मई. Digits are ASCII ones without commas.

    Empty for what folding leaves nothing of.
    """
    folded = fold(word)
    if folded[:1].isdigit():
        return folded.replace(",", "")
    dated = _CALENDAR.get(folded)
    if dated is not None:
        return dated
    folded = _GLIDE_I.sub("ई", _GLIDE_E.sub("ए", folded))
    if len(folded) >= _LONG:
        folded = folded.translate(_SHORT)
    return f"{folded[:-1]}ई" if folded.endswith("इ") else folded


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The key of the stem of a word as printed: one for आतंकी, आतंकियों."""
    found = terms(word, "stem")
    return level(found[0]) if found else level(word)


def levelled(words: str) -> frozenset[str]:
    """The keys of words with white space between them."""
    return frozenset(map(level, words.split()))
