"""What is wrong, found in a real store and told once."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.services import Services
from crawler.troubles import all_paused, outlet_troubles, system_troubles
from pipelines.store.alarms import CALM
from pipelines.store.schedule import ALL
from scheduler import jobs
from scheduler.alarms import watch_alarms, watch_outlets
from scheduler.clock import Awake, Since
from scheduler.crawls import CHILDREN
from tests.pipelines.outcomes import story
from tests.real_outlet import outlet_file
from tests.scheduler.watched import BEGAN, LATER, MINUTE, Open, services

__all__ = ["services"]


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Alarms and ends of alarms in the log, since the last look."""
    lines = [r.getMessage() for r in caplog.records if r.name == "scheduler.alarms.channels"]
    caplog.clear()
    return lines


def test_silence_is_told_once_across_restarts_and_ends_with_a_story(
    services: Open, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    assert watch_alarms(services(), BEGAN + 179 * MINUTE, BEGAN) == 0
    assert told(caplog) == []
    for minute in (181, 182):
        watch_alarms(services(), BEGAN + minute * MINUTE, BEGAN)  # each time another process
    assert told(caplog) == ["ALARM silence: no story of any outlet for 3 h"]
    now = BEGAN + 190 * MINUTE
    services().store.save(story(fetched_at=now))
    for at in (now, now + CALM, now + 2 * CALM):
        watch_alarms(services(), at, BEGAN)
    assert told(caplog) == ["over: silence, after 19 min; it was: no story of any outlet for 3 h"]


def test_a_watch_that_has_just_begun_is_not_silent(services: Open, caplog: pytest.LogCaptureFixture) -> None:
    services().store.save(story(fetched_at=BEGAN - timedelta(days=3)))
    watch_alarms(services(), BEGAN + MINUTE, BEGAN)
    assert told(caplog) == []


def test_nobody_is_silent_who_is_to_be_quiet(services: Open, caplog: pytest.LogCaptureFixture) -> None:
    """BEGAN is 05:30 in India, LATER 10:30."""
    for quiet, ends in (("04:00-11:00", 0), ("04:00-09:00", 0), ("20:00-06:30", 1), ("", 1)):
        here = services(PRAHARI_QUIET_HOURS=quiet)
        assert len(system_troubles(here, LATER, BEGAN)) == ends, quiet
    here.store.pause([ALL], "a holiday", BEGAN)
    assert system_troubles(here, LATER, BEGAN) == []


def test_after_a_pause_of_all_silence_counts_from_its_end(
    services: Open, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC)
    hours = iter([9, 1 / 60])
    monkeypatch.setattr(Services, "of_project", services)  # of this test's settings
    monkeypatch.setattr(CHILDREN, "awake", Awake(lambda: now - timedelta(hours=9)))
    monkeypatch.setattr(jobs, "VISITING", Since(lambda: now - timedelta(hours=next(hours))))
    here = services()
    here.store.save(story(fetched_at=now - timedelta(hours=9)))
    assert system_troubles(here, now, now - timedelta(hours=9)), "without a pause it is silence"
    here.store.pause([ALL], "the line is down", now - timedelta(hours=9))
    jobs.watch_alarms()  # the last time before the pause ends
    here.store.resume([ALL])
    jobs.watch_alarms()
    assert told(caplog) == []


def test_a_mistake_in_a_file_is_an_alarm(services: Open, tmp_path: Path) -> None:
    file = tmp_path / "outlets" / "prabhat.toml"
    file.write_text("id = 7\n", "utf-8")
    found = {(one.kind, one.subject): one.detail for one in outlet_troubles(services(), BEGAN)}
    assert f"{file}:1: id: " in found["file", "prabhat"]


def test_outlets_that_are_paused_one_by_one_are_all_paused(services: Open, tmp_path: Path) -> None:
    file = outlet_file("prabhat", "प्रभात", "Prabhat", "https://prabhat.example", "prabhat.example")
    (tmp_path / "outlets" / "prabhat.toml").write_text(file, "utf-8")
    assert not all_paused(services())
    services().store.pause(["prabhat"], "", BEGAN)
    assert all_paused(services())


def test_what_waits_for_the_index_in_use_and_what_it_refused(
    services: Open, caplog: pytest.LogCaptureFixture
) -> None:
    here = services(PRAHARI_ALARM_SILENCE_MINUTES=0, PRAHARI_ALARM_OUTBOX_MINUTES=30)
    now = datetime.now(UTC)
    one, other = story("one"), story("two", text="दूसरी खबर। " * 40)
    here.store.register_index("tantivy")
    here.store.register_index("elasticsearch:left-over:uuid")  # nobody drains to it any more
    here.store.save(one)
    here.store.save(other)
    here.store.refuse("tantivy", {one.id: (1, "it is too long")}, now)
    watch_alarms(here, now + 29 * MINUTE, BEGAN)
    assert told(caplog) == [
        "ALARM refused, tantivy: the index would not take 1 stories: see `scrapy index failed`"
    ]
    watch_alarms(here, now + 30.5 * MINUTE, BEGAN)
    assert told(caplog) == ["ALARM outbox, tantivy: 1 stories wait for the index, up to 30 min"]
    assert {alarm.trouble.kind for alarm in here.store.open_alarms()} == {"refused", "outbox"}


def test_a_disk_that_is_nearly_full(services: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    watch_alarms(services(PRAHARI_ALARM_DISK_PERCENT=100), BEGAN, BEGAN)
    (line,) = told(caplog)
    assert line.startswith(f"ALARM disk, {tmp_path}: ") and line.endswith("% of the disk, are free")


def test_an_outlet_that_fails(services: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "outlets" / "prabhat.toml").write_text(
        'id = "prabhat"\nname_hi = "प्रभात"\nname_en = "Prabhat"\nkind = "newspaper"\n'
        'home = "https://prabhat.example/"\nhosts = ["prabhat.example"]\ninterval = 15\n'
        '[[sources]]\nkind = "feed"\nurl = "https://prabhat.example/feed"\n',
        "utf-8",
    )
    store = services().store
    for _ in range(5):
        store.mark_polled("prabhat", "https://prabhat.example/feed", False, "http-500: no", None, LATER)
        store.mark_outlet("prabhat", False, None, LATER)
    here = services(PRAHARI_ALARM_SILENCE_MINUTES=0)
    assert [*here.registry] == ["prabhat"], here.registry.problems
    watch_outlets(here, LATER)
    watch_alarms(here, LATER, LATER)
    assert told(caplog) == ["ALARM failing, prabhat: 5 visits failed in a row: http-500: no"]
    store.mark_outlet("prabhat", True, None, LATER)
    store.mark_polled("prabhat", "https://prabhat.example/feed", True, None, 3, LATER)
    watch_alarms(here, LATER + 2 * CALM, LATER)
    assert told(caplog) == [], "nobody has looked at outlets since"
    caplog.set_level(logging.INFO)
    watch_outlets(here, LATER + 2 * CALM)
    watch_alarms(here, LATER + 2 * CALM, LATER)
    assert [line.partition(",")[0] for line in told(caplog)] == ["over: failing"]
