"""From the store into an index: the outbox, on both databases, with the real embedded engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.outbox import document, drain
from pipelines.store import Store
from pipelines.story import Story, Tag
from pipelines.vocabulary import load_vocabulary
from search.index import Document, IndexBusy, IndexUnavailable, Refused, Written
from search.tantivy import TantivyIndex
from tests.pipelines.outcomes import NOON, edit, full_story, prose, story

NAMES = {"prabhat": ("प्रभात", "Prabhat")}


class Picky(TantivyIndex):
    """The embedded engine with the failings that a test sets."""

    refuses: frozenset[str] = frozenset()
    fails: IndexBusy | IndexUnavailable | None = None
    fails_after = 0
    mute = False
    most: int | None = None
    """How many of a batch it takes; the rest it does not mention."""
    sent = 0
    asked_name = 0

    @property
    def name(self) -> str:
        self.asked_name += 1
        return super().name

    def upsert(self, documents: Sequence[Document]) -> Written:
        if self.fails is not None and self.sent >= self.fails_after:
            raise self.fails
        self.sent += len(documents)
        if self.mute:
            return Written({})
        taken = [one for one in documents if one.id not in self.refuses]
        refused = tuple(Refused(one.id, "field too long") for one in documents if one.id in self.refuses)
        return Written(super().upsert(taken[: self.most]).acknowledged, refused)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Picky]:
    engine = Picky(tmp_path / "index")
    yield engine
    engine.close()


def fill(store: Store, count: int) -> list[Story]:
    stories = [story(f"{n}", text=f"ख़बर {n} {prose(n, 12)}") for n in range(count)]
    for one in stories:
        store.save(one)
    return stories


# --- the outbox itself -------------------------------------------------------------------------------


def test_a_new_index_is_to_take_what_was_stored_before(store: Store) -> None:
    stories = fill(store, 3)
    assert store.pending_count("tantivy") == 0
    store.register_index("tantivy")
    assert [one.url for one, _ in store.pending("tantivy", 2)] == [one.url for one in stories[:2]]
    assert store.pending_count("tantivy") == 3
    store.acknowledge("tantivy", {one.id: 1 for one in stories})
    store.register_index("tantivy")
    assert store.pending_count("tantivy") == 0


def test_each_index_has_an_outbox_of_its_own(store: Store) -> None:
    for name in ("tantivy", "elasticsearch"):
        store.register_index(name)
    [one] = fill(store, 1)
    store.acknowledge("tantivy", {one.id: 1})
    assert (store.pending_count("tantivy"), store.pending_count("elasticsearch")) == (0, 1)


def test_what_changed_since_goes_on_waiting(store: Store) -> None:
    store.register_index("tantivy")
    [one] = fill(store, 1)
    store.save(edit(one))
    store.acknowledge("tantivy", {one.id: 1})
    [(waiting, revision)] = store.pending("tantivy", 10)
    assert (waiting.version, revision) == (2, 2)
    # The index may hold a higher revision than the one that was sent: another process was faster.
    store.acknowledge("tantivy", {one.id: 3, "ffffffffffffffff": 1})
    assert store.pending_count("tantivy") == 0


def test_all_can_be_sent_again(store: Store) -> None:
    stories = fill(store, 3)
    store.enqueue_all("tantivy")
    store.acknowledge("tantivy", {one.id: 1 for one in stories[:2]})
    store.enqueue_all("tantivy")
    assert store.pending_count("tantivy") == 3


def test_rejections_are_for_no_index(store: Store) -> None:
    store.register_index("tantivy")
    store.save(story("a"))
    store.save(story("b"))  # the same text
    assert store.pending_count("tantivy") == 1


# --- documents ---------------------------------------------------------------------------------------


def test_a_document_says_what_the_story_says() -> None:
    one = replace(full_story(), cluster_id="00000000000000aa", version=3)
    found = document(one, 7, NAMES["prabhat"])
    assert (found.revision, found.outlet_names) == (7, NAMES["prabhat"])
    same = {f.name for f in fields(Document)} - {
        "revision",
        "outlet_names",
        "tags",
        "source_kind",
        "source_url",
    }
    assert {name: getattr(found, name) for name in same} == {name: getattr(one, name) for name in same}
    assert (found.source_kind, found.source_url) == (one.source.kind, one.source.url)
    assert [tag.label_en for tag in found.tags] == [tag.label_en for tag in one.tags]


def test_tags_carry_label_first_and_every_name_once() -> None:
    names = {"brahmos": ("BrahMos", "ब्रह्मोस मिसाइल", "PJ-10", "")}
    found = document(full_story(), 1, (), lambda id: names.get(id, ()))
    assert [(tag.id, tag.type, tag.names) for tag in found.tags] == [
        ("brahmos", "missile", ("ब्रह्मोस", "BrahMos", "ब्रह्मोस मिसाइल", "PJ-10")),
        ("navy", "force", ("नौसेना", "Navy")),
    ]
    assert document(full_story(), 1, ()).tags[0].names == ("ब्रह्मोस", "BrahMos")


def test_tags_carry_where_a_place_is() -> None:
    one = replace(full_story(), tags=(*full_story().tags, Tag("ladakh", "place", "लद्दाख", "Ladakh")))
    found = document(one, 1, (), location_of=load_vocabulary().location)
    assert [tag.location for tag in found.tags] == [None, None, (34.15, 77.58)]
    assert {tag.location for tag in document(one, 1, ()).tags} == {None}


# --- drain -------------------------------------------------------------------------------------------


def test_everything_that_waits_is_indexed(store: Store, index: Picky) -> None:
    stories = fill(store, 7)
    steps: list[int] = []
    done = drain(store, index, NAMES, batch=3, progress=steps.append)
    assert (done.indexed, done.refused, done.busy) == (7, 0, False)
    assert steps == [3, 3, 1]
    assert dict(index.revisions()) == {one.id: 1 for one in stories}
    found = index.get(stories[0].id)
    assert found is not None
    assert found.outlet_names == NAMES["prabhat"]
    assert drain(store, index, NAMES) == replace(done, indexed=0)
    assert index.sent == 7


def test_a_change_is_sent_and_nothing_else(store: Store, index: Picky) -> None:
    stories = fill(store, 3)
    drain(store, index, NAMES)
    store.save(edit(stories[1]))
    assert drain(store, index, NAMES).indexed == 1
    assert dict(index.revisions())[stories[1].id] == 2
    assert index.sent == 4


def test_a_refused_story_neither_blocks_nor_is_lost(store: Store, index: Picky) -> None:
    stories = fill(store, 5)
    index.refuses = frozenset({stories[0].id})
    done = drain(store, index, NAMES, batch=2)
    assert (done.indexed, done.refused) == (4, 1)
    [failure] = store.index_failures(index.name)
    assert (failure.id, failure.revision, failure.reason) == (stories[0].id, 1, "field too long")
    assert failure.at > NOON - timedelta(days=36500)
    assert store.pending_count(index.name) == 0

    # It waits again when it changes, or on demand, and is forgotten once it is taken.
    store.save(edit(stories[0]))
    assert drain(store, index, NAMES).refused == 1
    assert [one.revision for one in store.index_failures(index.name)] == [2]
    index.refuses = frozenset()
    assert store.retry_failures(index.name) == 1
    assert drain(store, index, NAMES).indexed == 1
    assert store.index_failures(index.name) == []


def test_a_busy_index_is_left_to_whoever_holds_it(store: Store, index: Picky) -> None:
    fill(store, 4)
    index.fails, index.fails_after = IndexBusy("held by process 7"), 2
    done = drain(store, index, NAMES, batch=2)
    assert (done.indexed, done.busy) == (2, True)
    assert store.pending_count(index.name) == 2
    index.fails = None
    assert drain(store, index, NAMES).indexed == 2


def test_an_index_that_is_away_loses_nothing(store: Store, index: Picky) -> None:
    fill(store, 4)
    index.fails, index.fails_after = IndexUnavailable("no such host"), 2
    with pytest.raises(IndexUnavailable):
        drain(store, index, NAMES, batch=2)
    assert store.pending_count(index.name) == 2


def test_an_index_that_answers_nothing_is_not_asked_for_ever(store: Store, index: Picky) -> None:
    fill(store, 3)
    index.mute = True
    assert drain(store, index, NAMES, batch=2).indexed == 0
    assert (index.sent, store.pending_count(index.name)) == (2, 3)


@pytest.mark.parametrize("most", [1, 2])
def test_what_an_index_takes_in_part_is_sent_until_all_is_taken(
    store: Store, index: Picky, most: int
) -> None:
    stories = fill(store, 5)
    index.most = most
    index.refuses = frozenset({stories[1].id})
    steps: list[int] = []
    done = drain(store, index, NAMES, batch=3, progress=steps.append)
    assert (done.indexed, done.refused) == (4, 1)
    assert sum(steps) == 5
    assert store.pending_count(index.name) == 0
    assert dict(index.revisions()) == {one.id: 1 for one in stories if one is not stories[1]}


def test_what_an_index_does_not_take_goes_on_waiting(store: Store, index: Picky) -> None:
    fill(store, 4)
    index.most = 0
    assert drain(store, index, NAMES, batch=3).indexed == 0
    assert store.pending_count(index.name) == 4
    index.most = None
    assert drain(store, index, NAMES, batch=3).indexed == 4


def test_an_index_that_acknowledges_too_little_is_not_asked_for_ever(store: Store, tmp_path: Path) -> None:
    class Behind(TantivyIndex):
        def upsert(self, documents: Sequence[Document]) -> Written:
            return Written({one.id: one.revision - 1 for one in documents})

    fill(store, 2)
    assert drain(store, Behind(tmp_path / "index"), NAMES).indexed == 0
    assert store.pending_count("tantivy") == 2


def test_the_name_of_an_index_is_asked_for_once_a_drain(store: Store, index: Picky) -> None:
    fill(store, 4)
    drain(store, index, NAMES, batch=1)
    assert index.asked_name == 1


def test_a_rebuilt_index_equals_the_store(store: Store, index: Picky) -> None:
    stories = fill(store, 5)
    store.save(edit(stories[2]))
    drain(store, index, NAMES)
    index.clear()
    store.enqueue_all(index.name)
    assert drain(store, index, NAMES, batch=2).indexed == 5
    assert dict(index.revisions()) == {one.id: 2 if one is stories[2] else 1 for one in stories}
