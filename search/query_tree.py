"""The tree that a query becomes (`search.query.parse`) and that every engine translates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

FilterField = Literal["outlet", "tag", "person", "country", "lang"]


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document: the empty query."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed; analysis may make several tokens of it, which then follow each other (S-400)."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, next to each other."""

    text: str


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Query


@dataclass(frozen=True, slots=True)
class FieldFilter:
    """Documents with this outlet, tag, person, country or language, by id or by any of its names."""

    field: FilterField
    value: str


@dataclass(frozen=True, slots=True)
class DateRange:
    """Documents published from `start` on and before `end`; aware, None where open."""

    start: datetime | None = None
    end: datetime | None = None


Query = Everything | Word | Phrase | And | Or | Not | FieldFilter | DateRange
