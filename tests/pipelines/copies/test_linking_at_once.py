"""Links after everything was forgotten or interrupted, and of stories that come at once."""

from __future__ import annotations

from dataclasses import replace
from multiprocessing.context import ForkServerContext
from multiprocessing.synchronize import Barrier

import pytest
from sqlalchemy import Connection

from pipelines.copies.decision import Piece, Verdict
from pipelines.store import Store, StoreProblem, candidates, linking
from tests.pipelines.copies.test_linking import alike
from tests.pipelines.copies.test_orders import candidate, state
from tests.pipelines.copies.wire import WIRE
from tests.pipelines.outcomes import NOON, story

FIRST, SHORTER = WIRE[:2]


def test_everything_is_found_again_after_all_is_forgotten(store: Store) -> None:
    for one in WIRE:
        store.save(one)
    known = state(store)
    assert store.forget_links() == store.unlinked_count() == len(WIRE)
    assert store.links(FIRST.id) == []
    assert state(store)[0] == known[0]  # clusters stay until they are found again
    assert [store.catch_up(2) for _ in range(4)] == [2, 2, 1, 0]
    assert state(store) == known


def test_a_story_that_could_not_be_compared_is_stored_and_waits(
    store_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with Store(store_url) as store:
        store.save(FIRST)

        def away(number: int) -> str:
            raise StoreProblem("the database is away")

        with monkeypatch.context() as patch:
            patch.setattr(store._linker, "link", away)
            assert store.save(SHORTER).created
        assert "the database is away" in caplog.text
    with Store(store_url) as store:
        assert (store.unlinked_count(), store.links(SHORTER.id)) == (1, [])
        assert store.catch_up() == 1
        assert [link.id for link in store.links(SHORTER.id)] == [FIRST.id]


def test_an_odd_pair_stops_nothing(store_url: str, caplog: pytest.LogCaptureFixture) -> None:
    def odd(a: Piece, b: Piece) -> Verdict:
        raise ValueError("never seen that")

    with Store(store_url, judge=odd) as store:
        assert all(store.save(one).created for one in WIRE)
        assert store.unlinked_count() == 0
    assert "never seen that" in caplog.text


def save_with_others(url: str, number: int, start: Barrier) -> None:
    with Store(url) as store:
        start.wait(60)
        store.save(WIRE[number])


def test_several_processes_at_once_miss_nothing(
    processes: ForkServerContext, store_url: str, store: Store
) -> None:
    Store(store_url).close()
    start = processes.Barrier(len(WIRE))
    running = [
        processes.Process(target=save_with_others, args=(store_url, n, start)) for n in range(len(WIRE))
    ]
    for process in running:
        process.start()
    for process in running:
        process.join(120)
    assert [process.exitcode for process in running] == [0] * len(WIRE)
    for one in WIRE:
        store.save(one)
    with Store(store_url) as found:
        assert state(found) == state(store)


def test_stories_that_come_while_texts_are_compared_are_compared_too(store_url: str) -> None:
    """As often as the comparing is done without the lock, and one that comes at the last moment as well."""
    judged: list[str] = []
    with Store(store_url, judge=alike) as others:

        def judge(a: Piece, b: Piece) -> Verdict:
            judged.append(a.title)
            if len(judged) <= linking.TRIES:
                others.save(replace(candidate(1 + len(judged)), published=NOON))
            return alike(a, b)

        others.save(candidate(0))
        with Store(store_url, judge=judge) as store:
            store.save(candidate(1))
            links = {link.id for link in store.links(candidate(1).id)}
    assert links == {candidate(n).id for n in (0, 2, 3, 4)}
    assert len(judged) == linking.TRIES + 1


def test_a_pair_met_before_its_texts_are_known_to_be_equal_is_judged_again(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In PostgreSQL each query sees what was committed before it: the twin comes between two of a look."""
    twin = story("twin", "sandhya", FIRST.text, title="और कुछ", published=FIRST.published)
    looked: list[int] = []
    equal = candidates.equal
    with Store(store_url) as others, Store(store_url) as store:

        def slow(connection: Connection, number: int) -> list[int]:
            found = equal(connection, number)
            looked.append(number)
            if len(looked) == 1:
                others.save(twin)
            return found

        monkeypatch.setattr(candidates, "equal", slow)
        store.save(FIRST)
        (link,) = store.links(FIRST.id)
    assert (link.id, link.evidence) == (twin.id, {"text": "equal"})
