"""Which indexes there are, and what the store says of its revisions, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pipelines.store import Store
from pipelines.store.seen import CHUNK
from pipelines.story import Story
from tests.pipelines.outcomes import NOON, prose, rejected, story


def fill(store: Store, count: int) -> list[Story]:
    stories = [story(f"{n}", text=f"ख़बर {n} {prose(n, 12)}") for n in range(count)]
    for one in stories:
        store.save(one)
    return stories


def test_indexes_are_known_with_what_they_hold(store: Store) -> None:
    assert store.indexes() == []
    store.register_index("tantivy")
    store.register_index("elasticsearch:2", "rejections")
    store.register_index("elasticsearch:1")
    for _ in range(2):
        assert store.indexes() == [
            ("elasticsearch:1", "stories"),
            ("elasticsearch:2", "rejections"),
            ("tantivy", "stories"),
        ]
        store.register_index("tantivy", "stories")


def test_an_index_does_not_change_what_it_holds(store: Store) -> None:
    store.register_index("tantivy")
    for act in (store.register_index, store.enqueue_all):
        with pytest.raises(ValueError, match="holds stories, not rejections"):
            act("tantivy", "rejections")
    with pytest.raises(ValueError, match="holds stories, not rejections"):
        store.enqueue("tantivy", ["a"], "rejections")
    assert store.indexes() == [("tantivy", "stories")]


def test_a_forgotten_index_is_owed_nothing(store: Store) -> None:
    one, two = fill(store, 2)
    store.save(rejected())
    for name in ("old", "new"):
        store.register_index(name)
        store.register_index(f"{name}-refusals", "rejections")
    store.refuse("old", {one.id: (1, "too long")}, NOON)
    store.refuse("old-refusals", {store.rejections()[0].key: (2**41, "too long")}, NOON)
    for name in ("old", "old-refusals", "unknown"):
        store.unregister_index(name)
    assert store.indexes() == [("new", "stories"), ("new-refusals", "rejections")]
    assert [store.pending_count(name) for name in ("old", "old-refusals")] == [0, 0]
    assert store.index_failures("old") == store.index_failures("old-refusals") == []
    assert (store.pending_count("new"), store.pending_count("new-refusals")) == (2, 1)
    # Known again, it is new.
    store.register_index("old")
    assert store.pending_count("old") == 2
    assert {each.id for each, _ in store.pending("old")} == {one.id, two.id}


def test_an_index_that_was_forgotten_during_a_drain_is_no_error(store: Store) -> None:
    [one] = fill(store, 1)
    store.acknowledge("gone", {one.id: 1})
    store.refuse("gone", {one.id: (1, "too long")}, NOON)
    store.refuse("gone", {one.id: (1, "too long")}, NOON)
    assert store.index_failures("gone") == []


def test_revisions_are_sorted_and_whole_whatever_the_batch(store: Store) -> None:
    stories = fill(store, 7)
    store.save(replace(stories[3], text="और", fetched_at=NOON + timedelta(hours=1)))
    expected = sorted((one.id, 2 if one is stories[3] else 1) for one in stories)
    for batch in (1, 3, 7, 100):
        assert list(store.revisions(batch)) == expected
    ids = [one.id for one in stories[:2]]
    assert store.revisions_of([*ids, "ffffffffffffffff"]) == dict.fromkeys(ids, 1)


def test_chosen_stories_wait_again(store: Store) -> None:
    stories = fill(store, CHUNK + 20)
    store.register_index("tantivy")
    store.acknowledge("tantivy", {one.id: 1 for one in stories})
    chosen = [one.id for one in stories[: CHUNK + 10]]
    store.enqueue("tantivy", [*chosen, "ffffffffffffffff"])
    assert store.pending_count("tantivy") == CHUNK + 10
    assert store.waiting("tantivy", [one.id for one in stories]) == set(chosen)
    store.acknowledge("tantivy", {one.id: 1 for one in stories})
    assert store.waiting("tantivy", chosen) == set()


def test_an_outranked_story_is_sent_to_every_index_of_stories(store: Store) -> None:
    stories = fill(store, 3)
    for name in ("a", "b"):
        store.register_index(name)
        store.acknowledge(name, {one.id: 1 for one in stories})
    store.register_index("refusals", "rejections")
    store.outrank({stories[1].id: 41, "ffffffffffffffff": 7})
    for name in ("a", "b"):
        assert store.pending(name) == [(store.story(stories[1].id), 42)]
    assert store.pending_count("refusals") == 0
    store.outrank({stories[1].id: 5})
    assert dict(store.revisions())[stories[1].id] == 42
