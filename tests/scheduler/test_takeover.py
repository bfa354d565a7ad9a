"""Two watches on one database, real processes: one works, and the other takes over when it dies or hangs."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest

from crawler import leases
from pipelines.store import Store
from tests.due import due
from tests.newsroom import Newsroom
from tests.newsroom.visits import Fault, Visit
from tests.project import Installation
from tests.scheduler.watch import OUTLETS, Service, installation, wait_for

pytestmark = pytest.mark.newsroom


@pytest.fixture
def slow(newsroom: Newsroom) -> Iterator[Newsroom]:
    """A newsroom that takes its time, so that crawls last."""
    for outlet in OUTLETS:
        newsroom.break_down(outlet, Fault(delay=2))
    yield newsroom
    for outlet in OUTLETS:
        newsroom.repair(outlet)


def watch_of(here: Installation, name: str, directory: Path) -> Service:
    """One of the watches, whose crawls the newsroom knows by the name in their user agent."""
    own = replace(here, extra={**here.extra, "PRAHARI_CONTACT": f"{name}@prahari.example"})
    return Service(own, directory / name)


def crawlers(visits: list[Visit], outlet: str) -> list[str]:
    """Whose crawls asked the outlet, in turn: first, first, second is ``["first", "second"]``."""
    names = [visit.user_agent.split("+")[1].split("@")[0] for visit in visits if visit.outlet == outlet]
    return [name for name, _ in groupby(names)]


def mend(newsroom: Newsroom) -> None:
    for outlet in OUTLETS:
        newsroom.repair(outlet)


def test_one_works_and_the_other_takes_over_when_it_is_killed(slow: Newsroom, tmp_path: Path) -> None:
    here = installation(slow, tmp_path, PRAHARI_WATCH_SECONDS="20")
    store_url = f"sqlite:///{here.data}/prahari.db"
    begun = len(slow.log)
    with watch_of(here, "first", tmp_path) as first, watch_of(here, "second", tmp_path) as second:
        assert wait_for(lambda: "the watch runs" in first.log + second.log)
        one, other = (first, second) if "the watch runs" in first.log else (second, first)
        assert other.says("standing by: the watch is process")
        standby = f"standing by: process {other.process.pid} on "
        assert wait_for(lambda: standby in here.scrapy("schedule", "list").stdout), other.log
        assert f"the watch is process {one.process.pid} on " in here.scrapy("schedule", "list").stdout
        assert wait_for(lambda: len(slow.log) > begun + 3), one.log
        assert "crawling" not in other.log
        assert one.end(signal.SIGKILL, 5) < 5
        # Long before the 30 s that a machine that is silent has: the process is known to be gone.
        assert other.says("taking over from process", 12)
        mend(slow)
        assert other.says(r"the crawl ended \(finished\)"), other.log
        assert wait_for(lambda: nothing_is_due(store_url)), other.log
        for outlet in OUTLETS:
            assert len(crawlers(slow.log[begun:], outlet)) <= 2, "two crawled it at once"
        assert other.end() < 12
    with Store(store_url) as store:
        assert leases.watch(store.holdings()) is None and store.holdings() == {}
        urls = [story.url for story in store.stories()]
        assert urls and len(urls) == len(set(urls)) and all(story.version == 1 for story in store.stories())


def nothing_is_due(url: str) -> bool:
    with Store(url) as store:
        return not due(store, OUTLETS)


@pytest.mark.postgres
def test_one_that_hangs_is_deposed_and_ends_its_crawls_when_it_wakes(
    slow: Newsroom, tmp_path: Path, postgres_url: str
) -> None:
    """As a machine that slept: its crawl keeps its outlets, as long as it shows that it lives."""
    here = installation(slow, tmp_path, PRAHARI_STORE=postgres_url, PRAHARI_WATCH_SECONDS="2")
    begun = len(slow.log)
    with watch_of(here, "first", tmp_path) as first:
        assert wait_for(lambda: len(slow.log) > begun + 3), first.log
        with watch_of(here, "second", tmp_path) as second:
            assert second.says("standing by")
            first.process.send_signal(signal.SIGSTOP)
            try:
                assert second.says("the watch runs", 10), second.log
            finally:
                first.process.send_signal(signal.SIGCONT)
            assert first.says("the watch is lost", 10), first.log
            assert first.says("the crawl was cut short", 15), first.log
            assert first.says("standing by", 10)
            mend(slow)
            assert second.says(r"the crawl ended \(finished\)"), second.log
            for outlet in OUTLETS:
                assert len(crawlers(slow.log[begun:], outlet)) <= 2, "two crawled it at once"
            assert second.end() < 12
            assert wait_for(lambda: first.log.count("the watch runs") == 2, 10), (
                "it was left, and is taken again"
            )


# --- crawls and their outlets ------------------------------------------------------------------------


def test_a_crawl_leaves_out_what_another_is_crawling(slow: Newsroom, tmp_path: Path) -> None:
    here, outlet = installation(slow, tmp_path), OUTLETS[0]
    begun = len(slow.log)
    crawl = here.start("scrapy", "crawl", outlet)
    try:
        assert wait_for(lambda: len(slow.log) > begun + 2)
        told = json.loads(here.scrapy("schedule", "why", outlet, "--json").stdout)
        assert told["state"] == "crawling" and told["crawled_by"]["owner"].startswith(
            f"process {crawl.pid} on"
        )
        other = here.scrapy("crawl", outlet, "-s", "STATS_DUMP=1")
        assert other.returncode == 0
        assert f"{outlet} is left out: process {crawl.pid} on" in other.stderr
        assert "nothing to crawl" in other.stderr
        assert "'finish_reason'" in other.stderr and "'downloader/request_count'" not in other.stderr
    finally:
        crawl.terminate()
        crawl.communicate(timeout=20)


def test_a_crawl_that_lost_its_outlet_ends(slow: Newsroom, tmp_path: Path) -> None:
    """It gave no sign of life for too long, and another has its outlet by now."""
    here, outlet = installation(slow, tmp_path, PRAHARI_LEASE_SECONDS="2"), OUTLETS[0]
    begun = len(slow.log)
    crawl = here.start("scrapy", "crawl", outlet)
    assert wait_for(lambda: len(slow.log) > begun + 2)
    with Store(f"sqlite:///{here.data}/prahari.db") as store:
        held = store.holdings()[leases.outlet_name(outlet)]
        assert store.take([held.name], "another", 60, gone=[held.owner]) == [held.name]
        _, log = crawl.communicate(timeout=20)
        assert f"ending: others may be crawling {outlet}" in log and "(leases lost)" in log
        assert store.holdings()[held.name].owner == "another"
        assert due(store, [outlet]) == {outlet}
        assert not store.lease_owners()
