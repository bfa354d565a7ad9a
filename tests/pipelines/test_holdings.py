"""What one process has to itself: who gets it, who keeps it, and what clocks that jump do to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.context import ForkServerContext

import pytest

from pipelines.store import Store, holdings

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LEASE = 40.0

Set = Callable[[float], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Sets the database's clock, in seconds after noon."""

    def set_clock(seconds: float) -> None:
        monkeypatch.setattr(holdings, "clock", lambda _: NOON + timedelta(seconds=seconds))

    set_clock(0)
    return set_clock


def test_what_one_has_no_other_gets_until_it_is_given_back(store: Store) -> None:
    assert store.take(["a", "b"], "one", LEASE) == ["a", "b"]
    assert store.take(["b", "c"], "two", LEASE) == ["c"]
    assert store.take(["a"], "one", LEASE) == ["a"], "who has it takes it again"
    assert store.renew(["a", "c", "unknown"], "one", LEASE) == ["a"]
    assert store.give_back(["one"], ["b"]) == 1
    assert store.take(["a", "b"], "two", LEASE) == ["b"]
    assert {name: held.owner for name, held in store.holdings().items()} == {
        "a": "one",
        "b": "two",
        "c": "two",
    }
    assert store.give_back(["two"]) == 2
    assert store.give_back(["two"]) == 0


def test_who_gives_no_sign_of_life_is_doubted_and_then_followed(store: Store, at: Set) -> None:
    store.take(["a"], "one", LEASE)
    at(LEASE - 1)
    assert store.take(["a"], "two", LEASE) == []
    at(LEASE)
    assert store.holdings()["a"].ended
    assert store.take(["a"], "two", LEASE) == [], "only doubted"
    at(1.5 * LEASE - 1)
    assert store.take(["a"], "two", LEASE) == []
    at(1.5 * LEASE)
    assert store.take(["a"], "two", LEASE) == ["a"]
    assert store.holdings()["a"].since == NOON + timedelta(seconds=1.5 * LEASE)
    assert store.renew(["a"], "one", LEASE) == [], "who was followed is told so"
    assert store.give_back(["one"]) == 0


def test_a_sign_of_life_ends_the_doubt(store: Store, at: Set) -> None:
    """A machine that slept, or a clock that was set forward: the owner lives."""
    store.take(["a"], "one", LEASE)
    at(3600)
    assert store.take(["a"], "two", LEASE) == []
    assert store.renew(["a"], "one", LEASE) == ["a"]
    at(3600 + LEASE / 2 + 1)
    assert store.take(["a"], "two", LEASE) == []
    assert store.holdings()["a"].since == NOON


def test_a_clock_that_went_back_keeps_nothing_for_ever(store: Store, at: Set) -> None:
    store.take(["a", "b"], "one", LEASE)
    at(-86_400)
    assert store.take(["a", "b"], "two", LEASE) == []
    assert store.renew(["b"], "one", LEASE) == ["b"]
    at(-86_400 + LEASE / 2)
    assert store.take(["a", "b"], "two", LEASE) == ["a"]


def test_who_is_known_to_be_gone_is_followed_at_once(store: Store, at: Set) -> None:
    store.take(["a"], "one", LEASE)
    assert store.take(["a"], "two", LEASE, gone=["someone"]) == []
    assert store.take(["a"], "two", LEASE, gone=["one"]) == ["a"]


def test_the_clock_is_the_databases(store: Store) -> None:
    with store._database.read() as connection:
        there = holdings.clock(connection)
    assert there.utcoffset() == timedelta(0)
    assert abs(there - datetime.now(UTC)) < timedelta(minutes=1)  # both are this machine's


def _take(url: str, owner: str, names: list[str], got: object) -> None:
    with Store(url) as store:
        got.put((owner, store.take(names, owner, LEASE)))  # type: ignore[attr-defined]


def test_of_four_processes_one_gets_each(store_url: str, processes: ForkServerContext) -> None:
    Store(store_url).close()
    names, got = [f"outlet-{n}" for n in range(20)], processes.Queue()
    takers = [processes.Process(target=_take, args=(store_url, str(n), names, got)) for n in range(4)]
    for taker in takers:
        taker.start()
    taken = dict(got.get(timeout=60) for _ in takers)
    for taker in takers:
        taker.join()
    assert sorted(name for each in taken.values() for name in each) == sorted(names)
