"""Charts as Lens states: what a dashboard panel holds "by value".

Lens names columns of a table (`formBased` layer) and says in `visualization` which of them is drawn how.
Format: https://github.com/elastic/kibana/tree/main/x-pack/platform/plugins/shared/lens; real states are in
the dashboards of https://github.com/elastic/integrations.
"""

from __future__ import annotations

from typing import Any

from search.kibana.sources import Bars, Chart, Number, Percentiles, Share, Time, View

Json = dict[str, Any]

LAYER = "stories"
"""Every chart has one layer; its name is part of reference names."""
REFERENCE = f"indexpattern-datasource-layer-{LAYER}"

_COUNT_LABELS = {"prahari-stories": "समाचार"}
_OTHER_COUNT = "पन्ने"


def chart(panel: Chart, view: View) -> Json:
    """The ``attributes`` of a Lens panel. The data view is its only reference."""
    kind, columns, visualization = _drawn(panel, view)
    layer: Json = {
        "columnOrder": list(columns),
        "columns": columns,
        "ignoreGlobalFilters": view.own_filters,
        "incompleteColumns": {},
        "sampling": 1,
    }
    return {
        "title": panel.title,
        "description": panel.description,
        "type": "lens",
        "visualizationType": kind,
        "references": [{"id": view.id, "name": REFERENCE, "type": "index-pattern"}],
        "state": {
            "adHocDataViews": {},
            "datasourceStates": {"formBased": {"layers": {LAYER: layer}}},
            "filters": [],
            "internalReferences": [],
            "query": {"language": "kuery", "query": panel.query},
            "visualization": visualization,
        },
    }


def _drawn(panel: Chart, view: View) -> tuple[str, Json, Json]:
    """Kind of visualization, columns in the order of grouping, and how they are drawn."""
    count = _count(_COUNT_LABELS.get(view.id, _OTHER_COUNT))
    match panel:
        case Number():
            figure = {"layerId": LAYER, "layerType": "data", "metricAccessor": "figure"}
            return "lnsMetric", {"figure": _figure(panel, count)}, figure
        case Time(by=None):
            columns = {"time": _time(view), "count": count}
            return "lnsXY", columns, _xy("bar_stacked", "time", ["count"])
        case Time(by=str(by)):
            # The split comes first: the values with most documents in the whole time, not in each interval.
            columns = {"split": _terms(by, view, 10), "time": _time(view), "count": count}
            return "lnsXY", columns, _xy("bar_stacked", "time", ["count"], split="split")
        case Bars(by=None):
            columns = {"value": _terms(panel.field, view, panel.top, other=False), "count": count}
            return "lnsXY", columns, _xy("bar_horizontal", "value", ["count"])
        case Bars(by=str(by)):
            columns = {
                "value": _terms(panel.field, view, panel.top, other=False),
                "split": _terms(by, view, 10),
                "count": count,
            }
            return "lnsXY", columns, _xy("bar_horizontal_stacked", "value", ["count"], split="split")
        case Share():
            columns = {"value": _terms(panel.field, view, panel.top, missing=panel.missing), "count": count}
            return "lnsPie", columns, _ring("value", "count")
        case Percentiles():
            lines = {f"p{n}": _percentile(panel.field, n) for n in panel.percentiles}
            return "lnsXY", {"time": _time(view), **lines}, _xy("line", "time", [*lines])
    raise AssertionError(panel)


# --- columns -------------------------------------------------------------------------------------------


def _column(label: str, operation: str, field: str, type: str, scale: str, **params: Any) -> Json:
    return {
        "customLabel": True,
        "dataType": type,
        "isBucketed": scale != "ratio",
        "label": label,
        "operationType": operation,
        "params": params,
        "scale": scale,
        "sourceField": field,
    }


def _count(label: str) -> Json:
    return _column(label, "count", "___records___", "number", "ratio", emptyAsNull=False)


def _figure(panel: Number, count: Json) -> Json:
    if panel.unique:
        return _column(panel.title, "unique_count", panel.unique, "number", "ratio", emptyAsNull=False)
    if panel.median:
        decimals = {"id": "number", "params": {"decimals": 0}}
        return _column(panel.title, "median", panel.median, "number", "ratio", format=decimals)
    return {**count, "label": panel.title}


def _time(view: View) -> Json:
    params = {"dropPartials": False, "includeEmptyRows": True, "interval": "auto"}
    return _column(_label(view.time, view), "date_histogram", view.time, "date", "interval", **params)


def _terms(field: str, view: View, size: int, *, other: bool = True, missing: bool = False) -> Json:
    """The `size` values that most documents have."""
    return _column(
        _label(field, view),
        "terms",
        field,
        "string",
        "ordinal",
        exclude=[],
        excludeIsRegex=False,
        include=[],
        includeIsRegex=False,
        missingBucket=missing,
        orderBy={"columnId": "count", "type": "column"},
        orderDirection="desc",
        otherBucket=other,
        parentFormat={"id": "terms"},
        size=size,
    )


def _percentile(field: str, percentile: int) -> Json:
    label = f"{percentile}% समाचार इतने में"
    return _column(label, "percentile", field, "number", "ratio", percentile=percentile)


def _label(field: str, view: View) -> str:
    return view.labels.get(field, field)


# --- drawings ------------------------------------------------------------------------------------------


def _xy(series: str, x: str, accessors: list[str], split: str | None = None) -> Json:
    layer: Json = {
        "accessors": accessors,
        "layerId": LAYER,
        "layerType": "data",
        "position": "top",
        "seriesType": series,
        "showGridlines": False,
        "xAccessor": x,
    }
    if split:
        layer["splitAccessor"] = split
    shown = {"x": True, "yLeft": True, "yRight": True}
    return {
        "axisTitlesVisibilitySettings": dict.fromkeys(shown, False),
        "fittingFunction": "Linear" if series == "line" else "None",
        "gridlinesVisibilitySettings": shown,
        "labelsOrientation": dict.fromkeys(shown, 0),
        "layers": [layer],
        "legend": {"isVisible": True, "position": "right", "showSingleSeries": False},
        "preferredSeriesType": series,
        "tickLabelsVisibilitySettings": shown,
        "valueLabels": "show" if series == "bar_horizontal" else "hide",
    }


def _ring(groups: str, metric: str) -> Json:
    return {
        "layers": [
            {
                "categoryDisplay": "default",
                "layerId": LAYER,
                "layerType": "data",
                "legendDisplay": "show",
                "metrics": [metric],
                "nestedLegend": False,
                "numberDisplay": "percent",
                "primaryGroups": [groups],
            }
        ],
        "shape": "donut",
    }
