"""Documents as bytes (UTF-8 JSON) and back, so that an index can show a hit without the store."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime
from typing import Any

from search.index import Document, Name

_DATES = ("published", "fetched_at", "modified")
_TUPLES = ("outlet_names", "authors", "keywords", "event_type", "countries")


def to_bytes(document: Document) -> bytes:
    """Raises ValueError where a text holds half a surrogate pair, which no encoding can hold."""
    record: dict[str, Any] = {}
    for field in fields(document):
        value = getattr(document, field.name)
        if field.name in _DATES:
            value = value and value.isoformat()
        elif field.name == "tags":
            value = [(tag.id, tag.type, tag.names, tag.label_en, tag.location) for tag in value]
        record[field.name] = value
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(raw: bytes) -> Document:
    record = json.loads(raw)
    for name in _DATES:
        # Records of an earlier release lack the fields that came later.
        record[name] = datetime.fromisoformat(record[name]) if record.get(name) else None
    for name in _TUPLES:
        record[name] = tuple(record.get(name, ()))
    record["evidence"] = tuple((id, weight) for id, weight in record.get("evidence", ()))
    record["tags"] = tuple(_name(*tag) for tag in record["tags"])
    return Document(**record)


def _name(
    id: str, type: str, names: list[str], label_en: str = "", location: list[float] | None = None
) -> Name:
    return Name(id, type, tuple(names), label_en, (location[0], location[1]) if location else None)
