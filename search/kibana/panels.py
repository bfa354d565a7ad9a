"""The dashboard: its panels, the choices above them, and what they refer to."""

from __future__ import annotations

from typing import Any

from search.kibana import lens
from search.kibana.embedded import dumped
from search.kibana.sources import Dashboard, MapPanel, Markdown, Number, Panel, SearchPanel, Sources

Json = dict[str, Any]

VIEW = "index-pattern"
"""Kibana's type name of a data view."""


def attributes(sources: Sources) -> Json:
    """The attributes of the dashboard."""
    dashboard = sources.dashboard
    return {
        "title": dashboard.title,
        "description": dashboard.description,
        "controlGroupInput": _controls(dashboard),
        "kibanaSavedObjectMeta": {
            "searchSourceJSON": dumped({"filter": [], "query": {"language": "kuery", "query": ""}})
        },
        "optionsJSON": dumped(
            {
                "hidePanelTitles": False,
                "syncColors": False,
                "syncCursor": True,
                "syncTooltips": False,
                "useMargins": True,
            }
        ),
        "panelsJSON": dumped([_panel(panel, sources) for panel in dashboard.panel]),
        "refreshInterval": {"pause": False, "value": dashboard.refresh_minutes * 60_000},
        "timeFrom": dashboard.from_,
        "timeRestore": True,
        "timeTo": dashboard.to,
        "version": 1,
    }


def references(sources: Sources) -> list[Json]:
    """What panels and choices refer to; Kibana finds a panel's by its id before the colon."""
    found = []
    for panel in sources.dashboard.panel:
        match panel:
            case Markdown():
                continue
            case SearchPanel():
                name, type, id = f"panel_{panel.id}", "search", panel.search
            case MapPanel():
                name, type, id = f"panel_{panel.id}", "map", sources.dashboard.map.id
            case _:
                name, type, id = lens.REFERENCE, VIEW, panel.view
        found.append({"id": id, "name": f"{panel.id}:{name}", "type": type})
    for number, control in enumerate(sources.dashboard.controls):
        name = f"controlGroup_{_control_id(number)}:optionsListDataView"
        found.append({"id": control.view, "name": name, "type": VIEW})
    return found


def _panel(panel: Panel, sources: Sources) -> Json:
    (x, y), (width, height) = panel.at, panel.size
    config: Json = {
        "description": panel.description,
        "hidePanelTitles": isinstance(panel, Number),  # a figure has its title beside it
        "title": panel.title,
    }
    made: Json = {
        "embeddableConfig": config,
        "gridData": {"h": height, "i": panel.id, "w": width, "x": x, "y": y},
        "panelIndex": panel.id,
    }
    match panel:
        case Markdown():
            config["savedVis"] = _markdown(panel)
            return made | {"type": "visualization"}
        case SearchPanel():
            return made | {"panelRefName": f"panel_{panel.id}", "type": "search"}
        case MapPanel():
            return made | {"panelRefName": f"panel_{panel.id}", "type": "map"}
        case _:
            config["attributes"] = lens.chart(panel, sources.view(panel.view))
            return made | {"type": "lens"}


def _markdown(panel: Markdown) -> Json:
    """A visualization of the old kind: the newer markdown panel is not known to Kibana before 9.3."""
    return {
        "data": {"aggs": [], "searchSource": {}},
        "description": "",
        "params": {"fontSize": 12, "markdown": panel.text.strip(), "openLinksInNewTab": False},
        "title": "",
        "type": "markdown",
        "uiState": {},
    }


def _controls(dashboard: Dashboard) -> Json:
    made = {
        _control_id(number): {
            "explicitInput": {
                "fieldName": control.field,
                "id": _control_id(number),
                "selectedOptions": [],
                "sort": {"by": "_count", "direction": "desc"},
                "title": control.title,
            },
            "grow": True,
            "order": number,
            "type": "optionsListControl",
            "width": "medium",
        }
        for number, control in enumerate(dashboard.controls)
    }
    follow = ("ignoreFilters", "ignoreQuery", "ignoreTimerange", "ignoreValidations")
    return {
        "chainingSystem": "HIERARCHICAL",
        "controlStyle": "oneLine",
        "ignoreParentSettingsJSON": dumped(dict.fromkeys(follow, False)),
        "panelsJSON": dumped(made),
        "showApplySelections": False,
    }


def _control_id(number: int) -> str:
    return f"control-{number + 1}"
