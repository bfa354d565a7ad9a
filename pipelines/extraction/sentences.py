"""A paragraph taken apart into its sentences, as they stand."""

from __future__ import annotations

from typing import Final

import regex

# A full stop ends a sentence after a word of three letters and signs or more: "डॉ. सिंह" goes on.
# A bar stands for a danda in many papers. A pointing hand or an arrow is how a line for readers begins.
_END: Final = regex.compile(
    r"(?:[।॥?!|…]+|(?<=[\p{L}\p{M}]{3}|\s(?:है|था|थी|थे|दी|ली|की|हो|गए|गई))\.+(?=\s|[\"'”’)\]]|$))[\"'”’)\]]*\s*"
    r"|(?<=\s)(?=[\U0001F446-\U0001F449\u27A1\u25B6\u25BA\u261B\u261E])"
)
_OPENING: Final = "“‘(["
_CLOSING: Final = "”’)]"


def sentences(paragraph: str) -> list[str]:
    """The sentences with their punctuation and the white space behind; joined they are the paragraph.

    What is quoted or stands in brackets is not parted: a quotation of three sentences belongs to the one it
    is in.
    """
    parts: list[str] = []
    start = 0
    for found in _END.finditer(paragraph):
        end = found.end()
        if end > start and not _open(paragraph[start:end]):
            parts.append(paragraph[start:end])
            start = end
    if start < len(paragraph):
        parts.append(paragraph[start:])
    return parts


def _open(text: str) -> bool:
    """Does the text end inside a quotation or brackets?"""
    straight = text.count('"') % 2 == 1
    opened = sum(text.count(sign) for sign in _OPENING) - sum(text.count(sign) for sign in _CLOSING)
    return straight or opened > 0
