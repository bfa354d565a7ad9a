"""The fields that the index templates declare, and what Kibana can do with each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from search.kibana import HERE

TEMPLATES = HERE.parent / "templates"

_NUMBERS = frozenset({"long", "integer", "short", "byte", "double", "float", "half_float"})
_VALUES = _NUMBERS | {"keyword", "boolean", "date"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field, or a sub-field such as ``title.exact``."""

    type: str
    indexed: bool
    doc_values: bool

    @property
    def aggregates(self) -> bool:
        """Whether charts can group by it and tables sort by it."""
        return self.type in _VALUES and self.doc_values

    @property
    def number(self) -> bool:
        return self.type in _NUMBERS and self.doc_values


@cache
def fields(template: str) -> Mapping[str, Field]:
    """Full name → field, of ``search/templates/<template>.json``. Raises FileNotFoundError."""
    read = json.loads((TEMPLATES / f"{template}.json").read_text("utf-8"))
    return dict(_fields(read["mappings"]["properties"]))


def _fields(properties: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Field]]:
    for name, declared in properties.items():
        full = above + name
        if "properties" in declared:
            yield from _fields(declared["properties"], f"{full}.")
            continue
        yield (
            full,
            Field(declared["type"], declared.get("index", True), declared.get("doc_values", True)),
        )
        yield from _fields(declared.get("fields", {}), f"{full}.")
