"""kill -9 at any instant: the next run goes on, nothing is lost, nothing doubled."""

from __future__ import annotations

import json
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


def kill_at_many_instants(newsroom: Newsroom, directory: Path, kills: int) -> None:
    newsroom.write_outlets(directory / "outlets")
    whole = Installation(directory / "whole", directory / "outlets")
    begun = time.monotonic()
    assert whole.scrapy("crawl", "all").returncode == 0
    duration = time.monotonic() - begun
    killed = Installation(directory / "killed", directory / "outlets", {"PRAHARI_DRAIN_SECONDS": "0.3"})
    chance = random.Random(20261124)
    really = 0
    for _ in range(kills):
        process = killed.start("scrapy", "crawl", "all", "-a", "force=1")
        try:
            process.communicate(timeout=chance.uniform(0.2, 1.0) * duration)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            really += 1
        database = killed.data / "prahari.db"
        if database.exists():
            with sqlite3.connect(database) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        archived = assert_archive_is_whole(killed)
        if database.exists():
            with sqlite3.connect(database) as connection:
                seen = {url for (url,) in connection.execute("SELECT url FROM archived")}
                assert seen <= archived
    assert really >= kills // 3
    last = killed.scrapy("crawl", "all")
    assert last.returncode == 0 and "Traceback" not in last.stderr, last.stderr
    assert outcome(killed) == outcome(whole)
    assert not list((killed.data / "archive").rglob("*.open"))
    # An outlet that redirects to AMP pages, which state the address of the story.
    archived = {url.replace("/amp/", "/") for url in assert_archive_is_whole(killed)}
    assert set(outcome(killed)[0]) <= archived
    assert killed.scrapy("index", "drain").returncode == 0
    status = json.loads(killed.scrapy("index", "status", "--json").stdout)
    assert status["waiting"] == 0 and status["documents"] == status["stories"]


@pytest.mark.timeout(600)
def test_killed_at_six_instants(newsroom: Newsroom, tmp_path: Path) -> None:
    kill_at_many_instants(newsroom, tmp_path, 6)


@pytest.mark.soak
def test_killed_at_a_hundred_instants(newsroom: Newsroom, tmp_path: Path) -> None:
    kill_at_many_instants(newsroom, tmp_path, 100)
