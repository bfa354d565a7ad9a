"""Cue words in a text: one automaton over the words and phrases of all rules.

A cue is a folded word, a phrase, or the beginning of a word (आतंकी*). A group is a set of cues; rules ask
whether a group has a cue between two places of the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import ahocorasick_rs

from pipelines.tokens import Tokens, cut, shorten

Group = frozenset[int]
"""Numbers of cues."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Where the cues of a text stand: cue → pieces where it begins, in order."""

    at: Mapping[int, list[int]]

    def places(self, group: Group) -> list[int]:
        """The pieces at which a cue of the group begins."""
        return [place for cue in group & self.at.keys() for place in self.at[cue]]

    def outside(self, masked: frozenset[int]) -> Hits:
        """Without the cues that begin in `masked` pieces."""
        if not masked:
            return self
        left = {cue: [place for place in places if place not in masked] for cue, places in self.at.items()}
        return Hits({cue: places for cue, places in left.items() if places})

    def between(self, group: Group, first: int, last: int, but: tuple[int, int] = (0, -1)) -> int | None:
        """A piece from `first` to `last`, outside the range `but`, at which a cue of the group begins."""
        for cue in group & self.at.keys():
            places = self.at[cue]
            for at in range(bisect_left(places, first), len(places)):
                place = places[at]
                if place > last:
                    break
                if not but[0] <= place <= but[1]:
                    return place
        return None


class Cues:
    """The cues of all rules, collected with `group`, then compiled once by the first `find`."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._patterns: list[str] = []
        self._cue_of: list[int] = []
        self._automaton: ahocorasick_rs.AhoCorasick | None = None

    def group(self, words: Iterable[str]) -> Group:
        """The group of these words; * at the end of a word stands for any ending."""
        listed = list(dict.fromkeys(words))
        new = [word for word in listed if word not in self._numbers]
        for word, tokens in zip(new, cut([word.rstrip("*") for word in new]), strict=True):
            number = self._numbers[word] = len(self._numbers)
            variants = {f" {' '.join(map(shorten, tokens))}"}
            if word.endswith("*") and len(tokens[-1]) > 3:
                # The word in the text is longer than its beginning here, so its vowels may be shortened.
                *before, stem = tokens
                variants.add(" " + " ".join([*map(shorten, before), shorten(stem, always=True)]))
            elif not word.endswith("*"):
                variants = {variant + " " for variant in variants}
            for variant in variants:
                self._patterns.append(variant)
                self._cue_of.append(number)
            self._automaton = None
        return frozenset(self._numbers[word] for word in listed)

    def find(self, tokens: Tokens) -> Hits:
        """All cues in a text."""
        if self._automaton is None:
            self._automaton = ahocorasick_rs.AhoCorasick(self._patterns)
        at: dict[int, list[int]] = {}
        for index, start, _ in self._automaton.find_matches_as_indexes(tokens.key, overlapping=True):
            piece = tokens.piece_at(start + 1)
            places = at.setdefault(self._cue_of[index], [])
            if not places or places[-1] != piece:
                places.append(piece)
        return Hits({cue: sorted(places) for cue, places in at.items()})
