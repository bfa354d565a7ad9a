"""What people asked of the watch, and instants that a wrong clock noted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipelines.entry import Entry, SourceRef
from pipelines.rhythm import Rhythm
from pipelines.store import Pause, Store
from pipelines.store.schedule import ALL

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCE = "https://sena.example/feed"


def test_pauses_are_known_with_their_reason_until_they_are_ended(store: Store) -> None:
    store.pause(["sena", ALL], "शिकायत", NOON)
    store.pause(["sena"], "दूसरी शिकायत", NOON + HOUR)
    assert store.pauses() == {"sena": Pause(NOON, "दूसरी शिकायत"), ALL: Pause(NOON, "शिकायत")}
    assert store.resume(["sena", "vayu"]) == ["sena"]
    assert store.pauses() == {ALL: Pause(NOON, "शिकायत")}
    assert store.resume([ALL]) == [ALL]
    assert store.pauses() == {}


def test_a_visit_is_wanted_until_it_has_ended(store: Store) -> None:
    store.want(["vayu"], NOON + HOUR)
    store.want(["sena"], NOON)
    store.pause(["sena"], "", NOON)
    asked = store.wanted()
    assert list(asked.items()) == [("sena", NOON), ("vayu", NOON + HOUR)]
    store.want(["vayu"], NOON + 2 * HOUR)  # somebody asks once more while it goes on
    store.visit_ended(asked)
    assert store.wanted() == {"vayu": NOON + 2 * HOUR}
    assert store.pauses() == {"sena": Pause(NOON, "")}


def visited_by_a_clock_that_is_ahead(store: Store, ahead: timedelta) -> None:
    then = NOON + ahead
    store.mark_polled("sena", SOURCE, False, "http-500", None, then, then + HOUR)
    store.mark_outlet("sena", False, then + 2 * HOUR, then, Rhythm(then))
    store.announce(
        "sena", {"https://sena.example/1": Entry("https://sena.example/1", SourceRef("feed", SOURCE))}, then
    )
    store.leave_host_alone("sena.example", then + 3 * HOUR, "http-429")


def test_what_a_clock_noted_that_was_ahead_is_moved_back(store: Store) -> None:
    visited_by_a_clock_that_is_ahead(store, timedelta(days=40))
    store.mark_outlet("vayu", True, NOON + HOUR, NOON, None)
    assert store.correct_instants(NOON) == 4
    state = store.outlet_states()["sena"]
    assert (state.last_polled, state.next_due) == (NOON, NOON + 2 * HOUR)
    assert (state.sources[0].last_polled, state.sources[0].next_due) == (NOON, NOON + HOUR)
    assert store.outlet_states()["vayu"].next_due == NOON + HOUR
    assert store.with_work(["sena"], NOON) == ["sena"]
    assert store.hosts_left_alone(NOON) == {"sena.example": NOON + timedelta(days=1)}
    assert store.correct_instants(NOON) == 0


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(minutes=4), -timedelta(days=40)])
def test_what_other_machines_clocks_noted_stays(store: Store, ahead: timedelta) -> None:
    visited_by_a_clock_that_is_ahead(store, ahead)
    assert store.correct_instants(NOON) == 0
    assert store.outlet_states()["sena"].last_polled == NOON + ahead
