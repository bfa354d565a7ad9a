"""``scrapy copies``, and what ``scrapy show`` tells of copies and versions, as processes of their own."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.services import Services
from pipelines.store import Store
from search.index import SearchRequest
from search.query import parse
from tests.pipelines.copies.wire import WIRE
from tests.project import Installation

FIRST, SHORTER, ORDERED, UPDATED, OTHER = WIRE


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    """An installation with the wire stories, none of which was indexed."""
    url = f"sqlite:///{tmp_path}/prahari.db"
    with closing(Store(url)) as store:
        for one in WIRE:
            store.save(one)
    return Installation(tmp_path, tmp_path, {"PRAHARI_STORE": url})


def store_of(here: Installation) -> Store:
    return Store(f"sqlite:///{here.data}/prahari.db")


def test_why_names_copies_updates_and_evidence(here: Installation) -> None:
    shown = here.scrapy("show", SHORTER.id, "--why").stdout
    copies = shown[shown.index("one story in 3 copies") :]
    assert f" * {FIRST.id}" in copies and f"   {ORDERED.id}" in copies
    (line,) = [line for line in copies.splitlines() if UPDATED.id in line]
    assert line.startswith("updated by (")
    why = json.loads(here.scrapy("show", SHORTER.url, "--why", "--json").stdout)["why"]
    assert (why["source"], why["copies"]) == (FIRST.id, [FIRST.id, SHORTER.id, ORDERED.id])
    assert {link["relation"] for link in why["links"]} >= {"update"}
    assert all(link["evidence"] for link in why["links"])
    assert "update of" in here.scrapy("show", UPDATED.id, "--why").stdout
    assert "no other story was found" in here.scrapy("show", OTHER.id, "--why").stdout


def test_history_shows_words_gone_and_new_over_both_addresses(here: Installation) -> None:
    edit = replace(
        FIRST, title="डूबते पोत से 15 नाविक बचाए गए, तीन लापता", fetched_at=FIRST.fetched_at + timedelta(hours=1)
    )
    with closing(store_of(here)) as store:
        store.save(edit)
    shown = here.scrapy("show", FIRST.id, "--history").stdout
    assert "[-14-]{+16+}" in shown and UPDATED.url in shown
    assert "15" in shown.split("--- version 2")[1]
    told = json.loads(here.scrapy("show", FIRST.id, "--history", "--json").stdout)["history"]
    assert [(one["id"], one["version"]) for one in told] == [(FIRST.id, 1), (UPDATED.id, 1), (FIRST.id, 2)]


def test_status_compare_and_rebuild(here: Installation) -> None:
    assert here.scrapy("copies", "status").stdout == "0 stories wait\n"
    with closing(store_of(here)) as store:
        links = store.links(FIRST.id)
        store.forget_links()
    assert json.loads(here.scrapy("copies", "status", "--json").stdout) == {"waiting": 5}
    assert here.scrapy("copies", "compare").stdout == "5 stories compared\n"
    assert json.loads(here.scrapy("copies", "rebuild", "--json").stdout) == {"compared": 5}
    with closing(store_of(here)) as store:
        assert store.links(FIRST.id) == links != []
    refused = here.scrapy("copies", "mend")
    assert refused.returncode == 1 and "no such action" in refused.stderr


def test_the_index_folds_copies_as_the_store_clusters_them(tmp_path: Path) -> None:
    """Also after a story came that was printed before those in it. Draining compares what waits."""
    from scrapy.settings import Settings

    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("PRAHARI_STORE", f"sqlite:///{tmp_path}/prahari.db")
    settings.set("PRAHARI_INDEX", f"{tmp_path}/index")
    settings.set("PRAHARI_ELASTICSEARCH_URL", "")
    with closing(Services.open(settings)) as services:

        def folded() -> dict[str | None, int]:
            services.drain()
            found = services.index.search(SearchRequest(parse("नाविकों"), fold=True, size=10))
            return {hit.document.cluster_id: hit.copies for hit in found.hits}

        services.store.save(ORDERED)
        services.store.save(SHORTER)
        services.store.save(UPDATED)
        assert folded() == {SHORTER.id: 1, UPDATED.id: 0}
        services.store.save(FIRST)
        assert folded() == {FIRST.id: 2, UPDATED.id: 0}
        services.store.forget_links()
        folded()
        assert services.store.unlinked_count() == 0
