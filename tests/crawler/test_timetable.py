"""When an outlet is visited next, by its file, its past and what people said; who is in the next crawl."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler import ready as readiness
from crawler.leases import name as name_of_this_process
from crawler.outlet import Outlet
from crawler.registry import load_outlets
from crawler.schedulereport import explain, lasting, record
from crawler.timetable import Facts, lost_sources, search_due, standing
from pipelines.india import INDIA
from pipelines.store import Holding, OutletState, Pause, SourceState, Store
from pipelines.store.schedule import ALL
from tests.crawler.test_registry import outlet as outlet_file
from tests.crawler.test_registry import write

NOON = datetime(2026, 11, 30, 12, 2, tzinfo=INDIA).astimezone(UTC)
MINUTE = timedelta(minutes=1)
SOURCE = '\n[[sources]]\nkind = "feed"\nurl = "https://sena.example/feed"\n'


def settings(**more: object) -> Settings:
    return Settings(
        {"PRAHARI_INTERVAL_MIN": 10, "PRAHARI_INTERVAL_MAX": 180, "PRAHARI_QUIET_HOURS": "", **more}
    )


def sena(directory: Path, more: str = "", sources: str = SOURCE) -> Outlet:
    write(directory, "sena", outlet_file("sena", more + sources))
    return load_outlets(directory)["sena"]


def visited(minutes_ago: float, due_in: float, failures: int = 0) -> OutletState:
    last = NOON - minutes_ago * MINUTE
    return OutletState("sena", last, last, NOON + due_in * MINUTE, failures)


def failing(state: OutletState, due_in: float) -> OutletState:
    source = SourceState(
        "https://sena.example/feed", NOON, None, 7, "http-500: no", None, next_due=NOON + due_in * MINUTE
    )
    return replace(state, sources=(source,))


@pytest.mark.parametrize(
    ("more", "state", "expected"),
    [
        ("", None, ("due", None, "never")),
        ("", visited(30, 20), ("waiting", 20, "rhythm")),
        ("", visited(30, 0), ("due", None, "rhythm")),
        ("", visited(30, 40 * 24 * 60), ("waiting", 150, "rhythm")),  # no later than the longest interval
        ("every = 45\n", visited(30, 100), ("waiting", 15, "every")),
        ("every = 45\n", visited(50, 100), ("due", None, "every")),
        ('cron = "*/20 5-23 * * *"\n', visited(1, 100), ("waiting", 18, "cron")),
        ('cron = "0 6 * * *"\n', visited(60, 5), ("waiting", 17 * 60 + 58, "cron")),
        ('cron = "0 12 * * *"\n', visited(10 * 24 * 60, 5), ("due", None, "cron")),  # ten missed are one
        ("", failing(visited(30, 20, 7), 400), ("waiting", 400, "failing")),
        ("every = 45\n", failing(visited(30, 20, 7), 10), ("waiting", 15, "every")),
        ('quiet_hours = "11:30-13:00"\n', visited(30, 0), ("quiet", 58, "rhythm")),
        ('quiet_hours = "11:30-13:00"\n', visited(30, 20), ("waiting", 58, "rhythm")),
        ('quiet_hours = "23:00-05:30"\n', visited(30, 0), ("due", None, "rhythm")),
    ],
)
def test_the_next_visit(
    tmp_path: Path, more: str, state: OutletState | None, expected: tuple[str, float | None, str]
) -> None:
    stands = standing(sena(tmp_path, more), Facts(state), settings(), NOON)
    minutes = None if stands.at is None else (stands.at - NOON) / MINUTE
    assert (stands.state, minutes, stands.ground) == expected


def test_the_files_quiet_hours_win_over_the_settings(tmp_path: Path) -> None:
    quiet = settings(PRAHARI_QUIET_HOURS="12:00-13:00")
    state = Facts(visited(30, 0))
    assert standing(sena(tmp_path), state, quiet, NOON).state == "quiet"
    assert standing(sena(tmp_path, 'quiet_hours = "none"\n'), state, quiet, NOON).state == "due"


def test_an_outlet_without_sources_is_searched_each_day(tmp_path: Path) -> None:
    stands = standing(sena(tmp_path, sources=""), Facts(visited(30, 20)), settings(), NOON)
    assert stands.ground == "no sources" and stands.at == NOON + timedelta(days=1) - 30 * MINUTE


DAY = timedelta(days=1)
FEED = "https://sena.example/feed"


def dead(url: str, last: float, wait: float) -> SourceState:
    """It failed so many days ago, and is left alone for so long since."""
    at = NOON - last * DAY
    return SourceState(url, at, None, 9, "http-404: no", None, next_due=at + wait * DAY)


@pytest.mark.parametrize(
    ("sources", "at"),
    [
        ([dead(FEED, 1, 7)], -1),  # since it has failed for so long
        ([dead(FEED, 1, 5)], None),
        ([dead(FEED, 1, 7), dead("https://sena.example/", 0.5, 0)], 6.5),  # after the last search
        ([dead(FEED, 1, 7), dead("https://sena.example/", 8, 0)], -1),
        ([dead(FEED, 1, 7), dead("https://sena.example/other", 1, 7)], -1),  # one that is in no file
        ([SourceState(FEED, NOON, NOON, 0, None, 5, None)], None),
    ],
)
def test_when_other_sources_are_looked_for(
    tmp_path: Path, sources: list[SourceState], at: float | None
) -> None:
    outlet = sena(tmp_path)
    state = replace(visited(24 * 60, 20), sources=tuple(sources))
    found = search_due(outlet, state, 7 * DAY)
    if at is None:
        assert found is None
    else:
        assert found is not None and found - NOON == max(at, -8) * DAY
    assert search_due(outlet, state, timedelta(0)) is None, "switched off"


def test_one_dead_source_is_enough(tmp_path: Path) -> None:
    other = "https://sena.example/other"
    outlet = sena(tmp_path, sources=SOURCE + f'[[sources]]\nkind = "feed"\nurl = "{other}"\n')
    alive = SourceState(other, NOON, NOON, 0, None, 5, None)
    state = replace(visited(24 * 60, 20), sources=(dead(FEED, 1, 7), alive))
    assert search_due(outlet, state, 7 * DAY) == NOON - DAY
    assert [one.url for one in lost_sources(outlet, state, 7 * DAY)] == [FEED]
    assert search_due(outlet, replace(state, sources=(dead(FEED, 1, 5), alive)), 7 * DAY) is None


def test_an_outlet_whose_source_is_dead_is_searched_before_that_is_asked_again(tmp_path: Path) -> None:
    outlet = sena(tmp_path)
    known = Facts(replace(visited(24 * 60, 6 * 24 * 60), sources=(dead(FEED, 1, 7),)))
    stands = standing(outlet, known, settings(PRAHARI_REDISCOVER_DAYS=7), NOON)
    assert (stands.state, stands.ground) == ("due", "lost")
    told = explain(outlet, stands, known, None, settings(), NOON)
    assert any("none of its sources answers any more: others are looked for" in line for line in told)
    assert standing(outlet, known, settings(), NOON).ground == "failing"


def test_pages_make_it_due_before_its_sources_are(tmp_path: Path) -> None:
    known = Facts(visited(30, 20), pages=True)
    outlets = {"sena": sena(tmp_path)}
    assert standing(outlets["sena"], known, settings(), NOON).state == "due"
    found = readiness.ready({"sena": known}, outlets, settings(), NOON)
    assert (found.visit, found.pages, found.ids) == ((), ("sena",), ("sena",))


HELD = Holding("outlet:sena", "host:boot:space:47:11:00000000", NOON - 3 * MINUTE, NOON + MINUTE, False)
PAUSED = Pause(NOON - 60 * MINUTE, "शिकायत")


@pytest.mark.parametrize(
    ("known", "state", "words"),
    [
        (Facts(visited(30, 20)), "waiting", "is visited next at 30 Nov 2026, 12:22 IST (in 20 min)"),
        (Facts(visited(30, 0)), "due", "is due now"),
        (Facts(pause=PAUSED, wanted_at=NOON), "paused", "is paused since 30 Nov 2026, 11:02 IST: शिकायत"),
        (Facts(wanted_at=NOON), "wanted", "a visit was asked for at 30 Nov 2026, 12:02 IST"),
        (
            Facts(holding=HELD, pause=PAUSED),
            "crawling",
            "by process 47 on host, since 30 Nov 2026, 11:59 IST (3 min)",
        ),
        (
            Facts(failing(visited(30, 20, 7), 400)),
            "waiting",
            "all its sources fail: the first is asked again at 30 Nov 2026, 18:42 IST",
        ),
        (Facts(failing(visited(30, 20, 7), 400)), "waiting", "7 visits in a row failed: http-500: no"),
        (
            Facts(visited(30, 0), busy={"sena.example": NOON + 5 * MINUTE}),
            "due",
            "sena.example asked to be left alone until 30 Nov 2026, 12:07 IST (Retry-After)",
        ),
        (Facts(visited(30, 20)), "waiting", "no watch runs"),
        (Facts(visited(30, 20)), "waiting", "about 1.0 stories an hour"),
    ],
)
def test_why_is_told_in_words(tmp_path: Path, known: Facts, state: str, words: str) -> None:
    outlet = sena(tmp_path)
    stands = standing(outlet, known, settings(), NOON)
    told = explain(outlet, stands, known, None, settings(), NOON)
    assert stands.state == state
    assert told[0].startswith("sena (समाचार) ") and told[0].endswith(".")
    assert words in "\n".join(told)
    assert record(outlet, stands, known)["state"] == state


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(40, "40 s"), (60, "1 min"), (11_100, "3 h 5 min"), (3600, "1 h"), (187_200, "2 d 4 h"), (-5, "0 s")],
)
def test_a_span_in_words(seconds: float, told: str) -> None:
    assert lasting(timedelta(seconds=seconds)) == told


def test_who_is_ready_waits_longest_first_and_is_neither_paused_nor_crawled(
    sqlite_store: Store, tmp_path: Path
) -> None:
    names = ("crawled", "late", "later", "left", "new", "paused", "waiting")
    for name in names:
        write(tmp_path, name, outlet_file(name, SOURCE.replace("sena", name)))
    outlets = load_outlets(tmp_path)
    for name, due_in in (("later", -5), ("late", -9), ("waiting", 9), ("paused", -9), ("crawled", -9)):
        sqlite_store.mark_outlet(name, True, NOON + due_in * MINUTE, NOON - 20 * MINUTE)
    sqlite_store.mark_outlet("left", True, NOON, NOON - 20 * MINUTE)
    sqlite_store.pause(["paused"], "", NOON)
    sqlite_store.take(["outlet:crawled"], "somewhere else", 60)
    machine = name_of_this_process().rsplit(":", 3)[0]
    sqlite_store.take(["outlet:left"], f"{machine}:4194304:1:00000000", 60)  # no such process
    known = readiness.facts(sqlite_store, outlets, NOON)
    found = readiness.ready(known, outlets, settings(), NOON)
    assert found.visit == ("new", "late", "later", "left")
    sqlite_store.pause([ALL], "", NOON)
    known = readiness.facts(sqlite_store, outlets, NOON)
    assert readiness.ready(known, outlets, settings(), NOON).ids == ()
