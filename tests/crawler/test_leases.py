"""Whole crawls beside one another: no page is fetched twice, and a killed crawl's pages are taken up."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.leases import gone, name
from pipelines.store import Store
from tests.newsroom import Newsroom
from tests.project import Installation


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as room:
        yield room


def page_visits(newsroom: Newsroom) -> Counter[str]:
    """Host and path → how often it was asked for; robots.txt and sources are asked for by each crawl."""
    asked = Counter(f"{visit.host}{visit.path}" for visit in newsroom.log)
    announced = {
        page.url.split("://")[1].replace(f":{newsroom.port}", "")
        for page in newsroom.expected()
        if page.announced and page.kind == "article"  # traps redirect, also to one another
    }
    return Counter({url: number for url, number in asked.items() if url in announced})


@pytest.mark.newsroom
def test_two_crawls_at_once_fetch_no_page_twice_and_fail_nobody(
    newsroom: Newsroom, store_url: str, tmp_path: Path
) -> None:
    newsroom.write_outlets(tmp_path / "outlets")
    Store(store_url).close()
    here = Installation(tmp_path / "data", tmp_path / "outlets", {"PRAHARI_STORE": store_url})
    crawls = [here.start("scrapy", "crawl", "all", "-a", "force=1") for _ in range(2)]
    for crawl in crawls:
        _, errors = crawl.communicate(timeout=240)
        assert crawl.returncode == 0 and "Traceback" not in errors, errors
    asked = page_visits(newsroom)
    assert len(asked) > 50
    assert {url: number for url, number in asked.items() if number > 1} == {}
    with Store(store_url) as store:
        work = store.work(datetime.now(UTC))
        assert sum(one.flight for one in work.values()) == 0
        assert sum(one.done for one in work.values()) > 50
        stories = [story.url for story in store.stories()]
    assert len(set(stories)) == len(stories) >= 30
    assert here.scrapy("index", "drain").returncode == 0
    status = json.loads(here.scrapy("index", "status", "--json").stdout)
    assert status["documents"] == len(stories) and status["waiting"] == 0


@pytest.mark.newsroom
def test_a_killed_crawl_s_pages_are_taken_up_without_asking_the_source(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    newsroom.write_outlets(tmp_path / "outlets")
    here = Installation(tmp_path / "data", tmp_path / "outlets")
    url = f"sqlite:///{here.data}/prahari.db"
    crawl = here.start("scrapy", "crawl", "navprabhat")
    with Store(url) as store:
        while not (work := store.work(datetime.now(UTC)).get("navprabhat")) or not work.flight:
            assert crawl.poll() is None
            time.sleep(0.01)
        crawl.send_signal(signal.SIGKILL)
        crawl.communicate()
        held = store.work(datetime.now(UTC))["navprabhat"].flight
        assert held
        store.mark_outlet("navprabhat", True, datetime.max.replace(tzinfo=UTC), datetime.now(UTC))
        for outlet in newsroom.outlets:
            store.mark_outlet(outlet, True, datetime.max.replace(tzinfo=UTC), datetime.now(UTC))
        before = len(newsroom.log)
        # The lease has not run out yet: the owner is known to be gone, since it was of this machine.
        assert here.scrapy("crawl", "all").returncode == 0
        asked = {visit.path for visit in newsroom.log[before:]}
        work = store.work(datetime.now(UTC))["navprabhat"]
        assert work.flight == 0 and work.done >= 1
        assert not [path for path in asked if "feed" in path or "sitemap" in path]


def test_only_processes_that_ended_are_gone() -> None:
    code = "from crawler.leases import name; print(name(), flush=True); input()"
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    other = child.stdout.readline().strip()
    elsewhere = name().replace(":", "-of-another-machine:", 1)
    assert name() != name()
    assert gone([name(), other, elsewhere, "someone"]) == []
    child.kill()
    child.communicate()
    assert gone([name(), other, elsewhere, "someone"]) == [other]
    recycled = name().split(":")
    recycled[-2] = "1"  # our process id, but begun at another time
    assert gone([":".join(recycled)]) == [":".join(recycled)]
