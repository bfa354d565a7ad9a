"""``scrapy reprocess`` as a user types it, with both engines."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from pipelines.store import Store
from pipelines.story import reject
from tests.pipelines.outcomes import story
from tests.project import PROJECT, Installation


def installation(directory: Path, **extra: str) -> Installation:
    here = Installation(directory / "data", PROJECT / "crawler" / "outlets", extra)
    here.data.mkdir()
    with closing(Store(f"sqlite:///{here.data / 'prahari.db'}")) as store:
        store.save(story("a"))
        store.save(
            reject(
                story("b", title="नया परीक्षण", text="सेना ने अग्नि-5 का परीक्षण किया।"),
                "relevance",
                "not-defence",
                "0.1",
            )
        )
    return here


def made_visible(here: Installation) -> None:
    """A server shows what it took within a second, the embedded index at once."""
    if url := here.extra.get("PRAHARI_ELASTICSEARCH_URL"):
        with Elasticsearch(url) as client:
            client.indices.refresh(index=f"{here.extra['PRAHARI_ELASTICSEARCH_PREFIX']}-*")


def test_what_is_no_defence_news_by_this_vocabulary_is_withdrawn(tmp_path: Path) -> None:
    here = installation(tmp_path)
    check_withdrawal(here)
    kept = Installation(here.data, here.outlets, {"PRAHARI_RELEVANT_ONLY": "0"})
    assert kept.scrapy("reprocess", "--tags").returncode == 0
    assert kept.scrapy("search", "सड़क", "--json").stdout.count('"url"') == 1


def check_withdrawal(here: Installation) -> None:
    road = story("road", title="बाजार की सड़क बनी", text="नगर निगम ने सड़क बनाई।")
    with closing(Store(f"sqlite:///{here.data / 'prahari.db'}")) as store:
        store.save(replace(road, relevant=True, relevance=0.9))
    assert here.scrapy("index", "drain").returncode == 0
    made_visible(here)
    assert here.scrapy("search", "सड़क", "--json").stdout.count('"url"') == 1
    done = here.scrapy("reprocess", "--tags", "--json")
    assert json.loads(done.stdout) == {"stories": 2, "changed": 2, "irrelevant": 1}
    made_visible(here)
    assert here.scrapy("search", "सड़क", "--json").stdout == ""
    assert road.url not in here.scrapy("export").stdout
    listed = here.scrapy("rejected", "--stage", "relevance", "--list").stdout
    assert f"relevance: not-defence  {road.url}" in listed
    shown = here.scrapy("show", road.url).stdout
    assert road.text in shown and "withdrawn: refused by relevance: not-defence: 0." in shown
    assert here.scrapy("index", "verify").returncode == 0


def check(here: Installation) -> None:
    done = here.scrapy("reprocess", "--rejected", "relevance", "--tags", "--json")
    assert done.returncode == 0, done.stderr
    back, tagged = (json.loads(line) for line in done.stdout.splitlines())
    assert back == {"refusals": 1, "stories": 1, "others": 0}
    assert tagged == {"stories": 2, "changed": 1, "irrelevant": 0}
    assert "stories" in done.stderr and "indexing" in done.stderr
    made_visible(here)
    for query, number in (("tag:brahmos", 1), ("tag:agni-5", 1), ("tag:ev-test", 2)):
        found = here.scrapy("search", query, "--json")
        assert found.returncode == 0, found.stderr
        assert found.stdout.count('"url"') == number, query


def test_reprocess_with_the_embedded_index(tmp_path: Path) -> None:
    here = installation(tmp_path)
    check(here)
    again = here.scrapy("reprocess", "--tags")
    assert again.stdout == "2 stories looked at, 0 changed; 0 are not about defence by this vocabulary\n"


@pytest.mark.elasticsearch
def test_reprocess_with_elasticsearch(tmp_path: Path, elasticsearch_url: str, prefix: str) -> None:
    check(
        installation(
            tmp_path, PRAHARI_ELASTICSEARCH_URL=elasticsearch_url, PRAHARI_ELASTICSEARCH_PREFIX=prefix
        )
    )


@pytest.mark.elasticsearch
def test_a_withdrawal_with_elasticsearch(tmp_path: Path, elasticsearch_url: str, prefix: str) -> None:
    check_withdrawal(
        installation(
            tmp_path, PRAHARI_ELASTICSEARCH_URL=elasticsearch_url, PRAHARI_ELASTICSEARCH_PREFIX=prefix
        )
    )


def test_an_index_that_is_away_takes_it_later(tmp_path: Path) -> None:
    here = installation(tmp_path, PRAHARI_ELASTICSEARCH_URL="http://127.0.0.1:9")
    done = here.scrapy("reprocess", "--tags")
    assert done.returncode == 1
    assert "1 stories looked at, 1 changed" in done.stdout
    assert "waits in the outbox" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [(), ("--rejected", "fetch"), ("--tags", "more")])
def test_what_cannot_be_done_is_said(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = Installation(tmp_path, PROJECT / "crawler" / "outlets").scrapy("reprocess", *arguments)
    assert done.returncode == 2 and "Traceback" not in done.stderr
