"""What a crawl tells a person: two lines, and what is wrong; all of it where somebody asks."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.summary import came, named
from pipelines.store import Store
from tests.newsroom import Fault, Newsroom
from tests.project import PROJECT, Installation
from tests.scheduler.watch import OUTLETS, installation, wait_for

FAULTY, SOUND = OUTLETS
LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d INFO (\S+): (.*)")


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as room:
        yield room


@pytest.fixture
def here(newsroom: Newsroom, tmp_path: Path) -> Installation:
    return installation(newsroom, tmp_path)


def told(log: str) -> list[tuple[str, ...]]:
    """Logger and message of each line, all of which are of level INFO."""
    found = [LINE.fullmatch(line) for line in log.splitlines()]
    assert None not in found, log
    return [line.groups() for line in found if line]


def test_of_the_statistics() -> None:
    stats = {
        "prahari/polls/read": 3,
        "prahari/polls/304": 2,
        "prahari/polls/false_304": 1,
        "prahari/polls/failed": 1,
        "prahari/stories/janpath/new": 4,
        "prahari/stories/dinank/new": 1,
        "prahari/stories/dinank/changed": 2,
        "prahari/stories/dinank/unchanged": 3,
        "prahari/revisits/304": 5,
        "prahari/revisits/asked": 6,
        "prahari/rejected/dinank/relevance/not-defence": 7,
        "prahari/rejected/dinank/extract/list-page": 1,
        "prahari/rejected/dinank/fetch/http-404": 2,
        "prahari/rejected/dinank/source/http-500": 1,
        "prahari/rejected/dinank/entry/no-link": 9,
    }
    assert came(stats) == (
        "5 stories new, 2 changed, 8 unchanged; 23 pages read, 8 refused, 2 failed; 5 sources read, 1 failed"
    )
    assert came({}) == "0 stories new, 0 changed, 0 unchanged; 0 pages read, 0 refused, 0 failed"
    assert came({"prahari/polls/failed": 1}).endswith("; 0 sources read, 1 failed")


def test_outlets_by_name() -> None:
    assert named(["dinank"]) == "dinank"
    assert named(["dinank"], of=3) == "1 of 3 outlets: dinank"
    assert named([*"abcdefgh"]) == "8 outlets: a, b, c, d, e, f, g, h"
    assert named([*"abcdefghi"]) == "9 outlets: a, b, c, d, e, f, g, h ..."


@pytest.mark.newsroom
def test_a_crawl_is_two_lines(here: Installation) -> None:
    begun, ended = told(here.scrapy("crawl", SOUND).stderr)
    assert begun == ("crawler.summary.beginning", f"crawling {SOUND}")
    with Store(f"sqlite:///{here.data}/prahari.db") as store:
        stories = store.counts().stories
    assert stories > 3
    assert re.fullmatch(
        rf"the crawl ended \(finished\) after \d+ s: {SOUND}; {stories} stories new, 0 changed, 0 unchanged;"
        rf" {stories} pages read, 0 refused, 0 failed; 1 sources read, 0 failed",
        ended[1],
    )
    begun, ended = told(here.scrapy("crawl", "all", "-a", f"outlets={SOUND}").stderr)
    assert begun[1] == "nothing to crawl: none of 1 outlets is due and free"
    assert ": 0 outlets; 0 stories new" in ended[1]


@pytest.mark.newsroom
def test_what_is_wrong_is_told_as_ever(here: Installation) -> None:
    log = here.scrapy("crawl", "all").stderr
    assert "crawling 2 of 2 outlets: grambharti, rakshapatra" in log
    assert re.search(r" ERROR scrapy\.downloadermiddlewares\.retry: Gave up retrying .*mausam\.xml", log)
    assert re.search(rf" WARNING crawler\.spiders\.sources: {FAULTY}: source .*: http-500", log)
    assert "; 2 sources read, 1 failed" in log
    assert len(log.splitlines()) == 4


@pytest.mark.newsroom
def test_all_of_it_for_who_asks(here: Installation) -> None:
    full = here.scrapy("crawl", SOUND, "-L", "DEBUG").stderr
    banners = ("Scrapy 2", "Overridden settings", "Enabled item pipelines", "Spider opened", "Dumping Scrapy")
    assert all(words in full for words in banners), full
    assert "the crawl ended" in full and re.search(r"DEBUG scrapy.core.engine: Crawled \(200\)", full)

    loud = replace(here, extra={**here.extra, "PRAHARI_LOG_LEVEL": "debug"})
    full = loud.scrapy("crawl", SOUND).stderr
    assert all(words in full for words in banners), full
    assert "Dumping" not in loud.scrapy("crawl", SOUND, "-s", "STATS_DUMP=0").stderr

    statistics = here.scrapy("crawl", SOUND, "-s", "STATS_DUMP=1").stderr
    assert "'finish_reason': 'finished'" in statistics and "Enabled" not in statistics
    assert here.scrapy("crawl", SOUND, "-L", "WARNING").stderr == ""


@pytest.mark.newsroom
def test_json_in_a_file_that_begins_anew(here: Installation, tmp_path: Path) -> None:
    """Scrapy's own set-up closes handlers that are there, and one of mode "w" stays closed."""
    file = tmp_path / "crawl.log"
    file.write_text("of yesterday\n")
    json_logs = replace(here, extra={**here.extra, "PRAHARI_LOG_FORMAT": "json"})
    for append, ends in (("0", 1), ("1", 2)):
        json_logs.scrapy("crawl", SOUND, "-s", f"LOG_FILE={file}", "-s", f"LOG_FILE_APPEND={append}")
        records = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        assert sum(record["message"].startswith("the crawl ended") for record in records) == ends


@pytest.mark.parametrize("given", ["-L", "PRAHARI_LOG_LEVEL"])
def test_a_level_that_there_is_not(given: str, tmp_path: Path, newsroom: Newsroom) -> None:
    extra, options = ({}, [given, "loud"]) if given == "-L" else ({given: "loud"}, [])
    done = installation(newsroom, tmp_path, **extra).scrapy("crawl", SOUND, *options)
    assert done.returncode == 1
    assert done.stderr.startswith("prahari: ") and "'loud'" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.newsroom
def test_a_crawl_that_is_told_to_end_says_so(here: Installation, newsroom: Newsroom) -> None:
    newsroom.break_down(SOUND, Fault(delay=0.3))
    before = len(newsroom.log)
    try:
        crawl = here.start("scrapy", "crawl", SOUND)
        assert wait_for(lambda: len(newsroom.log) > before + 2)
        crawl.send_signal(signal.SIGTERM)
        _, log = crawl.communicate(timeout=30)
    finally:
        newsroom.repair(SOUND)
    _, signalled, ended = told(log)
    assert "Received SIGTERM, shutting down gracefully" in signalled[1]
    assert ended[1].startswith("the crawl ended (shutdown) after ")


@pytest.mark.newsroom
def test_at_a_terminal_a_crawl_says_how_far_it_is(here: Installation, newsroom: Newsroom) -> None:
    newsroom.break_down(SOUND, Fault(delay=0.2))
    screen, terminal = pty.openpty()
    try:
        command = [sys.executable, "-m", "scrapy", "crawl", SOUND, "-s", "LOGSTATS_INTERVAL=0.3"]
        process = subprocess.Popen(command, cwd=PROJECT, env=here.environment(), stderr=terminal)
        os.close(terminal)
        log = b""
        with suppress(OSError):  # the end of a terminal
            while part := os.read(screen, 4096):
                log += part
        assert process.wait(30) == 0
    finally:
        os.close(screen)
        newsroom.repair(SOUND)
    lines = told(log.decode().replace("\r\n", "\n"))
    assert len(lines) > 3
    between = [message for _, message in lines[1:-1]]
    assert all(re.match(rf"after \d+ s: {SOUND}; \d+ stories new", message) for message in between)


@pytest.mark.newsroom
def test_a_backfill_says_how_far_it_looks_back(here: Installation) -> None:
    log = here.scrapy("crawl", "backfill", "-a", f"outlet={SOUND}", "-a", "since=2024-01-01").stderr
    (_, begun), *_, (_, ended) = told(log)
    assert begun.startswith(f"looking back at {SOUND}: 2024-01-01 to ")
    assert f"{SOUND}; " in ended and "sources" not in ended, "archives are told of in its report"
