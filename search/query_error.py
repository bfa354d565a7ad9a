"""What a person is told who typed a query that cannot be understood."""

from __future__ import annotations

import unicodedata

WIDEST = 100
"""Columns of the query that are shown; of a longer one, the part around the mistake."""


def display_width(text: str) -> int:
    """Terminal columns that `text` takes: none for marks and format characters, two for wide letters.

    Devanagari vowel signs, virama and nukta (categories Mn and Mc) sit on their consonant; joiners and
    the soft hyphen (Cf) are not seen; East Asian wide and full-width characters take two columns (UAX 11).
    """
    return sum(_columns(character) for character in text)


class QueryError(ValueError):
    """A query that cannot be understood: what is wrong, and where.

    `message` is one line, `query` the text as typed, `position` the index of the character at fault.
    """

    def __init__(self, message: str, query: str, position: int) -> None:
        super().__init__(message, query, position)
        self.message = message
        self.query = query
        self.position = position

    def __str__(self) -> str:
        return self.render()

    def render(self) -> str:
        """The message, the query below it, and a caret below the character at fault."""
        start, end = self._shown()
        before = _printable(self.query[start : self.position])
        after = _printable(self.query[self.position : end])
        return f"{self.message}\n  {before}{after}\n  {' ' * display_width(before)}^"

    def _shown(self) -> tuple[int, int]:
        if display_width(self.query) <= WIDEST:
            return 0, len(self.query)
        start = max(0, self.position - WIDEST // 2)
        while start > 0 and not _columns(self.query[start]):
            start -= 1
        return start, min(len(self.query), start + WIDEST)


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _printable(text: str) -> str:
    """One line, whatever was typed: line ends, tabs, control and broken characters show as a space."""
    return "".join(" " if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} else c for c in text)
