"""Rejections on their way to an index of their own, on both databases."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
import sqlalchemy as sa

from pipelines.store import Rejection, Store
from pipelines.story import reject, story_id
from tests.pipelines.outcomes import NOON, full_story, rejected, story

INDEX = "refusals"
HOUR = timedelta(hours=1)


def only(store: Store) -> Rejection:
    pending = store.pending_rejections(INDEX)
    assert len(pending) == len(pending.present) == 1
    return pending.present[0]


def acknowledge_all(store: Store) -> None:
    pending = store.pending_rejections(INDEX)
    sent = {one.key: one.revision for one in pending.present} | dict(pending.gone)
    store.acknowledge(INDEX, sent)
    assert store.pending_count(INDEX) == 0


def test_a_new_index_is_to_take_what_was_refused_before(store: Store) -> None:
    for n in range(3):
        store.save(rejected(f"https://a.example/{n}"))
    store.save(story())
    assert store.pending_count(INDEX) == 0
    store.register_index(INDEX, "rejections")
    assert store.pending_count(INDEX) == 3
    assert len(store.pending_rejections(INDEX, 2)) == 2
    assert store.pending(INDEX) == []
    acknowledge_all(store)
    store.register_index(INDEX, "rejections")
    assert store.pending_count(INDEX) == 0
    store.enqueue_all(INDEX, "rejections")
    assert store.pending_count(INDEX) == 3


def test_stories_and_rejections_go_to_their_own_indexes(store: Store) -> None:
    store.register_index("tantivy")
    store.register_index(INDEX, "rejections")
    store.save(story("a"))
    store.save(story("b"))  # the same text: a rejection
    assert [each.url for each, _ in store.pending("tantivy")] == [story("a").url]
    found = only(store)
    assert (found.url, found.stage) == (story("b").url, "duplicates")
    assert found.key == story("b").id
    assert found.story is None  # an index has no use for it


def test_each_refusal_of_a_url_is_a_higher_revision(store: Store) -> None:
    store.register_index(INDEX, "rejections")
    revisions = []
    before = time.time_ns() // 1000
    for n in range(20):
        store.save(rejected(at=NOON + n * HOUR))
        revisions.append(only(store).revision)
    assert revisions[0] >= before
    assert revisions == sorted(set(revisions))
    assert only(store).attempts == 20
    # What was acknowledged is an earlier one: it goes on waiting.
    store.acknowledge(INDEX, {only(store).key: revisions[-2]})
    assert only(store).revision == revisions[-1]
    acknowledge_all(store)


@pytest.mark.parametrize("acknowledged", [False, True])
def test_a_story_ends_the_rejection_and_a_later_one_is_higher_still(store: Store, acknowledged: bool) -> None:
    store.register_index(INDEX, "rejections")
    url, last = story().url, 0
    for n in range(5):
        store.save(rejected(url, final=False, at=NOON + n * HOUR))
        found = only(store)
        assert found.revision > last
        if acknowledged:
            acknowledge_all(store)
        store.save(story(fetched_at=NOON + n * HOUR))
        pending = store.pending_rejections(INDEX)
        assert pending.present == ()
        assert list(pending.gone) == [found.key] == [story_id(url)]
        last = pending.gone[found.key]
        assert last > found.revision
        if acknowledged:
            acknowledge_all(store)
    if not acknowledged:
        acknowledge_all(store)


def test_a_clock_that_is_set_back_makes_no_lower_revision(store: Store) -> None:
    store.register_index(INDEX, "rejections")
    url, future = story().url, 2**55
    store.save(rejected(url))
    store.outrank({story_id(url): future}, "rejections")  # as saved before the clock was set back
    store.save(rejected(url))
    assert only(store).revision == future + 2
    store.save(story())
    assert store.pending_rejections(INDEX).gone == {story_id(url): future + 3}
    store.save(rejected(url))
    assert only(store).revision == future + 4


def test_without_an_index_of_rejections_a_save_writes_nothing_more(store: Store) -> None:
    store.register_index("tantivy")
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement.split("(")[0])

    sa.event.listen(store._database.engine, "before_cursor_execute", note)
    store.save(rejected())
    store.save(rejected(at=NOON + HOUR))
    store.save(story("another"))
    store.save(story())
    written = [
        one.split()[2] if one.startswith(("INSERT", "DELETE")) else one.split()[1]
        for one in statements
        if one.startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    assert "rejection_outbox" not in written
    assert "rejection_outbox" not in " ".join(statements)


def test_a_story_without_a_rejection_changes_nothing(store: Store) -> None:
    store.register_index(INDEX, "rejections")
    store.save(full_story())
    assert store.pending_count(INDEX) == 0


def test_the_announced_urls_rejection_ends_with_that_of_the_canonical_one(store: Store) -> None:
    store.register_index(INDEX, "rejections")
    short = "https://short.example/1"
    store.save(rejected(short, final=False))
    store.save(rejected(requested_url=short, reason="no-text", stage="extract"))
    pending = store.pending_rejections(INDEX)
    assert [one.url for one in pending.present] == [rejected().url]
    assert list(pending.gone) == [story_id(short)]


def test_what_an_index_refuses_waits_no_more_until_it_changes(store: Store) -> None:
    store.register_index(INDEX, "rejections")
    store.save(rejected())
    first = only(store)
    store.refuse(INDEX, {first.key: (first.revision, "field too long")}, NOON)
    assert store.pending_count(INDEX) == 0
    [failure] = store.index_failures(INDEX)
    assert (failure.id, failure.revision) == (first.key, first.revision)
    assert (failure.reason, failure.at) == ("field too long", NOON)
    assert store.retry_failures(INDEX) == 1
    assert only(store) == first
    store.save(rejected(at=NOON + HOUR))
    acknowledge_all(store)
    assert store.index_failures(INDEX) == []


def test_a_refused_removal_can_be_tried_again(store: Store) -> None:
    store.register_index(INDEX, "rejections")
    store.save(rejected(story().url))
    store.save(story())
    [(key, revision)] = store.pending_rejections(INDEX).gone.items()
    store.refuse(INDEX, {key: (revision, "read only")}, NOON)
    assert store.pending_count(INDEX) == 0
    assert [one.id for one in store.index_failures(INDEX)] == [key]
    assert store.retry_failures(INDEX) == 1
    assert store.pending_rejections(INDEX).gone == {key: revision}
    acknowledge_all(store)
    assert store.index_failures(INDEX) == []


def test_revisions_are_sorted_and_chosen_ones_wait_again(store: Store) -> None:
    store.register_index(INDEX, "rejections")
    for n in range(5):
        store.save(rejected(f"https://a.example/{n}"))
    expected = sorted((one.key, one.revision) for one in store.pending_rejections(INDEX).present)
    acknowledge_all(store)
    for batch in (1, 2, 5, 100):
        assert list(store.revisions(batch, "rejections")) == expected
    keys = [key for key, _ in expected[:2]]
    store.enqueue(INDEX, [*keys, "ffffffffffffffff"], "rejections")
    assert [one.key for one in store.pending_rejections(INDEX).present] == keys
    assert store.waiting(INDEX, [key for key, _ in expected]) == set(keys)
    assert store.revisions_of(keys, "rejections") == dict(expected[:2])
    acknowledge_all(store)
    store.outrank({keys[0]: 2**60}, "rejections")
    assert only(store).revision == 2**60 + 1


def test_purging_a_kept_story_is_no_news_for_an_index(store: Store) -> None:
    store.register_index(INDEX, "rejections")
    store.save(reject(full_story(), "relevance", "not-defence", "0.05"))
    acknowledge_all(store)
    assert store.purge(NOON + timedelta(days=400)) == 1
    assert store.pending_count(INDEX) == 0
