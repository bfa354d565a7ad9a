"""Outlets' health and alarms: weeks of made-up history in a real store, and many simulated days."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from crawler.alarms import alarms, lower_tail, risen, upper_tail
from crawler.health import DAY, WEEK, health, healths
from crawler.registry import Outlet, load_outlets
from pipelines.store import OutletState, SourceState, Store
from pipelines.store.records import Arrival
from tests.crawler.test_outlets_command import scrapy
from tests.crawler.test_registry import outlet as outlet_file
from tests.crawler.test_registry import write
from tests.pipelines.outcomes import prose, rejected, story

NOW = datetime(2026, 11, 25, 6, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
Rate = Callable[[datetime], float]
"""Stories an hour at an instant."""


def steady(rate: float) -> Rate:
    return lambda at: rate


def quiet_at_weekends(at: datetime) -> float:
    return 0.02 if at.weekday() >= 5 else 1.0


def arrivals(rate: Rate, chance: Random, weeks: float = 6, characters: int = 2000) -> list[Arrival]:
    """A Poisson process by the hour, up to `NOW`."""
    came = []
    for hours in range(int(weeks * 7 * 24), 0, -1):
        at = NOW - hours * HOUR
        for _ in range(poisson(rate(at), chance)):
            length = int(chance.lognormvariate(0, 0.4) * characters)
            published = at - timedelta(minutes=20)
            came.append(Arrival("sena", at, published, length, at + timedelta(minutes=5)))
    return came


def poisson(mean: float, chance: Random) -> int:
    """Knuth's way."""
    limit, count, product = math.exp(-mean), 0, chance.random()
    while product > limit:
        count, product = count + 1, product * chance.random()
    return count


def kinds(came: list[Arrival], state: OutletState | None = None) -> list[str]:
    first = came[0].at if came else None
    within = [one for one in came if one.at > NOW - 5 * WEEK]
    return [alarm.kind for alarm in alarms(health("sena", within, [], first, 30, NOW), state, NOW)]


# --- statistics ----------------------------------------------------------------------------------------


def test_tails_of_the_binomial_distribution() -> None:
    assert lower_tail(2, 10, 0.5) == pytest.approx(56 / 1024)
    assert upper_tail(8, 10, 0.5) == pytest.approx(56 / 1024)
    assert upper_tail(0, 10, 0.1) == 1
    assert lower_tail(5000, 10_000, 0.5) == pytest.approx(0.504, abs=0.001)  # no overflow


@pytest.mark.parametrize("rate", [0.05, 0.5, 4.0])
def test_a_steady_outlet_alarms_on_less_than_one_day_in_a_hundred(rate: float) -> None:
    chance = Random(20261125)
    days = 300 if rate < 1 else 100
    false = sum(bool(kinds(arrivals(steady(rate), chance, 5))) for _ in range(days))
    assert false / days < 0.01


def test_quiet_weekends_are_no_collapse() -> None:
    chance = Random(7)
    assert NOW.weekday() == 2
    for day in range(7):  # each day of the week in turn is today
        shift = timedelta(days=day)

        def rate(at: datetime, shift: timedelta = shift) -> float:
            return quiet_at_weekends(at + shift)

        false = sum(bool(kinds(arrivals(rate, chance, 5))) for _ in range(20))
        assert false <= 1, day


def test_an_outlet_that_falls_silent() -> None:
    chance = Random(3)
    came = arrivals(steady(0.1), chance)  # two or three a day: a day, and two, may be without
    assert kinds([one for one in came if one.at < NOW - 2 * DAY]) == []
    assert kinds([one for one in came if one.at < NOW - WEEK]) == ["volume"]
    often = arrivals(steady(3), chance)
    assert kinds([one for one in often if one.at < NOW - DAY]) == ["volume"]
    assert kinds([one for one in often if one.at < NOW - DAY or chance.random() < 0.1]) == ["volume"]


def test_a_new_outlet_has_no_past() -> None:
    came = arrivals(steady(3), Random(5), weeks=2)
    assert kinds([one for one in came if one.at < NOW - DAY]) == []
    week = health("sena", came, [], came[0].at, 30, NOW).week
    assert (week.past, week.expected) == ((), 210)
    assert kinds([]) == []


def test_texts_that_shrink_and_dates_that_go() -> None:
    came = arrivals(steady(0.5), Random(9))
    cut = [one if one.at < NOW - 2 * DAY else one._replace(characters=120) for one in came]
    assert kinds(cut) == ["length"]
    undated = [one if one.at < NOW - 3 * DAY else one._replace(published=None) for one in came]
    assert kinds(undated) == ["dates"]
    never = [one._replace(published=None) for one in came]
    assert kinds(never) == []  # it has always been so


@pytest.mark.parametrize(
    ("count", "of", "before", "of_before", "told"),
    [
        (15, 30, 2, 400, True),
        (30, 30, 0, 400, True),
        (15, 30, 200, 400, False),  # always half
        (5, 30, 2, 400, False),  # significant, and too little to matter
        (15, 15, 2, 400, False),  # too few pages
        (30, 30, 0, 39, False),  # too little past
    ],
)
def test_shares_that_rise(count: int, of: int, before: int, of_before: int, told: bool) -> None:
    assert risen(count, of, before, of_before) is told


def test_failures_in_a_row() -> None:
    url = "https://sena.example/feed"
    source = SourceState(url, NOW, NOW - 3 * DAY, 40, "http-500: the server answered 500", None)
    state = OutletState("sena", NOW, NOW - 3 * DAY, NOW, 40, (source,))
    assert kinds([], state) == ["failing"]
    came = [one for one in arrivals(steady(3), Random(1)) if one.at < NOW - 3 * DAY]
    assert kinds(came, state) == ["failing"]  # and not the silence that follows from it
    assert kinds([], replace(state, failures=0)) == ["source"]
    brief = replace(state, last_success=NOW - HOUR, sources=())
    assert kinds([], brief) == []
    assert kinds([], replace(state, failures=4, sources=(replace(source, failures=4),))) == []


# --- in the store ---------------------------------------------------------------------------------------


@pytest.fixture
def sena(tmp_path: Path) -> Iterator[Outlet]:
    source = '[[sources]]\nkind = "feed"\nurl = "https://sena.example/feed"\n'
    write(tmp_path, "sena", outlet_file("sena", source))
    yield load_outlets(tmp_path)["sena"]


def fill(store: Store, now: datetime, days: int, a_day: int = 8) -> None:
    for day in range(days, 0, -1):
        for number in range(a_day):
            at = now - day * DAY + HOUR + number * timedelta(hours=2)
            text = f"सेना की खबर। {prose(day * 100 + number)}"
            slug = f"{day}-{number}"
            store.save(story(slug, "sena", text, fetched_at=at, published=at - timedelta(minutes=30)))


def test_figures_of_the_store(store: Store, sena: Outlet) -> None:
    store.register_index("tantivy")
    fill(store, NOW, 30)
    fares = healths(store, [sena], NOW)["sena"]
    assert (fares.day.stories, fares.day.past) == (8, (8, 8, 8, 8))
    assert (fares.week.stories, fares.week.past) == (56, (56, 56, 56))
    assert fares.delay is None
    store.acknowledge("tantivy", {one.id: revision for one, revision in store.pending("tantivy")})
    # They were acknowledged today: the delay of the week's middle story.
    delay = healths(store, [sena], NOW)["sena"].delay
    assert delay is not None and delay > 3 * DAY
    # An edit is no new story, and an index that has it again is no news.
    came = store.arrivals(NOW - 2 * DAY)
    [edited] = [one for one in store.stories() if one.url.endswith("/1-0")]
    store.save(replace(edited, text=edited.text + " और", fetched_at=NOW))
    store.acknowledge("tantivy", {one.id: revision for one, revision in store.pending("tantivy")})
    assert store.arrivals(NOW - 2 * DAY) == came


def test_a_backfill_is_no_rush_of_news(store: Store, sena: Outlet) -> None:
    fill(store, NOW, 30)
    before = healths(store, [sena], NOW)["sena"]
    for number in range(50):
        text = f"सेना की पुरानी खबर। {prose(number)}"
        store.save(story(f"old-{number}", "sena", text, fetched_at=NOW - HOUR, published=NOW - 90 * DAY))
    assert healths(store, [sena], NOW)["sena"].day == before.day


def test_refusals_by_reason_and_period(store: Store, sena: Outlet) -> None:
    def refuse(reason: str, count: int, ago: timedelta, stage: str = "fetch") -> None:
        for number in range(count):
            url = f"https://sena.example/{reason}/{ago.total_seconds():.0f}/{number}"
            store.save(rejected(url, outlet="sena", stage=stage, reason=reason, at=NOW - ago))

    fill(store, NOW, 30)
    refuse("not-hindi", 40, 5 * HOUR, "language")
    refuse("not-defence", 90, 5 * HOUR, "relevance")
    refuse("http-403", 3, 2 * DAY)
    refuse("http-403", 2, 12 * DAY)
    refuse("http-404", 1, 90 * DAY)
    fares = healths(store, [sena], NOW)["sena"]
    assert dict(fares.refused) == {"not-defence": 90, "not-hindi": 40, "http-403": 3}
    assert {rate.reason: (rate.before, rate.week, rate.day) for rate in fares.refusals} == {
        "not-defence": (0, 90, 90),
        "not-hindi": (0, 40, 40),
        "http-403": (2, 3, 0),
    }
    [alarm] = alarms(fares, None, NOW)
    assert alarm.kind == "language"
    assert alarm.detail == "language/not-hindi: 40 of 138 pages in 24 h, before 0 of 186"


def test_the_commands(tmp_path: Path, sena: Outlet) -> None:
    now = datetime.now(UTC)
    quiet = scrapy(tmp_path, "--alarms")
    assert (quiet.returncode, quiet.stdout) == (0, ""), quiet.stderr
    with Store(f"sqlite:///{tmp_path}/prahari.db") as store:
        fill(store, now - 4 * DAY, 31)
        store.save(rejected("https://sena.example/x", outlet="sena", reason="timeout", at=now - HOUR))
        store.mark_outlet("sena", True, None, now)
    [_, line] = scrapy(tmp_path).stdout.splitlines()
    assert "0 of 8" in line and "1 timeout" in line
    [row] = map(json.loads, scrapy(tmp_path, "--json").stdout.splitlines())
    assert (row["new_24h"], row["expected_24h"], row["expected_from"]) == (0, 8, "past")
    assert row["refused_24h"] == {"fetch/timeout": 1}
    told = scrapy(tmp_path, "--alarms")
    assert told.returncode == 3
    assert told.stdout.startswith("sena: volume: ") and told.stdout.count("\n") == 1
    [alarm] = map(json.loads, scrapy(tmp_path, "--alarms", "--json").stdout.splitlines())
    assert (alarm["outlet"], alarm["kind"]) == ("sena", "volume")
