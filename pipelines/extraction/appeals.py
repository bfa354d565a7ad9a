"""Sentences in which an outlet asks its readers for something, and sentences that name another story.

"हमारे व्हाट्सऐप चैनल से जुड़ें।" ends the last paragraph of many a story, and "यह भी पढ़ें: ..." stands in the middle of
one: such sentences are cut out, the paragraph stays. The words are in ``appeals.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import regex

from pipelines.extraction.sentences import sentences
from search.text import fold

LONGEST: Final = 300
"""No appeal has more characters."""
_FULL: Final = 40
"""Characters of a sentence that tells something, behind the headline of another story."""
_TELLS: Final = 60
"""A rest as long as this tells something, whatever its verb."""
_ENDINGS: Final = "(?:ें|े|िए|िये|ो|ना (?:न|ना|मत) भूलें)"
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


@dataclass(frozen=True, slots=True)
class Appeals:
    """The words of an appeal, as patterns for folded text."""

    call: regex.Pattern[str]
    reported: regex.Pattern[str]
    about: tuple[tuple[regex.Pattern[str], ...], ...]
    """Of each line the patterns that must all be found."""

    def is_one(self, sentence: str) -> bool:
        """Does this sentence ask readers for something, going by its words?"""
        if len(sentence) > LONGEST:
            return False
        folded = _folded(sentence)
        return self.call.search(folded) is not None and any(
            all(p.search(folded) for p in patterns) for patterns in self.about
        )

    def is_told(self, sentence: str) -> bool:
        """Does this sentence tell what others said or did?"""
        return self.reported.search(_folded(sentence)) is not None


def _folded(sentence: str) -> str:
    return fold(" ".join(sentence.split()))


def load_appeals(path: Path) -> Appeals:
    """The words in a file. Raises BadAppeals, or OSError."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadAppeals(f"{path}: {error}") from error
    fields = {
        name: _words(path, name, data.get(name)) for name in ("stems", "forms", "reported", "told", "about")
    }
    tables = data.get("words")
    if not isinstance(tables, dict):
        raise BadAppeals(f"{path}: [words] is missing")
    words = {name: _words(path, name, value) for name, value in tables.items()}
    stems = "|".join(map(fold, fields["stems"]))
    can = "(?<!सकते )(?<!सकती )(?<!उपलब्ध )"
    return Appeals(
        call=regex.compile(rf"{_any(fields['forms'])}|(?<!{_LETTER})(?:{stems}){fold(_ENDINGS)}{_STOP}"),
        reported=regex.compile(rf"{_any(fields['reported'])}|{can}{_any(fields['told'])}[\s।॥|.!?…]*$"),
        about=tuple(_patterns(path, line, words) for line in fields["about"]),
    )


_LETTER: Final = r"[\p{L}\p{M}]"
_STOP: Final = rf"(?!{_LETTER})"


def _words(path: Path, name: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not value or not all(isinstance(w, str) and w.strip() for w in value):
        raise BadAppeals(f"{path}: {name} must be a list of texts")
    return value


def _any(words: Iterable[str]) -> str:
    """A pattern of any of the words, whole; ``*`` is any ending."""
    each = sorted((fold(word) for word in words), key=len, reverse=True)
    alternatives = "|".join(
        regex.escape(word.rstrip("*")) + (rf"{_LETTER}*" if word.endswith("*") else "") for word in each
    )
    return rf"(?<!{_LETTER})(?:{alternatives}){_STOP}"


def _patterns(path: Path, line: str, words: Mapping[str, Sequence[str]]) -> tuple[regex.Pattern[str], ...]:
    """The patterns of one line of ``about``: one for each list, one for the words beside them."""
    found = []
    for part in regex.findall(r"\{\w+\}|[^{}]+", line):
        name = part.strip("{}") if part.startswith("{") else None
        if name is not None and name not in words:
            raise BadAppeals(f"{path}: about: {line!r} names no list of [words]")
        if name is not None:
            found.append(regex.compile(_any(words[name])))
        elif part.strip():
            found.append(regex.compile(_any([part.strip()])))
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
    return rest if len(rest) >= _TELLS or any(map(own_appeals().is_told, kept[start:stop])) else ""


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
