"""A host is asked by one crawl at a time, whichever outlets lie on it: real crawls, real HTTP."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.leases import host_name
from pipelines.store import Store
from tests.crowd import DOMAIN, Crowd
from tests.project import Installation
from tests.real_outlet import outlet_file
from tests.scheduler.watch import wait_for

ENTRIES = 5


@pytest.fixture
def crowd() -> Iterator[Crowd]:
    with Crowd(hosts=1, entries=ENTRIES, seconds=0.3) as crowd:
        yield crowd


@pytest.fixture
def here(crowd: Crowd, tmp_path: Path) -> Installation:
    return Installation(tmp_path / "data", crowd.write_outlets(tmp_path / "outlets"))


def write(here: Installation, id: str, home: str, host: str, more: str) -> None:
    text = outlet_file(id, f"{id} समाचार", id, home, host).replace("\ninterval", f"\n{more}\ninterval")
    (here.outlets / f"{id}.toml").write_text(text, encoding="utf-8")


def test_an_outlet_is_left_out_while_another_of_its_host_is_crawled(crowd: Crowd, here: Installation) -> None:
    write(here, "twin", f"{crowd.home(0)}/twin", f"crowd-0.{DOMAIN}:{crowd.port}", 'paths = ["/twin"]')
    first = here.start("scrapy", "crawl", "crowd-0")
    try:
        assert wait_for(lambda: len(crowd.visits["crowd-0"].begun) >= 2)
        first.send_signal(signal.SIGSTOP)  # so that it is in the middle however long the other takes
        second = here.scrapy("crawl", "twin")
        assert f"twin is left out: process {first.pid} on" in second.stderr
        why = here.scrapy("schedule", "why", "twin")
        assert f"process {first.pid} on" in why.stdout, why.stdout
    finally:
        first.send_signal(signal.SIGCONT)
        first.communicate(timeout=60)
    assert len(crowd.visits["crowd-0"].begun) == ENTRIES + 2 and crowd.visits["crowd-0"].most == 1
    assert "is left out" not in here.scrapy("crawl", "twin").stderr
    assert len(crowd.visits["crowd-0"].begun) > ENTRIES + 2


def test_pages_on_a_host_that_another_crawl_has_wait_and_have_not_failed(
    crowd: Crowd, here: Installation
) -> None:
    """The feed is on a host of its own, the stories are not."""
    (here.outlets / "crowd-0.toml").unlink()
    pages, feed = f"crowd-0.{DOMAIN}", f"crowd-0.feeds.{DOMAIN}"
    write(here, "guest", f"http://{feed}:{crowd.port}", f"{feed}:{crowd.port}", "")
    file = here.outlets / "guest.toml"
    file.write_text(
        file.read_text("utf-8").replace("hosts = [", f'hosts = ["{pages}:{crowd.port}", '), "utf-8"
    )
    here.data.mkdir()
    with Store(f"sqlite:///{here.data}/prahari.db") as store:
        assert store.take([host_name(pages)], "another", 60)
        told = here.scrapy("crawl", "guest")
        assert told.returncode == 0 and "Traceback" not in told.stderr, told.stderr
        assert len(crowd.visits["crowd-0"].begun) == 2, "robots.txt and the feed"
        work = store.work(datetime.now(UTC))["guest"]
        assert (work.waiting, work.failed, work.flight) == (ENTRIES, 0, 0)
        assert store.outlet_states()["guest"].failures == 0
        store.give_back(["another"])
        assert here.scrapy("crawl", "guest").returncode == 0
        assert store.counts().stories == ENTRIES
        assert store.holdings() == {}
