"""What the dashboard's panels ask of Elasticsearch, asked of a real node with the templates' mappings.

Kibana makes such requests of the objects; that it makes these is from its source and not from a run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search.elasticsearch import ElasticsearchIndex
from search.elasticsearch_client import Connection
from search.elasticsearch_refusals import ElasticsearchRefusals
from search.index import Name, Refusal
from search.kibana import OBJECTS
from search.kibana.check import expanded
from tests.elasticsearch.node import new_prefix, remove
from tests.search.samples import CHINA, DRDO, INDIA, RAJNATH, S400, document

pytestmark = pytest.mark.elasticsearch

Json = dict[str, Any]

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
STORY = document(
    "0123456789abcdef",
    "लद्दाख में एस-400 तैनात",
    "रक्षा अनुसंधान एवं विकास संगठन के अधिकारियों ने राजनाथ सिंह को बताया।",
    published=NOW,
    fetched_at=NOW + timedelta(minutes=12),
    outlet=("navprabhat", ("नव प्रभात", "Nav Prabhat")),
    tags=(
        S400,
        DRDO,
        CHINA,
        INDIA,
        RAJNATH,
        Name("ev-deployment", "event_type", ("तैनाती", "deployment")),
        Name("ladakh", "place", ("लद्दाख", "Ladakh"), "Ladakh", (34.15, 77.58)),
    ),
    agency="भाषा",
    cluster_id="0123456789abcdef",
)
REFUSAL = Refusal(
    "fedcba9876543210", 1, "https://navprabhat.example/2", "navprabhat", "नव प्रभात", "language", "not-hindi",
    "mr 0.99", NOW, NOW, 1, False, "feed", "https://navprabhat.example/feed",
)  # fmt: skip
MADE = [json.loads(line) for line in OBJECTS.read_text("utf-8").splitlines()]
INDEX = {made["id"]: made["attributes"]["title"].removeprefix("prahari-") for made in MADE[:2]}
CHARTS = {
    panel["panelIndex"]: panel["embeddableConfig"]["attributes"]
    for panel in expanded(MADE[-1]["attributes"])["panelsJSON"]
    if panel["type"] == "lens"
}


@pytest.fixture(scope="module")
def node(elasticsearch_url: str) -> Iterator[tuple[Elasticsearch, str]]:
    """A client, and the prefix of the two indexes with one document each, as Prahari writes them."""
    prefix, connection = new_prefix(), Connection(elasticsearch_url)
    stories = ElasticsearchIndex(connection, prefix, visible=True)
    refusals = ElasticsearchRefusals(connection, prefix, visible=True)
    assert stories.upsert([STORY]).refused == refusals.write([REFUSAL], {}).refused == ()
    yield stories.client, prefix
    for index in (stories, refusals):
        index.close()
    remove(elasticsearch_url, prefix)


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


@pytest.mark.parametrize(
    "typed",
    [
        "DRDO",
        "डीआरडीओ",
        "drdo",
        "एस-400",
        "S-400",
        "एस-४००",
        "अधिकारी",
        "अधिकारियों",
        "rajnath",
        "Raajnaath",
        "चीन",
    ],
)
def test_a_bare_word_in_the_search_bar(node: tuple[Elasticsearch, str], typed: str) -> None:
    """What KQL makes of a word without a field: it is looked for in ``index.query.default_field``."""
    client, prefix = node
    bare = {"multi_match": {"query": typed, "type": "best_fields", "lenient": True}}
    assert client.count(index=f"{prefix}-stories", query=bare)["count"] == 1


@pytest.mark.parametrize("typed", ["नौसेना", "राजनथ", "DRDA", "brahmos"])
def test_a_bare_word_that_is_not_there(node: tuple[Elasticsearch, str], typed: str) -> None:
    client, prefix = node
    bare = {"multi_match": {"query": typed, "type": "best_fields", "lenient": True}}
    assert client.count(index=f"{prefix}-stories", query=bare)["count"] == 0


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
