"""The words, phrases, fields, operators and parentheses of a query as typed."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, cast, get_args

from search.query_dates import Edge
from search.query_error import QueryError
from search.query_tree import FilterField

_QUOTES = frozenset('"“”„‟«»″〝〞〟')


def _plain(character: str) -> str:
    """The one character that stands for `character` in the grammar, so that positions stay true."""
    code = ord(character)
    if 0xFF01 <= code <= 0xFF5E:  # full-width forms of ASCII
        character = chr(code - 0xFEE0)
    if character in _QUOTES:
        return '"'
    # Surrogates come from bytes of the command line that are no UTF-8; nothing can be done with them.
    return " " if unicodedata.category(character) in {"Zs", "Zl", "Zp", "Cc", "Cs"} else character


def searchable(text: str) -> bool:
    """Whether there is a letter or a digit of any script in it."""
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def lettered(text: str) -> bool:
    """Whether there is a letter of any script in it."""
    return any(unicodedata.category(character)[0] == "L" for character in text)


Kind = Literal["word", "phrase", "field", "value", "(", ")", "AND", "OR", "NOT"]


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a query: for a field its name, for a phrase what stands between the quotes."""

    kind: Kind
    text: str
    position: int
    """Index into the query as typed."""


_WORD = re.compile(r'[^ "()]+')
_FIELD = re.compile(r"([A-Za-z]+):")
_FIELDS = (*get_args(FilterField), *get_args(Edge))
_EXAMPLES = {
    "outlet": "outlet:jagran",
    "tag": "tag:drdo",
    "person": "person:राजनाथ",
    "country": "country:चीन",
    "lang": "lang:hi",
    "from": "from:2024-01-31",
    "to": "to:2024-01-31",
}
# What other search engines call our fields, where difflib does not see the likeness.
_SYNONYMS = {
    "after": "from",
    "before": "to",
    "language": "lang",
    "people": "person",
    "since": "from",
    "site": "outlet",
    "source": "outlet",
    "till": "to",
    "until": "to",
}


def lexemes(typed: str) -> list[Lexeme]:
    """Cut a query into lexemes, leaving out what has no letter or digit; raises QueryError.

    A ``field`` is always followed by its ``value``, a ``phrase`` or a ``(``.
    """
    return _Lexer(typed).run()


class _Lexer:
    def __init__(self, typed: str) -> None:
        self.typed = typed
        self.plain = "".join(_plain(character) for character in typed)
        self.lexemes: list[Lexeme] = []

    def run(self) -> list[Lexeme]:
        at = 0
        while at < len(self.plain):
            character = self.plain[at]
            if character == " ":
                at += 1
            elif character in "()":
                self.add("(" if character == "(" else ")", character, at)
                at += 1
            elif character == '"':
                at = self.phrase(at)
            else:
                at = self.word(at)
        return self.lexemes

    def add(self, kind: Kind, text: str, at: int) -> None:
        self.lexemes.append(Lexeme(kind, text, at))

    def phrase(self, at: int) -> int:
        end = self.plain.find('"', at + 1)
        if end < 0:
            raise QueryError("this quotation mark is never closed", self.typed, at)
        text = self.plain[at + 1 : end].strip()
        if not searchable(text):
            raise QueryError("nothing to search for between these quotation marks", self.typed, at)
        self.add("phrase", text, at)
        return end + 1

    def word(self, at: int) -> int:
        text = self.run_of_word(at)
        if match := _FIELD.match(text):
            name = match[1].lower()
            if name in _FIELDS:
                self.add("field", name, at)
                return self.value(name, at + match.end())
            if len(text) > match.end():
                self.refuse_misspelt(name, at)
        if text in ("AND", "OR", "NOT"):
            self.add(cast(Kind, text), text, at)
        elif searchable(text):
            self.add("word", text, at)
        return at + len(text)

    def value(self, field: str, at: int) -> int:
        """The value that follows a field; a quoted one or a group is read in the ordinary way."""
        if self.plain[at : at + 1] in ('"', "("):
            return at
        text = self.run_of_word(at)
        if not searchable(text):
            raise QueryError(f"{field}: needs a value, as in {_EXAMPLES[field]}", self.typed, at)
        self.add("value", text, at)
        return at + len(text)

    def run_of_word(self, at: int) -> str:
        match = _WORD.match(self.plain, at)
        return match[0] if match else ""

    def refuse_misspelt(self, name: str, at: int) -> None:
        near = _SYNONYMS.get(name) or next(iter(difflib.get_close_matches(name, _FIELDS, 1, 0.75)), None)
        if near:
            hint = f'there is no field "{name}:", did you mean "{near}:"? (the word itself: in quotes)'
            raise QueryError(hint, self.typed, at)
