"""The outlet files that come with Prahari."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler import registry
from crawler.addresses import is_literal
from crawler.dated import is_pattern
from crawler.hosts import HostPattern
from crawler.outletfile import same_source
from crawler.registry import Outlet, Registry, load_outlets
from tests.project import SHARED

OUTLETS = Path(registry.__file__).parent / "outlets"
FILES = sorted(OUTLETS.glob("*.toml"))
KEYS = list(Outlet.model_fields)
LISTED = SHARED / "domain" / "outlets.jsonl"
PLACEHOLDER = re.compile(r"<[^<>]*>")


@pytest.fixture(scope="module")
def outlets() -> Registry:
    return load_outlets(OUTLETS)


def test_all_files_are_right_and_there_are_enough(outlets: Registry) -> None:
    assert not outlets.problems
    assert len(outlets) == len(FILES) >= 185


@pytest.mark.shared
@pytest.mark.skipif(not LISTED.is_file(), reason="the shared list is not here")
def test_every_outlet_of_the_list_has_a_file_that_says_what_is_known(outlets: Registry) -> None:
    listed = [json.loads(line) for line in LISTED.read_text("utf-8").splitlines()]
    assert len(listed) == 185
    for row in listed:
        outlet = outlets[row["id"]]
        assert outlet.kind == row["kind"]
        assert outlets.outlet_for_url(outlet.home) is outlet
        assert urlsplit(outlet.home).hostname == row["home"].partition("/")[0], outlet.id
        known = {same_source(source.url): source for source in outlet.sources}
        for source in (*row["feeds"], *row["news_sitemaps"]):
            dated = source["url"]
            for written, place in (("YYYY", "{yyyy}"), ("MM", "{mm}"), ("DD", "{dd}"), ("=M&", "={m}&")):
                dated = dated.replace(written, place)
            if PLACEHOLDER.search(dated):
                pattern = PLACEHOLDER.split(dated)[0]
                assert pattern in (outlet.notes or ""), f"{outlet.id}: {source['url']} is left out silently"
            else:
                found = known[same_source(dated)]
                assert found.status in (source["status"], "checked"), f"{outlet.id}: {source['url']}"


def test_an_outlet_without_a_source_claims_none(outlets: Registry) -> None:
    without = [outlet for outlet in outlets.values() if not outlet.enabled_sources]
    assert len(without) >= 90
    for outlet in without:
        assert outlet.status in ("listed-unverified", "reported-dead-or-blocked"), outlet.id
        assert outlet.checked is None


def test_hosts_are_such_as_a_crawler_may_visit(outlets: Registry) -> None:
    for outlet in outlets.values():
        for host in (*outlet.hosts, *outlet.feed_hosts):
            name = HostPattern.parse(host).name
            assert "." in name and not is_literal(name) and not name.endswith((".test", ".example")), host


def test_verified_outlets(outlets: Registry) -> None:
    verified = [outlet for outlet in outlets.values() if outlet.status == "verified-by-source"]
    with_feed = [
        outlet
        for outlet in verified
        if any(s.kind == "feed" and s.status == "verified-by-source" for s in outlet.enabled_sources)
    ]
    assert len(with_feed) >= 47
    assert len(verified) >= 49


def test_what_is_reported_dead_is_not_visited(outlets: Registry) -> None:
    for outlet in outlets.values():
        for source in outlet.enabled_sources:
            assert not source.status.startswith("reported-"), f"{outlet.id}: {source.url}"


def test_an_unverified_source_is_visited_only_where_there_is_no_better_one(outlets: Registry) -> None:
    for outlet in outlets.values():
        statuses = {source.status for source in outlet.enabled_sources}
        if "verified-by-source" in statuses:
            assert statuses <= {"verified-by-source", "checked"}, outlet.id


def test_archives_are_of_dates_and_never_the_only_source(outlets: Registry) -> None:
    archives = [
        (outlet, source) for outlet in outlets.values() for source in outlet.sources if source.archive
    ]
    assert len(archives) >= 6
    for outlet, source in archives:
        assert source.kind == "api" or is_pattern(source.url), f"{outlet.id}: {source.url}"
        assert outlet.enabled_sources, outlet.id


def test_nobody_claims_to_have_checked_what_nobody_visited(outlets: Registry) -> None:
    for outlet in outlets.values():
        if outlet.status != "checked":
            assert outlet.checked is None or outlet.status.startswith("reported-"), outlet.id


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_are_pleasant_to_edit(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert text.endswith("\n") and not text.endswith("\n\n")
    assert text.startswith("# "), "begins with a line for whoever opens it"
    assert max(map(len, text.splitlines())) <= 160
    keys = list(tomllib.loads(text))
    assert keys[:3] == ["id", "name_hi", "name_en"]
    tables = [key for key in keys if key in ("sources", "extraction")]
    assert keys[len(keys) - len(tables) :] == tables, "tables come last"
    assert not re.search(r"[ \t]+$", text, re.M)


@pytest.mark.parametrize(
    ("url", "owner"),
    [
        ("https://navbharattimes.indiatimes.com/india/a/articleshow/1.cms", "nbt"),
        ("https://indiatimes.com/a", None),
        ("https://maharashtratimes.indiatimes.com/a", None),
        ("https://zeenews.india.com/hindi/india/a/1", "zeehindi"),
        ("https://zeenews.india.com/india/a-1.html", None),
        ("https://www.bbc.com/hindi/articles/a", "bbchindi"),
        ("https://www.bbc.com/news/a", None),
        ("https://news.un.org/hi/story/2026/11/1", "unnews"),
        ("https://news.un.org/en/story/2026/11/1", None),
        ("https://jagran.com/news/national-a-1.html", "jagran"),
        ("https://feeds.feedburner.com/ndtvkhabar-india", None),
        ("https://stage.prabhatkhabar.com/a", None),
        ("https://ndtv.in/india/a-1", "ndtvindia"),
        ("https://archive.pib.gov.in/a", "pib"),
    ],
)
def test_pages_find_their_outlet(outlets: Registry, url: str, owner: str | None) -> None:
    found = outlets.outlet_for_url(url)
    assert (found.id if found else None) == owner
