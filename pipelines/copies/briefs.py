"""Headlines and briefs: texts so short that one word makes another story of them."""

from __future__ import annotations

from typing import Final, Literal

from pipelines.copies.alignment import Replacement
from pipelines.copies.names import alike
from pipelines.copies.sides import Pair

_COPY: Final = 0.9
_SAME: Final = 0.75
_ALIKE: Final = 0.6
_TITLE: Final = frozenset({"श्री", "श्रीमती", "सुश्री", "डॉ", "डा", "माननीय", "कुमारी"})
_NAMED: Final = 4
"""Words of a title and the name after it: one may name whom the other calls by the office."""


def decide_brief(pair: Pair) -> tuple[Literal["same", "syndicated", "same_event", "different"], str]:
    """What two texts are to each other of which one is very short."""
    share = pair.containment
    if (
        share >= _COPY
        and not pair.facts
        and not any(_says_other(pair, slot) for slot in pair.alignment.replacements)
    ):
        return ("same", "same-words") if pair.likeness >= _SAME else ("syndicated", "words-taken-over")
    # किया for करेंगे is one event, before and after.
    if any(fact.kind != "tense" for fact in pair.facts):
        return "different", "form-filled-in"
    if share >= _ALIKE:
        return "same_event", "words-alike"
    return "different", "little-shared"


def _says_other(pair: Pair, slot: Replacement) -> bool:
    """Whether words were put in or replaced that say anything."""
    a, b = pair.alignment.a[slot.a0 : slot.a1], pair.alignment.b[slot.b0 : slot.b1]
    if not (a and b) and (a or b)[0].form in _TITLE and len(a or b) <= _NAMED:
        return False
    says_a, says_b = ([unit.form for unit in units if unit.content] for units in (a, b))
    if len(says_a) != len(says_b):
        return True
    return not all(alike(x, y) for x, y in zip(says_a, says_b, strict=True))
