"""Helpers for Devanagari text, the only ones in the project.

Vowel signs, the virama and the nukta are marks (categories Mn, Mc): Python's ``re`` does not count them
to ``\\w``, ``str.isalpha`` denies them, and ``len`` counts them as characters of their own. So words are
runs of letters, marks and digits here, and lengths are user-perceived characters (grapheme clusters).
Stored text is NFC and nothing else; folding is for comparison only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import regex

from search.charfilters import SIGNS, SPELLING, STRUCTURE, apply

WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}\u200c\u200d]*")
"""A word: letters, digits and their marks, with the joiners that stand between them."""

_LETTER = regex.compile(r"\p{L}")
_DEVANAGARI_LETTER = regex.compile(r"(?=\p{L})\p{IsDevanagari}")
_WHITE = regex.compile(r"[\s\u200b\ufeff]+")
_CLUSTER = regex.compile(r"\X")


class _Lower(dict[int, str]):
    """Character → its lower case of one character, its ASCII digit, or itself."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        digit = unicodedata.decimal(char, None)
        # One character for one, as Lucene's lower case works by code point: 'İ'.lower() has two, i and a dot.
        lower = char.lower()[0]
        self[code] = lower if digit is None else str(digit)
        return self[code]


_LOWER = _Lower()
_BY_CHARACTER = re.compile("[^\\D0-9]|[İΣ]")
"""What `str.lower` leaves or does otherwise: digits, İ (to two characters), Σ (by its place in the word)."""


def nfc(text: str) -> str:
    """`text` in Unicode's composed form, the form of everything that is stored."""
    return unicodedata.normalize("NFC", text)


def lower(text: str) -> str:
    """Lower case, and the decimal digits of all scripts as 0-9; never changes the length."""
    if _BY_CHARACTER.search(text):
        return text.translate(_LOWER)
    return text.lower()


def fold(text: str) -> str:
    """`text` with the differences removed that Hindi spelling does not mean.

    NFC; joiners, soft hyphens, direction marks, nukta and visarga gone; chandrabindu and half nasals
    (हिन्दी) as anusvara (हिंदी); आॅ as ऑ; lower case; digits as 0-9. Vowel length stays (दिन is not दीन).
    Idempotent. Punctuation and white space are left alone: see `match_key`.
    """
    return lower(apply(SPELLING, nfc(apply((SIGNS,), text))))


def match_key(text: str) -> str:
    """The key under which equal names meet: folded words, letters and digits apart, one space between.

    ``S400``, ``S-400`` and ``S 400`` give ``s 400``; एस-४०० and "एस 400" give "एस 400"; डी.आर.डी.ओ. gives
    डीआरडीओ. Empty if `text` has neither letters nor digits.
    """
    return " ".join(apply(STRUCTURE, fold(text)).split())


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of `text` as they stand, with start and end in `text`.

    A word is a run of letters, marks and digits of any script (S400 is one; see `search.analysis` for the
    tokens of the index); joiners belong to it; danda and all other punctuation separate.
    """
    for match in WORD.finditer(text):
        yield match[0], match.start(), match.end()


def devanagari_share(text: str) -> float:
    """Share of Devanagari among the letters of `text`, 0 to 1; 0 if it has no letters. Marks do not count."""
    letters = len(_LETTER.findall(text))
    return len(_DEVANAGARI_LETTER.findall(text)) / letters if letters else 0.0


def squeeze(text: str) -> str:
    """`text` with each run of white space, no-break and zero-width spaces too, as one space, trimmed."""
    return _WHITE.sub(" ", text).strip()


def graphemes(text: str) -> list[str]:
    """The user-perceived characters of `text` (extended grapheme clusters, UAX #29): क्षि is one."""
    return _CLUSTER.findall(text)


def cut(text: str, limit: int, ellipsis: str = "…") -> str:
    """`text` if it has at most `limit` graphemes, else its beginning and `ellipsis`, `limit` in all.

    Cuts between words where one ends in the last third, and never between a letter and its sign. Raises
    ValueError if `limit` is smaller than the ellipsis.
    """
    room = limit - len(graphemes(ellipsis))
    if room < 0:
        raise ValueError(f"cut: {limit} graphemes cannot hold the ellipsis {ellipsis!r}")
    end = 0
    for count, cluster in enumerate(_CLUSTER.finditer(text), 1):
        if count == room:
            end = cluster.end()
        if count > limit:
            break
    else:
        return text
    head = text[:end]
    space = max(head.rfind(" "), head.rfind("\n"))
    if text[end : end + 1].strip() and space >= end * 2 // 3:
        head = head[:space]
    return head.rstrip() + ellipsis
