"""Politeness and memory where many hosts announce much: real HTTP, real crawls."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crowd import Crowd
from tests.memory import sampled
from tests.project import PROJECT, Installation

DELAY = 0.2
LEAST = DELAY / 2 - 0.05
"""Scrapy waits half the delay at least; the server notes a request some time after it was sent."""


def assert_polite(crowd: Crowd) -> None:
    assert len(crowd.visits) == crowd.hosts
    for host, visits in crowd.visits.items():
        # robots.txt, the feed, and each page once.
        assert len(visits.begun) == crowd.entries + 2, host
        assert visits.most == 1, host
        assert visits.least_gap > LEAST, host


def assert_complete(here: Installation, count: int) -> None:
    status = json.loads(here.scrapy("index", "status", "--json").stdout)
    assert (status["stories"], status["documents"], status["waiting"]) == (count, count, 0)


def test_twenty_hosts_at_once(tmp_path: Path) -> None:
    with Crowd(hosts=20, entries=8) as crowd:
        outlets = crowd.write_outlets(tmp_path / "outlets")
        here = Installation(tmp_path / "data", outlets, {"PRAHARI_DELAY": str(DELAY)})
        done = here.scrapy("crawl", "all")
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
        assert_polite(crowd)
        # They wait for their own pages, not for each other.
        begun = [visits.begun[0] for visits in crowd.visits.values()]
        assert max(begun) < min(visits.begun[-1] for visits in crowd.visits.values())
    assert_complete(here, 160)


@pytest.mark.soak
def test_ten_thousand_entries_over_a_hundred_hosts(tmp_path: Path) -> None:
    """Politeness is kept, all is stored, and memory stays flat once the crawl is under way."""
    with Crowd(hosts=100, entries=100) as crowd:
        outlets = crowd.write_outlets(tmp_path / "outlets")
        here = Installation(tmp_path / "data", outlets, {"PRAHARI_DELAY": str(DELAY)})
        log = tmp_path / "log"
        with log.open("w") as file:
            command = [sys.executable, "-m", "scrapy", "crawl", "all"]
            process = subprocess.Popen(command, cwd=PROJECT, env=here.environment(), stderr=file)
            samples = sampled(process, lambda: sum(len(v.begun) for v in list(crowd.visits.values())))
        assert process.returncode == 0 and "Traceback" not in log.read_text()
        assert_polite(crowd)
    assert_complete(here, 10_000)
    # Caches of tokens fill up first; they are bounded.
    early = max(one.crawl for one in samples if one.pages < 5_000)
    late = max(one.crawl for one in samples if one.pages > 9_000)
    assert late < early * 1.15, samples
    assert max(max(one.workers, default=0) for one in samples) < 400 * 2**20
