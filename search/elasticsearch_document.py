"""Documents as Elasticsearch keeps them (``_source``) and back without loss."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from search.facets import FACETS, facet_values
from search.filters import document_keys
from search.index import Document, Name, Refusal

GROUPS: Final = {
    "weapon": frozenset(
        {
            "missile",
            "air_defence",
            "aircraft",
            "helicopter",
            "uav",
            "ship",
            "submarine",
            "armour",
            "artillery",
            "small_arms",
            "sensor_ew",
            "munition",
            "space",
        }
    ),
    "force": frozenset({"force", "unit", "org", "armed_group"}),
    "person": frozenset({"person"}),
    "country": frozenset({"country"}),
    "event_type": frozenset({"event_type"}),
    "place": frozenset({"place"}),
    "exercise": frozenset({"exercise", "operation"}),
}
"""Group of ``labels`` → the concept types in it; all others are in ``other``. For charts."""

_PLAIN: Final = ("url", "outlet", "title", "text", "summary", "language", "agency", "section", "dateline",
                 "image", "relevant", "relevance", "version", "revision", "cluster_id",
                 "published_from", "modified_from", "declared_language", "paywalled")  # fmt: skip
DERIVED: Final = ("keys", "facets", "labels")
"""Made from the rest for filters and charts; `document` does without, so no answer need carry them."""
_INSTANTS: Final = ("published", "modified", "fetched_at")
_WIDEST: Final = timedelta(hours=18)
_LARGEST: Final = 3.4e38


def to_bytes(source: Mapping[str, Any]) -> bytes:
    """UTF-8 JSON. Raises ValueError where a text holds half a surrogate pair, which no encoding can hold, or
    where a number is none."""
    return json.dumps(source, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def instant(value: datetime) -> str:
    """As the server reads it, which knows no offset with seconds (local mean time) and none over 18 hours.
    Raises OverflowError outside the years 1 to 9999."""
    offset = value.utcoffset() or timedelta()
    known = offset % timedelta(minutes=1) == timedelta() and abs(offset) <= _WIDEST
    return (value if known else value.astimezone(UTC)).isoformat()


def number(value: float | None) -> float | None:
    """The number, or None for what a field of the type ``float`` cannot hold."""
    return value if value is not None and abs(value) <= _LARGEST else None


def place(location: tuple[float, float] | None) -> tuple[float, float] | None:
    """Latitude and longitude, or None where there is no such place on earth."""
    return location if location and abs(location[0]) <= 90 and abs(location[1]) <= 180 else None


def source(document: Document) -> dict[str, Any]:
    """The document as the template ``stories`` has it. What the server could not read is mended or left out,
    so that one odd value costs a field, not the story. Raises OverflowError as `instant` does."""
    published = document.published or document.fetched_at
    delay = (document.fetched_at - published).total_seconds() / 60
    made: dict[str, Any] = {name: getattr(document, name) for name in _PLAIN}
    made |= {name: instant(value) for name in _INSTANTS if (value := getattr(document, name))}
    made |= {
        "id": document.id,
        "outlet_name": document.outlet_names[0] if document.outlet_names else document.outlet,
        "outlet_names": list(document.outlet_names),
        "authors": list(document.authors),
        "keywords": list(document.keywords),
        "event_type": list(document.event_type),
        "countries": list(document.countries),
        "evidence": [
            {"id": id, "value": weight}
            for id, value in document.evidence
            if (weight := number(value)) is not None
        ],
        "relevance": number(document.relevance),
        "dated": instant(published),
        "delay_minutes": round(delay, 1) if document.published else None,
        "tags": [_tag(tag) for tag in document.tags],
        "labels": _labels(document.tags),
        "location": [[lon, lat] for lat, lon in filter(None, (place(tag.location) for tag in document.tags))],
        "cluster": document.cluster_id or document.id,
        "source": {"kind": document.source_kind, "url": document.source_url},
        "copy": document.cluster_id not in (None, document.id),
        "facets": {facet: list(values) for facet in FACETS if (values := facet_values(document, facet))},
        "keys": {field: sorted(keys) for field, keys in document_keys(document).items()},
    }
    return {name: value for name, value in made.items() if value not in (None, [], {})}


def document(id: str, source: Mapping[str, Any]) -> Document:
    """Inverse of `source`."""
    known: dict[str, Any] = {"published": None, "language": None, "summary": None}
    known |= {name: source[name] for name in _PLAIN if name in source}
    known |= {name: datetime.fromisoformat(source[name]) for name in _INSTANTS if source.get(name)}
    announced = source.get("source", {})
    return Document(
        **known,
        id=id,
        outlet_names=tuple(source.get("outlet_names", ())),
        authors=tuple(source.get("authors", ())),
        keywords=tuple(source.get("keywords", ())),
        event_type=tuple(source.get("event_type", ())),
        countries=tuple(source.get("countries", ())),
        evidence=tuple((one["id"], one["value"]) for one in source.get("evidence", ())),
        tags=tuple(_name(tag) for tag in source.get("tags", ())),
        source_kind=announced.get("kind"),
        source_url=announced.get("url"),
    )


def refusal_source(refusal: Refusal) -> dict[str, Any]:
    """A refusal as the template ``rejections`` has it."""
    return {
        "id": refusal.id,
        "revision": refusal.revision,
        "url": refusal.url,
        "outlet": refusal.outlet,
        "outlet_name": refusal.outlet_name,
        "stage": refusal.stage,
        "reason": refusal.reason,
        "detail": refusal.detail,
        "at": instant(refusal.at),
        "first_at": instant(refusal.first_at),
        "attempts": refusal.attempts,
        "final": refusal.final,
        "source": {"kind": refusal.source_kind, "url": refusal.source_url},
    }


def _tag(tag: Name) -> dict[str, Any]:
    made: dict[str, Any] = {"id": tag.id, "type": tag.type, "names": list(tag.names)}
    if tag.names:
        made["label_hi"] = tag.names[0]
    if tag.label_en:
        made["label_en"] = tag.label_en
    if location := place(tag.location):
        made["location"] = list(location)
    return made


def _name(tag: Mapping[str, Any]) -> Name:
    location = tag.get("location")
    return Name(
        tag["id"],
        tag["type"],
        tuple(tag["names"]),
        tag.get("label_en", ""),
        (location[0], location[1]) if location else None,
    )


def _labels(tags: Iterable[Name]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for tag in tags:
        group = next((name for name, types in GROUPS.items() if tag.type in types), "other")
        made.setdefault(group, []).append(tag.names[0] if tag.names else tag.id)
    return made
