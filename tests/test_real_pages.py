"""The twelve saved pages of ../shared, served on loopback as an outlet and crawled like any other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.servers import Served, serve
from tests.project import SHARED, Installation
from tests.real_outlet import write_real_outlet

PAGES = SHARED / "data" / "pages"
pytestmark = [pytest.mark.shared, pytest.mark.skipif(not PAGES.is_dir(), reason=f"{PAGES} is not here")]


@pytest.mark.parametrize("relevant_only", ["1", "0"])
def test_nine_articles_come_through_and_three_pages_are_refused(tmp_path: Path, relevant_only: str) -> None:
    gold: list[dict[str, Any]] = [
        json.loads(line) for line in (PAGES / "gold.jsonl").read_text("utf-8").splitlines()
    ]
    pages = {f"/{page['file']}": Served((PAGES / page["file"]).read_bytes()) for page in gold}
    with serve(pages) as server:
        pages["/feed.xml"] = write_real_outlet(tmp_path / "outlets", server, list(pages))
        here = Installation(tmp_path / "data", tmp_path / "outlets", {"PRAHARI_RELEVANT_ONLY": relevant_only})
        done = here.scrapy("crawl", "real-pages")
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
        stories = [json.loads(line) for line in here.scrapy("export").stdout.splitlines()]
        refusals = [
            json.loads(line) for line in here.scrapy("rejected", "--list", "--json").stdout.splitlines()
        ]
    assert len(stories) + len(refusals) == 12
    by_stage: dict[str, list[dict[str, Any]]] = {}
    for refusal in refusals:
        by_stage.setdefault(refusal["rejected"]["stage"], []).append(refusal)
    assert len(by_stage.pop("extract")) == 3
    (nepali,) = by_stage.pop("language")
    assert "ne" in nepali["rejected"]["detail"]
    judged = stories + by_stage.pop("relevance", [])
    assert len(judged) == 8 and not by_stage
    assert all(0 <= story["relevance"] <= 1 and story["relevant"] is not None for story in judged)
    if relevant_only == "0":
        assert len(stories) == 8
    must = {page["title"]: page["must"] for page in gold if "must" in page and page.get("body")}
    assert {story["title"] for story in judged} <= set(must)
    for story in judged:
        assert all(string in story["text"] for string in must[story["title"]]), story["title"]
