"""The vocabulary: what defence news is about, as data that a journalist can edit.

Each ``*.toml`` file of this folder holds one table a concept, each ``*.jsonl`` file one line a concept (the
big tables); both have the same fields, documented at `Concept`. ``types.toml`` names the types; the other
tables are `pipelines.senses`' and `pipelines.relevance`'s. A concept's id never changes: stories are
tagged with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

Specificity = Literal["strong", "medium", "weak"]

DIRECTORY = Path(__file__).parent
"""Where the vocabulary's files are."""


class VocabularyProblem(Exception):
    """A mistake in a vocabulary file; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Tenure:
    """That a person held an office from one day to another."""

    office: str
    """``defence-minister``, ``army-chief``, ``navy-chief``, ``air-chief``, ``defence-chief`` ..."""
    country: str
    """Concept id of the country."""
    held_from: date | None = None
    """First day in office; None if not known."""
    held_to: date | None = None
    """Last day in office; None while it is held (or not known)."""
    unverified: bool = False
    """That a day, or that the office is still held, was found in no second source."""

    def covers(self, day: date) -> bool:
        """Whether the office was held on `day`."""
        return (self.held_from is None or self.held_from <= day) and (
            self.held_to is None or day <= self.held_to
        )


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that a story can be tagged with."""

    id: str
    type: str
    """One of ``types.toml``."""
    label_hi: str
    label_en: str
    names: tuple[str, ...] = ()
    """Hindi names. Plurals, oblique cases, nukta, dashes and the script of digits need not be listed."""
    english: tuple[str, ...] = ()
    """Names in Latin letters."""
    short: tuple[str, ...] = ()
    """Abbreviations in either script. Dots and spaces between the letters need not be listed; a Latin one of
    up to four letters matches in its own case only."""
    weak: tuple[str, ...] = ()
    """Forms that mean this concept only where something nearby supports it (अग्नि, तेजस)."""
    specificity: Specificity = "strong"
    """``strong``: a name is enough. ``medium``: the story must be about defence. ``weak``: all forms are."""
    weight: float = 1.0
    """How surely a story that names it is about defence, 0 to 1."""
    country: str | None = None
    """Concept id of the country whose it is; a story about it is a story about that country."""
    broader: tuple[str, ...] = ()
    """Concept ids that hold whenever this one does (agni for agni-5)."""
    offices: tuple[Tenure, ...] = ()
    """A person's offices."""
    role: str | None = None
    """What a person is known for, in English, for readers."""
    lat: float | None = None
    lon: float | None = None
    """A place's position, degrees; of the first place where one concept holds several."""
    note: str | None = None
    """For whoever edits the file."""

    @property
    def all_names(self) -> tuple[str, ...]:
        """Labels, Hindi names, English names and abbreviations, without repetition."""
        return tuple(dict.fromkeys((self.label_hi, *self.names, self.label_en, *self.english, *self.short)))


@dataclass(frozen=True)
class Vocabulary:
    """All concepts, in the order of the files."""

    concepts: Mapping[str, Concept]
    holders: Mapping[str, tuple[tuple[Tenure, Concept], ...]] = field(default_factory=dict, repr=False)
    """Office → who held it."""

    def concept(self, id: str) -> Concept:
        """The concept with this id; raises KeyError."""
        return self.concepts[id]

    def names(self, id: str) -> tuple[str, ...]:
        """All Hindi, English and abbreviated names of a concept, label first; empty if there is none."""
        concept = self.concepts.get(id)
        return concept.all_names if concept else ()

    def location(self, id: str) -> tuple[float, float] | None:
        """Latitude and longitude of a place, in degrees; None for everything else, and for lines and areas
        that no point stands for."""
        concept = self.concepts.get(id)
        if concept is None or concept.lat is None or concept.lon is None:
            return None
        return concept.lat, concept.lon

    def holder(self, office: str, country: str, day: date) -> Concept | None:
        """Who held an office of a country on a day; None if that is not known.

        Of two on the day of a handover, the newcomer.
        """
        held = [
            (tenure.held_from or date.min, person)
            for tenure, person in self.holders.get(office, ())
            if tenure.country == country and tenure.covers(day)
        ]
        return max(held, key=lambda who: who[0])[1] if held else None

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts.values())

    def __len__(self) -> int:
        return len(self.concepts)


def load_vocabulary(directory: Path = DIRECTORY) -> Vocabulary:
    """Read and check a folder of vocabulary files, once a process. Raises VocabularyProblem."""
    return _load(directory)


@lru_cache(maxsize=4)
def _load(directory: Path) -> Vocabulary:
    from pipelines.vocabulary.reading import read

    concepts = {concept.id: concept for concept in read(directory)}
    holders: dict[str, list[tuple[Tenure, Concept]]] = {}
    for concept in concepts.values():
        for tenure in concept.offices:
            holders.setdefault(tenure.office, []).append((tenure, concept))
    return Vocabulary(concepts, {office: tuple(who) for office, who in holders.items()})
