"""Every way into an outlet, on the sample newsroom: sections, sitemaps of days, WordPress's API, pages of a
feed, AMP copies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.newsroom import Newsroom
from tests.newsroom.documents import HUB
from tests.project import Installation

pytestmark = pytest.mark.newsroom

WAYS = {
    "parvatsandesh": "section",
    "dinank": "sitemap",
    "vayupath": "api",
    "lokdhara": "feed",
    "drishyapath": "feed",
}
"""Outlet → kind of its source."""


class Clock:
    """Of a newsroom: what it has not reached is not out yet."""

    def __init__(self) -> None:
        self.base = datetime.now(UTC)
        self.now = self.base

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def newsroom(clock: Clock) -> Iterator[Newsroom]:
    with Newsroom(clock.base, clock=clock) as room:
        yield room


@pytest.fixture(scope="module")
def here(newsroom: Newsroom, clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation that has visited the outlets early, and again when everything was out."""
    directory = tmp_path_factory.mktemp("ways")
    newsroom.write_outlets(directory / "outlets")
    here = Installation(directory / "data", directory / "outlets", {"PRAHARI_RELEVANT_ONLY": "0"})
    for path in here.outlets.glob("*.toml"):
        if path.stem not in WAYS:
            path.unlink()
    # Early, so that more came out since than one page of the feed holds.
    clock.now = clock.base - timedelta(hours=11)
    for moment in (clock.now, clock.base):
        clock.now = moment
        done = here.scrapy("crawl", "all", "-a", "force=1")
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr, done.stderr
    return here


def stories(here: Installation, outlet: str) -> dict[str, dict[str, Any]]:
    exported = map(json.loads, here.scrapy("export").stdout.splitlines())
    return {story["url"]: story for story in exported if story["outlet"] == outlet}


@pytest.mark.parametrize(("outlet", "kind"), WAYS.items())
def test_every_story_is_found(newsroom: Newsroom, here: Installation, outlet: str, kind: str) -> None:
    found = stories(here, outlet)
    wanted = {
        page.url: page
        for page in newsroom.expected()
        if page.outlet == outlet
        and page.kind == "article"
        and (outlet != "vayupath" or page.relevant == "yes")
    }
    assert set(found) == set(wanted) and len(wanted) >= 3
    for url, story in found.items():
        assert story["source"]["kind"] == kind
        assert story["title"] == wanted[url].title
        assert not [line for line in wanted[url].foreign if line in story["text"]]
        assert datetime.fromisoformat(story["published"]) == wanted[url].published


def paths(newsroom: Newsroom, outlet: str) -> list[str]:
    return [visit.path for visit in newsroom.visits(outlet)]


def test_only_sitemaps_that_may_have_news_are_read(newsroom: Newsroom, here: Installation) -> None:
    states = map(json.loads, here.scrapy("outlets", "--json").stdout.splitlines())
    assert {state["id"]: state["failures"] for state in states} == dict.fromkeys(WAYS, 0)
    read = [path for path in paths(newsroom, "dinank") if path.startswith("/sitemap")]
    # Four days on the first visit, two on the second.
    assert len(read) == 6 and all(path.startswith("/sitemap-20") for path in read)


def test_the_category_is_looked_up_and_the_second_visit_asks_for_what_is_new(
    newsroom: Newsroom, here: Installation
) -> None:
    asked = [path for path in paths(newsroom, "vayupath") if path.startswith("/wp-json/")]
    assert [path.partition("?")[0].rpartition("/")[2] for path in asked] == ["categories", "posts"] * 2
    assert "slug=raksha" in asked[0] and "categories=11" in asked[1]
    assert "after=" not in asked[1] and "after=" in asked[3]
    assert not [path for path in paths(newsroom, "vayupath") if "sensex" in path]


def test_older_pages_of_a_feed_are_read_to_close_a_gap(newsroom: Newsroom, here: Installation) -> None:
    read = [path for path in paths(newsroom, "lokdhara") if path.startswith("/feed/")]
    assert read[:2] == ["/feed/", "/feed/"], "on the first visit the front alone"
    assert read[2:] == ["/feed/?paged=2"], "as far as there was a gap"


def test_the_copy_is_asked_for_where_a_page_has_no_text(newsroom: Newsroom, here: Installation) -> None:
    asked = [path for path in paths(newsroom, "drishyapath") if path.endswith("/amp/")]
    assert len(asked) == len(set(asked)) == len(stories(here, "drishyapath"))
    # Another outlet's pages name copies, too, and have their text.
    assert not [path for path in paths(newsroom, "vayupath") if path.endswith("/amp/")]


def test_the_check_visits_them_all_and_tells_the_hub(newsroom: Newsroom, here: Installation) -> None:
    done = here.scrapy("outlets", "--check", "--json")
    assert done.returncode == 0, done.stdout
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert {(report["outlet"], report["format"]) for report in reports} == {
        ("parvatsandesh", "section"),
        ("dinank", "sitemap"),
        ("vayupath", "posts"),
        ("lokdhara", "rss"),
        ("drishyapath", "rss"),
    }
    assert {report["hub"] for report in reports} == {None, HUB}
    by_outlet = {report["outlet"]: report for report in reports}
    assert by_outlet["dinank"]["via"] and "{" not in by_outlet["dinank"]["via"]
    shown = here.scrapy("outlets", "--check", "lokdhara").stdout
    assert f"WebSub hub {HUB}" in shown
    known = json.loads(here.scrapy("outlets", "lokdhara", "--json").stdout)
    assert list(known["hubs"].values()) == [HUB]


def test_a_check_of_what_is_broken_says_what(newsroom: Newsroom, here: Installation, tmp_path: Path) -> None:
    files = tmp_path / "outlets"
    files.mkdir()
    changes = {
        "parvatsandesh": ('".card h3"', '".gone h3"', "no-list: nothing matches .gone h3"),
        "vayupath": ('["raksha"]', '["sena"]', "no-such-category: the site has no category sena"),
        "dinank": ("/sitemap-{yyyy}", "/map-{yyyy}", "http-404"),
    }
    for outlet, (old, new, _) in changes.items():
        text = (here.outlets / f"{outlet}.toml").read_text("utf-8")
        assert old in text
        (files / f"{outlet}.toml").write_text(text.replace(old, new), "utf-8")
    other = Installation(tmp_path / "data", files, {})
    done = other.scrapy("outlets", "--check", "--json")
    assert done.returncode == 1
    reports = list(map(json.loads, done.stdout.splitlines()))
    problems = {report["outlet"]: report["problem"] for report in reports if report["problem"]}
    for outlet, (_, _, problem) in changes.items():
        assert problem in problems[outlet]
    failed = other.scrapy("crawl", "all")
    assert "no-such-category" in failed.stderr and "no-list" in failed.stderr
    # One day without a sitemap is none the worse, all days are: told once.
    assert failed.stderr.count("http-404: the server answered 404") == 1
    states = map(json.loads, other.scrapy("outlets", "--json").stdout.splitlines())
    assert {state["id"]: state["failures"] for state in states} == dict.fromkeys(changes, 1)
