"""From the store into an index of refusals, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipelines.outbox import drain_refusals, refusal
from pipelines.store import Store
from pipelines.story import story_id
from search.index import IndexBusy, IndexUnavailable, RefusalIndex
from tests.pipelines.outcomes import FEED, NOON, rejected, story
from tests.pipelines.shelf import Shelf

NAMES = {"prabhat": ("प्रभात", "Prabhat")}
HOUR = timedelta(hours=1)


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    _: RefusalIndex = shelf
    return shelf


def refuse(store: Store, count: int) -> list[str]:
    urls = [f"https://www.prabhat.example/{n}" for n in range(count)]
    for url in urls:
        store.save(rejected(url, final=False))
    return [story_id(url) for url in urls]


def agree(store: Store, shelf: Shelf) -> bool:
    return list(shelf.revisions()) == list(store.revisions(holds="rejections"))


def test_a_refusal_says_what_the_rejection_says(store: Store, shelf: Shelf) -> None:
    store.save(rejected())
    store.save(rejected(at=NOON + HOUR, final=False))
    store.save(rejected("https://x.example/", outlet="unknown", source=None))
    assert drain_refusals(store, shelf, NAMES).indexed == 2
    found = shelf.taken[story_id(rejected().url)]
    [stored] = store.rejections(outlet="prabhat")
    assert found == refusal(stored, "प्रभात")
    assert (found.at, found.first_at, found.attempts, found.final) == (NOON + HOUR, NOON, 2, False)
    assert (found.stage, found.reason, found.detail) == ("fetch", "http-404", "the server answered 404")
    assert (found.outlet, found.outlet_name, found.url) == ("prabhat", "प्रभात", rejected().url)
    assert (found.source_kind, found.source_url) == (FEED.kind, FEED.url)
    other = shelf.taken[story_id("https://x.example/")]
    assert (other.outlet_name, other.source_kind) == ("unknown", None)


@pytest.mark.parametrize("most", [None, 1])
def test_everything_that_waits_is_taken_also_in_parts(store: Store, shelf: Shelf, most: int | None) -> None:
    keys = refuse(store, 7)
    shelf.most = most
    steps: list[int] = []
    done = drain_refusals(store, shelf, NAMES, batch=3, progress=steps.append)
    assert (done.indexed, done.refused, done.busy) == (7, 0, False)
    assert sum(steps) == 7
    assert shelf.taken.keys() == set(keys)
    assert agree(store, shelf)
    writes = shelf.writes
    assert drain_refusals(store, shelf, NAMES).indexed == 0
    assert shelf.writes == writes


def test_a_refusal_ends_and_begins_again(store: Store, shelf: Shelf) -> None:
    store.register_index(shelf.name, "rejections")
    url = story().url
    for n in range(4):
        store.save(rejected(url, final=False, at=NOON + 2 * n * HOUR))
        if n % 2:
            drain_refusals(store, shelf, NAMES)
            assert list(shelf.taken) == [story_id(url)]
        store.save(story(fetched_at=NOON + (2 * n + 1) * HOUR))
        if n < 3:
            assert drain_refusals(store, shelf, NAMES).indexed == 1
            assert shelf.taken == {}
    store.save(rejected(url, final=False, at=NOON + 99 * HOUR))
    drain_refusals(store, shelf, NAMES)
    assert list(shelf.taken) == [story_id(url)]
    assert agree(store, shelf)


def test_a_refused_refusal_does_not_loop_and_is_kept(store: Store, shelf: Shelf) -> None:
    keys = refuse(store, 3)
    shelf.refuses = frozenset(keys[:1])
    done = drain_refusals(store, shelf, NAMES, batch=2)
    assert (done.indexed, done.refused) == (2, 1)
    assert [failure.id for failure in store.index_failures(shelf.name)] == keys[:1]
    assert store.pending_count(shelf.name) == 0
    shelf.refuses = frozenset()
    assert store.retry_failures(shelf.name) == 1
    assert drain_refusals(store, shelf, NAMES).indexed == 1
    assert store.index_failures(shelf.name) == []
    assert agree(store, shelf)


def test_a_broken_index_loses_nothing(store: Store, shelf: Shelf) -> None:
    refuse(store, 3)
    shelf.fails = IndexUnavailable("no such host")
    with pytest.raises(IndexUnavailable):
        drain_refusals(store, shelf, NAMES)
    shelf.fails = IndexBusy("held")
    assert drain_refusals(store, shelf, NAMES).busy
    assert store.pending_count(shelf.name) == 3
    shelf.fails = None
    assert drain_refusals(store, shelf, NAMES).indexed == 3


def test_a_swapped_index_is_another_one(store: Store, shelf: Shelf) -> None:
    """Another concrete index has another name: everything waits for it, and the old one can be forgotten."""
    refuse(store, 3)
    drain_refusals(store, shelf, NAMES)
    empty = Shelf("shelf:2")
    assert drain_refusals(store, empty, NAMES).indexed == 3
    store.unregister_index(shelf.name)
    store.save(rejected())
    assert store.pending_count("shelf") == 0
    assert drain_refusals(store, empty, NAMES).indexed == 1
    assert agree(store, empty)
