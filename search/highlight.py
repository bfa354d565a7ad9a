"""What to show of a document that was found: where the title matches, and the best piece of the text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from search.analysis import Field, Token, analyze, terms
from search.matching import Match

WIDTH = 240
"""Characters of a passage, at most (code points, as in all spans)."""

_BLOCK = re.compile(r"\S+(?:\s+\S+){0,7}")

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place in a text where what was asked for stands."""

    start: int
    end: int
    which: int
    """Which of the things asked for."""


@dataclass(frozen=True, slots=True)
class Passage:
    text: str
    """A piece of the original in one line: line ends are spaces, nothing else is changed."""
    spans: Spans
    """Character ranges that match."""


def spans(text: str, wanted: Sequence[Match]) -> Spans:
    """The character ranges of `text` that match, in order, none touching another's characters."""
    return _merged(occurrences(text, wanted))


def passage(text: str, wanted: Sequence[Match], width: int = WIDTH) -> Passage:
    """The piece of `text` with most of what was asked for, cut between words.

    The piece in which most different things occur is taken, then the one with most occurrences, then the
    first. It begins with its sentence if that leaves room; without any occurrence it is the beginning.
    """
    found = occurrences(text, wanted)
    first, last = _densest(found, width)
    start, end = _cut(text, first, last, width)
    inside = [o for o in found if start <= o.start and o.end <= end]
    return Passage(
        "".join(" " if character.isspace() else character for character in text[start:end]),
        tuple((a - start, b - start) for a, b in _merged(inside)),
    )


def occurrences(text: str, wanted: Sequence[Match]) -> list[Occurrence]:
    """Where `wanted` stands in `text`, sorted by place."""
    found: set[Occurrence] = set()
    for form, begins in _by_form(wanted).items():
        tokens = _Located(text, form)
        for at, token in enumerate(tokens.texts):
            for which, sequence in begins.get(token, ()):
                last = at + len(sequence) - 1
                if len(sequence) == 1 or tuple(tokens.texts[at : last + 1]) == sequence:
                    found.add(Occurrence(tokens.place(at)[0], tokens.place(last)[1], which))
    return sorted(found, key=lambda o: (o.start, o.end, o.which))


class _Located:
    """The tokens of a text, whose places are looked up only when asked for: `analyze` takes ten times as
    long as `terms`. Analysis never looks past white space, so a text may be analysed in pieces."""

    def __init__(self, text: str, form: Field) -> None:
        self.form = form
        self.blocks = [(match.start(), match[0]) for match in _BLOCK.finditer(text)]
        self.texts: list[str] = []
        self.firsts: list[int] = []
        """Ordinal of each block's first token."""
        self.analysed: dict[int, list[Token]] = {}
        for _, block in self.blocks:
            self.firsts.append(len(self.texts))
            self.texts += terms(block, form)

    def place(self, ordinal: int) -> tuple[int, int]:
        """Start and end of a token in the text."""
        number = bisect_right(self.firsts, ordinal) - 1
        at, block = self.blocks[number]
        if number not in self.analysed:
            self.analysed[number] = analyze(block, self.form)
        token = self.analysed[number][ordinal - self.firsts[number]]
        return at + token.start, at + token.end


def _by_form(wanted: Sequence[Match]) -> dict[Field, dict[str, list[tuple[int, tuple[str, ...]]]]]:
    """For each form: first token → number of the match, whole sequence of tokens."""
    forms: dict[Field, dict[str, list[tuple[int, tuple[str, ...]]]]] = {}
    for which, match in enumerate(wanted):
        # A word that has the surface form has the stem, too.
        stemmed = any(tokens.form == "stem" for tokens in match.forms)
        for tokens in match.forms:
            if tokens.form != "exact" or not stemmed:
                begins = forms.setdefault(tokens.form, {})
                begins.setdefault(tokens.texts[0], []).append((which, tokens.texts))
    return forms


def _merged(found: Sequence[Occurrence]) -> Spans:
    merged: list[tuple[int, int]] = []
    for occurrence in found:
        if merged and occurrence.start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], occurrence.end))
        elif occurrence.start < occurrence.end:
            merged.append((occurrence.start, occurrence.end))
    return tuple(merged)


def _densest(found: Sequence[Occurrence], width: int) -> tuple[int, int]:
    """Start and end of the best run of occurrences that fits into `width`; (0, 0) if there is none."""
    best: tuple[int, int] = (0, 0)
    best_worth = (0, 0)
    for i, opening in enumerate(found):
        end = opening.end
        which: set[int] = set()
        count = 0
        for occurrence in found[i:]:
            if occurrence.end - opening.start > width:
                break
            which.add(occurrence.which)
            count += 1
            end = max(end, occurrence.end)
        if (len(which), count) > best_worth:
            best, best_worth = (opening.start, end), (len(which), count)
    return best


_SENTENCE = regex.compile(r"(?:[।?!]|\.(?=\s)|\n)[”’\"')]*\s*")


def _cut(text: str, first: int, last: int, width: int) -> tuple[int, int]:
    """Where to cut around ``first:last``: at most `width` characters, between words."""
    lead = max(0, last - width)
    sentences = [m.end() for m in _SENTENCE.finditer(text, lead, first) if _between_words(text, m.end())]
    if lead == 0 and not sentences:
        start = 0
    elif sentences:
        start = sentences[0] if first - sentences[-1] > width // 2 else sentences[-1]
    else:
        # No sentence begins near: a third of what is left over goes before.
        about = max(0, first - (width - (last - first)) // 3)
        start = next((at for at in range(about, first) if _between_words(text, at)), first)
    words = (at for at in range(start, first or len(text)) if not text[at].isspace())
    begin = next((at for at in words if _between_words(text, at)), None)
    if begin is None and not last:
        # A mark stands on the white space before the first word: there is no place to begin at.
        shows = len(text) <= width and any(unicodedata.category(c)[0] in "LN" for c in text)
        return (0, len(text)) if shows else (0, 0)
    start = first if begin is None else begin
    limit = min(len(text), start + width)
    end = next((at for at in range(limit, max(last, start), -1) if _between_words(text, at)), None)
    if end is None:
        end = last if last > start else _whole_graphemes(text, start, limit)
    while end > max(start, last) and text[end - 1].isspace():
        end -= 1
    return start, end


def _between_words(text: str, at: int) -> bool:
    """Whether `text` may be cut before `at`: white space on one side, no mark or joiner on the other."""
    if at <= 0 or at >= len(text):
        return True
    if unicodedata.category(text[at]) in {"Mn", "Mc", "Me", "Cf"}:
        return False
    return text[at].isspace() or text[at - 1].isspace()


def _whole_graphemes(text: str, start: int, limit: int) -> int:
    """The last end of a user-perceived character up to `limit`, for text without a space."""
    end = start
    for cluster in regex.finditer(r"\X", text[start : limit + 64]):
        if start + cluster.end() > limit:
            break
        end = start + cluster.end()
    return end if end > start else limit
