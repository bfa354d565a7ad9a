"""Entries as JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, Final

from pipelines.entry import Entry, SourceRef
from pipelines.store.rows import storable

_INSTANTS: Final = ("published", "updated")


def packed(entry: Entry) -> dict[str, Any]:
    values = asdict(entry)
    for name in _INSTANTS:
        values[name] = values[name] and values[name].isoformat()
    return {
        name: storable(_listed(value)) for name, value in values.items() if value not in (None, (), False)
    }


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def unpacked(packed: Mapping[str, Any]) -> Entry:
    """Inverse of `packed`. Fields that this code does not know are left out: rows outlive versions."""
    names = {field.name for field in fields(Entry)}
    values: dict[str, Any] = {name: value for name, value in packed.items() if name in names}
    values["source"] = SourceRef(**values["source"])
    for name in _INSTANTS:
        if name in values:
            values[name] = datetime.fromisoformat(values[name])
    for name, value in values.items():
        values[name] = tuple(value) if isinstance(value, list) else value
    return Entry(**values)
