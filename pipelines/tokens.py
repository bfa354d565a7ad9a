"""A text as folded words, with where each stands in the original.

Letters and digits are tokens of their own, dotted initials are one token (डी.आर.डी.ओ.), and the breaks that
no name runs over (commas, brackets, ends of sentences) are tokens too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

from search.charfilters import LETTER_NAME, LETTER_NAMES
from search.text import fold

SENTENCE_END = "।"
PAUSE = ","
SENTENCE_LONGEST = 200
"""Pieces."""

_DEV = "\u0900-\u0963\u0971-\u097f\u200c\u200d"
_PIECE = re.compile(rf" ?(?:[{_DEV}]+|[A-Za-z\u00c0-\u024f]+|[\d\u0966-\u096f]+|[^\W\d_]+)|[\s\S]")
"""Words, with a space before them, and single other characters: together they are the whole text. With spaces
as pieces of their own there would be twice as many."""
_FORM_TOKEN = re.compile(rf"([{_DEV}]+|[a-z\u00c0-\u024f]+|\d+)|[^{_DEV}a-z\u00c0-\u024f\d]")
_DOTTED = re.compile(rf"(?<![{_DEV}a-z])({LETTER_NAME}|[a-z])\.\s?(?=(?:{LETTER_NAME}|[a-z])(?![{_DEV}a-z]))")
_LONG_VOWELS = str.maketrans({"ी": "ि", "ू": "ु", "ई": "इ", "ऊ": "उ", "ऑ": "आ", "ॉ": "ा", "ऍ": "ए", "ॅ": "े"})
_OPEN_VOWELS = str.maketrans({"ऑ": "आ", "ॉ": "ा", "ऍ": "ए", "ॅ": "े"})
_LONG = 5
_INITIALS = frozenset({*LETTER_NAMES, "आइ"})
_OF = "के"
"""The name of K, and the word for "of"."""
_TITLES = frozenset({"ले", "लेफ्टि", "डा", "डॉ", "श्री", "मो", "प्रो", "पं", "मि", "dr", "mr", "lt", "gen", "col"})


class _Keys(dict[str, str]):
    """Piece of text → its key; empty for what is no piece. Remembers, because words come again."""

    def __missing__(self, piece: str) -> str:
        if len(self) > 1 << 16:
            self.clear()
        self[piece] = key = _key(piece.removeprefix(" ") if len(piece) > 1 else piece)
        return key


def _key(piece: str) -> str:
    if len(piece) == 1 and not piece.isalnum():
        return (
            SENTENCE_END
            if piece in "।॥?!|\n"
            else PAUSE
            if piece in ",;:()[]{}/…"
            else piece
            if piece == "."
            else ""
        )
    return shorten(fold(piece))


def shorten(folded: str, *, always: bool = False) -> str:
    """Folded further, in what Hindi spells in many ways and no two names differ.

    ऑ is आ (डॉक/डाक), and in words of five characters and more a long ī or ū is a short one (हेलिकॉप्टर,
    हेलीकाप्टर).
    """
    short = folded.translate(_LONG_VOWELS if always or len(folded) >= _LONG else _OPEN_VOWELS)
    return short.replace("हैलि", "हेलि") if short.startswith("हैलि") else short


_keys = _Keys()


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text cut into folded words and the breaks between them."""

    text: str
    pieces: tuple[str, ...]
    """Words, `PAUSE` and `SENTENCE_END`."""
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    """Where each piece stands in `text`."""
    key: str = field(repr=False)
    """The pieces with one space around each."""
    offsets: tuple[int, ...] = field(repr=False)
    """Where each piece begins in `key`."""
    sentences: tuple[tuple[int, int], ...] = field(repr=False)
    """First and last piece of each sentence, end marks excluded. None is longer than `SENTENCE_LONGEST`: a
    text without full stops would else be one, and every name be looked for beside every other."""

    def piece_at(self, offset: int) -> int:
        """The piece that begins at (or before) a place in `key`."""
        return bisect_right(self.offsets, offset) - 1

    def window(self, first: int, last: int) -> str:
        """The part of `key` from piece `first` to piece `last` inclusive, spaces around it."""
        first, last = max(first, 0), min(last, len(self.pieces) - 1)
        if last < first:
            return " "
        return self.key[self.offsets[first] - 1 : self.offsets[last] + len(self.pieces[last]) + 1]

    def sentence(self, piece: int) -> tuple[int, int]:
        """First and last piece of the sentence that holds a piece, its end mark excluded."""
        return self.sentences[bisect_right(self.sentences, (piece, len(self.pieces))) - 1]


def tokenize(text: str) -> Tokens:
    """Cut `text` into `Tokens`."""
    raw: list[str] = _PIECE.findall(text)
    keyed = zip(map(_keys.__getitem__, raw), accumulate(map(len, raw)), map(len, raw), strict=True)
    kept = [(key, end - length + (text[end - length] == " "), end) for key, end, length in keyed if key]
    if "." in text:
        kept = _without_dots(kept, text)
    if not kept:
        return Tokens(text, (), (), (), " ", (), ())
    pieces, starts, ends = zip(*kept, strict=True)
    offsets = tuple(accumulate((len(piece) + 1 for piece in pieces[:-1]), initial=1))
    return Tokens(text, pieces, starts, ends, f" {' '.join(pieces)} ", offsets, _sentences(pieces))


def _sentences(pieces: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    ends = [place for place, piece in enumerate(pieces) if piece == SENTENCE_END]
    spans: list[tuple[int, int]] = []
    first = 0
    for end in (*ends, len(pieces)):
        for begin in range(first, end, SENTENCE_LONGEST):
            spans.append((begin, min(begin + SENTENCE_LONGEST, end) - 1))
        first = end + 1
    return tuple(spans) or ((0, len(pieces) - 1),)


def _without_dots(kept: list[tuple[str, int, int]], text: str) -> list[tuple[str, int, int]]:
    """Full stops decided: the end of a sentence, or part of a number, an address, a title or initials."""
    out: list[tuple[str, int, int]] = []
    initials = ""  # what initials with full stops the last piece of `out` has, folded
    for key, start, end in kept:
        if key != ".":
            letter = fold(text[start:end]) if initials and start - out[-1][2] <= 2 else ""
            # बी.एस.एफ. के जवान: no fourth initial
            word = letter == _OF and start - out[-1][2] == 2 and text[end : end + 1] != "."
            if letter and not word and _is_initial(letter):
                initials += letter
                out[-1] = (shorten(initials), out[-1][1], end)
            else:
                initials = ""
                out.append((key, start, end))
            continue
        if not out:
            continue
        before, first, last = out[-1]
        if last == start:
            if before in _TITLES:
                continue
            if initials or _is_initial(fold(text[first:last])):
                initials = initials or fold(text[first:last])
                continue
        after = text[end : end + 1]
        if not after.isascii() or not (after.isalnum() or after in "-_/") or not after:
            initials = ""
            out.append((SENTENCE_END, start, end))
    return out


def _is_initial(folded: str) -> bool:
    return folded in _INITIALS or (len(folded) == 1 and folded.isascii() and folded.isalpha())


def cut(forms: list[str]) -> list[tuple[str, ...]]:
    """The folded tokens of each form, before vowel length is dropped (plurals are made of these).

    All forms are folded in one go, which is ten times as fast as one by one.
    """
    lines = fold("\n".join(forms)).split("\n") if forms else []
    joined = (_DOTTED.sub(r"\1", line) if "." in line else line for line in lines)
    return [tuple(_FORM_TOKEN.sub(_form_token, line).split()) for line in joined]


def _form_token(found: re.Match[str]) -> str:
    return f" {found[0]} " if found.lastindex else f" {PAUSE} " if found[0] in "()/," else " "
