"""When the next visit is due."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy.settings import Settings

from crawler.outlet import Outlet
from crawler.registry import load_outlets
from crawler.spiders import timing
from crawler.spiders.timing import JITTER, Timing, jittered
from crawler.timetable import bounds
from pipelines.rhythm import Rhythm
from pipelines.store import Store
from pipelines.storing import StoreThread
from tests.crawler.test_registry import outlet as outlet_file
from tests.crawler.test_registry import write

NOW = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)  # noon in India
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SETTINGS = Settings({"PRAHARI_INTERVAL_MIN": 10, "PRAHARI_INTERVAL_MAX": 180})
FEED, DEAD = "https://sena.example/feed", "https://sena.example/dead"
SOURCES = f'[[sources]]\nkind = "feed"\nurl = "{FEED}"\n[[sources]]\nkind = "feed"\nurl = "{DEAD}"\n'


def sena(directory: Path, more: str = "") -> Outlet:
    write(directory, "sena", outlet_file("sena", more + SOURCES))
    return load_outlets(directory)["sena"]


@pytest.mark.parametrize(
    ("more", "shortest", "longest"),
    [
        ("", 10, 180),
        ("interval = 5\n", 5, 180),
        ("interval = 1440\n", 10, 1440),
        ("interval_min = 30\n", 30, 180),
        ("interval_max = 20\n", 10, 20),
        ("interval_min = 300\n", 300, 300),
    ],
)
def test_what_the_file_says_is_within_the_bounds(
    tmp_path: Path, more: str, shortest: int, longest: int
) -> None:
    assert bounds(sena(tmp_path, more), SETTINGS) == (shortest * MINUTE, longest * MINUTE)


def test_chance_stays_within_the_bounds_and_is_not_the_same_twice() -> None:
    chance = Random(1)
    waits = [jittered(HOUR, 10 * MINUTE, 3 * HOUR, chance) for _ in range(500)]
    assert len(set(waits)) > 400
    assert (1 - JITTER) * HOUR <= min(waits) < 0.92 * HOUR and 1.08 * HOUR < max(waits) <= (1 + JITTER) * HOUR
    assert {jittered(3 * HOUR, HOUR, 3 * HOUR, chance) <= 3 * HOUR for _ in range(50)} == {True}
    assert [jittered(HOUR, MINUTE, DAY, Random(3))] == [jittered(HOUR, MINUTE, DAY, Random(3))]


@pytest.fixture
def times(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Timing:
    """A crawl's timing without the crawl, and without chance."""
    monkeypatch.setattr(StoreThread, "of", lambda _: StoreThread(sqlite_store))
    monkeypatch.setattr(timing, "JITTER", 0.0)
    return Timing(cast(Any, SimpleNamespace(settings=SETTINGS)))


def next_due(store: Store) -> datetime:
    due = store.outlet_states()["sena"].next_due
    assert due is not None
    return due


def test_an_outlet_that_publishes_more_is_visited_sooner(
    times: Timing, sqlite_store: Store, tmp_path: Path
) -> None:
    outlet = sena(tmp_path)
    asyncio.run(times.visited(outlet, True, [], NOW, timedelta(0)))
    assert next_due(sqlite_store) == NOW + HOUR  # as the file says
    for visit in range(1, 9):
        at = NOW + visit * HOUR
        news = [at - n * 6 * MINUTE for n in range(10)]
        asyncio.run(times.visited(outlet, True, news, at, timedelta(0)))
    assert next_due(sqlite_store) - at < 25 * MINUTE
    known = sqlite_store.rhythm("sena")
    assert isinstance(known, Rhythm) and sum(known.entries) > 70
    # A visit that failed teaches nothing.
    asyncio.run(times.visited(outlet, False, [], at + HOUR, timedelta(0)))
    assert sqlite_store.rhythm("sena") == known
    asyncio.run(times.visited(outlet, True, [], at + HOUR, DAY))
    assert next_due(sqlite_store) == at + HOUR + DAY


def test_a_dead_source_keeps_no_visit_from_the_others_but_all_do(
    times: Timing, sqlite_store: Store, tmp_path: Path
) -> None:
    outlet = sena(tmp_path)
    sqlite_store.mark_polled("sena", DEAD, False, "http-410: gone", 0, NOW, NOW + 3 * DAY)
    asyncio.run(times.visited(outlet, True, [], NOW, timedelta(0)))
    assert next_due(sqlite_store) == NOW + HOUR
    sqlite_store.mark_polled("sena", FEED, False, "http-404: gone", 0, NOW, NOW + 2 * DAY)
    asyncio.run(times.left_alone(outlet, NOW))
    assert next_due(sqlite_store) == NOW + 2 * DAY
    sqlite_store.mark_polled("sena", FEED, True, None, 7, NOW)
    asyncio.run(times.visited(outlet, True, [], NOW, timedelta(0)))
    assert next_due(sqlite_store) == NOW + HOUR
