"""A text as units: words and numbers in normal form, each with its place in the text.

The key of a unit is equal for spellings that mean the same: गयी and गई, सीबीआइ and सीबीआई, ज़ and ज, सात
and ७.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import regex

from pipelines.copies import numbers
from search.stopwords import STOP_WORDS
from search.text import fold, lower

Kind = Literal["word", "number", "month", "weekday"]

_PIECE: Final = regex.compile(
    # File names, addresses and handles are no words, though archives and pages leave them in texts.
    r"(?P<other>https?:\S+|[^\s_@]*[_@][^\s।]*)"
    rf"|(?P<digits>{numbers.DIGITS})"
    r"|(?P<word>\p{L}[\p{L}\p{M}\u200c\u200d]*)"
    r"|(?P<end>[।॥?!\n|]|\.(?=\s|$))"
)
_LONGEST_NUMBER: Final = 12
"""Words of the longest number that is read: चार करोड़ तैंतीस लाख ..."""
_SHORT: Final = str.maketrans(
    {"ी": "ि", "ू": "ु", "ई": "इ", "ऊ": "उ", "ऑ": "आ", "ॉ": "ा", "ऍ": "ए", "ॅ": "े", "्": None}
)
_GLIDE: Final = regex.compile(r"य([िे])$")
_VOWELS: Final = {"ि": "इ", "े": "ए"}
_MONTHS: Final = (
    "जनवरी january jan",
    "फरवरी february feb",
    "मार्च march",
    "अप्रैल april",
    "मई may",
    "जून june",
    "जुलाई जुलाइ july",
    "अगस्त august aug",
    "सितंबर सितम्बर september sept",
    "अक्टूबर अक्तूबर october oct",
    "नवंबर november nov",
    "दिसंबर december dec",
)
_WEEKDAYS: Final = (
    "सोमवार monday",
    "मंगलवार tuesday",
    "बुधवार wednesday",
    "गुरुवार गुरूवार बृहस्पतिवार वीरवार thursday",
    "शुक्रवार friday",
    "शनिवार शनिचर saturday",
    "रविवार इतवार sunday",
)


def skeleton(folded: str) -> str:
    """The key of a folded word: without vowel length, virama and glide, which are spelt in several ways."""
    short = folded.translate(_SHORT)
    return _GLIDE.sub(lambda found: _VOWELS[found[1]], short) if len(short) > 2 else short


def _dated() -> dict[str, tuple[Kind, str]]:
    named: tuple[tuple[Kind, tuple[str, ...]], ...] = (("month", _MONTHS), ("weekday", _WEEKDAYS))
    return {
        fold(name): (kind, f"{kind} {number}")
        for kind, rows in named
        for number, row in enumerate(rows, 1)
        for name in row.split()
    }


_DATED: Final = _dated()


@dataclass(frozen=True, slots=True)
class Unit:
    """A word or a number of a text."""

    key: str
    """Equal for equal units; numbers begin with ``#``."""
    form: str
    """The folded word, or the number as printed, folded."""
    kind: Kind
    start: int
    end: int
    sentence: int
    """Number of the sentence that it stands in."""

    @property
    def content(self) -> bool:
        """Whether it is no stop word."""
        return self.kind != "word" or self.form not in STOP_WORDS


@lru_cache(maxsize=1 << 15)
def _word(printed: str) -> tuple[str, Kind, str]:
    """Folded form, kind and key of a word as printed."""
    form = fold(printed)
    kind, key = _DATED.get(form, ("word", skeleton(form)))
    return form, kind, key


def read(text: str) -> list[Unit]:
    """The units of ``text`` in order, with their places in it. Any string will do."""
    pieces = _pieces(text)
    units: list[Unit] = []
    at = 0
    while at < len(pieces):
        first = pieces[at]
        if not numbers.may_begin(first.form):
            units.append(first)
            at += 1
            continue
        unit, taken = _number(text, pieces[at : at + _LONGEST_NUMBER])
        units.append(unit)
        at += taken
    return units


def _pieces(text: str) -> list[Unit]:
    """Words and numbers one by one, numbers not yet read."""
    pieces: list[Unit] = []
    sentence = 0
    for found in _PIECE.finditer(text):
        match found.lastgroup:
            case "end":
                sentence += 1
            case "word":
                form, kind, key = _word(found[0])
                pieces.append(Unit(key, form, kind, found.start(), found.end(), sentence))
            case "digits":
                at = found.start()
                for part in numbers.split(found[0]):
                    if part:
                        form = lower(part)
                        pieces.append(Unit(f"#{form}", form, "number", at, at + len(part), sentence))
                    at += len(part) + 1
    return pieces


def _number(text: str, pieces: list[Unit]) -> tuple[Unit, int]:
    """The number with which ``pieces`` begin, and how many it takes; the first as it is if it is none."""
    first = pieces[0]
    number = numbers.read([piece.form for piece in pieces if piece.sentence == first.sentence])
    if number is None:
        return first, 1
    value, taken = number
    end = pieces[taken - 1].end
    form = fold(text[first.start : end])
    return Unit(f"#{value.normalize():f}", form, "number", first.start, end, first.sentence), taken
