"""The analysis of Hindi text, defined once for both engines.

    text ─▶ char filters (`search.charfilters`) ─▶ tokens ─▶ lower case, ASCII digits ─▶ exact
                                                     ├─▶ minus stop words ─▶ lemma    ─▶ stem
                                                     └─▶ Latin key (`search.romanise`) ─▶ roman

Fields:

``exact``  folded surface forms with stop words: phrases are looked for here, and a hit here scores more.
``stem``   lemmas without stop words. Positions keep the gaps that stop words leave, as Elasticsearch's
           ``stop`` filter does; phrases never use this field, so an engine may close the gaps.
``roman``  keys under which Latin and Devanagari spellings meet, stop words kept, so that names of several
           words can be phrases. Coarse (काम and कम are one, as in Latin letters): meant for what is typed in
           Latin letters or stands in a designation (S-400), not for Hindi words.

A rule never looks past white space: the tokens of a text are those of its chunks, one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, get_args

from search.charfilters import SIGNS, SPELLING, STRUCTURE, compose, trace
from search.lemmas import lemma
from search.romanise import roman_key
from search.stopwords import STOP_WORDS
from search.text import lower

Field = Literal["exact", "stem", "roman"]
FIELDS: Final[tuple[Field, ...]] = get_args(Field)

MAX_TOKEN = 255
"""Longer tokens are cut into pieces of this length, as the standard tokenizer does."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token of one field."""

    text: str
    start: int
    """Where it stands in the text that was given, for highlighting (code points, as in a slice)."""
    end: int
    position: int
    """Ordinal among all tokens of the text, stop words counted."""


# Rules never look past white space, so a text is analysed chunk by chunk, and a chunk seen before is looked
# up. The caches hold pure functions of their key and are bounded: they change speed, never results.
_KEPT: Final = 1 << 15
_CHUNK = re.compile(r"\S+")
_PLAIN = re.compile(r"([\"'(‘“]*)([अ-ऋए-औक-नप-रलव-ह][अ-ऋए-औक-नप-रलव-हािीुूृेैोौॉं्]*)([।,:;?!\"')’”]*)")
"""A Devanagari word between ordinary punctuation ..."""
_UNEVEN = re.compile(r"[ङञणनम]्|[अआएािीुूृेैोौॉ्][ािीुूृेैोौॉ्]")
"""... is its own folded form unless it holds one of these."""


@lru_cache(maxsize=_KEPT)
def _chunk(chunk: str) -> tuple[tuple[str, int, int], ...]:
    """The folded tokens of a piece of text without white space, with start and end in it."""
    if (plain := _PLAIN.fullmatch(chunk)) and not _UNEVEN.search(plain[2]) and len(chunk) <= MAX_TOKEN:
        return ((plain[2], plain.start(2), plain.end(2)),)
    text, spans = trace((SIGNS,), chunk, [(i, i + 1) for i in range(len(chunk))])
    text, spans = trace((*SPELLING, *STRUCTURE), *compose(text, spans))
    found = []
    for match in _CHUNK.finditer(text):
        for start in range(match.start(), match.end(), MAX_TOKEN):
            end = min(start + MAX_TOKEN, match.end())
            found.append((lower(text[start:end]), spans[start][0], spans[end - 1][1]))
    return tuple(found)


def _exact(word: str) -> str:
    return word


@lru_cache(maxsize=_KEPT)
def _stem(word: str) -> str:
    return "" if word in STOP_WORDS else lemma(word)


_TERM: Final[dict[Field, Callable[[str], str]]] = {
    "exact": _exact,
    "stem": _stem,
    "roman": lru_cache(maxsize=_KEPT)(roman_key),
}
"""What becomes of a folded word; an empty string leaves it out."""


def _terms_of(field: Field) -> Callable[[str], tuple[str, ...]]:
    term = _TERM[field]

    @lru_cache(maxsize=_KEPT)
    def chunk_terms(chunk: str) -> tuple[str, ...]:
        return tuple(made for word, _, _ in _chunk(chunk) if (made := term(word)))

    return chunk_terms


_CHUNK_TERMS: Final = {field: _terms_of(field) for field in FIELDS}


def analyze(text: str, field: Field) -> list[Token]:
    """The tokens of `text` in `field`, with their places in `text`. Any string will do; none raises."""
    term = _TERM[field]
    tokens: list[Token] = []
    position = 0
    for match in _CHUNK.finditer(text):
        at = match.start()
        for word, start, end in _chunk(match[0]):
            if made := term(word):
                tokens.append(Token(made, at + start, at + end, position))
            position += 1
    return tokens


def terms(text: str, field: Field) -> list[str]:
    """The texts of `analyze`'s tokens, in order, faster."""
    chunk_terms = _CHUNK_TERMS[field]
    return [term for chunk in text.split() for term in chunk_terms(chunk)]
