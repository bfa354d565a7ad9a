"""The keys under which filters (``outlet:``, ``tag:``, ``person:``, ``country:``, ``lang:``) find documents.

A document carries, per filter, a set of plain strings; a filter's value is turned into strings of the same
kind; they match if one is in both. So a value may be an id, an id without its type's prefix, or any whole
name, in Devanagari or Latin letters, however spelt: country:c-china = country:china = country:चीन.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from search.analysis import terms
from search.index import Document, Name
from search.query_tree import FilterField

PREFIXES: Final = {
    "country": "c-",
    "person": "p-",
    "exercise": "ex-",
    "operation": "op-",
    "event_type": "ev-",
}
"""Concept type → what its ids begin with. Types not listed have none (c-17 is an aircraft)."""

LANGUAGES: Final = {
    "en": ("English", "अंग्रेज़ी"),
    "hi": ("Hindi", "हिंदी"),
    "mr": ("Marathi", "मराठी"),
    "ne": ("Nepali", "नेपाली"),
    "ur": ("Urdu", "उर्दू"),
    "bho": ("Bhojpuri", "भोजपुरी"),
    "sa": ("Sanskrit", "संस्कृत"),
}
"""ISO 639 code → names, for the languages that the sources meet."""


def document_keys(document: Document) -> Mapping[FilterField, frozenset[str]]:
    """For each filter the keys under which it finds `document`."""
    keys: dict[FilterField, frozenset[str]] = {
        "outlet": outlet_keys(document.outlet, document.outlet_names) if document.outlet else frozenset(),
        "tag": _tag_keys(document.tags),
        "person": _tag_keys(tag for tag in document.tags if tag.type == "person"),
        "country": _tag_keys(tag for tag in document.tags if tag.type == "country"),
        "lang": _keys(document.language, LANGUAGES.get(document.language, ()))
        if document.language
        else frozenset(),
    }
    return keys


def outlet_keys(id: str, names: tuple[str, ...]) -> frozenset[str]:
    """The keys under which ``outlet:`` finds an outlet's documents."""
    return _keys(id, names)


def value_keys(value: str) -> tuple[str, ...]:
    """The keys of which a document must have one to pass a filter with this value; never empty."""
    return tuple(sorted({_id_key(value), *_name_keys(value)}))


def _tag_keys(tags: Iterable[Name]) -> frozenset[str]:
    return frozenset[str]().union(*(_concept_keys(tag) for tag in tags))


# Pure and bounded: a few hundred concepts recur on every story.
@lru_cache(maxsize=4096)
def _concept_keys(concept: Name) -> frozenset[str]:
    keys = _keys(concept.id, concept.names)
    prefix = PREFIXES.get(concept.type)
    if prefix and concept.id.startswith(prefix):
        keys |= {_id_key(concept.id.removeprefix(prefix))}
    return keys


@lru_cache(maxsize=1024)
def _keys(id: str, names: tuple[str, ...]) -> frozenset[str]:
    return frozenset({_id_key(id)}.union(*map(_name_keys, names)))


def _id_key(id: str) -> str:
    return f"id:{id.strip().lower()}"


def _name_keys(name: str) -> set[str]:
    """What is written, folded (exact), and how it sounds (roman), so that any script will do."""
    keys = set()
    if exact := terms(name, "exact"):
        keys.add("exact:" + " ".join(exact))
    if roman := terms(name, "roman"):
        keys.add("roman:" + " ".join(roman))
    return keys
