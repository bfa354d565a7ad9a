"""What changed between two texts, word by word, as a person reads it: [-went-] {+came+}.

Unchanged stretches are cut to a few words around a change. Words are compared as printed; white space counts
only where a paragraph ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

import regex

_PIECE: Final = regex.compile(r"\n|[^\s\n]+")
AROUND: Final = 8
"""Words that are shown before and after a change."""


def word_diff(old: str, new: str, around: int = AROUND) -> str:
    """The changes from ``old`` to ``new``; empty if no word changed."""
    a, b = _PIECE.findall(old.strip()), _PIECE.findall(new.strip())
    groups = list(SequenceMatcher(None, a, b, autojunk=False).get_grouped_opcodes(around))
    if not groups:
        return ""
    lines = [("… " if group[0][1] else "") + _joined(list(_shown(group, a, b))) for group in groups]
    return "\n".join(lines) + (" …" if groups[-1][-1][2] < len(a) else "")


def _shown(group: list[tuple[str, int, int, int, int]], a: list[str], b: list[str]) -> Iterator[str]:
    for tag, i0, i1, j0, j1 in group:
        if tag == "equal":
            yield from a[i0:i1]
            continue
        if i1 > i0:
            yield f"[-{_joined(a[i0:i1])}-]"
        if j1 > j0:
            yield f"{{+{_joined(b[j0:j1])}+}}"


def _joined(words: list[str]) -> str:
    """Words with one space between, paragraphs on lines of their own."""
    return regex.sub(r" *\n *", "\n", " ".join(words)).strip(" ")
