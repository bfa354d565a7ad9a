"""On which line of a TOML file each value stands.

Python's ``tomllib`` gives values without positions and tomlkit keeps them to itself, but whoever edits an
outlet file by hand needs the line of a mistake. This reads a document that ``tomllib`` has already
accepted, so it only follows the grammar (https://toml.io/en/v1.0.0) and never judges it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence

Path = tuple[str | int, ...]
"""Keys and array indices from the root: ``("sources", 2, "url")``."""

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*"{3,5}'
    r"|'''(?:[^']|'{1,2}(?!'))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
)
_SCALAR = re.compile(r"[^,\]}#\n]+")


def lines_of(text: str) -> dict[Path, int]:
    """The line (from 1) of every key, table header and array element of a valid TOML document.

    A table or an array of tables stands where its header (its first mention) stands, an element of an
    array where it begins, any other value where its key stands.
    """
    return _Reader(text.replace("\r\n", "\n")).read()


def line_of(lines: Mapping[Path, int], path: Sequence[str | int]) -> int:
    """The line of `path`, or of the nearest thing around it that is in the file; 1 if there is none."""
    for end in range(len(path), 0, -1):
        if (line := lines.get(tuple(path[:end]))) is not None:
            return line
    return 1


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._lines: dict[Path, int] = {}
        self._tables: dict[Path, int] = {}
        """Arrays of tables → how many tables they have so far."""

    def read(self) -> dict[Path, int]:
        table: Path = ()
        while self._skip(_BLANK) < len(self._text):
            if self._text.startswith("[", self._at):
                table = self._header()
            else:
                self._pair(table)
        return self._lines

    def _header(self) -> Path:
        line = self._line()
        brackets = 2 if self._text.startswith("[[", self._at) else 1
        self._at += brackets
        keys = self._keys()
        self._at += brackets
        path = self._inside(keys[:-1], line)
        path = (*path, keys[-1])
        self._lines.setdefault(path, line)
        if brackets == 1:
            return self._newest(path)
        count = self._tables.get(path, 0)
        self._tables[path] = count + 1
        path = (*path, count)
        self._lines[path] = line
        return path

    def _inside(self, keys: Sequence[str], line: int) -> Path:
        """Where the keys before a header's last one lead: into the newest table of each array."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            self._lines.setdefault(path, line)
            path = self._newest(path)
        return path

    def _newest(self, path: Path) -> Path:
        return (*path, self._tables[path] - 1) if path in self._tables else path

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = table
        for key in self._keys():
            path = (*path, key)
            self._lines.setdefault(path, line)
        self._at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(path)

    def _keys(self) -> list[str]:
        """A dotted key; stops at what follows it (``=`` or ``]``)."""
        keys: list[str] = []
        while True:
            self._skip(_SPACE)
            start = self._at
            if self._text[start] in "\"'":
                self._skip(_STRING)
                keys.append(tomllib.loads(f"key = {self._text[start : self._at]}")["key"])
            else:
                self._skip(_BARE_KEY)
                keys.append(self._text[start : self._at])
            self._skip(_SPACE)
            if not self._text.startswith(".", self._at):
                return keys
            self._at += 1

    def _value(self, path: Path) -> None:
        match self._text[self._at]:
            case '"' | "'":
                self._skip(_STRING)
            case "[":
                self._array(path)
            case "{":
                self._inline_table(path)
            case _:
                self._skip(_SCALAR)

    def _array(self, path: Path) -> None:
        self._at += 1
        count = 0
        while self._text[self._skip(_BLANK)] != "]":
            if self._text[self._at] == ",":
                self._at += 1
                continue
            self._lines[(*path, count)] = self._line()
            self._value((*path, count))
            count += 1
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self._text[self._skip(_BLANK)] != "}":
            if self._text[self._at] == ",":
                self._at += 1
            else:
                self._pair(path)
        self._at += 1

    def _skip(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self._text, self._at)
        if match is None or (match.end() == self._at and pattern not in (_BLANK, _SPACE)):
            raise ValueError(f"not TOML at line {self._line()}")
        self._at = match.end()
        return self._at

    def _line(self) -> int:
        return self._text.count("\n", 0, self._at) + 1
