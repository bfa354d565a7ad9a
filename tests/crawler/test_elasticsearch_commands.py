"""The commands on an Elasticsearch server, as a user types them."""

from __future__ import annotations

import json
import subprocess
from argparse import ArgumentParser
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
from elasticsearch import Elasticsearch
from scrapy.settings import Settings

from crawler.commands.index import Command
from pipelines.store import Store
from tests.pipelines.outcomes import edit, rejected, story
from tests.project import PROJECT, Installation

pytestmark = pytest.mark.elasticsearch


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Place:
    here: Installation
    store: Store
    client: Elasticsearch
    prefix: str

    def scrapy(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.here.scrapy(*arguments)

    def index(self, *arguments: str) -> Done:
        """``scrapy index ...`` in this process, which spares two seconds each time."""
        command = Command()
        command.settings = settings = Settings()
        settings.setmodule("crawler.settings", priority="project")
        settings.setdict({**self.here.extra, "PRAHARI_STORE": self.store_url}, priority="cmdline")
        parser = ArgumentParser()
        command.add_options(parser)
        options, words = parser.parse_known_args(arguments)
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            command.run(words, options)
        return Done(command.exitcode, out.getvalue(), err.getvalue())

    @property
    def store_url(self) -> str:
        return f"sqlite:///{self.here.data / 'prahari.db'}"

    def behind(self, alias: str) -> list[str]:
        """The concrete indexes behind an alias."""
        return sorted(self.client.indices.get_alias(name=f"{self.prefix}-{alias}"))


@pytest.fixture
def place(elasticsearch_url: str, prefix: str, tmp_path: Path) -> Place:
    server = {"PRAHARI_ELASTICSEARCH_URL": elasticsearch_url, "PRAHARI_ELASTICSEARCH_PREFIX": prefix}
    here = Installation(tmp_path / "data", PROJECT / "crawler" / "outlets", server)
    here.data.mkdir()
    store = Store(f"sqlite:///{here.data / 'prahari.db'}")
    return Place(here, store, Elasticsearch(elasticsearch_url, request_timeout=60), prefix)


def test_from_nothing_to_a_rebuilt_index(place: Place) -> None:
    first, second = story("a"), story("b", text="एस-400 की दूसरी खेप पहुंची।")
    for outcome in (first, second, rejected("https://a.example/no")):
        place.store.save(outcome)

    nothing = place.index("status")
    assert nothing.returncode == 1
    assert nothing.stdout.startswith("not set up yet: ")
    assert (
        nothing.stdout.count(f"there is no index {place.prefix}-stories yet: run `scrapy index setup`") == 1
    )
    assert nothing.stdout.endswith("\n2 stories and 1 refusals are stored\n")
    assert nothing.stdout.count("there is no index") == 1
    search = place.scrapy("search", "S-400")
    assert (search.returncode, search.stdout) == (1, "")
    assert search.stderr.count("\n") == 1 and "run `scrapy index setup`" in search.stderr

    made = place.index("setup")
    assert made.returncode == 0, made.stderr
    assert made.stdout.splitlines() == [
        f"stories: {place.prefix}-stories-v000001 made",
        f"rejections: {place.prefix}-rejections-v000001 made",
    ]
    assert place.behind("stories") == place.behind("stories-write") == [f"{place.prefix}-stories-v000001"]
    assert place.index("setup").stdout.count("as it was") == 2

    waits = place.index("status")
    assert waits.returncode == 0
    assert waits.stdout.splitlines()[1:] == [
        "0 of 2 stories indexed, 2 waiting in the outbox",
        f"{place.prefix}-rejections-v000001: ok, 1 refusals stored, 1 waiting in the outbox",
        "what waits is indexed by the next crawl, or now by `scrapy index drain`",
    ]
    drained = place.index("drain")
    assert (drained.returncode, drained.stdout) == (
        0,
        "2 stories indexed, 0 refused\n1 refusals indexed, 0 refused\n",
    )
    assert "2/2" not in drained.stderr and "3/3" in drained.stderr
    assert place.index("drain").stderr == ""  # no bar where there is nothing to do
    done = place.index("status").stdout
    assert "None" not in done and "`scrapy index drain`" not in done
    assert done.startswith(f"{place.prefix}-stories-v000001: ok, ")
    place.client.indices.refresh(index=f"{place.prefix}-*")
    found = place.scrapy("search", "S-400", "--json")
    assert [json.loads(line)["id"] for line in found.stdout.splitlines()] == [second.id]

    place.store.save(edit(first))
    rebuilt = place.index("rebuild")
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert "3/3" in rebuilt.stderr and "?" not in rebuilt.stderr
    assert rebuilt.stdout.splitlines() == [
        f"stories: {place.prefix}-stories-v000002 replaced, filled with 2 from the store",
        f"rejections: {place.prefix}-rejections-v000002 replaced, filled with 1 from the store",
    ]
    assert place.behind("stories") == place.behind("stories-write") == [f"{place.prefix}-stories-v000002"]
    assert sorted(place.client.indices.get(index=f"{place.prefix}-*")) == [
        f"{place.prefix}-rejections-v000002",
        f"{place.prefix}-stories-v000002",
    ]
    assert sorted(known.name.split(":")[1] for known in place.store.indexes()) == [
        f"{place.prefix}-rejections-v000002",
        f"{place.prefix}-stories-v000002",
    ]
    agreed = place.index("verify", "--dry-run")
    assert (agreed.returncode, agreed.stdout.count("they agree")) == (0, 2)


def test_verify_finds_and_mends(place: Place) -> None:
    stories = [story(f"s{n}", text=f"सीमा पर {n} जवान तैनात हुए।") for n in range(5)]
    for one in stories:
        place.store.save(one)
    place.store.save(rejected("https://a.example/no"))
    assert place.index("drain").returncode == 0
    index = f"{place.prefix}-stories-v000001"
    place.client.delete(index=index, id=stories[0].id, refresh=True)
    source = place.client.get(index=index, id=stories[1].id)["_source"]
    stray = {**source, "id": "ffffffffffffffff"}
    place.client.index(index=index, id=stray["id"], document=stray, refresh=True)
    place.client.indices.refresh(index=f"{place.prefix}-rejections")
    [refusal] = place.client.search(index=f"{place.prefix}-rejections")["hits"]["hits"]
    place.client.delete(index=f"{place.prefix}-rejections-v000001", id=refusal["_id"], refresh=True)

    found = place.index("verify", "--dry-run", "--json")
    told, refusals = map(json.loads, found.stdout.splitlines())
    assert found.returncode == 1
    assert (told["missing"], list(told["unknown"])) == ([stories[0].id], ["ffffffffffffffff"])
    assert refusals["missing"] == [refusal["_id"]]

    assert place.index("verify").returncode == 0
    assert place.index("verify", "--dry-run").returncode == 0
    assert place.client.count(index=f"{place.prefix}-stories")["count"] == 5


def test_what_the_mapping_refuses_is_kept_listed_and_sent_again(place: Place) -> None:
    good, bad = story("good"), story("bad", text="एक और पाठ यहां है।")
    for one in (good, bad):
        place.store.save(one)
    place.index("setup")
    # As an administrator might: a field of another type.
    index = f"{place.prefix}-stories-v000001"
    meta = place.client.indices.get_mapping(index=index)[index]["mappings"]["_meta"]
    body = {"dynamic": "strict", "_meta": meta, "properties": {"id": {"type": "keyword"}}}
    place.client.indices.delete(index=index)
    place.client.indices.delete_index_template(name=f"{place.prefix}-stories")
    place.client.indices.create(
        index=index,
        mappings=body,
        aliases={f"{place.prefix}-stories": {}, f"{place.prefix}-stories-write": {}},
    )
    drained = place.index("drain")
    assert (drained.returncode, drained.stdout.splitlines()[0]) == (1, "0 stories indexed, 2 refused")
    failed = place.index("failed")
    assert {good.id, bad.id} <= set(failed.stdout.split())
    assert "strict" in failed.stdout
    assert place.index("status").stdout.count("2 refused by the index") == 1

    assert place.index("rebuild").returncode == 0
    assert place.index("failed", "--json").stdout == ""
    assert place.index("verify", "--dry-run").returncode == 0


def test_the_embedded_index_needs_no_set_up(tmp_path: Path) -> None:
    here = Installation(tmp_path / "data", PROJECT / "crawler" / "outlets")
    done = here.scrapy("index", "setup")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "PRAHARI_ELASTICSEARCH_URL is not set" in done.stderr


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"PRAHARI_ELASTICSEARCH_URL": "elastic.example:9200"}, "PRAHARI_ELASTICSEARCH_URL: "),
        ({"PRAHARI_ELASTICSEARCH_API_KEY_FILE": "/nowhere/key"}, "/nowhere/key: No such file"),
        ({"PRAHARI_ELASTICSEARCH_CA": "/nowhere/ca.pem"}, "/nowhere/ca.pem: no such file"),
        ({"PRAHARI_ELASTICSEARCH_PREFIX": "Prahari"}, "PRAHARI_ELASTICSEARCH_PREFIX: 'Prahari': "),
        ({"PRAHARI_ELASTICSEARCH_PREFIX": "_x"}, "PRAHARI_ELASTICSEARCH_PREFIX: '_x': "),
        ({"PRAHARI_ELASTICSEARCH_PREFIX": "a*"}, "PRAHARI_ELASTICSEARCH_PREFIX: 'a*': "),
        ({"PRAHARI_ELASTICSEARCH_TIMEOUT": "soon"}, "PRAHARI_ELASTICSEARCH_TIMEOUT: 'soon': "),
        ({"PRAHARI_ELASTICSEARCH_TIMEOUT": "0"}, "PRAHARI_ELASTICSEARCH_TIMEOUT: '0': "),
        ({"PRAHARI_WORKERS": "-1"}, "PRAHARI_WORKERS: '-1': "),
        ({"PRAHARI_MAX_ENTRIES": "2.5"}, "PRAHARI_MAX_ENTRIES: '2.5': write a whole number"),
        ({}, "https://user"),
    ],
)
def test_settings_that_cannot_be_right(settings: dict[str, str], told: str, tmp_path: Path) -> None:
    server = {"PRAHARI_ELASTICSEARCH_URL": "https://user:geheim@127.0.0.1:1"} | settings
    here = Installation(tmp_path / "data", PROJECT / "crawler" / "outlets", server)
    done = here.scrapy("search", "सेना")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert (told in done.stderr) == (told != "https://user")
    assert "geheim" not in done.stderr
