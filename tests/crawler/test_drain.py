"""Draining while a crawl runs: a broken index costs one warning and no story."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from scrapy.crawler import Crawler
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from crawler.drain import IndexDrain
from crawler.services import Services
from pipelines.store import Store
from search.index import IndexUnavailable
from search.tantivy import TantivyIndex
from tests.pipelines.outcomes import rejected, story
from tests.pipelines.shelf import Shelf
from tests.scheduler.watch import wait_for


def crawler_of(directory: Path) -> Crawler:
    """A crawler with a store and an index in a directory, which drains all the time."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    given = {
        "PRAHARI_STORE": f"sqlite:///{directory}/prahari.db",
        "PRAHARI_INDEX": str(directory / "index"),
        "PRAHARI_OUTLETS": str(directory / "outlets"),
        "PRAHARI_DRAIN_SECONDS": 0.02,
        "EXTENSIONS": {},
    }
    crawler = get_crawler(None, {**{name: settings[name] for name in settings if "PRAHARI" in name}, **given})
    crawler.stats = MemoryStatsCollector(crawler)
    return crawler


class Counted(IndexDrain):
    """Counts its passes, whatever becomes of them."""

    passes = 0

    def _drain(self) -> None:
        try:
            super()._drain()
        finally:
            self.passes += 1

    async def pass_over(self, times: int) -> None:
        """Wait for so many passes; of two, one has begun after now."""
        wanted = self.passes + times
        while self.passes < wanted:
            await asyncio.sleep(0.02)


async def crawl(crawler: Crawler, *steps: Callable[[], None], passes: int = 2) -> None:
    """A crawl's life for the extension, with something happening in it after so many passes each."""
    drain = Counted.from_crawler(crawler)
    await drain._opened()
    for step in steps:
        await drain.pass_over(passes)
        step()
    await drain.pass_over(2)
    await drain._closed()


def indexed(directory: Path) -> int:
    index = TantivyIndex(directory / "index")
    try:
        return index.health().documents
    finally:
        index.close()


def save(directory: Path, slug: str) -> None:
    with Store(f"sqlite:///{directory}/prahari.db") as store:
        assert store.save(replace(story(slug), text=f"{slug} {story().text}")).created


def test_stories_are_indexed_while_the_crawl_runs_and_when_it_ends(tmp_path: Path) -> None:
    crawler = crawler_of(tmp_path)
    save(tmp_path, "first")

    def first_is_there() -> None:
        # The drain's thread goes on while this one waits.
        assert wait_for(lambda: indexed(tmp_path) == 1, 20)

    asyncio.run(crawl(crawler, first_is_there, lambda: save(tmp_path, "last")))
    assert indexed(tmp_path) == 2
    assert crawler.stats is not None and crawler.stats.get_value("prahari/indexed") == 2


def test_a_broken_index_costs_one_warning_and_no_story(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "index").write_text("no folder")
    save(tmp_path, "first")
    with caplog.at_level(logging.WARNING, "crawler.drain"):
        asyncio.run(crawl(crawler_of(tmp_path), lambda: save(tmp_path, "second")))
    behind = [record.getMessage() for record in caplog.records if record.name == "crawler.drain"]
    assert len(behind) == 1 and "the index is behind" in behind[0]
    assert "\n" not in behind[0] and str(tmp_path / "index") in behind[0]
    # The index is mended: the next crawl takes up what waited.
    (tmp_path / "index").unlink()
    asyncio.run(crawl(crawler_of(tmp_path)))
    assert indexed(tmp_path) == 2
    with Store(f"sqlite:///{tmp_path}/prahari.db") as store:
        assert store.pending_count("tantivy") == 0


def test_an_index_mended_during_the_crawl_is_taken_up_in_it(tmp_path: Path) -> None:
    broken = tmp_path / "index"
    broken.write_text("no folder")
    save(tmp_path, "first")
    asyncio.run(crawl(crawler_of(tmp_path), broken.unlink))
    assert indexed(tmp_path) == 1


def test_refusals_are_drained_too_and_their_broken_index_costs_one_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf("refusals:1")
    monkeypatch.setattr(Services, "refusals", shelf)
    save(tmp_path, "first")
    with Store(f"sqlite:///{tmp_path}/prahari.db") as store:
        store.save(rejected("https://a.example/1"))

    def refuse_another() -> None:
        shelf.fails = IndexUnavailable("es.example: connection refused")
        save(tmp_path, "second")
        with Store(f"sqlite:///{tmp_path}/prahari.db") as store:
            store.save(rejected("https://a.example/2"))

    def mend() -> None:
        assert len(shelf.taken) == 1
        assert indexed(tmp_path) == 2  # stories do not wait for refusals
        shelf.fails = None

    crawler = crawler_of(tmp_path)
    with caplog.at_level(logging.WARNING, "crawler.drain"):
        asyncio.run(crawl(crawler, refuse_another, mend))
    told = [record.getMessage() for record in caplog.records if record.name == "crawler.drain"]
    assert told == ["the index is behind, refusals stay in the outbox: es.example: connection refused"]
    assert len(shelf.taken) == 2
    assert crawler.stats is not None
    assert crawler.stats.get_value("prahari/refusals_indexed") == 2
    assert crawler.stats.get_value("prahari/indexed") == 2


def test_an_error_that_nobody_foresaw_is_told_once_and_the_drain_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, tries = Services.open, 0

    def fail_twice(settings: Settings) -> Services:
        nonlocal tries
        tries += 1
        if tries <= 2:
            raise RuntimeError("nobody thought of this")
        return opened(settings)

    monkeypatch.setattr(Services, "open", fail_twice)
    save(tmp_path, "first")
    crawler = crawler_of(tmp_path)

    def is_indexed() -> None:
        assert indexed(tmp_path) == 1  # while the crawl runs

    with caplog.at_level(logging.INFO, "crawler.drain"):
        asyncio.run(crawl(crawler, is_indexed, passes=4))
    told = [record.getMessage() for record in caplog.records if record.name == "crawler.drain"]
    assert told == [
        "the index is behind: an error in Prahari; stories stay in the outbox",
        "the index has caught up",
    ]
    [error] = [record for record in caplog.records if record.exc_info]
    assert error.exc_info is not None and "nobody thought of this" in str(error.exc_info[1])


def test_an_outage_does_not_hide_an_error_that_nobody_foresaw(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """...and an error that stays is asked for ever more rarely, until the crawl ends all the same."""
    tries: list[float] = []

    def fail(settings: Settings) -> Services:
        tries.append(time.monotonic())
        first = len(tries) == 1
        raise IndexUnavailable("es.example: away") if first else RuntimeError("nobody thought of this")

    monkeypatch.setattr(Services, "open", fail)
    crawler = crawler_of(tmp_path)

    def all_is_told() -> None:
        assert len(tries) > 2

    with caplog.at_level(logging.WARNING, "crawler.drain"):
        asyncio.run(crawl(crawler, all_is_told, passes=4))
    told = [record.getMessage() for record in caplog.records if record.name == "crawler.drain"]
    assert told == [
        "the index is behind, stories stay in the outbox: es.example: away",
        "the index is behind: an error in Prahari; stories stay in the outbox",
    ]
    # The last one is made because the crawl ends.
    for number, (one, then) in enumerate(pairwise(tries[1:-1]), 1):
        assert then - one >= 0.02 * 2**number
