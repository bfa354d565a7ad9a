"""The parts of the service by themselves: crawls beside each other, clocks, who has the watch."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from crawler import leases
from crawler.presence import FORGOTTEN, Mark, present
from crawler.schedulereport import staff
from pipelines.india import INDIA
from pipelines.store import Store, StoreProblem
from pipelines.store.tables import holdings
from scheduler.batches import LONG, Batches
from scheduler.clock import BREAK, Awake, Clock
from scheduler.leadership import Leadership
from scheduler.watch import JOBS, correct, run_now
from tests.pipelines.outcomes import NOON
from tests.scheduler.jobs import paused


class Hand:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


# --- crawls beside each other --------------------------------------------------------------------------


def test_crawls_take_different_outlets_and_there_are_only_so_many() -> None:
    batches = Batches(Hand())
    with batches.one(2, lambda others: ["a", "b"]) as first:
        with batches.one(2, lambda others: [id for id in ("a", "c") if id not in others]) as second:
            assert (first, second) == (("a", "b"), ("c",))
            assert batches.outlets() == {"a", "b", "c"}
            with batches.one(2, lambda others: ["d"]) as third:
                assert third == ()
            with batches.one(None, lambda others: ["d"]) as wanted:
                assert wanted == ("d",)
        with batches.one(2, lambda others: ["c"]) as again:
            assert again == ("c",)
    assert batches.outlets() == set()


def test_a_long_crawl_makes_room_but_not_for_any_number() -> None:
    hand = Hand()
    batches = Batches(hand)
    with batches.one(1, lambda _: ["a"]), batches.one(1, lambda _: ["b"]) as early:
        assert early == ()
        hand.now += LONG
        with batches.one(1, lambda _: ["b"]) as late:
            assert late == ("b",)
            hand.now += LONG
            with batches.one(1, lambda _: ["c"]) as third:
                assert third == ()


def test_a_crawl_that_breaks_off_gives_its_outlets_back() -> None:
    batches = Batches()
    with pytest.raises(KeyError), batches.one(1, lambda _: ["a"]):
        raise KeyError
    assert batches.outlets() == set()


# --- clocks ----------------------------------------------------------------------------------------------


def test_a_clock_that_was_set_or_a_machine_that_slept_is_noticed() -> None:
    of_day, since_boot = Hand(), Hand()
    clock = Clock(of_day, since_boot)
    of_day.now, since_boot.now = 1060, 1060
    assert clock.jumped() is None
    of_day.now = 1061.5
    assert clock.jumped() is None, "it is being kept right"
    of_day.now = 4661.5
    assert clock.jumped() == 3600
    assert clock.jumped() is None, "told once"
    of_day.now -= 7200
    assert clock.jumped() == -7200


def test_a_process_that_stood_still_counts_from_its_waking() -> None:
    """Stopped with both clocks running on, as in a virtual machine that is paused: there is no jump."""
    now = [NOON]
    awake = Awake(lambda: now[0])
    for _ in range(3):
        now[0] += BREAK
        awake.look()
    assert awake.at == NOON
    now[0] += timedelta(hours=5)
    assert awake.at == now[0], "whoever asks first after waking"
    now[0] += BREAK
    assert awake.at == now[0] - BREAK


def test_jobs_that_a_clock_has_put_far_off_are_brought_nearer(store_url: str) -> None:
    """The clock went back by 40 days: what was planned by it would stand still so long."""
    with paused(store_url) as watch:
        planned = {job.id: job.next_run_time for job in watch.get_jobs()}
        for id in ("drain_index", "verify_index"):
            watch.modify_job(id, next_run_time=planned[id] + timedelta(days=40))
        assert set(correct(watch)) == {"drain_index", "verify_index"}
        now = datetime.now(INDIA)
        for job in JOBS:
            assert watch.get_job(job.id).next_run_time <= job.latest(now), job
        assert watch.get_job("verify_index").next_run_time == planned["verify_index"]
        assert correct(watch) == []


def test_a_job_is_run_at_once_beside_its_times(store_url: str) -> None:
    with paused(store_url) as watch:
        run_now(watch, "verify_index")
        assert watch.get_job("verify_index").next_run_time <= datetime.now(INDIA)


# --- who has the watch -------------------------------------------------------------------------------------


def test_one_has_the_watch_the_other_stands_by_until_it_leaves(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    first, second = Leadership(store, 30), Leadership(store, 30)
    assert first.seize() and first.keep()
    assert not second.seize() and not second.seize()
    assert caplog.text.count("standing by") == 1 and f"process {os.getpid()} on" in caplog.text
    assert leases.watch(store.holdings()) is not None
    first.leave()
    assert leases.watch(store.holdings()) is None
    assert second.seize()
    assert not first.keep()
    first.leave()
    assert second.keep(), "who has lost the watch cannot give it back"


def test_who_stands_by_is_known(store: Store) -> None:
    first, second, third = (Leadership(store, 30) for _ in range(3))
    assert [one.seize() for one in (first, second, third, second)] == [True, False, False, False]
    standby = present(store.holdings(), "standby")
    assert [one.owner for one in standby] == [second.owner, third.owner]
    lines = list(staff(store.holdings()))
    assert [line.partition(": process ")[0] for line in lines[1:]] == ["standing by"] * 2
    assert lines[0].startswith(f"the watch is process {os.getpid()} on ")
    first.leave()
    assert second.seize()
    third.retire()
    assert present(store.holdings(), "standby") == []


def test_marks_of_those_who_died_are_not_told_and_dropped(store: Store) -> None:
    far = "elsewhere:boot:1:7:0123abcd"
    marks = [Mark("worker", far, 3600), Mark("worker", _ended_process(), 3600), Mark("standby", far, 0.0)]
    for mark in marks:
        mark.show(store)
    store.take(["next:outlet:x"], far, 0.0)
    assert [line.partition(", since")[0] for line in staff(store.holdings())] == [
        "no watch runs: python -m scheduler starts it",
        "worker: process 1 on elsewhere",
    ]
    with store._database.write() as connection:
        ended = datetime.now(UTC) - FORGOTTEN - timedelta(minutes=1)
        connection.execute(update(holdings).where(holdings.c.seconds == 0).values(until=ended))
    marks[0].show(store)
    assert {name.partition(":")[0] for name in store.holdings()} == {"worker", "next"}
    marks[0].remove(store)
    assert [*store.holdings()].count(f"worker:{far}") == 0


def test_the_watch_of_a_process_that_died_is_taken_at_once(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    store.take([leases.WATCH], _ended_process(), 3600)
    assert leases.watch(store.holdings()) is None
    assert Leadership(store, 30).seize()
    assert "taking over" in caplog.text


def _ended_process() -> str:
    """Its name as an owner."""
    code = "from crawler.leases import name; print(name())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_who_cannot_reach_the_database_believes_for_one_lease_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = Hand()
    monkeypatch.setattr("scheduler.leadership.time.monotonic", hand)
    with Store(f"sqlite:///{tmp_path}/store.db") as store:
        leader = Leadership(store, 30)
        assert leader.seize()
        monkeypatch.setattr(store, "renew", _away)  # a mock: a real database is not away for 29 s in a test
        hand.now += 29
        assert leader.keep()
        hand.now += 2
        assert not leader.keep()


def _away(*_: object) -> None:
    raise StoreProblem("the database is away")
