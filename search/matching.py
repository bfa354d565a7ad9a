"""What a query asks of an index, engine apart: which tokens in which fields, and what each is worth.

    text ─▶ `search.query.parse` ─▶ tree ─▶ `plan` ─▶ AllOf/AnyOf/... ─▶ an engine's own query

An engine translates a plan node by node and decides nothing, so that all engines find and rank alike:

- A `Match` finds a document if one of its forms stands in one of `PLACES`. Its score is the sum, over all
  places and forms found, of weight(place) × weight(form) × BM25 (k1 1.2, b 0.75); in places that are
  `constant`, 1 takes BM25's part.
- `AllOf` and `AnyOf` add up the scores of their parts; `AllOf(())` is everything, `AnyOf(())` nothing.
- `Without`, `Key` and `Between` score 0.
- No part of the score is recency; what has the same score may come in any order. A query without any
  `Match` has nothing to rank by: it is sorted newest first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from search.analysis import Field, terms
from search.charfilters import LETTER_NAME
from search.filters import value_keys
from search.query_tree import (
    And,
    DateRange,
    Everything,
    FieldFilter,
    FilterField,
    Not,
    Or,
    Phrase,
    Query,
    Word,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a document in which words are looked for."""

    name: str
    weight: float
    constant: bool = False
    """Found or not found: how often and how rare does not count. So for what many documents lack, because
    engines differ in how an absent field enters BM25's averages."""


PLACES: Final = (
    Place("title", 4.0),
    Place("text", 1.0),
    Place("summary", 1.0, constant=True),
    Place("names", 2.0, constant=True),
)
"""``names`` holds all names of the tagged concepts, each name a value of its own."""

WEIGHTS: Final[dict[Field, float]] = {"exact": 1.0, "stem": 0.5, "roman": 0.25}


_INITIALS: Final = re.compile(f"{LETTER_NAME}{{2,}}")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Tokens:
    """One token of a form, or several that follow each other without a gap."""

    form: Field
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    forms: tuple[Tokens, ...]
    """Never empty."""


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Without:
    part: Plan


@dataclass(frozen=True, slots=True)
class Key:
    """Documents that have one of these keys (`search.filters`)."""

    field: FilterField
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Documents published from `start` on and before `end` (milliseconds since 1970; at most one None)."""

    start: int | None
    end: int | None


Plan = Match | AllOf | AnyOf | Without | Key | Between


def plan(query: Query) -> Plan:
    """What `query` asks for. What analysis leaves nothing of (½) is as if it had not been typed; if that
    is all there is, nothing is found."""
    return _plan(query) or AnyOf(())


def wanted(asked: Plan) -> Iterator[Match]:
    """All that speaks for a document; what stands under a `Without` is left out."""
    if isinstance(asked, Match):
        yield asked
    elif isinstance(asked, (AllOf, AnyOf)):
        for part in asked.parts:
            yield from wanted(part)


def milliseconds(instant: datetime) -> int:
    """Since 1970, rounded down: the precision to which engines know when a story was published."""
    return (instant - _EPOCH) // timedelta(milliseconds=1)


def _plan(query: Query) -> Plan | None:
    match query:
        case Everything():
            return AllOf(())
        case Word(text):
            return _word(text)
        case Phrase(text):
            return _adjacent(text)
        case And(parts):
            return _group(AllOf, parts)
        case Or(parts):
            return _group(AnyOf, parts)
        case Not(part):
            inner = _plan(part)
            return inner and Without(inner)
        case FieldFilter(field, value):
            return Key(field, value_keys(value))
        case DateRange(start, end):
            if start is None and end is None:
                return AllOf(())
            return Between(
                milliseconds(start) if start else None,
                milliseconds(end) if end else None,
            )


def _group(kind: type[AllOf] | type[AnyOf], parts: tuple[Query, ...]) -> Plan | None:
    kept = tuple(made for part in parts if (made := _plan(part)))
    return kept[0] if len(kept) == 1 else kind(kept) if kept else None


def _word(text: str) -> Plan | None:
    """A word that analysis cuts is a designation (S-400, R&D: its pieces stand together) or a compound
    (भारत-पाकिस्तान: each piece is a word, in any of its forms)."""
    pieces = terms(text, "exact")
    if len(pieces) < 2 or _designation(pieces):
        return _adjacent(text) if len(pieces) != 1 else _single(text)
    return AllOf(tuple(made for piece in dict.fromkeys(pieces) if (made := _single(piece))))


def _single(text: str) -> Plan | None:
    """One word, in any of its forms; by sound if it is typed in Latin letters or is initials (बीएसएफ)."""
    forms: list[Field] = ["exact", "stem"]
    if _latin(text) or any(map(_INITIALS.fullmatch, terms(text, "exact"))):
        forms.append("roman")
    return _match(text, forms)


def _adjacent(text: str) -> Plan | None:
    """Tokens that follow each other: in the surface forms, and by sound where the text is typed in Latin
    letters or is a designation. One word in quotes is meant as it stands, without its other forms."""
    pieces = terms(text, "exact")
    sounds = _latin(text) or (_designation(pieces) and any(_letter(piece[0]) for piece in pieces))
    return _match(text, ["exact", "roman"] if sounds else ["exact"])


def _match(text: str, forms: list[Field]) -> Match | None:
    found = tuple(Tokens(form, made) for form in forms if (made := tuple(terms(text, form))))
    return Match(found) if found else None


def _designation(pieces: list[str]) -> bool:
    """Pieces with numbers (एस 400, 24 7) or single letters (r d) among them."""
    return len(pieces) > 1 and any(len(piece) == 1 or not _letter(piece[0]) for piece in pieces)


def _letter(character: str) -> bool:
    return unicodedata.category(character)[0] == "L"


def _latin(text: str) -> bool:
    return any("a" <= character <= "z" for character in text.lower())
