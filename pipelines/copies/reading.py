"""A text as normalised words with their places, and which of them are facts.

Numbers are their value (सात, ७ and 7 are ``#7``), so that texts agree that only write them differently.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import Final

import regex

from pipelines.copies.facts import Kind, kinds
from pipelines.copies.numerals import runs
from pipelines.copies.spelling import level

_TOKEN: Final = regex.compile(
    r"\p{Nd}+(?:(?:,\p{Nd}{2,3})*,\p{Nd}{3}(?!\p{Nd}))?(?:\.\p{Nd}+)?|\p{L}[\p{L}\p{M}\u200c\u200d]*"
    r"|[^\s\p{L}\p{M}\p{N}]"
)
"""Words, numbers, and the single signs between them, which end a number: 5, 15."""
_WORD: Final = regex.compile(r"\p{L}|\p{N}|#\p{N}")
_BREAK: Final = regex.compile(r"[।॥?!|\n]|\.(?=\s|$)")


MOST: Final = 6000
"""Words and signs of a text that are read: what differs only after them is not looked for."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text cut into words."""

    text: str
    keys: tuple[str, ...]
    """What is compared."""
    kinds: tuple[Kind, ...]
    """Which fact each word is; empty for ordinary words."""
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    """Where each word stands in `text`."""
    sentences: tuple[int, ...]
    """For each word the number of its sentence."""

    def __len__(self) -> int:
        return len(self.keys)

    def __hash__(self) -> int:
        # Readings are keys of caches: a text's own hash is computed once, that of all its words every time.
        return hash((self.text, len(self.keys)))

    def part(self, first: int) -> Reading:
        """The words from `first` on; places are still those in `text`."""
        rest = slice(first, None)
        return Reading(
            self.text,
            self.keys[rest],
            self.kinds[rest],
            self.starts[rest],
            self.ends[rest],
            self.sentences[rest],
        )

    def said(self, first: int, last: int) -> str:
        """The words from `first` to before `last` as printed."""
        return self.text[self.starts[first] : self.ends[last - 1]] if last > first else ""


def read(text: str) -> Reading:
    """The words of a text, up to `MOST`."""
    found = list(islice(_TOKEN.finditer(text), MOST))
    spans = [span for span in _numbered([level(match[0]) for match in found]) if _is_word(span[0])]
    keys = [key for key, _, _ in spans]
    starts = tuple(found[first].start() for _, first, _ in spans)
    ends = tuple(found[last - 1].end() for _, _, last in spans)
    return Reading(text, tuple(keys), tuple(kinds(keys)), starts, ends, _sentences(text, starts))


@lru_cache(maxsize=1 << 16)
def _is_word(key: str) -> bool:
    return _WORD.match(key) is not None


def _numbered(tokens: list[str]) -> list[tuple[str, int, int]]:
    """Words and numbers: key, first token, token after the last."""
    numbers = {first: (f"#{number}", first, last) for first, last, number in runs(tokens)}
    inside = set(chain.from_iterable(range(first + 1, last) for _, first, last in numbers.values()))
    return [numbers.get(i, (token, i, i + 1)) for i, token in enumerate(tokens) if i not in inside]


def _sentences(text: str, starts: tuple[int, ...]) -> tuple[int, ...]:
    breaks = [match.start() for match in _BREAK.finditer(text)]
    out: list[int] = []
    number = 0
    for start in starts:
        while number < len(breaks) and breaks[number] < start:
            number += 1
        out.append(number)
    return tuple(out)
