"""The character rules of the Hindi analysis, as data, and the two ways to run them.

A filter is a table of replacements (`Table`: longest match at each place, one pass) or a regular
expression with a constant replacement (`Pattern`). These are Elasticsearch's ``mapping`` and
``pattern_replace`` char filters, and the expressions keep to what Java and the `regex` module read
alike, so that the same rows serve both engines. No group is repeated without a limit: Java recurses at each
repetition, and a long enough "word" would overflow its stack. The filters run in the order in which they are
listed:

    SIGNS ─▶ NFC ─▶ SPELLING    one spelling for one word
                 ─▶ STRUCTURE   what is one token: white space is between them in the end

Elasticsearch has no NFC filter without its ICU plugin and needs none here: stored text is NFC, and the
letters that NFC takes apart (U+0958 to U+095F) stand in SIGNS. Here SIGNS goes first, because a joiner
between a letter and its accent keeps NFC from putting them together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import regex

Match = re.Match[str] | regex.Match[str]


@dataclass(frozen=True, slots=True)
class Table:
    """Replace each key by its value; the longest key wins, and what was put in is not read again."""

    name: str
    rules: tuple[tuple[str, str], ...]
    needs: str = ""
    """No key is without this string; it only saves looking."""
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)
    values: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        values = dict(self.rules)
        keys = sorted(values, key=len, reverse=True)
        object.__setattr__(self, "values", values)
        # Few characters of a text are in the table, and a class of characters finds them quicker than
        # `str.translate`, which looks each of them up.
        single = all(len(key) == 1 for key in keys)
        escaped = "".join(map(re.escape, keys)) if single else "|".join(map(re.escape, keys))
        object.__setattr__(self, "compiled", re.compile(f"[{escaped}]" if single else escaped))

    def value(self, match: Match) -> str:
        """What stands in place of a match."""
        return self.values[match[0]]

    def apply(self, text: str) -> str:
        """`text` after the replacements."""
        return self.compiled.sub(self.value, text)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Replace each match by one constant string."""

    name: str
    pattern: str
    replacement: str
    needs: str = ""
    """There is no match without this string; it only saves looking."""
    compiled: re.Pattern[str] | regex.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Python's own `re` is the quicker one; it refuses \p{...} and look-behinds of several lengths.
        try:
            object.__setattr__(self, "compiled", re.compile(self.pattern))
        except re.error:
            object.__setattr__(self, "compiled", regex.compile(self.pattern))

    def value(self, match: Match) -> str:
        """What stands in place of a match."""
        return self.replacement

    def apply(self, text: str) -> str:
        """`text` after the replacements."""
        return self.compiled.sub(self.replacement, text)


CharFilter = Table | Pattern
Spans = list[tuple[int, int]]
"""For each character of a text, the range of the original that it stands for."""

LETTER_NAMES: Final = {
    "ए": "a", "बी": "b", "सी": "c", "डी": "d", "ई": "e", "एफ": "f", "जी": "g", "एच": "h", "आई": "i",
    "जे": "j", "के": "k", "एल": "l", "एम": "m", "एन": "n", "ओ": "o", "पी": "p", "क्यू": "q", "आर": "r",
    "एस": "s", "टी": "t", "यू": "u", "वी": "v", "डब्ल्यू": "w", "डब्लू": "w", "एक्स": "x", "वाई": "y",
    "जेड": "z",
}  # fmt: skip
"""How Hindi writes the names of the Latin letters, in folded spelling."""

LETTER_NAME: Final = "(?:" + "|".join(sorted(LETTER_NAMES, key=len, reverse=True)) + ")"

_INVISIBLE = (
    "\u00ad\u061c\u180e\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    + ("\u2066\u2067\u2068\u2069\ufeff" + "".join(map(chr, range(0xFE00, 0xFE10))))
)
_ROMAN_NUMERALS = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]

SIGNS: Final = Table(
    "signs",
    (
        *((sign, "") for sign in _INVISIBLE),
        ("\u200b", " "),
        ("\u093c", ""),  # nukta
        *zip(map(chr, range(0x958, 0x960)), "कखगजडढफय", strict=True),
        ("ऩ", "न"),
        ("ऱ", "र"),
        ("ऴ", "ळ"),
        ("\u0900", "ं"),
        ("\u0901", "ं"),
        # Visarga is dropped altogether: दुःख and दुख are one word, and डेस्कः is डेस्क with a colon.
        ("\u0903", ""),
        ("\u093d", ""),  # avagraha, a lengthened vowel or an elided one
        ("ॲ", "ऍ"),
        *((chr(0x2160 + i), numeral) for i, numeral in enumerate(_ROMAN_NUMERALS)),
    ),
)
"""Single characters that carry no difference between words."""

REPAIRS: Final = Table(
    "repairs",
    (
        # A vowel letter typed as अ or आ and a vowel sign: looks right, compares wrong. The rows with ॅ are
        # what older Windows keyboards produce; no normalisation form repairs them.
        ("अाॅ", "ऑ"), ("आॅ", "ऑ"), ("अॉ", "ऑ"), ("ाॅ", "ॉ"), ("अॅ", "ऍ"),
        ("अाॆ", "ऒ"), ("आॆ", "ऒ"), ("अॊ", "ऒ"), ("ाॆ", "ॊ"),
        ("अाे", "ओ"), ("आे", "ओ"), ("अो", "ओ"), ("ाे", "ो"),
        ("अाै", "औ"), ("आै", "औ"), ("अौ", "औ"), ("ाै", "ौ"),
        ("अा", "आ"), ("एे", "ऐ"),
    ),
)  # fmt: skip
"""Vowels put together from pieces (the pairs of Lucene's IndicNormalizer, and what NFC leaves)."""

HALF_NASALS: Final = (
    Pattern("half n", "[ङञणन]्(?=[क-घच-झट-ढत-धप-भशस])", "ं", needs="्"),
    Pattern("half m", "म्(?=[प-भ])", "ं", needs="म्"),
)
"""हिन्दी and हिंदी, सिन्दूर and सिंदूर, इम्फाल and इंफाल."""

SPELLING: Final[tuple[CharFilter, ...]] = (REPAIRS, *HALF_NASALS)
"""With SIGNS and NFC before it: one spelling for one word."""

_LONE = rf"(?:{LETTER_NAME}|[A-Za-z])"
_INITIALS = rf"\.(?={_LONE}(?![\p{{L}}\p{{M}}]))(?<=(?<![\p{{L}}\p{{M}}\p{{Nd}}]){_LONE}\.)"

STRUCTURE: Final[tuple[CharFilter, ...]] = (
    Table(
        "abbreviations",
        tuple(
            (dotted, dotted.replace(".", ""))
            for dotted in ("कि.मी", "मि.मी", "से.मी", "उ.प्र", "म.प्र", "हि.प्र", "हि.स", "वि.वि", "रा.स्व.सं")
        ),
        needs=".",
    ),
    Pattern("initials", _INITIALS, "", needs="."),
    # 1,27,000 and 127,000 are one number; 10,20 are two.
    Pattern("grouped digits", r"(?<=\p{Nd}),(?=(?:\p{Nd}{2,3},){0,8}\p{Nd}{3}(?!\p{Nd}))", "", needs=","),
    # Everything but letters, marks and digits separates; a full stop does not between two digits.
    Pattern("separators", r"[^\p{L}\p{M}\p{Nd}.]|(?<!\p{Nd})\.|\.(?!\p{Nd})", " "),
    Pattern("lone marks", r"(?<![\p{L}\p{M}])\p{M}+", ""),
    Pattern(
        "boundaries",
        r"(?<=[\p{L}\p{M}])(?=\p{Nd})|(?<=\p{Nd})(?=\p{L})"
        # Words of two scripts glued together by a page's markup, ideographs, which stand alone, and katakana.
        r"|(?<=\p{IsDevanagari})(?=\p{IsLatin})|(?<=\p{IsLatin})(?=\p{IsDevanagari})(?=\p{L})"
        r"|(?<=[\p{IsHan}\p{IsHiragana}])(?=\p{L})|(?<=[\p{L}\p{M}])(?=[\p{IsHan}\p{IsHiragana}])"
        r"|(?<=[\p{IsKatakana}ーｰ])(?=\p{L})(?![\p{IsKatakana}ーｰ])|(?<=[\p{L}\p{M}])(?<![\p{IsKatakana}ーｰ])(?=[\p{IsKatakana}ーｰ])",
        " ",
    ),
)
"""What remains is tokens with white space between them."""


def apply(filters: Sequence[CharFilter], text: str) -> str:
    """`text` after the filters, one after the other."""
    for step in filters:
        if step.needs in text:
            text = step.apply(text)
    return text


def compose(text: str, spans: Spans) -> tuple[str, Spans]:
    """NFC of `text`, and the ranges of the original that each of its characters stands for."""
    if unicodedata.is_normalized("NFC", text):
        return text, spans
    out: list[str] = []
    kept: Spans = []
    for cluster in regex.finditer(r"\X", text):
        composed = unicodedata.normalize("NFC", cluster[0])
        out.append(composed)
        kept += [(spans[cluster.start()][0], spans[cluster.end() - 1][1])] * len(composed)
    return "".join(out), kept


def trace(filters: Sequence[CharFilter], text: str, spans: Spans) -> tuple[str, Spans]:
    """As `apply`, with the ranges of the original that each remaining character stands for.

    A character that a filter removes is counted to the one before it, so that a range never ends
    between a letter and its sign.
    """
    for step in filters:
        if step.needs not in text or not step.compiled.search(text):
            continue
        out: list[str] = []
        kept: Spans = []
        at = 0
        for match in step.compiled.finditer(text):
            start, end = match.span()
            out.append(text[at:start])
            kept += spans[at:start]
            value = step.value(match)
            if value:
                first = spans[start][0] if start < len(spans) else spans[-1][1]
                last = spans[end - 1][1] if end > start else first
                out.append(value)
                kept += [(first, last)] * len(value)
            elif kept:
                kept[-1] = (kept[-1][0], spans[end - 1][1])
            at = end
        out.append(text[at:])
        kept += spans[at:]
        text, spans = "".join(out), kept
    return text, spans
