"""Counts that outlive the crawls that count, in SQLite and in PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from pipelines.store import Store, tallies
from tests.pipelines.outcomes import story

NOON = datetime(2026, 11, 30, 6, 30, tzinfo=UTC)


def test_counts_add_up_for_all_time_and_for_the_day_in_india(store: Store) -> None:
    late = datetime(2026, 11, 30, 18, 31, tzinfo=UTC)  # 00:01 of the first of December in India
    store.tally({("fetch", "200"): 3, ("bytes", "received"): 1000}, NOON)
    store.tally({("fetch", "200"): 2, ("fetch", "timeout"): 1}, late)
    assert store.tallies() == {"fetch": {"200": 5, "timeout": 1}, "bytes": {"received": 1000}}
    assert store.tallies(NOON) == {"fetch": {"200": 3}, "bytes": {"received": 1000}}
    assert store.tallies(late) == {"fetch": {"200": 2, "timeout": 1}}
    store.tally({}, late)
    assert store.tallies(late) == {"fetch": {"200": 2, "timeout": 1}}


def test_what_servers_answer_cannot_make_labels_without_end(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "LABELS", 3)
    numbers = count()
    for _ in range(4):
        store.tally({("refused", f"outlet/fetch/http-{next(numbers)}"): 1 for _ in range(2)}, NOON)
    store.tally({("refused", "x" * 300): 1, ("refused", "outlet/fetch/http-0"): 1}, NOON)
    counted = store.tallies()["refused"]
    assert set(counted) == {"outlet/fetch/http-0", "outlet/fetch/http-1", "outlet/fetch/http-2", "other"}
    assert sum(counted.values()) == 10
    assert counted["outlet/fetch/http-0"] == 2


def test_single_days_are_forgotten_and_all_time_is_not(store: Store) -> None:
    store.tally({("fetch", "200"): 1}, NOON)
    store.purge(NOON + tallies.KEPT - timedelta(days=1))
    assert store.tallies(NOON) == {"fetch": {"200": 1}}
    store.purge(NOON + tallies.KEPT + timedelta(days=2))
    assert store.tallies(NOON) == {}
    assert store.tallies() == {"fetch": {"200": 1}}


def test_a_delay_is_counted_when_an_index_has_a_story_first(store: Store) -> None:
    now = datetime.now(UTC)
    news = story("news", published=now - timedelta(minutes=4), fetched_at=now)
    old = story("old", text="दूसरी खबर। " * 40, published=now - timedelta(days=9), fetched_at=now)
    undated = story("undated", text="तीसरी खबर। " * 40, fetched_at=now)
    ids = {}
    for one in (news, old, undated):
        store.save(one)
        ids[one.id] = 1
    for index in ("one", "another", "one"):
        store.register_index(index)
        store.acknowledge(index, ids)
    counted = store.tallies()["delay"]
    assert {bound: n for bound, n in counted.items() if bound != "sum"} == {"300": 1}
    assert 240 <= counted["sum"] < 300


@pytest.mark.parametrize(
    ("seconds", "bound"), [(-5.0, "60"), (60.0, "60"), (61.0, "120"), (86_400.0, "86400"), (9e9, "inf")]
)
def test_which_delays_are_told_apart(seconds: float, bound: str) -> None:
    assert tallies.delays([seconds]) == {("delay", bound): 1, ("delay", "sum"): max(0.0, seconds)}
