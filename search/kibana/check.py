"""Finds what Kibana would refuse, or show as an error, in a file of saved objects.

It needs no Kibana, and sees what Kibana's import does not: a chart of a field that does not exist is
imported, and shows nothing. `problems` is asked by the build and by the tests.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from search.kibana import PREFIX, mapping
from search.kibana.check_dashboard import dashboard
from search.kibana.check_uses import Checked, Json, Problem, query, use
from search.kibana.versions import ATTRIBUTES, CORE_VERSION, VERSIONS

_EMBEDDED = frozenset(
    {"fieldAttrs", "fieldFormatMap", "fields", "runtimeFieldMap", "sourceFilters", "typeMeta"}
)
"""Attributes that hold JSON in a string, beside those whose name ends in JSON."""


def problems(text: str) -> list[str]:
    """One line each: type and id of the object, and what is wrong with it. Empty if all is well."""
    found: list[str] = []
    objects: list[Json] = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            made = json.loads(line)
            made = made | {"attributes": expanded(made["attributes"])}
            objects.append(made)
        except (ValueError, TypeError, KeyError) as error:
            found.append(f"line {number}: {error!r}")
    for name, times in Counter(map(_name, objects)).items():
        if times > 1:
            found.append(f"{name}: {times} objects have this id")
    views = {made["id"]: made for made in objects if made["type"] == "index-pattern"}
    fields = {id: _fields(view) for id, view in views.items()}
    for made in objects:
        found += (f"{_name(made)}: {problem}" for problem in _object(made, objects, fields))
    return found


def expanded(value: Any, key: str = "") -> Any:
    """The value with the JSON in its strings read. Raises ValueError that names the attribute."""
    if isinstance(value, str) and (key.endswith("JSON") or key in _EMBEDDED):
        try:
            return expanded(json.loads(value))
        except ValueError as error:
            raise ValueError(f"{key}: {error}") from error
    if isinstance(value, dict):
        return {name: expanded(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [expanded(inner) for inner in value]
    return value


def _name(made: Json) -> str:
    return f"{made.get('type')} {made.get('id')}"


def _fields(view: Json) -> Mapping[str, mapping.Field]:
    template = str(view["attributes"].get("title", "")).removeprefix(f"{PREFIX}-")
    try:
        return mapping.fields(template)
    except FileNotFoundError:
        return {}


def _object(
    made: Json, objects: list[Json], fields: Mapping[str, Mapping[str, mapping.Field]]
) -> Iterator[Problem]:
    kind, attributes = made["type"], made["attributes"]
    if kind not in VERSIONS:
        yield "no such type is known here"
        return
    if made.get("typeMigrationVersion") != VERSIONS[kind]:
        yield f"typeMigrationVersion is {made.get('typeMigrationVersion')}, not {VERSIONS[kind]}"
    if made.get("coreMigrationVersion") != CORE_VERSION:
        yield f"coreMigrationVersion is {made.get('coreMigrationVersion')}, not {CORE_VERSION}"
    for name in sorted(attributes.keys() - ATTRIBUTES[kind]):
        yield f"attribute {name} is not known to Kibana"
    if not attributes.get("title"):
        yield "has no title"
    ids = {(other["type"], other["id"]) for other in objects}
    for reference in made.get("references", []):
        if (reference["type"], reference["id"]) not in ids:
            yield f"refers to {reference['type']} {reference['id']}, which is not in the file"
    checked = Checked(made.get("references", []), fields)
    try:
        yield from _KINDS[kind](attributes, checked, made["id"])
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        yield f"cannot be followed: {error!r}"
    yield from checked.left_over()


def _view(attributes: Json, checked: Checked, id: str) -> Iterator[Problem]:
    if not checked.fields[id]:
        yield f"title {attributes['title']}: there is no such index template"
        return
    yield from use(checked.fields[id], attributes["timeFieldName"], "date", "timeFieldName")
    for part in ("fieldAttrs", "fieldFormatMap"):
        for field in attributes[part]:
            yield from use(checked.fields[id], field, "any", part)


def _search(attributes: Json, checked: Checked, id: str) -> Iterator[Problem]:
    source = attributes["kibanaSavedObjectMeta"]["searchSourceJSON"]
    fields = checked.view(source["indexRefName"])
    yield from query(fields, source["query"], "query")
    for field in attributes["columns"]:
        yield from use(fields, field, "any", "columns")
    for field, direction in attributes["sort"]:
        yield from use(fields, field, "values", "sort")
        if direction not in ("asc", "desc"):
            yield f"sort: {direction} is no direction"
    for field in attributes["grid"].get("columns", {}):
        if field not in attributes["columns"]:
            yield f"grid: {field} is no column"


def _map(attributes: Json, checked: Checked, id: str) -> Iterator[Problem]:
    layers = attributes["layerListJSON"]
    if len({layer["id"] for layer in layers}) < len(layers):
        yield "two layers have one id"
    for number, layer in enumerate(layers):
        source = layer["sourceDescriptor"]
        if "indexPatternRefName" not in source:
            continue
        if source["indexPatternRefName"] != f"layer_{number}_source_index_pattern":
            yield f"layer {layer['id']}: its reference is not called after its number"
        fields = checked.view(source["indexPatternRefName"])
        yield from use(fields, source["geoField"], "geo", "geoField")
        for metric in source["metrics"]:
            if metric["type"] != "count":
                yield from use(fields, metric["field"], "values", "metrics")
    yield from query({}, attributes["mapStateJSON"]["query"], "query")


_KINDS: Mapping[str, Callable[[Json, Checked, str], Iterator[Problem]]] = {
    "index-pattern": _view,
    "search": _search,
    "map": _map,
    "dashboard": dashboard,
}
