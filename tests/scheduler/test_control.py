"""``scrapy schedule`` and a service that runs: people pause, resume, want visits, ask why; it obeys."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.store import Store
from tests.due import due
from tests.newsroom import Newsroom
from tests.newsroom.visits import Fault
from tests.project import Installation
from tests.scheduler.watch import OUTLETS, Service, installation, wait_for

HOUR = timedelta(hours=1)
HELD_UP, OTHER = OUTLETS


def asked(here: Installation, *arguments: str) -> list[dict[str, Any]]:
    """What ``scrapy schedule ARGUMENTS --json`` says, by line."""
    done = here.scrapy("schedule", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def refused(here: Installation, *arguments: str) -> str:
    """The one line with which ``scrapy schedule ARGUMENTS`` refuses."""
    done = here.scrapy("schedule", *arguments)
    assert done.returncode == 1 and done.stdout == "" and done.stderr.count("\n") == 1
    return done.stderr


@pytest.fixture
def visited(newsroom: Newsroom, tmp_path: Path) -> Installation:
    """Two outlets that were visited a minute ago, and are due in an hour and in two."""
    here = installation(newsroom, tmp_path)
    now = datetime.now(UTC)
    with Store(f"sqlite:///{here.data}/prahari.db") as store:
        for hours, outlet in enumerate(OUTLETS, 1):
            store.mark_outlet(outlet, True, now + hours * HOUR, now - HOUR / 60)
    return here


@pytest.mark.newsroom
def test_without_a_watch(visited: Installation) -> None:
    here = visited
    assert [one["outlet"] for one in asked(here, "list")] == [*OUTLETS]
    shown = here.scrapy("schedule", "list").stdout
    assert "no watch runs: python -m scheduler starts it" in shown and "waiting" in shown
    assert "no watch runs" in refused(here, "run-now", OTHER)
    assert "did you mean" in refused(here, "why", OTHER[:-1])
    assert "no such action" in refused(here, "stop")
    [paused] = asked(here, "pause", OTHER, "--reason", "शिकायत आई")
    assert (paused["outlet"], paused["state"], paused["paused"]["reason"]) == (OTHER, "paused", "शिकायत आई")
    assert "शिकायत आई" in here.scrapy("schedule", "why", OTHER).stdout
    assert [one["state"] for one in asked(here, "resume", *OUTLETS)] == ["not paused", "resumed"]
    asked(here, "pause", "all")
    assert {one["state"] for one in asked(here, "list")} == {"paused"}
    assert "all outlets are still paused" in here.scrapy("schedule", "resume", OTHER).stderr
    asked(here, "resume", "all")
    assert {one["state"] for one in asked(here, "list")} == {"waiting"}
    [why] = asked(here, "why", HELD_UP)
    assert why["by"] == "rhythm" and why["next_visit"] == why["due_at"]


@pytest.mark.newsroom
def test_a_watch_that_runs_obeys(newsroom: Newsroom, visited: Installation, tmp_path: Path) -> None:
    here, url = visited, f"sqlite:///{visited.data}/prahari.db"
    newsroom.break_down(HELD_UP, Fault(delay=2))
    try:
        with Service(here, tmp_path / "log") as watch:
            assert watch.says("the watch runs")
            begun = len(newsroom.log)
            [begins] = asked(here, "run-now", HELD_UP)
            assert begins["begins"] == "within seconds"
            assert wait_for(lambda: len(newsroom.log) > begun), "nobody came"
            assert f"crawling {HELD_UP}, as somebody wants it" in watch.log
            [why] = asked(here, "why", HELD_UP)
            assert why["state"] == "crawling"
            # Meanwhile, one more visit of this one, and one of the other, beside this crawl.
            [queued] = asked(here, "run-now", HELD_UP)
            assert "when its crawl by process" in queued["begins"]
            asked(here, "pause", OTHER)
            assert "is paused since" in refused(here, "run-now", OTHER)
            asked(here, "resume", OTHER)
            asked(here, "run-now", OTHER)
            assert wait_for(lambda: OTHER not in wanted(url)), watch.log
            assert HELD_UP in wanted(url) and asked(here, "why", HELD_UP)[0]["state"] == "crawling"
            newsroom.repair(HELD_UP)
            assert wait_for(lambda: wanted(url) == []), watch.log
            assert watch.log.count(f"crawling {HELD_UP}, as somebody wants it") == 2
            assert watch.end() < 12
    finally:
        newsroom.repair(HELD_UP)
    with Store(url) as store:
        assert {story.outlet for story in store.stories()} == {*OUTLETS}


def wanted(url: str) -> list[str]:
    with Store(url) as store:
        return list(store.wanted())


@pytest.mark.newsroom
def test_a_slow_outlet_holds_up_no_other(newsroom: Newsroom, tmp_path: Path) -> None:
    """Nor do quiet hours and pauses let anybody be visited."""
    here = installation(newsroom, tmp_path, PRAHARI_BATCH="1")
    url = f"sqlite:///{here.data}/prahari.db"
    newsroom.break_down(HELD_UP, Fault(delay=3))
    try:
        with Service(here, tmp_path / "log") as watch:
            assert watch.says("crawling .*; 1 more are due")
            assert watch.says(r"crawling \w+\n"), "the other one is crawled beside it"
            assert wait_for(lambda: OTHER not in due_outlets(url)), watch.log
            assert due_outlets(url) == {HELD_UP}
            assert watch.end() < 12
    finally:
        newsroom.repair(HELD_UP)
    quiet = installation(newsroom, tmp_path / "quiet", PRAHARI_QUIET_HOURS=f"{all_day()}")
    begun = len(newsroom.log)
    assert quiet.scrapy("crawl", "all").returncode == 0
    assert len(newsroom.log) == begun
    assert {one["state"] for one in asked(quiet, "list")} == {"quiet"}


def due_outlets(url: str) -> set[str]:
    with Store(url) as store:
        return due(store, OUTLETS)


def all_day() -> str:
    """Hours around now that are long enough for a test."""
    from pipelines.india import INDIA

    now = datetime.now(INDIA)
    return f"{now - HOUR:%H:%M}-{now + HOUR:%H:%M}"
