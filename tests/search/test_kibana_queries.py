"""What the dashboard's panels ask of Elasticsearch, asked of a real node with the templates' mappings.

Kibana makes such requests of the objects; that it makes these is from its source and not from a run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search.kibana import OBJECTS
from search.kibana.check import expanded
from search.kibana.mapping import TEMPLATES

pytestmark = pytest.mark.elasticsearch

Json = dict[str, Any]

STORY = {
    "url": "https://navprabhat.example/1",
    "outlet": "navprabhat",
    "outlet_name": "नव प्रभात",
    "title": "लद्दाख में एस-400",
    "dated": "2026-11-24T10:00:00Z",
    "delay_minutes": 12.5,
    "labels": {
        "weapon": ["एस-400"],
        "country": ["चीन", "भारत"],
        "person": ["राजनाथ सिंह"],
        "event_type": ["तैनाती"],
        "place": ["लद्दाख"],
    },
    "location": [[77.58, 34.15]],
    "agency": "भाषा",
    "cluster_id": "0123456789abcdef",
}
REFUSAL = {
    "url": "https://navprabhat.example/2",
    "outlet": "navprabhat",
    "outlet_name": "नव प्रभात",
    "stage": "language",
    "reason": "not-hindi",
    "at": "2026-11-24T10:00:00Z",
    "final": False,
}
MADE = [json.loads(line) for line in OBJECTS.read_text("utf-8").splitlines()]
INDEX = {made["id"]: made["attributes"]["title"].removeprefix("prahari-") for made in MADE[:2]}
CHARTS = {
    panel["panelIndex"]: panel["embeddableConfig"]["attributes"]
    for panel in expanded(MADE[-1]["attributes"])["panelsJSON"]
    if panel["type"] == "lens"
}


@pytest.fixture
def node(elasticsearch_url: str, prefix: str) -> Iterator[tuple[Elasticsearch, str]]:
    """A client, and the prefix of two indexes with one document each. Analyzers are tested elsewhere."""
    with Elasticsearch(elasticsearch_url) as client:
        for name, document in (("stories", STORY), ("rejections", REFUSAL)):
            template = json.loads((TEMPLATES / f"{name}.json").read_text("utf-8"))
            mappings = re.sub(r'(analyzer": )"hindi_\w+"', r'\1"standard"', json.dumps(template["mappings"]))
            client.indices.put_index_template(
                name=f"{prefix}-{name}",
                index_patterns=[f"{prefix}-{name}"],
                template={"mappings": json.loads(mappings)},
            )
            client.index(index=f"{prefix}-{name}", document=document, refresh=True)
        yield client, prefix


def test_charts(node: tuple[Elasticsearch, str]) -> None:
    client, prefix = node
    for name, chart in CHARTS.items():
        index = f"{prefix}-{INDEX[chart['references'][0]['id']]}"
        found = client.search(index=index, size=0, aggs=aggregations(chart) or None)
        assert found["hits"]["total"]["value"] == 1
        for aggregation in found.get("aggregations", {}).values():
            assert values(aggregation), name


def test_saved_searches_and_map(node: tuple[Elasticsearch, str]) -> None:
    client, prefix = node
    for made in MADE:
        attributes = expanded(made["attributes"])
        if made["type"] == "search":
            sort = [{field: {"order": order}} for field, order in attributes["sort"]]
            (hit,) = client.search(
                index=f"{prefix}-stories", sort=sort, fields=attributes["columns"], source=False
            )["hits"]["hits"]
            assert hit["fields"].keys() <= {*attributes["columns"]}
            assert "title" in hit["fields"]
        if made["type"] == "map":
            source = attributes["layerListJSON"][1]["sourceDescriptor"]
            place, name = source["geoField"], source["metrics"][1]["field"]
            inner = {"at": {"geo_centroid": {"field": place}}, "name": {"terms": {"field": name, "size": 1}}}
            grid = {"grid": {"geotile_grid": {"field": place, "precision": 8}, "aggs": inner}}
            found = client.search(index=f"{prefix}-stories", size=0, aggs=grid)["aggregations"]["grid"]
            (bucket,) = found["buckets"]
            assert round(bucket["at"]["location"]["lat"]) == 34
            assert bucket["name"]["buckets"][0]["key"] == "लद्दाख"


def aggregations(chart: Json) -> Json:
    """A Lens layer's columns as aggregations: groups within groups in their order, figures innermost."""
    (layer,) = chart["state"]["datasourceStates"]["formBased"]["layers"].values()
    columns = {name: layer["columns"][name] for name in layer["columnOrder"]}
    made = {
        name: aggregation(column)
        for name, column in columns.items()
        if not column["isBucketed"] and column["operationType"] != "count"
    }
    for name, column in reversed(columns.items()):
        if column["isBucketed"]:
            made = {name: aggregation(column) | ({"aggs": made} if made else {})}
    return made


def aggregation(column: Json) -> Json:
    field, params = column["sourceField"], column["params"]
    match column["operationType"]:
        case "date_histogram":
            return {"date_histogram": {"field": field, "fixed_interval": "1h", "time_zone": "Asia/Kolkata"}}
        case "terms":
            missing = {"missing": "__missing__"} if params["missingBucket"] else {}
            return {"terms": {"field": field, "size": params["size"], **missing}}
        case "unique_count":
            return {"cardinality": {"field": field}}
        case "median":
            return {"percentiles": {"field": field, "percents": [50]}}
        case "percentile":
            return {"percentiles": {"field": field, "percents": [params["percentile"]]}}
    raise AssertionError(column)


def values(aggregation: Json) -> list[Any]:
    """What an aggregation found: buckets or figures."""
    if "buckets" in aggregation:
        return list(aggregation["buckets"])
    return [aggregation["value"]] if "value" in aggregation else list(aggregation["values"].values())
