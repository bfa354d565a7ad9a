"""What a search folds right after a drain is what the store clusters, whichever story moved where."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from pipelines.outbox import drain
from pipelines.store import Store
from pipelines.verification import Difference, verify
from search.index import Index, SearchRequest
from search.query import parse
from tests.pipelines.copies.wire import WIRE

FIRST, SHORTER, ORDERED, UPDATED, OTHER = WIRE


def folded(store: Store, index: Index) -> dict[str | None, tuple[str, int]]:
    """Source of each cluster → the newest of its copies, and how many others the index has."""
    drain(store, index, {})
    stored = store.counts().stories
    assert verify(store, index) == Difference(stored, stored, 0, ())
    asked = SearchRequest(parse("नाविकों"), fold=True, sort="newest", size=10)
    found = index.search(asked)
    every = index.search(replace(asked, fold=False))
    assert found.total == every.total == sum(hit.copies + 1 for hit in found.hits)
    for hit in every.hits:  # each copy can be found, and knows its cluster
        story = store.story(hit.document.id)
        assert story is not None and hit.document.cluster_id == story.cluster_id
    return {hit.document.cluster_id: (hit.document.id, hit.copies) for hit in found.hits}


def test_a_source_becomes_a_copy_and_a_cluster_falls_apart_and_together(
    sqlite_store: Store, empty: Index
) -> None:
    store = sqlite_store
    store.save(SHORTER)
    store.save(OTHER)
    assert folded(store, empty) == {SHORTER.id: (SHORTER.id, 0)}
    store.save(ORDERED)  # a later copy of it
    assert folded(store, empty) == {SHORTER.id: (ORDERED.id, 1)}
    store.save(FIRST)  # printed before both: who was the source is a copy now
    store.save(UPDATED)
    assert folded(store, empty) == {FIRST.id: (ORDERED.id, 2), UPDATED.id: (UPDATED.id, 0)}
    later = FIRST.fetched_at + timedelta(days=1)
    gone = replace(FIRST, text=OTHER.text.replace("रात", "दिन"), title="रेगिस्तान में अभ्यास", fetched_at=later)
    store.save(gone)  # the source is another story now: the first of the others takes its place
    assert folded(store, empty) == {SHORTER.id: (ORDERED.id, 1), UPDATED.id: (UPDATED.id, 0)}
    store.save(replace(FIRST, title="पोत से बचाए गए", fetched_at=later + timedelta(hours=1)))
    assert folded(store, empty) == {FIRST.id: (ORDERED.id, 2), UPDATED.id: (UPDATED.id, 0)}


def test_a_rebuild_of_the_links_moves_nothing_in_the_index(sqlite_store: Store, empty: Index) -> None:
    for one in WIRE:
        sqlite_store.save(one)
    before = folded(sqlite_store, empty)
    sqlite_store.forget_links()
    while sqlite_store.catch_up(2):
        pass
    assert sqlite_store.pending_count(empty.name) == 0
    assert folded(sqlite_store, empty) == before
