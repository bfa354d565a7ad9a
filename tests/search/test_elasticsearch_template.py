"""The template files, and what becomes of a mistake in them."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.entry import SourceRef
from pipelines.story import Story, export
from pipelines.vocabulary import load_vocabulary
from search.elasticsearch import WINDOW
from search.elasticsearch_document import DERIVED, GROUPS, document, refusal_source, source, to_bytes
from search.elasticsearch_template import DIRECTORY, Kind, TemplateProblem, read, template
from search.index import Document, Name, Refusal
from search.lemmas import lemma_rows

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
FULL = Document(
    id="0123456789abcdef",
    revision=3,
    url="https://news.example/1",
    outlet="jagran",
    outlet_names=("दैनिक जागरण", "Dainik Jagran"),
    title="एस-400 पहुंची",
    text="रूस से।",
    summary="सार",
    published=NOW,
    fetched_at=NOW,
    language="hi",
    tags=(
        Name("s-400", "air_defence", ("एस-400", "S-400"), "S-400"),
        Name("ladakh", "place", ("लद्दाख", "Ladakh"), "Ladakh", (34.15, 77.58)),
        Name("c-russia", "country", ("रूस", "Russia"), "Russia"),
        Name("p-x", "person", ("क ख",)),
        Name("office-x", "office", ()),
    ),
    authors=("क ख",),
    agency="भाषा",
    section="देश",
    cluster_id="fedcba9876543210",
    relevance=0.9,
    relevant=True,
    version=2,
    image="https://news.example/1.jpg",
    modified=NOW,
    dateline="नई दिल्ली",
    source_kind="feed",
    source_url="https://news.example/feed",
    published_from="json-ld",
    modified_from="meta",
    declared_language="hi-IN",
    keywords=("रक्षा",),
    event_type=("ev-test",),
    countries=("c-russia",),
    evidence=(("title: s-400", 0.5),),
    paywalled=True,
)


def leaves(value: Any, prefix: str = "") -> set[str]:
    """Full names of all that holds a value in a JSON object; lists count for what is in them."""
    if isinstance(value, dict):
        return set().union(*(leaves(item, f"{prefix}{name}.") for name, item in value.items()))
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return set().union(*(leaves(item, prefix) for item in value))
    return {prefix.rstrip(".")}


def declared(kind: Kind) -> set[str]:
    return {name for name, _ in template(kind).fields()}


def test_a_full_document_uses_every_field_and_no_other() -> None:
    sub_fields = {name for name in declared("stories") if name.endswith((".exact", ".roman"))}
    # One document has no label of every group.
    labels = {f"labels.{group}" for group in (*GROUPS, "other")}
    assert leaves(source(FULL)) | sub_fields | labels == declared("stories")


def test_a_full_refusal_uses_every_field_and_no_other() -> None:
    refusal = Refusal("a", 1, "u", "o", "ओ", "extract", "no-text", "d", NOW, NOW, 2, True, "feed", "s")
    assert leaves(refusal_source(refusal)) == declared("rejections")


def test_documents_come_back_without_loss() -> None:
    assert document(FULL.id, json.loads(to_bytes(source(FULL)))) == FULL
    bare = Document("a", 1, "u", "", (), "शीर्षक", "पाठ", None, None, NOW, None, ())
    assert document("a", json.loads(to_bytes(source(bare)))) == bare
    assert source(bare)["dated"] == NOW.isoformat()
    assert "delay_minutes" not in source(bare)


def test_a_document_needs_nothing_of_what_answers_leave_out() -> None:
    answered = json.loads(to_bytes(source(FULL)))
    for name in DERIVED:
        del answered[name]
    assert document(FULL.id, answered) == FULL


def test_a_full_document_is_full() -> None:
    for field in fields(Document):
        assert getattr(FULL, field.name) not in (None, (), "", False), field.name


def test_every_exported_field_of_a_story_is_in_the_index() -> None:
    story = Story("https://a.example/1", "o", "t", "x", NOW, SourceRef("feed", "https://a.example/feed"))
    several = {
        "tags": [{"id": "", "type": "", "label_hi": "", "label_en": ""}],
        "evidence": [{"id": "", "value": 0.0}],
    }
    exported = leaves({**export(story), **several})
    assert exported <= declared("stories")


def test_every_type_of_the_vocabulary_has_a_group_that_was_meant() -> None:
    types = {concept.type for concept in load_vocabulary()}
    grouped = set().union(*GROUPS.values())
    others = {"rank", "office", "forum", "treaty", "policy", "scheme", "award", "term"}
    assert types == grouped | others


def test_the_settings_that_code_relies_on() -> None:
    settings = template("stories").settings["index"]
    assert settings["max_result_window"] == WINDOW
    searched = settings["query"]["default_field"]
    assert {"title", "text", "summary", "tags.names", "tags.names.roman", "title.exact"} <= set(searched)


def test_the_lemma_table_is_small_enough_to_be_part_of_an_index() -> None:
    assert 5_000 < len(lemma_rows()) < 20_000
    assert len(json.dumps(template("stories").body)) < 2_000_000


def test_rules_go_to_the_server_in_one_string() -> None:
    """It takes a second of CPU to make an index of thousands of them in a list."""
    sent = template("stories").body["settings"]["index"]["analysis"]["filter"]
    rules = template("stories").settings["index"]["analysis"]["filter"]["hindi_lemmas"]["rules"]
    assert sent["hindi_lemmas"]["rules"].split(",") == rules and len(rules) > 5_000
    assert all(isinstance(one.get("rules", ""), str) for one in sent.values())


def test_the_fingerprint_follows_fields_and_rows(tmp_path: Path) -> None:
    assert template("stories").fingerprint == read("stories", DIRECTORY / "stories.json").fingerprint
    raw = json.loads((DIRECTORY / "stories.json").read_text("utf-8"))
    raw["mappings"]["properties"]["more"] = {"type": "keyword"}
    (tmp_path / "stories.json").write_text(json.dumps(raw))
    assert read("stories", tmp_path / "stories.json").fingerprint != template("stories").fingerprint


def lenient(raw: dict[str, Any]) -> None:
    raw["mappings"]["dynamic"] = True


def no_such_filter(raw: dict[str, Any]) -> None:
    raw["settings"]["index"]["analysis"]["analyzer"]["hindi_stem"]["filter"].append("nonsense")


def forgotten_step(raw: dict[str, Any]) -> None:
    raw["settings"]["index"]["analysis"]["analyzer"]["hindi_stem"]["filter"].remove("hindi_snowball")


def other_tokenizer(raw: dict[str, Any]) -> None:
    raw["settings"]["index"]["analysis"]["analyzer"]["hindi_stem"]["tokenizer"] = "whitespaces"


def no_such_analyzer(raw: dict[str, Any]) -> None:
    raw["mappings"]["properties"]["title"]["fields"]["exact"]["analyzer"] = "hindi"


def no_such_field(raw: dict[str, Any]) -> None:
    raw["settings"]["index"]["query"]["default_field"].append("headline")


def more_parts(raw: dict[str, Any]) -> None:
    raw["aliases"] = {}


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lenient, "mappings.dynamic must be strict"),
        (no_such_filter, "analyzer hindi_stem: there is no filter 'nonsense'"),
        (forgotten_step, "no analyzer uses hindi_snowball"),
        (other_tokenizer, "analyzer hindi_stem: unknown tokenizer 'whitespaces'"),
        (no_such_analyzer, "field title.exact: there is no analyzer 'hindi'"),
        (no_such_field, "query.default_field: there is no field 'headline'"),
        (more_parts, "wants exactly _meta, settings and mappings"),
    ],
)
def test_mistakes_are_told(spoil: Callable[[dict[str, Any]], None], told: str, tmp_path: Path) -> None:
    raw = copy.deepcopy(json.loads((DIRECTORY / "stories.json").read_text("utf-8")))
    spoil(raw)
    (tmp_path / "stories.json").write_text(json.dumps(raw))
    with pytest.raises(TemplateProblem, match=r"^stories.json: ") as problem:
        read("stories", tmp_path / "stories.json")
    assert told in str(problem.value)


def test_what_is_no_json_is_told(tmp_path: Path) -> None:
    (tmp_path / "stories.json").write_text("{")
    with pytest.raises(TemplateProblem, match=r"^stories.json: not JSON: .*line 1"):
        read("stories", tmp_path / "stories.json")
