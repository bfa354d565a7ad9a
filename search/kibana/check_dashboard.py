"""What can be wrong with a dashboard: its grid, its panels, and the charts in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

import regex

from search.kibana.check_uses import Checked, Fields, Json, Problem, query, use

COLUMNS: Final = 48
"""Width of Kibana's grid."""

_OPERATIONS: Final[Mapping[str, tuple[str, bool]]] = {
    "date_histogram": ("date", True),
    "terms": ("terms", True),
    "unique_count": ("values", False),
    "median": ("number", False),
    "percentile": ("number", False),
}
"""Operation → what its field must allow, and whether it groups."""
_CODE = regex.compile(r"`([^`]*)`")
_COMPARES = regex.compile(r"\s(?::|[<>]=?)\s")


def dashboard(attributes: Json, checked: Checked, id: str) -> Iterator[Problem]:
    """Every problem of a dashboard's attributes, their JSON read."""
    panels = attributes["panelsJSON"]
    yield from grid(panels)
    for panel in panels:
        for problem in _panel(panel, checked):
            yield f"panel {panel['panelIndex']}: {problem}"
    for name, control in attributes["controlGroupInput"]["panelsJSON"].items():
        yield from _control(name, control, checked)
    yield from query({}, attributes["kibanaSavedObjectMeta"]["searchSourceJSON"]["query"], "query")
    if attributes["timeRestore"] and not (attributes.get("timeFrom") and attributes.get("timeTo")):
        yield "timeRestore without a time"


def grid(panels: list[Json]) -> Iterator[Problem]:
    """Panels with one id, beyond the grid, or on top of each other."""
    ids = [panel["panelIndex"] for panel in panels]
    if len(set(ids)) < len(ids):
        yield "two panels have one id"
    for panel in panels:
        place = panel["gridData"]
        if place["i"] != panel["panelIndex"]:
            yield f"panel {panel['panelIndex']}: its place is that of {place['i']}"
        if (
            min(place["x"], place["y"]) < 0
            or min(place["w"], place["h"]) < 1
            or place["x"] + place["w"] > COLUMNS
        ):
            yield f"panel {panel['panelIndex']}: does not fit {COLUMNS} columns"
    for one, other in combinations(panels, 2):
        if _overlap(one["gridData"], other["gridData"]):
            yield f"panels {one['panelIndex']} and {other['panelIndex']} overlap"


def _overlap(one: Json, other: Json) -> bool:
    return all(
        one[start] < other[start] + other[size] and other[start] < one[start] + one[size]
        for start, size in (("x", "w"), ("y", "h"))
    )


def _panel(panel: Json, checked: Checked) -> Iterator[Problem]:
    config = panel["embeddableConfig"]
    match panel["type"]:
        case "lens":
            yield from _lens(config["attributes"], panel["panelIndex"], checked)
        case "search" | "map" as type:
            checked.refer(f"{panel['panelIndex']}:{panel['panelRefName']}", type)
        case "visualization":
            if config["savedVis"]["type"] != "markdown":
                yield f"a visualization of type {config['savedVis']['type']}"
            yield from _markdown(config["savedVis"]["params"]["markdown"], checked)
        case other:
            yield f"is of type {other}"


def _markdown(text: str, checked: Checked) -> Iterator[Problem]:
    """Queries that a text shows as code are valid, for one of the data views."""
    for shown in _CODE.findall(text):
        if _COMPARES.search(shown):
            stated = {"language": "kuery", "query": shown}
            for_each = [[*query(fields, stated, "text")] for fields in checked.fields.values()]
            if all(for_each):
                yield from for_each[0]


def _control(id: str, control: Json, checked: Checked) -> Iterator[Problem]:
    given = control["explicitInput"]
    if given["id"] != id:
        yield f"control {id}: has the id {given['id']} within"
    fields = checked.view(f"controlGroup_{id}:optionsListDataView")
    yield from use(fields, given["fieldName"], "terms", f"control {id}")


# --- charts --------------------------------------------------------------------------------------------


def _lens(attributes: Json, panel: str, checked: Checked) -> Iterator[Problem]:
    state = attributes["state"]
    layers = state["datasourceStates"]["formBased"]["layers"]
    inner = {reference["name"]: reference["id"] for reference in attributes["references"]}
    fields: Fields = {}
    for id, layer in layers.items():
        name = f"indexpattern-datasource-layer-{id}"
        fields = checked.view(f"{panel}:{name}")
        if inner.get(name) != checked.refer(f"{panel}:{name}", "index-pattern"):
            yield f"{name}: the chart and the dashboard refer to different data views"
        yield from _columns(layer, fields)
    yield from query(fields, state["query"], "query")
    yield from _drawn(attributes["visualizationType"], state["visualization"], layers)


def _columns(layer: Json, fields: Fields) -> Iterator[Problem]:
    columns = layer["columns"]
    if sorted(layer["columnOrder"]) != sorted(columns):
        yield "columnOrder does not name its columns"
    groups = [columns[name]["isBucketed"] for name in layer["columnOrder"] if name in columns]
    if groups != sorted(groups, reverse=True):
        yield "columnOrder has a figure before a group"
    for name, column in columns.items():
        operation = column["operationType"]
        if operation == "count":
            if column["sourceField"] != "___records___" or column["isBucketed"]:
                yield f"column {name}: counts something else than documents"
            continue
        if operation not in _OPERATIONS:
            yield f"column {name}: operation {operation} is not known here"
            continue
        how, bucketed = _OPERATIONS[operation]
        yield from use(fields, column["sourceField"], how, f"column {name}")
        if column["isBucketed"] != bucketed:
            yield f"column {name}: {operation} {'groups' if bucketed else 'does not group'}"
        order = column["params"].get("orderBy", {}).get("columnId", name)
        if order not in columns:
            yield f"column {name}: ordered by {order}, which is no column"


def _drawn(kind: str, visualization: Json, layers: Mapping[str, Json]) -> Iterator[Problem]:
    """Every column is drawn, and every drawn column exists and is a group or a figure as its place wants."""
    drawn: set[tuple[str, str]] = set()
    for layer, groups, figures in _accessors(kind, visualization):
        if layer not in layers:
            yield f"draws layer {layer}, which does not exist"
            continue
        columns: Json = layers[layer]["columns"]
        for names, bucketed in ((groups, True), (figures, False)):
            for name in names:
                drawn.add((layer, name))
                if name not in columns:
                    yield f"draws column {name}, which does not exist"
                elif columns[name]["isBucketed"] != bucketed:
                    yield f"draws column {name} as a {'group' if bucketed else 'figure'}"
        if not figures:
            yield f"layer {layer} draws no figure"
    for id, table in layers.items():
        for name in sorted(set(table["columns"]) - {name for drawn_id, name in drawn if drawn_id == id}):
            yield f"column {name} is not drawn"


def _accessors(kind: str, visualization: Json) -> Iterator[tuple[str, list[str], list[str]]]:
    """Layer, columns that group, columns that are figures."""
    match kind:
        case "lnsXY":
            for layer in visualization["layers"]:
                groups = [layer["xAccessor"], *([layer["splitAccessor"]] if "splitAccessor" in layer else [])]
                yield layer["layerId"], groups, layer["accessors"]
        case "lnsPie":
            for layer in visualization["layers"]:
                yield layer["layerId"], layer["primaryGroups"], layer["metrics"]
        case "lnsMetric":
            yield visualization["layerId"], [], [visualization["metricAccessor"]]
        case _:
            yield f"of {kind}, which is not known here", [], []
