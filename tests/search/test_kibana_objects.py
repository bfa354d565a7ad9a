"""The Kibana objects: they are what their sources build, and nothing in them would fail in Kibana."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.vocabulary import load_vocabulary
from search.kibana import HERE, OBJECTS
from search.kibana.build import build, main
from search.kibana.check import expanded, problems
from search.kibana.embedded import dumped
from search.kibana.mapping import fields
from search.kibana.sources import SourceError, read

Json = dict[str, Any]
FILE = OBJECTS.read_text("utf-8")


def objects() -> list[Json]:
    return [json.loads(line) for line in FILE.splitlines()]


def of(made: list[Json], type: str, id: str = "") -> Json:
    """The object of a type, or of that type and id."""
    return next(one for one in made if one["type"] == type and id in ("", one["id"]))


def test_the_committed_file_is_what_the_sources_build() -> None:
    assert build(read()) == FILE, "run: python -m search.kibana.build"


def test_nothing_is_wrong_with_it() -> None:
    assert problems(FILE) == []


def test_it_has_what_was_asked_for() -> None:
    made = objects()
    kinds = [one["type"] for one in made]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "index-pattern": 2,
        "search": 3,
        "map": 1,
        "dashboard": 1,
    }
    attributes = expanded(of(made, "dashboard")["attributes"])
    assert attributes["title"] == "रक्षा समाचार"
    panels = {panel["panelIndex"]: panel for panel in attributes["panelsJSON"]}
    assert panels.keys() >= {
        "how-to-search", "over-time", "by-outlet", "countries", "weapons", "people", "event-types", "places",
        "latest", "agencies", "rejections-over-time", "rejections-by-outlet", "delay",
    }  # fmt: skip
    assert min(panel["gridData"]["y"] for panel in panels.values()) == 0
    assert panels["how-to-search"]["gridData"]["y"] == 0


def test_charts_of_refusals_do_not_follow_searches_for_stories() -> None:
    panels = expanded(of(objects(), "dashboard")["attributes"])["panelsJSON"]
    for panel in panels:
        if panel["type"] == "lens":
            attributes = panel["embeddableConfig"]["attributes"]
            (layer,) = attributes["state"]["datasourceStates"]["formBased"]["layers"].values()
            (reference,) = attributes["references"]
            assert layer["ignoreGlobalFilters"] == (reference["id"] == "prahari-rejections")


def test_the_concepts_of_the_examples_exist() -> None:
    concepts = load_vocabulary().concepts
    assert concepts["s-400"].label_hi == "एस-400"
    assert "चीन" in {concept.label_hi for concept in concepts.values() if concept.type == "country"}
    text = (HERE / "dashboard.toml").read_text("utf-8")
    assert 'tags.id : "s-400" and labels.country : "चीन"' in text
    assert "DRDO" in {name for concept in concepts.values() for name in (*concept.names, *concept.short)}


def test_the_build_writes_nothing_that_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "objects.ndjson"
    assert main(file) == 0
    assert file.read_text("utf-8") == FILE


# --- the check finds what is wrong ---------------------------------------------------------------------


def broken(change: Callable[[list[Json]], None]) -> list[str]:
    """What is found in a copy of the file after a change of its objects."""
    made = objects()
    change(made)
    return problems("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in made))


Change = Callable[[list[Json]], None]


def inside(type: str, attribute: str, change: Callable[[Any], None], id: str = "") -> Change:
    """A change of the JSON in a string attribute."""

    def apply(made: list[Json]) -> None:
        owner = of(made, type, id)["attributes"]
        *path, last = attribute.split("/")
        for name in path:
            owner = owner[name]
        value = json.loads(owner[last])
        change(value)
        owner[last] = dumped(value)

    return apply


def panel(id: str, change: Callable[[Json], None]) -> Change:
    return inside(
        "dashboard",
        "panelsJSON",
        lambda panels: change(next(one for one in panels if one["panelIndex"] == id)),
    )


def chart(id: str, change: Callable[[Json], None]) -> Change:
    """A change of a Lens state."""
    return panel(id, lambda one: change(one["embeddableConfig"]["attributes"]["state"]))


def column(id: str, name: str, **new: Any) -> Change:
    def change(state: Json) -> None:
        (layer,) = state["datasourceStates"]["formBased"]["layers"].values()
        layer["columns"][name].update(new)

    return chart(id, change)


def attribute(type: str, name: str, value: Any, id: str = "") -> Change:
    return lambda made: of(made, type, id)["attributes"].update({name: value})


def top(type: str, name: str, value: Any = None) -> Change:
    """A top-level property set, or taken away."""

    def change(made: list[Json]) -> None:
        one = of(made, type)
        one.pop(name) if value is None else one.update({name: value})

    return change


SEARCH = "kibanaSavedObjectMeta/searchSourceJSON"
BROKEN: dict[str, tuple[Change, str]] = {
    "no version": (top("dashboard", "typeMigrationVersion"), "typeMigrationVersion"),
    "newer version": (top("search", "typeMigrationVersion", "10.99.0"), "typeMigrationVersion"),
    "no core version": (top("map", "coreMigrationVersion"), "coreMigrationVersion"),
    "two ids": (lambda made: made.append(made[0]), "2 objects have this id"),
    "unknown type": (top("map", "type", "mapp"), "no such type"),
    "unknown attribute": (attribute("search", "colums", []), "colums"),
    "no title": (attribute("search", "title", ""), "no title"),
    "target missing": (lambda made: made.remove(of(made, "search", "prahari-latest")), "not in the file"),
    "view missing": (lambda made: made.remove(of(made, "index-pattern")), "not in the file"),
    "reference missing": (
        lambda made: of(made, "map")["references"].clear(),
        "no reference to a",
    ),
    "reference unused": (
        lambda made: of(made, "map")["references"].append(
            {"id": "prahari-stories", "name": "x", "type": "index-pattern"}
        ),
        "nothing uses it",
    ),
    "dashboard reference missing": (lambda made: of(made, "dashboard")["references"].pop(0), "has this name"),
    "panelsJSON": (attribute("dashboard", "panelsJSON", "[{]"), "panelsJSON"),
    "optionsJSON": (attribute("dashboard", "optionsJSON", "{"), "optionsJSON"),
    "layerListJSON": (attribute("map", "layerListJSON", "["), "layerListJSON"),
    "fieldAttrs": (attribute("index-pattern", "fieldAttrs", "{'a': 1}"), "fieldAttrs"),
    "searchSourceJSON": (
        attribute("search", "kibanaSavedObjectMeta", {"searchSourceJSON": "no"}),
        "searchSourceJSON",
    ),
    "view of no index": (attribute("index-pattern", "title", "prahari-x"), "no such index template"),
    "time is no date": (attribute("index-pattern", "timeFieldName", "title"), "cannot be a time"),
    "label of no field": (
        inside("index-pattern", "fieldAttrs", lambda it: it.update(nofield={})),
        "'nofield'",
    ),
    "column": (attribute("search", "columns", ["title.plain"]), "no field 'title.plain'"),
    "sorted by text": (attribute("search", "sort", [["title", "asc"]]), "title is text"),
    "sorted nowhere": (attribute("search", "sort", [["dated", "up"]]), "up is no direction"),
    "width of no column": (
        attribute("search", "grid", {"columns": {"text": {"width": 1}}}),
        "text is no column",
    ),
    "query of no field": (
        inside("search", SEARCH, lambda it: it["query"].update(query="tag : x"), "prahari-latest"),
        "no field 'tag'",
    ),
    "query without end": (
        inside("search", SEARCH, lambda it: it["query"].update(query="agency : ("), "prahari-latest"),
        "expected",
    ),
    "query in Lucene": (
        inside("search", SEARCH, lambda it: it["query"].update(language="lucene")),
        "lucene is not KQL",
    ),
    "unsearchable": (
        inside("search", SEARCH, lambda it: it["query"].update(query="image : *")),
        "image is keyword and cannot be searched",
    ),
    "words compared": (
        inside("search", SEARCH, lambda it: it["query"].update(query="agency > 3")),
        "not to be compared",
    ),
    "map of words": (
        inside("map", "layerListJSON", lambda it: it[1]["sourceDescriptor"].update(geoField="labels.place")),
        "cannot be a place",
    ),
    "map named by text": (
        inside(
            "map", "layerListJSON", lambda it: it[1]["sourceDescriptor"]["metrics"][1].update(field="title")
        ),
        "title is text",
    ),
    "map layer moved": (inside("map", "layerListJSON", lambda it: it.reverse()), "called after its number"),
    "overlap": (panel("people", lambda it: it["gridData"].update(x=20)), "countries and people overlap"),
    "too wide": (panel("people", lambda it: it["gridData"].update(w=17)), "does not fit 48"),
    "place of another": (panel("people", lambda it: it["gridData"].update(i="weapons")), "that of weapons"),
    "two panels": (panel("people", lambda it: it.update(panelIndex="weapons")), "two panels have one id"),
    "terms of text": (column("people", "value", sourceField="title"), "title is text"),
    "terms of a date": (column("people", "value", sourceField="dated"), "split into its values"),
    "terms of no field": (column("people", "value", sourceField="labels.persons"), "'labels.persons'"),
    "terms without values": (column("people", "value", sourceField="keys.person"), "split into its values"),
    "field of the other index": (
        column("rejections-over-time", "split", sourceField="labels.person"),
        "no field 'labels.person'",
    ),
    "time of words": (column("over-time", "time", sourceField="outlet"), "cannot be a time"),
    "percentile of words": (column("delay", "p50", sourceField="outlet"), "cannot be a number"),
    "unknown operation": (column("people", "value", operationType="top"), "operation top"),
    "ordered by nothing": (column("people", "value", params={"orderBy": {"columnId": "c"}}), "ordered by c"),
    "group that is none": (column("people", "value", isBucketed=False), "terms groups"),
    "chart query": (
        chart("people", lambda it: it["query"].update(query="labels.persons : *")),
        "'labels.persons'",
    ),
    "draws nothing": (
        chart("people", lambda it: it["visualization"]["layers"][0].update(accessors=[])),
        "draws no figure",
    ),
    "draws no column": (
        chart("people", lambda it: it["visualization"]["layers"][0].update(xAccessor="x")),
        "column x, which does not exist",
    ),
    "draws no layer": (
        chart("people", lambda it: it["visualization"]["layers"][0].update(layerId="x")),
        "layer x, which does not exist",
    ),
    "number of nothing": (
        chart("stories", lambda it: it["visualization"].update(metricAccessor="x")),
        "column x, which does not exist",
    ),
    "ring of nothing": (
        chart("agencies", lambda it: it["visualization"]["layers"][0].update(metrics=["x"])),
        "column x, which does not exist",
    ),
    "example of no field": (
        panel(
            "how-to-search",
            lambda it: it["embeddableConfig"]["savedVis"]["params"].update(markdown="try `weapon : x`"),
        ),
        "no field 'weapon'",
    ),
    "choice of text": (
        inside(
            "dashboard",
            "controlGroupInput/panelsJSON",
            lambda it: it["control-1"]["explicitInput"].update(fieldName="title"),
        ),
        "title is text",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_the_check_finds(case: str) -> None:
    change, told = BROKEN[case]
    found = broken(change)
    assert any(told in problem for problem in found), found


def test_the_check_finds_a_line_that_is_no_json() -> None:
    assert problems(FILE + "{\n")[0].startswith("line 8: ")
    assert problems(FILE + "[]\n")[0].startswith("line 8: ")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("title.exact", "text"),
        ("tags.names.roman", "text"),
        ("labels.weapon", "keyword"),
        ("location", "geo_point"),
    ],
)
def test_sub_fields_are_fields(name: str, kind: str) -> None:
    assert fields("stories")[name].type == kind


def test_a_mistake_in_a_source_is_told_with_file_and_field(tmp_path: Path) -> None:
    for file in HERE.glob("*.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    searches = tmp_path / "searches.toml"
    searches.write_text(searches.read_text("utf-8").replace("columns =", "colums =", 1), "utf-8")
    with pytest.raises(SourceError, match=r"searches\.toml: search\.0\.columns: Field required"):
        read(tmp_path)
    searches.write_text("[[search]\n", "utf-8")
    with pytest.raises(SourceError, match=r"searches\.toml: .*line 1"):
        read(tmp_path)
