"""Sentences in which an outlet asks its readers for something, and sentences that name another story.

"हमारे व्हाट्सऐप चैनल से जुड़ें।" ends the last paragraph of many a story, and "यह भी पढ़ें: ..." stands in the middle of
one: such sentences are cut out, the paragraph stays. The words are in ``appeals.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import regex

from pipelines.extraction.sentences import sentences
from search.text import WORD, fold

LONGEST: Final = 300
"""No appeal has more characters."""
_FULL: Final = 40
"""Characters of a sentence that tells something, behind the headline of another story."""
_TELLS: Final = 60
"""A rest as long as this tells something, whatever its verb."""
_ENDINGS: Final = ("ें", "े", "िए", "िये", "ो")
"""Of the imperative."""
_CAN: Final = frozenset(("सकते", "सकती", "उपलब्ध"))
"""Before है and हैं: "आप हमें फॉलो कर सकते हैं" asks."""
_NEXT: Final = (
    r"(?:(?:यह|ये|इसे|इन्हें|इसको|यह खबर|ये खबर)\s+(?:भी|जरूर|ज़रूर)\s+(?:पढ़|पढ़|पढ|देख|सुन|जान)(?:ें|े|िए|िये)"
    r"|(?:also|must)\s+(?:read|watch|see)|read\s+(?:also|more)"
    r"|(?:संबंधित|सम्बंधित)\s+(?:खबर|ख़बर|समाचार|लेख)(?:ें)?)"
)
_BULLETS: Final = r"[\s(\[👉👇➡▶►☛☞*•-]*"
_LABEL: Final = regex.compile(rf"^{_BULLETS}{_NEXT}\s*(?:[:：|>»•…👉👇➡]|[-–—]+|\.{{2}})", regex.I)
"""How the headline of another story is announced in running text."""
BEFORE_LINK: Final = regex.compile(rf"(?<=[।॥?!.|”\"’)]){_BULLETS}{_NEXT}\s*[:：|>»•…👉👇➡–—-]*\s*$", regex.I)
"""The same where a link to that story follows."""


class BadAppeals(ValueError):
    """The data file is wrong; the message names file and field."""


class Said(NamedTuple):
    """A sentence in words."""

    folded: str
    line: str
    """Its words with one space before, between and behind them."""
    words: frozenset[str]
    last: tuple[str, ...]
    """Its last two words."""


def read_words(sentence: str) -> Said:
    """The words of a sentence, folded."""
    folded = fold(" ".join(sentence.split()))
    words = WORD.findall(folded)
    return Said(folded, f" {' '.join(words)} ", frozenset(words), tuple(words[-2:]))


@dataclass(frozen=True, slots=True)
class Words:
    """Words of which a sentence may hold one."""

    single: frozenset[str]
    longer: tuple[str, ...]
    """Of several words, and beginnings of words, with a space before."""

    def within(self, said: Said) -> bool:
        """Is one of them in the sentence?"""
        return not self.single.isdisjoint(said.words) or any(part in said.line for part in self.longer)


@dataclass(frozen=True, slots=True)
class Appeals:
    """The words of appeals."""

    calls: Words
    reported: Words
    told: frozenset[str]
    about: tuple[tuple[Words, ...], ...]
    """Of each line the lists from each of which a word must be there."""

    def is_one(self, said: Said) -> bool:
        """Does this sentence ask readers for something, going by its words?"""
        return (
            len(said.line) <= LONGEST
            and self.calls.within(said)
            and any(all(words.within(said) for words in lists) for lists in self.about)
        )

    def is_told(self, said: Said) -> bool:
        """Does this sentence tell what others said or did?"""
        if self.reported.within(said):
            return True
        *before, last = said.last or ("",)
        return last in self.told and not (before and before[0] in _CAN)


def load_appeals(path: Path) -> Appeals:
    """The words in a file. Raises BadAppeals, or OSError."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadAppeals(f"{path}: {error}") from error
    stems, forms, reported, told, about = (
        _texts(path, name, data.get(name)) for name in ("stems", "forms", "reported", "told", "about")
    )
    tables = data.get("words")
    if not isinstance(tables, dict):
        raise BadAppeals(f"{path}: [words] is missing")
    words = {name: _words(_texts(path, name, value)) for name, value in tables.items()}
    return Appeals(
        calls=_words([*forms, *(stem + ending for stem in stems for ending in _ENDINGS)]),
        reported=_words(reported),
        told=frozenset(map(fold, told)),
        about=tuple(_lists(path, line, words) for line in about),
    )


def _texts(path: Path, name: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not value or not all(isinstance(w, str) and w.strip() for w in value):
        raise BadAppeals(f"{path}: {name} must be a list of texts")
    return value


def _words(texts: Iterable[str]) -> Words:
    """The words as they are looked for; ``*`` is any ending."""
    folded = [(text.endswith("*"), " ".join(WORD.findall(fold(text)))) for text in texts]
    return Words(
        frozenset(word for any_ending, word in folded if not any_ending and " " not in word),
        tuple(
            f" {word}" if any_ending else f" {word} "
            for any_ending, word in folded
            if any_ending or " " in word
        ),
    )


def _lists(path: Path, line: str, words: Mapping[str, Words]) -> tuple[Words, ...]:
    """What one line of ``about`` asks for: a word of each list, and the words beside them."""
    found = []
    for part in regex.findall(r"\{\w+\}|[^{}]+", line):
        name = part.strip("{}") if part.startswith("{") else None
        if name is not None and name not in words:
            raise BadAppeals(f"{path}: about: {line!r} names no list of [words]")
        if name is not None:
            found.append(words[name])
        elif part.strip():
            found.append(_words([part.strip()]))
    return tuple(found)


@cache
def own_appeals() -> Appeals:
    """The words of ``appeals.toml``."""
    return load_appeals(Path(__file__).with_name("appeals.toml"))


def trimmed(paragraph: str, asks: Callable[[str], bool]) -> str:
    """`paragraph` without the sentences at its beginning and its end that ask readers for something, and
    without the headlines of other stories anywhere in it; empty if nothing is told in the rest.

    Doing it twice changes nothing.
    """
    parts = sentences(paragraph)
    kept = _without_headlines(parts)
    start, stop = 0, len(kept)
    while stop and asks(kept[stop - 1]):
        stop -= 1
    while start < stop and asks(kept[start]):
        start += 1
    if stop - start == len(parts):
        return paragraph
    rest = "".join(kept[start:stop]).strip()
    # "क्या आपको खबर पसंद आई?" before or after an appeal is part of it.
    return rest if len(rest) >= _TELLS or any(map(_is_told, kept[start:stop])) else ""


def _is_told(sentence: str) -> bool:
    return own_appeals().is_told(read_words(sentence))


def _without_headlines(parts: list[str]) -> list[str]:
    """The sentences without "यह भी पढ़ें: ...", up to the danda that ends the headline, or to the end."""
    kept: list[str] = []
    number = 0
    while number < len(parts):
        if not _LABEL.match(parts[number]):
            kept.append(parts[number])
            number += 1
            continue
        while number < len(parts) and not parts[number].rstrip("\"'”’)] ").endswith(("।", "॥")):
            number += 1  # "... क्या है योजना? जानिए": a headline may ask first
        number += 1
        if sum(map(len, parts[number:])) < _FULL:
            break
    return kept
