"""What a crawl remembers of a source's answer, and when: on a real store, without a network."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy.http import Response
from scrapy.settings import Settings

from crawler.itinerary import Moment, Stop
from crawler.outlet import Outlet
from crawler.progress import Progress
from crawler.registry import load_outlets
from crawler.sources import Announced, ChildSitemap
from crawler.spiders.polls import Poll, Polls, Reading, share_unchanged
from crawler.spiders.sources import SourceReader
from pipelines.entry import Entry, SourceRef
from pipelines.store import Store, StoreProblem
from pipelines.storing import StoreThread
from pipelines.workers import WorkerPool
from tests.crawler.test_registry import outlet as outlet_file
from tests.crawler.test_registry import write

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FEED = "https://sena.example/feed"
REF = SourceRef("feed", FEED)


class Crawl:
    """Stands in for a Scrapy crawler: what these classes take of one."""

    def __init__(self, store: Store) -> None:
        self.settings = Settings({"PRAHARI_MAX_ENTRIES": 2, "PRAHARI_WHOLE_EVERY": 20})
        self.signals = SimpleNamespace(connect=lambda *_: None)
        self.counts: Counter[str] = Counter()
        self.stats = SimpleNamespace(inc_value=self.count)
        self.thread = StoreThread(store)

    def count(self, name: str, by: int = 1) -> None:
        self.counts[name] += by


@pytest.fixture
def crawl(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Any:
    found = Crawl(sqlite_store)
    monkeypatch.setattr(StoreThread, "of", lambda _: found.thread)
    monkeypatch.setattr(WorkerPool, "of", lambda _: None)
    return found


@pytest.fixture
def sena(tmp_path: Path) -> Outlet:
    write(tmp_path, "sena", outlet_file("sena", f'[[sources]]\nkind = "feed"\nurl = "{FEED}"\n'))
    return load_outlets(tmp_path)["sena"]


def answered(body: bytes = b"1", url: str = FEED, **meta: Any) -> Response:
    request: Any = SimpleNamespace(meta=meta, cb_kwargs={})
    return Response(url, headers={"ETag": '"77"'}, body=body, request=request)


def announces(count: int, **more: Any) -> Announced:
    entries = [Entry(f"https://sena.example/{number}", REF, published=NOW) for number in range(count)]
    return Announced("rss", tuple(entries), **more)


async def read(crawl: Crawl, outlet: Outlet, read: Announced, response: Response | None = None) -> None:
    """Take what the outlet's feed announces."""

    async def no_pages(_: object) -> list[Any]:
        return []

    progress = Progress(cast(Any, crawl), cast(Any, None))
    reader = SourceReader(cast(Any, crawl), progress, no_pages)
    (reading,) = await Polls(cast(Any, crawl)).readings(outlet, Moment(NOW), every=False)
    poll = Polls(cast(Any, crawl)).poll(reading, Stop(FEED))
    async for _ in reader._announced(reading, poll, response or answered(), read):
        pass


def test_an_answer_is_remembered_with_what_the_server_said(crawl: Crawl, sena: Outlet) -> None:
    asyncio.run(read(crawl, sena, announces(2)))
    known = crawl.thread.store.answers("sena")[FEED]
    assert known.validators.etag == '"77"' and known.body_hash
    assert crawl.thread.store.with_work(["sena"], datetime.now(UTC)) == ["sena"]


def test_what_was_not_announced_is_not_known(
    crawl: Crawl, sena: Outlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entries that the frontier does not have may not be hidden by a 304 the next time."""

    def killed(*_: object) -> None:
        assert crawl.thread.store.answers("sena") == {}
        raise StoreProblem("the database is away")

    monkeypatch.setattr(crawl.thread.store, "announce", killed)
    with pytest.raises(StoreProblem):
        asyncio.run(read(crawl, sena, announces(2)))
    assert crawl.thread.store.answers("sena") == {}


@pytest.mark.parametrize(
    "left",
    [announces(3), announces(1, children=(ChildSitemap("https://sena.example/2.xml"),))],
    ids=["entries over the limit", "an index"],
)
def test_what_leaves_something_for_the_next_time_is_read_again(
    crawl: Crawl, sena: Outlet, left: Announced
) -> None:
    asyncio.run(read(crawl, sena, left))
    known = crawl.thread.store.answers("sena")[FEED]
    assert (known.validators.headers, known.body_hash) == ({}, None)


@pytest.mark.parametrize(
    ("redirects", "moved"),
    [((301,), True), ((308, 301), True), ((302,), False), ((301, 302), False), ((), False)],
)
def test_only_who_has_moved_for_good_is_asked_elsewhere(
    crawl: Crawl, sena: Outlet, redirects: tuple[int, ...], moved: bool
) -> None:
    new = "https://sena.example/new"
    meta: Mapping[str, Any] = {"redirect_reasons": list(redirects)} if redirects else {}
    asyncio.run(read(crawl, sena, announces(1), answered(url=new if redirects else FEED, **meta)))
    known = crawl.thread.store.answers("sena")[FEED]
    assert known.moved_to == (new if moved else None)
    reading = Reading(sena, sena.sources[0], Moment(NOW), known={FEED: known})
    poll = Polls(cast(Any, crawl)).poll(reading, Stop(FEED))
    assert poll.url == (new if moved else FEED)
    assert poll.at_old_address().url == FEED
    assert poll.headers and not poll.whole().headers


def test_older_pages_and_lists_of_categories_are_not_remembered(crawl: Crawl, sena: Outlet) -> None:
    asyncio.run(read(crawl, sena, announces(1)))
    known = crawl.thread.store.answers("sena")
    reading = Reading(sena, sena.sources[0], Moment(NOW), known=known)
    polls = Polls(cast(Any, crawl))
    assert polls.poll(reading, Stop(FEED)).headers
    for stop in (Stop(FEED, page=2), Stop(FEED, "categories")):
        assert polls.poll(reading, stop) == Poll(stop)


def test_a_source_that_fails_is_left_alone_unless_somebody_asks_for_it(crawl: Crawl, sena: Outlet) -> None:
    polls = Polls(cast(Any, crawl))

    async def asked(*, every: bool) -> list[Reading]:
        return await polls.readings(sena, Moment(NOW), every=every)

    (reading,) = asyncio.run(asked(every=False))
    asyncio.run(polls.failed(reading, "http-410", "http-410: gone", NOW))
    assert asyncio.run(asked(every=False)) == []
    (again,) = asyncio.run(asked(every=True))
    assert again.failures == 1


def test_the_share_of_polls_that_cost_little() -> None:
    assert share_unchanged({"304": 6, "hash": 2, "read": 1, "failed": 1}) == 0.8
    assert share_unchanged({"304": 0, "hash": 0, "read": 0, "failed": 0}) is None
