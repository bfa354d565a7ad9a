"""A page that kills its crawl each time is refused in the end, and costs no other page anything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.settings import ITEM_PIPELINES
from tests.newsroom import Newsroom
from tests.project import Installation

OUTLET = "navprabhat"


@pytest.mark.newsroom
def test_a_page_that_kills_each_crawl_is_refused_alone(tmp_path: Path) -> None:
    with Newsroom() as newsroom:
        newsroom.write_outlets(tmp_path / "outlets")
        wanted = {
            page.url
            for page in newsroom.expected()
            if page.outlet == OUTLET and page.kind == "article" and page.relevant == "yes"
        }
        killer = sorted(wanted)[len(wanted) // 2]
        here = Installation(
            tmp_path / "data", tmp_path / "outlets", {"KILLER_PAGE": killer, "PRAHARI_MAX_DEATHS": "3"}
        )
        pipelines = json.dumps({"tests.crawler.killer.Killer": 50, **ITEM_PIPELINES})
        codes = []
        for _ in range(4):
            done = here.scrapy("crawl", OUTLET, "-s", f"ITEM_PIPELINES={pipelines}")
            codes.append(done.returncode)
        assert codes == [-9, -9, -9, 0], done.stderr
    assert "is left alone for now: 3 crawls were killed while they had this page" in done.stderr
    listed = here.scrapy("rejected", "--list", "--json", "--reason", "crawler-died").stdout.splitlines()
    (refused,) = map(json.loads, listed)
    assert refused["url"] == killer
    stories = {json.loads(line)["url"] for line in here.scrapy("export").stdout.splitlines()}
    assert len(wanted) > 3 and wanted - stories <= {killer}
