"""kill -9 at any instant: the next run goes on, nothing is lost, nothing doubled."""

from __future__ import annotations

import json
import logging
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.archive.pages import Archived, PageReader
from crawler.archive.records import Broken
from tests.newsroom import Newsroom
from tests.project import Installation

pytestmark = pytest.mark.newsroom

KILLS_A_ROUND = 10

logger = logging.getLogger(__name__)


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as room:
        yield room


def outcome(here: Installation) -> tuple[dict[str, str], set[tuple[str, str]]]:
    """Stories (URL → text) and refusals (URL, reason) as stored."""
    lines = here.scrapy("export").stdout.splitlines()
    stories = [json.loads(line) for line in lines]
    assert len({story["url"] for story in stories}) == len(stories)
    listed = here.scrapy("rejected", "--list", "--json", "-n", "5000").stdout.splitlines()
    refusals = [json.loads(line) for line in listed]
    # Which of two equal copies came first depends on the order of arrival, so refusals as duplicates are
    # compared as a number of stories, not by URL.
    return (
        {story["url"]: story["text"] for story in stories},
        {
            (r["url"], r["rejected"]["reason"])
            for r in refusals
            if r["rejected"]["stage"] not in ("duplicates", "source")
        },
    )


def assert_archive_is_whole(here: Installation) -> set[str]:
    """URLs of its pages; no record is half-written, but the last of a file that a kill left open."""
    urls: set[str] = set()
    for path in sorted((here.data / "archive").rglob("*.warc.gz*")):
        found = list(PageReader(1 << 24).read(path))
        broken = [one for one in found if isinstance(one, Broken)]
        assert not broken or (path.suffix == ".open" and broken == found[-1:]), broken
        urls.update(one.url for one in found if isinstance(one, Archived))
    return urls


def assert_nothing_is_broken(here: Installation) -> None:
    """The database is whole, as is the archive, and that holds each page of which the database says so."""
    archived = assert_archive_is_whole(here)
    database = here.data / "prahari.db"
    if not database.exists():
        return
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'archived'").fetchone():
            seen = {url for (url,) in connection.execute("SELECT url FROM archived")}
            assert seen <= archived


def kill_until_done(here: Installation, duration: float, chance: random.Random, most: int) -> int:
    """Kill crawls at random instants, at most so many; how many really were: one may be done before."""
    killed = 0
    while killed < most:
        process = here.start("scrapy", "crawl", "all", "-a", "force=1")
        try:
            process.communicate(timeout=chance.uniform(0.2, 0.8) * duration)
            return killed
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
        killed += 1
        assert_nothing_is_broken(here)
    return killed


def assert_all_is_there(
    here: Installation, expected: tuple[dict[str, str], set[tuple[str, str]]], stories_of: set[str]
) -> None:
    """After one more crawl, which nobody kills; it takes up pages, too, that wait since kills met them.

    There may be more of ``stories_of`` the newsroom than in one visit: where a visit was killed, the next one
    reads older pages of a feed, too.
    """
    last = here.scrapy("crawl", "all", "-a", "force=1")
    assert last.returncode == 0 and "Traceback" not in last.stderr, last.stderr
    stories, refusals = outcome(here)
    assert expected[0].keys() - stories.keys() == set(), "lost"
    assert stories.keys() - expected[0].keys() <= stories_of, "not of the newsroom"
    assert {url for url, text in expected[0].items() if text != stories[url]} == set(), "changed"
    assert refusals == expected[1]
    assert not list((here.data / "archive").rglob("*.open"))
    # An outlet that redirects to AMP pages, which state the address of the story.
    archived = {url.replace("/amp/", "/") for url in assert_archive_is_whole(here)}
    assert set(stories) <= archived
    assert here.scrapy("index", "drain").returncode == 0
    status = json.loads(here.scrapy("index", "status", "--json").stdout)
    assert status["waiting"] == 0 and status["documents"] == status["stories"]


def kill_at_many_instants(newsroom: Newsroom, directory: Path, kills: int) -> None:
    """In rounds: a crawl that has nothing left to do is not worth killing, so each begins anew."""
    newsroom.write_outlets(directory / "outlets")
    whole = Installation(directory / "whole", directory / "outlets")
    begun = time.monotonic()
    # Cold, as those that are killed: it says how long they take.
    assert whole.scrapy("crawl", "all", cold=True).returncode == 0
    duration = time.monotonic() - begun
    expected = outcome(whole)
    seed = int(os.environ.get("SOAK_SEED", "20261124"))
    chance = random.Random(seed)
    done = rounds = 0
    while done < kills:
        rounds += 1
        assert rounds <= kills, "crawls are done before they can be killed"
        here = Installation(
            directory / f"killed-{rounds}", directory / "outlets", {"PRAHARI_DRAIN_SECONDS": "0.3"}
        )
        done += kill_until_done(here, duration, chance, min(KILLS_A_ROUND, kills - done))
        assert_all_is_there(here, expected, {page.url for page in newsroom.expected()})
    logger.info("%d kills in %d rounds: nothing lost, doubled or half-written (seed %d)", done, rounds, seed)


@pytest.mark.timeout(600)
def test_killed_at_six_instants(newsroom: Newsroom, tmp_path: Path) -> None:
    kill_at_many_instants(newsroom, tmp_path, 6)


@pytest.mark.soak
def test_killed_at_a_hundred_instants(newsroom: Newsroom, tmp_path: Path) -> None:
    kill_at_many_instants(newsroom, tmp_path, int(os.environ.get("SOAK_KILLS", "100")))
