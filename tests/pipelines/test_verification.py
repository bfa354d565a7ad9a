"""Both sides compared and mended, on both databases, with the real embedded engine."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.outbox import Drained, drain, drain_refusals
from pipelines.store import Store
from pipelines.story import Story
from pipelines.verification import Difference, compare, repair, repair_refusals, verify, verify_refusals
from search.index import IndexUnavailable, Refusal
from search.tantivy import TantivyIndex
from tests.pipelines.outcomes import edit, prose, rejected, story
from tests.pipelines.shelf import Shelf
from tests.search.samples import document

AGREED = Difference(0, 0)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[TantivyIndex]:
    engine = TantivyIndex(tmp_path / "index")
    yield engine
    engine.close()


def fill(store: Store, count: int) -> list[Story]:
    stories = [story(f"{n}", text=f"ख़बर {n} {prose(n, 12)}") for n in range(count)]
    for one in stories:
        store.save(one)
    return stories


def agree(store: Store, index: TantivyIndex) -> bool:
    return list(index.revisions()) == list(store.revisions())


# --- the merge ---------------------------------------------------------------------------------------


def test_the_merge_tells_what_is_where() -> None:
    stored = [("a", 1), ("b", 2), ("c", 3), ("e", 1)]
    indexed = [("0", 4), ("b", 1), ("c", 5), ("e", 1), ("f", 2), ("g", 3)]
    assert compare(stored, indexed) == Difference(4, 6, 0, ("a",), ("b",), {"0": 4, "f": 2, "g": 3}, {"c": 5})
    assert compare([], []).agree
    assert compare(stored, stored) == Difference(4, 4)
    assert compare(stored, []).missing == ("a", "b", "c", "e")
    assert compare([], indexed).unknown == dict(indexed)


@pytest.mark.parametrize("seed", range(20))
def test_the_merge_is_that_of_sets(seed: int) -> None:
    chance = random.Random(seed)
    left, right = (
        {f"{chance.randrange(30):016x}": chance.randrange(3) for _ in range(chance.randrange(30))}
        for _ in range(2)
    )
    found = compare(sorted(left.items()), sorted(right.items()))
    both = left.keys() & right.keys()
    assert (found.stored, found.indexed) == (len(left), len(right))
    assert set(found.missing) == left.keys() - right.keys()
    assert found.unknown == {id: right[id] for id in right.keys() - left.keys()}
    assert set(found.stale) == {id for id in both if right[id] < left[id]}
    assert found.higher == {id: right[id] for id in both if right[id] > left[id]}


@pytest.mark.parametrize("indexed", [[("b", 1), ("a", 1)], [("a", 1), ("a", 2)]])
def test_an_index_that_lists_wrongly_is_not_believed(indexed: list[tuple[str, int]]) -> None:
    with pytest.raises(IndexUnavailable, match="scrapy index rebuild"):
        compare([("a", 1)], indexed)


# --- stories -----------------------------------------------------------------------------------------


def test_a_drained_index_agrees(store: Store, index: TantivyIndex) -> None:
    fill(store, 3)
    drain(store, index, {})
    assert verify(store, index) == replace(AGREED, stored=3, indexed=3)


def test_what_waits_is_late_and_not_different(store: Store, index: TantivyIndex) -> None:
    stories = fill(store, 3)
    drain(store, index, {})
    store.save(edit(stories[0]))
    store.save(story("new", text="नई"))
    found = verify(store, index)
    assert found == Difference(stored=4, indexed=3, waiting=2)
    assert found.agree


def test_a_store_that_does_not_know_the_index_misses_everything(store: Store, index: TantivyIndex) -> None:
    stories = fill(store, 2)
    assert set(verify(store, index).missing) == {one.id for one in stories}
    assert store.indexes() == []  # looking changes nothing


def damage(store: Store, index: TantivyIndex) -> tuple[list[Story], Difference]:
    """Every kind of difference, some twice; nothing waits."""
    stories = sorted(fill(store, 8), key=lambda one: one.id)
    drain(store, index, {})
    index.delete([stories[0].id, stories[1].id])
    store.save(edit(stories[2]))
    store.acknowledge(index.name, {stories[2].id: 2})  # which the index has never seen
    index.upsert([document("0" * 16), document("f" * 16, revision=9)])
    index.upsert([document(stories[3].id, revision=7), document(stories[4].id, revision=2**31 - 1)])
    expected = Difference(
        stored=8,
        indexed=8,
        missing=(stories[0].id, stories[1].id),
        stale=(stories[2].id,),
        unknown={"0" * 16: 1, "f" * 16: 9},
        higher={stories[3].id: 7, stories[4].id: 2**31 - 1},
    )
    return stories, expected


def test_every_difference_is_found_and_mended(store: Store, index: TantivyIndex) -> None:
    stories, expected = damage(store, index)
    assert verify(store, index) == expected
    assert verify(store, index) == expected  # looking changes nothing

    done = repair(store, index, lambda: drain(store, index, {}, batch=2))
    assert done.before == expected
    assert done.after == Difference(stored=8, indexed=8)
    assert (done.drained.indexed, done.drained.refused, done.drained.busy) == (5, 0, False)
    assert agree(store, index)
    for one in stories:
        found = index.get(one.id)
        kept = store.story(one.id)
        assert found is not None and kept is not None
        assert (found.title, found.text) == (kept.title, kept.text)
    assert dict(index.revisions())[stories[3].id] == 8
    # And edits go on from there.
    store.save(edit(stories[3]))
    assert drain(store, index, {}).indexed == 1
    assert agree(store, index)
    again = repair(store, index, lambda: drain(store, index, {}))
    assert again.before == again.after == Difference(8, 8)
    assert again.drained.indexed == 0


def test_an_index_that_came_back_empty_is_filled(store: Store, index: TantivyIndex) -> None:
    fill(store, 5)
    drain(store, index, {})
    index.clear()
    done = repair(store, index, lambda: drain(store, index, {}))
    assert len(done.before.missing) == 5
    assert done.after == Difference(5, 5)


def test_an_index_of_another_store_becomes_ours(store: Store, index: TantivyIndex) -> None:
    index.upsert([document(f"{n:016x}") for n in range(2500)])
    fill(store, 3)
    done = repair(store, index, lambda: drain(store, index, {}))
    assert len(done.before.unknown) == 2500
    assert done.after == Difference(3, 3)


def test_a_repair_that_cannot_write_says_what_is_left(store: Store, index: TantivyIndex) -> None:
    fill(store, 3)
    drain(store, index, {})
    index.clear()
    done = repair(store, index, lambda: Drained(0, 0, busy=True))
    assert len(done.before.missing) == 3
    assert (done.after.agree, done.after.waiting, done.drained.busy) == (True, 3, True)


def test_a_story_saved_and_indexed_during_the_comparison_is_no_difference(
    store: Store, index: TantivyIndex, tmp_path: Path
) -> None:
    """The store is read first: what comes in between seems to be in the index only."""
    stories = fill(store, 4)
    drain(store, index, {})
    come: list[Story] = []
    number = itertools.count()

    class Growing(TantivyIndex):
        def revisions(self) -> Iterator[tuple[str, int]]:
            come.append(story(f"meanwhile-{next(number)}", text=f"बीच में {next(number)}"))
            store.save(come[-1])
            if len(come) == 1:
                store.save(edit(stories[next(number) % 4]))
            drain(store, index, {})
            yield from super().revisions()

    growing = Growing(tmp_path / "index")
    first = compare(store.revisions(), growing.revisions())
    assert (list(first.unknown), len(first.higher)) == ([come[0].id], 1)
    come.clear()
    assert verify(store, growing).agree
    assert len(come) == 2  # it looked twice


# --- refusals ----------------------------------------------------------------------------------------


def test_refusals_are_compared_and_mended_too(store: Store) -> None:
    shelf = Shelf()
    for n in range(6):
        store.save(rejected(f"https://a.example/{n}"))
    drain_refusals(store, shelf, {})
    assert verify_refusals(store, shelf) == Difference(6, 6)
    keys = sorted(shelf.taken)

    def forged(key: str, revision: int) -> Refusal:
        return replace(shelf.taken[keys[5]], id=key, revision=revision)

    del shelf.taken[keys[0]]
    shelf.taken[keys[1]] = forged(keys[1], 5)
    shelf.taken[keys[2]] = forged(keys[2], 2**60)
    shelf.taken["f" * 16] = forged("f" * 16, 3)
    expected = Difference(6, 6, 0, (keys[0],), (keys[1],), {"f" * 16: 3}, {keys[2]: 2**60})
    assert verify_refusals(store, shelf) == expected
    done = repair_refusals(store, shelf, lambda: drain_refusals(store, shelf, {}))
    assert done.before == expected
    assert done.after == Difference(6, 6)
    assert list(shelf.revisions()) == list(store.revisions(holds="rejections"))
    assert {one.url for one in shelf.taken.values()} == {f"https://a.example/{n}" for n in range(6)}


def test_a_refusal_that_just_ended_is_late_and_not_different(store: Store) -> None:
    shelf = Shelf()
    store.save(rejected(story().url))
    drain_refusals(store, shelf, {})
    store.save(story())
    assert verify_refusals(store, shelf) == Difference(stored=0, indexed=1, waiting=1)
    done = repair_refusals(store, shelf, lambda: drain_refusals(store, shelf, {}))
    assert done.before == done.after == Difference(0, 0)
