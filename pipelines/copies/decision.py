"""What two texts are to each other: one story, an edition of it, or something else.

This is the interface; `compare` is symmetric in the relation that it finds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from search.text import fold, words

Relation = Literal["same", "syndicated", "update", "same_event", "different"]


@dataclass(frozen=True, slots=True)
class Piece:
    """What is compared: a text, and what is known of it."""

    text: str
    title: str = ""
    published: datetime | None = None
    """Aware, or None if unknown."""
    outlet: str = ""
    """Outlet id; empty if unknown."""


@dataclass
class Verdict:
    """What two pieces are to each other, and why."""

    relation: Relation
    score: float
    """How sure that is, 0 to 1."""
    evidence: dict[str, Any]
    """What was found, in terms that JSON knows."""


def compare(a: Piece, b: Piece) -> Verdict:
    """The relation of two pieces, from their texts; symmetric in the relation."""
    first, second = _shingles(a.text), _shingles(b.text)
    shorter = min(len(first), len(second))
    contained = len(first & second) / shorter if shorter else 0.0
    relation: Relation = "same" if contained > 0.95 else "syndicated" if contained > 0.6 else "different"
    return Verdict(
        relation, contained if contained > 0.6 else 1 - contained, {"containment": round(contained, 3)}
    )


def _shingles(text: str) -> set[tuple[str, ...]]:
    tokens = [word for word, _, _ in words(fold(text))]
    return set(zip(tokens, tokens[1:], tokens[2:], strict=False))
