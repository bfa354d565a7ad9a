"""Two bodies side by side, as the decision sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from pipelines.copies.alignment import Alignment, align
from pipelines.copies.body import Body
from pipelines.copies.facts import Fact, replaced
from pipelines.copies.units import Unit

LEAD: Final = 30
"""Units of a text's body that are its lead: a sentence or two."""
_PLACE: Final = 4
_LONGEST: Final = 60
"""Units of the longest sentence that is looked at."""
_REWRITTEN: Final = 0.25
"""A sentence of which the other text has so much is there in other words."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two aligned texts."""

    body: Body
    has: tuple[bool, ...]
    """For each unit below the headlines, whether the other text has it."""
    headline_shared: bool
    """Whether there is a headline, and the other text has it."""

    @property
    def share(self) -> float:
        """Share of the text that the other has, 0 to 1."""
        return sum(self.has) / len(self.has) if self.has else 0.0

    @property
    def lead_share(self) -> float:
        """Share of the lead that the other has anywhere, 0 to 1."""
        lead = self.has[:LEAD]
        return sum(lead) / len(lead) if lead else 0.0

    def longest_own_lead(self) -> int:
        """Units of the longest stretch of the lead that is news of this text alone.

        That is a stretch at the beginning, or in a sentence that the other text has in other words. A whole
        sentence below the first that the other has not was put in or left out.
        """
        begins = self._begins()
        longest = run = 0
        for place in range(begins, min(begins + LEAD, len(self.has))):
            at_start = run == place - begins
            counts = not self.has[place] and (at_start or self._in_shared_sentence(place))
            run = run + 1 if counts else 0
            longest = max(longest, run)
        return longest

    def _begins(self) -> int:
        """Where the first sentence begins that is no place or name before the story: जैसलमेर।"""
        units = self.units
        for place, unit in enumerate(units[:LEAD]):
            if unit.sentence != units[0].sentence:
                return place if place <= _PLACE else 0
        return 0

    def _in_shared_sentence(self, place: int) -> bool:
        sentence = self.units[place].sentence
        has = [
            self.has[i]
            for i in range(max(0, place - _LONGEST), min(len(self.has), place + _LONGEST))
            if self.units[i].sentence == sentence
        ]
        return sum(has) >= _REWRITTEN * len(has)

    @property
    def units(self) -> Sequence[Unit]:
        """Without headlines."""
        return self.body.units[self.body.head :]


def own(has: Sequence[bool]) -> list[int]:
    """Lengths of the stretches that are one text's own."""
    return [len(list(stretch)) for shared, stretch in groupby(has) if not shared]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two aligned texts."""

    a: Side
    b: Side
    alignment: Alignment
    facts: tuple[Fact, ...]
    """Replaced facts below the headlines."""

    @classmethod
    def of(cls, a: Body, b: Body) -> Pair:
        """Lay two bodies side by side."""
        alignment = align(a.units, b.units)
        facts = tuple(replaced(alignment, a.head, b.head))
        return cls(_side(a, alignment.in_a), _side(b, alignment.in_b), alignment, facts)

    @property
    def shorter(self) -> Side:
        return min(self.a, self.b, key=lambda side: len(side.has))

    @property
    def containment(self) -> float:
        """Share of the shorter text that the longer has, 0 to 1."""
        return self.shorter.share

    @property
    def likeness(self) -> float:
        """Share of both texts together that both have (Jaccard's), 0 to 1."""
        shared = min(sum(self.a.has), sum(self.b.has))
        both = len(self.a.has) + len(self.b.has) - shared
        return shared / both if both else 0.0


_HEADLINE_SHARED: Final = 0.9


def _side(body: Body, shared: frozenset[int]) -> Side:
    headline = sum(unit in shared for unit in range(body.head))
    return Side(
        body,
        tuple(unit in shared for unit in range(body.head, len(body.units))),
        body.head > 0 and headline >= _HEADLINE_SHARED * body.head,
    )
