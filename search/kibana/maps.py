"""The map: a base map, and a circle for each place that stories name.

It is an object of its own, not a panel by value, so that Kibana's Maps can open and change it. Format:
https://github.com/elastic/kibana/tree/main/x-pack/platform/plugins/shared/maps/server/content_management/schema
"""

from __future__ import annotations

from typing import Any

from search.kibana.embedded import dumped
from search.kibana.sources import Dashboard, Map

Json = dict[str, Any]


def attributes(map: Map, dashboard: Dashboard) -> Json:
    """The attributes of the saved object; its only reference is `REFERENCE`, the data view."""
    latitude, longitude = map.center
    state = {
        "center": {"lat": latitude, "lon": longitude},
        "filters": [],
        "query": {"language": "kuery", "query": ""},
        "settings": {"autoFitToDataBounds": False},
        "timeFilters": {"from": dashboard.from_, "to": dashboard.to},
        "zoom": map.zoom,
    }
    return {
        "title": map.title,
        "description": map.description,
        "layerListJSON": dumped([_base(), _places(map)]),
        "mapStateJSON": dumped(state),
        "uiStateJSON": dumped({"isLayerTOCOpen": False, "openTOCDetails": []}),
    }


REFERENCE = "layer_1_source_index_pattern"
"""Kibana numbers layers from the bottom; the base map is 0."""


def _layer(id: str, type: str, source: Json, style: Json, alpha: float) -> Json:
    return {
        "alpha": alpha,
        "id": id,
        "includeInFitToBounds": True,
        "maxZoom": 24,
        "minZoom": 0,
        "sourceDescriptor": source,
        "style": style,
        "type": type,
        "visible": True,
    }


def _base() -> Json:
    source = {"isAutoSelect": True, "lightModeDefault": "road_map_desaturated", "type": "EMS_TMS"}
    return _layer("base", "EMS_VECTOR_TILE", source, {"color": "", "type": "EMS_VECTOR_TILE"}, 1)


def _places(map: Map) -> Json:
    source = {
        "applyForceRefresh": True,
        "applyGlobalQuery": True,
        "applyGlobalTime": True,
        "geoField": map.field,
        "id": "places-source",
        "indexPatternRefName": REFERENCE,
        # The most frequent name beside the count: a point is all that Elasticsearch knows of a place.
        "metrics": [
            {"label": "समाचार", "type": "count"},
            {"field": map.name_field, "label": "जगह", "type": "terms"},
        ],
        "requestType": "point",
        "resolution": "MOST_FINE",
        "type": "ES_GEO_GRID",
    }
    counted = {
        "field": {"name": "doc_count", "origin": "source"},
        "fieldMetaOptions": {"isEnabled": False, "sigma": 3},
    }
    properties = {
        "fillColor": {"options": {"color": "Yellow to Red", "type": "ORDINAL", **counted}, "type": "DYNAMIC"},
        "iconSize": {"options": {"maxSize": 26, "minSize": 6, **counted}, "type": "DYNAMIC"},
        "labelBorderColor": {"options": {"color": "#FFFFFF"}, "type": "STATIC"},
        "labelBorderSize": {"options": {"size": "SMALL"}},
        "labelColor": {"options": {"color": "#000000"}, "type": "STATIC"},
        "labelSize": {"options": {"size": 12}, "type": "STATIC"},
        "labelText": {"options": {"field": counted["field"]}, "type": "DYNAMIC"},
        "lineColor": {"options": {"color": "#3d3d3d"}, "type": "STATIC"},
        "lineWidth": {"options": {"size": 1}, "type": "STATIC"},
        "symbolizeAs": {"options": {"value": "circle"}},
    }
    style = {"isTimeAware": True, "properties": properties, "type": "VECTOR"}
    return {**_layer("places", "GEOJSON_VECTOR", source, style, 0.75), "joins": []}
