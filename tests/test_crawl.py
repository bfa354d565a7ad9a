"""The main job on the sample newsroom: real servers, real spiders, real processes, real SQLite."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipelines.store import Store
from tests.newsroom import Expected, Newsroom
from tests.project import Installation

pytestmark = pytest.mark.newsroom

ARTICLES = {"article"}
GONE = "h1.gone"
"""A selector of an outlet's rules that its pages have nothing for."""


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as room:
        yield room


@pytest.fixture(scope="module")
def crawled(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation that has crawled the whole newsroom once."""
    here = installation(newsroom, tmp_path_factory.mktemp("crawled"))
    rules = here.outlets / "janpath.toml"
    rules.write_text(rules.read_text().replace("td > h1", GONE))
    done = here.scrapy("crawl", "all", cold=True)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return here


def installation(newsroom: Newsroom, directory: Path, **extra: str) -> Installation:
    newsroom.write_outlets(directory / "outlets")
    return Installation(directory / "data", directory / "outlets", extra)


def exported(here: Installation) -> list[dict[str, Any]]:
    done = here.scrapy("export")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def refused(here: Installation, *options: str) -> list[dict[str, Any]]:
    done = here.scrapy("rejected", "--list", "--json", "-n", "1000", *options)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def stories(crawled: Installation) -> list[dict[str, Any]]:
    """What the first crawl stored."""
    return exported(crawled)


@pytest.fixture(scope="module")
def refusals(crawled: Installation) -> list[dict[str, Any]]:
    """What the first crawl refused."""
    return refused(crawled)


def announced(newsroom: Newsroom) -> list[Expected]:
    return [page for page in newsroom.expected() if page.announced]


def test_every_announced_page_has_one_outcome(newsroom: Newsroom, crawled: Installation) -> None:
    stories = exported(crawled)
    refusals = refused(crawled)
    urls = Counter(story["url"] for story in stories)
    assert max(urls.values()) == 1
    outcomes = set(urls) | {refusal["url"] for refusal in refusals}
    missing = [page.url for page in announced(newsroom) if page.url not in outcomes]
    assert not missing
    assert not set(urls) & {refusal["url"] for refusal in refusals}


def test_defence_stories_are_stories_and_traps_are_refused(newsroom: Newsroom, crawled: Installation) -> None:
    stories = {story["url"]: story for story in exported(crawled)}
    refusals = {refusal["url"]: refusal["rejected"] for refusal in refused(crawled)}
    for page in announced(newsroom):
        if page.kind != "article":
            assert page.url not in stories, page
            assert refusals[page.url]["stage"] in ("entry", "fetch", "extract"), (page, refusals[page.url])
        elif page.language != "hi":
            assert refusals[page.url]["stage"] == "language", page
        elif page.relevant == "no":
            assert page.url not in stories, page
        elif page.relevant == "yes" and page.url not in stories:
            assert refusals[page.url]["stage"] == "duplicates", (page.title, refusals[page.url])


def test_a_story_carries_what_the_page_states(newsroom: Newsroom, crawled: Installation) -> None:
    pages = {page.url: page for page in newsroom.expected()}
    stories = exported(crawled)
    assert len(stories) >= 30
    for story in stories:
        page = pages[story["url"]]
        assert story["outlet"] == page.outlet
        assert story["language"] == "hi" and story["relevant"] is True and 0 <= story["relevance"] <= 1
        assert story["version"] == 1 and story["cluster_id"]
        assert story["source"]["kind"] in ("feed", "sitemap", "section", "api") and story["source"][
            "url"
        ].startswith("http")
        assert not [line for line in page.foreign if line in story["text"]], story["url"]


def test_an_outlets_rules_are_used_and_those_that_match_nothing_are_told(crawled: Installation) -> None:
    file = tomllib.loads((crawled.outlets / "janpath.toml").read_text())
    now = {
        name: rule for name, rule in file["extraction"][-1].items() if name not in ("title", "valid_until")
    }
    expected = {f"{name}: {', '.join(rule)}" for name, rule in now.items()}
    with closing(Store(f"sqlite:///{crawled.data}/prahari.db")) as store:
        stories = [one for story in exported(crawled) if (one := store.story(story["url"]))]
    own = [story for story in stories if story.outlet == "janpath"]
    assert len(own) >= 3
    assert {story.rules_missed for story in own} == {(f"title: {GONE}",)}
    assert {rule for story in own for rule in story.rules_used} == expected
    assert {story.rules_used + story.rules_missed for story in stories if story.outlet != "janpath"} == {()}
    done = crawled.scrapy("outlets", "--files")
    assert done.returncode == 1
    told = [line for line in done.stdout.splitlines() if "extraction" in line]
    assert len(told) == 1 and told[0].startswith(
        f"janpath.toml: extraction: title: {GONE}: matched on none of"
    )


def test_politeness(newsroom: Newsroom, crawled: Installation) -> None:
    for outlet in newsroom.outlets:
        visits = newsroom.visits(outlet)
        assert visits, outlet
        assert visits[0].path == "/robots.txt", outlet
        assert newsroom.most_at_once(outlet) == 1, outlet
        assert all("Prahari" in visit.user_agent and "+http" in visit.user_agent for visit in visits)
    forbidden = {page.url for page in newsroom.expected() if page.kind == "robots"}
    assert forbidden
    fetched = {f"http://{visit.host}:{newsroom.port}{visit.path}" for visit in newsroom.log}
    assert not forbidden & fetched
    reasons = {
        refusal["url"]: refusal["rejected"]["reason"] for refusal in refused(crawled, "--stage", "fetch")
    }
    assert {reasons.get(url) for url in forbidden} == {"robots-denied"}


def test_everything_stored_is_indexed_and_found(crawled: Installation) -> None:
    status = json.loads(crawled.scrapy("index", "status", "--json").stdout)
    assert status["ok"] and status["waiting"] == 0
    assert status["documents"] == status["stories"] == len(exported(crawled))
    for query in (
        "राजनाथ सिंह",
        "rajnath singh",
        "brahmos",
        "S-400",
        "DRDO",
        "डीआरडीओ",
        "outlet:*" if False else "सेना",
    ):
        found = crawled.scrapy("search", query, "--json")
        assert found.returncode == 0 and found.stdout, query
    same = [
        {
            json.loads(line)["id"]
            for line in crawled.scrapy("search", query, "--json", "--unfold", "-n", "100").stdout.splitlines()
        }
        for query in ("DRDO", "डीआरडीओ", "डी.आर.डी.ओ.")
    ]
    assert same[0] == same[1] == same[2] != set()


def test_copies_of_an_agency_story_are_folded(crawled: Installation) -> None:
    def search(*options: str) -> list[dict[str, Any]]:
        found = crawled.scrapy("search", "lang:hi", "--newest", "--json", "-n", "1000", *options)
        return [json.loads(line) for line in found.stdout.splitlines()]

    every, folded = search("--unfold"), search()
    clusters = Counter(hit["cluster_id"] for hit in every)
    assert {hit["cluster_id"]: hit["copies"] + 1 for hit in folded} == clusters
    assert len(folded) == len(clusters) < len(every)
    assert {hit["copies"] for hit in every} == {0}
    shown = crawled.scrapy("search", "lang:hi", "--newest", "-n", "1000").stdout
    numbers = Counter(hit["copies"] for hit in folded if hit["copies"])
    assert numbers
    for number, times in numbers.items():
        assert shown.count(f" · +{number} {'copy' if number == 1 else 'copies'}\n") == times
    assert f"{len(every)} stories, copies folded, 1-{len(folded)} shown" in shown


def test_copies_are_found_however_outlets_cut_them_and_no_two_stories_are_one(
    newsroom: Newsroom, crawled: Installation
) -> None:
    story_of = {page.url: page.story for page in announced(newsroom) if page.kind == "article"}
    stories = [story for story in exported(crawled) if story["url"] in story_of]
    clusters: dict[str, Counter[str | None]] = defaultdict(Counter)
    printed = Counter(story_of[story["url"]] for story in stories)
    for story in stories:
        clusters[story["cluster_id"]][story_of[story["url"]]] += 1
    assert {len(cluster) for cluster in clusters.values()} == {1}
    together = sum(max(cluster.values()) - 1 for cluster in clusters.values())
    # What an outlet wrote anew may be held for an edition.
    assert together >= 0.9 * sum(times - 1 for times in printed.values()) > 20


def test_what_is_not_due_is_not_visited_and_what_is_known_is_not_fetched(
    newsroom: Newsroom, crawled: Installation
) -> None:
    before, visits = exported(crawled), len(newsroom.log)
    assert crawled.scrapy("crawl", "all").returncode == 0
    assert len(newsroom.log) == visits
    # Forced: sources are read again, but of the pages only those are fetched that failed for the moment.
    assert crawled.scrapy("crawl", "all", "-a", "force=1").returncode == 0
    articles = {page.url for page in newsroom.expected() if page.kind == "article"}
    again = {f"http://{visit.host}:{newsroom.port}{visit.path}" for visit in newsroom.log[visits:]}
    assert not articles & again
    assert exported(crawled) == before


def test_an_edited_story_becomes_a_version(tmp_path: Path) -> None:
    with Newsroom() as newsroom:
        story = next(story.id for story in newsroom.stories if story.edit)
        urls = {page.url for page in announced(newsroom) if page.story == story and page.kind == "article"}
        here = installation(newsroom, tmp_path)
        printing = {page.outlet for page in newsroom.expected() if page.story == story}
        other = next(outlet for outlet in newsroom.outlets if outlet not in printing)
        for file in here.outlets.glob("*.toml"):
            if file.stem not in printing | {other}:
                file.unlink()
        assert here.scrapy("crawl", "all").returncode == 0
        before = {s["url"]: s for s in exported(here)}
        newsroom.edit(story)
        assert here.scrapy("crawl", "all", "-a", "force=1").returncode == 0
        after = {s["url"]: s for s in exported(here)}
    edited = [url for url in urls if after[url]["version"] == 2]
    # Not every outlet's source states that a story was edited.
    assert edited
    assert {s["version"] for url, s in after.items() if url not in edited} == {1}
    assert {s["outlet"] for s in after.values()} == printing | {other}
    for url in edited:
        assert before[url]["version"] == 1 and before[url]["text"] != after[url]["text"]
        shown = here.scrapy("show", url, "--history").stdout
        assert re.search(r"^next visit: .* IST, for edits$", shown, re.M)
        assert json.loads(here.scrapy("show", url, "--json").stdout)["next_visit"] > after[url]["fetched_at"]
        first, then = shown.split("\n--- version 1", 1)[1].split("\n--- version 2", 1)
        assert before[url]["text"] in first
        new = set(after[url]["text"].split()) - set(before[url]["text"].split())
        assert new and all(word in then for word in new) and ("{+" in then or "[-" in then)


def test_irrelevant_stories_are_kept_when_asked(newsroom: Newsroom, tmp_path: Path) -> None:
    outlet = next(p.outlet for p in announced(newsroom) if p.kind == "article" and p.relevant == "no")
    here = installation(newsroom, tmp_path, PRAHARI_RELEVANT_ONLY="0")
    assert here.scrapy("crawl", outlet).returncode == 0
    stories = {story["url"]: story for story in exported(here)}
    expected = [
        page
        for page in announced(newsroom)
        if page.outlet == outlet
        and page.kind == "article"
        and page.language == "hi"
        and page.relevant == "no"
    ]
    assert expected
    assert all(stories[page.url]["relevant"] is False for page in expected)


def test_one_bad_outlet_file_does_not_stop_the_others(newsroom: Newsroom, tmp_path: Path) -> None:
    here = installation(newsroom, tmp_path)
    outlet, bad = sorted(newsroom.outlets)[:2]
    (here.outlets / f"{bad}.toml").write_text("id = ", encoding="utf-8")
    done = here.scrapy("crawl", outlet)
    assert done.returncode == 0
    assert f"{bad}.toml:1" in done.stderr
    assert exported(here)
