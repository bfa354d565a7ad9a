"""Copies, versions and reports of one event, as the store finds them; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.copies.prints import prints_of
from pipelines.store import Store
from pipelines.story import Story
from tests.pipelines.copies.stories import BACKGROUND, CARE, LEAD, RESCUE, STORY, UNRELATED
from tests.pipelines.outcomes import NOON, story

HOUR = timedelta(hours=1)
SHORT = "\n".join((LEAD, RESCUE))
UPDATED = STORY.replace("सात नाविकों", "नौ नाविकों").replace("ऐसे बारह", "ऐसे तेरह")


def told(outlet: str, text: str = STORY, hours: float = 0, slug: str = "nauka", **fields: Any) -> Story:
    """A story published so many hours after noon."""
    at = NOON + hours * HOUR
    return story(slug, outlet, text, title="नौका से नाविक बचाए गए", published=at, **fields)


def clusters(store: Store) -> dict[str, str]:
    return {one.id: one.cluster_id or "" for one in store.stories()}


def relations(store: Store, one: Story) -> dict[str, str]:
    return {link.url: link.relation for link in store.links(one.id)}


def test_copies_have_the_earliest_publication_for_their_source(store: Store) -> None:
    late, early, other = told("sandhya", hours=2), told("prabhat", SHORT), told("kiran", UNRELATED)
    store.register_index("i")
    for one in (late, other, early):
        store.save(one)
    assert clusters(store) == {late.id: early.id, early.id: early.id, other.id: other.id}
    assert relations(store, late) == {early.url: "syndicated"}
    assert relations(store, other) == {}
    # The index is told that the story which it may know already has another source.
    assert {one.id: revision for one, revision in store.pending("i", 10)}[late.id] == 2


def test_an_update_is_linked_and_not_merged(store: Store) -> None:
    old, new = told("prabhat"), told("prabhat", UPDATED, 3, "nauka-2")
    store.save(old)
    store.save(new)
    assert clusters(store) == {old.id: old.id, new.id: new.id}
    (link,) = store.links(old.id)
    assert (link.id, link.url, link.relation, link.later) == (new.id, new.url, "update", True)
    assert link.evidence["replaced"] == [
        {"kind": "number", "a": "सात", "b": "नौ"},
        {"kind": "number", "a": "बारह", "b": "तेरह"},
    ]
    (back,) = store.links(new.id)
    assert (back.id, back.later) == (old.id, False)
    assert [(fact["a"], fact["b"]) for fact in back.evidence["replaced"]] == [("नौ", "सात"), ("तेरह", "बारह")]


def test_an_excerpt_of_both_does_not_make_versions_one(store: Store) -> None:
    old, new = told("prabhat"), told("sandhya", UPDATED, 3)
    excerpt = told("kiran", "\n".join((RESCUE, CARE)), 4)
    for one in (excerpt, new, old):
        store.save(one)
    found = clusters(store)
    assert found[old.id] != found[new.id]
    assert found[excerpt.id] == old.id


def test_an_edit_takes_a_copy_out_of_its_cluster(store: Store) -> None:
    first, second, third = told("prabhat"), told("sandhya", hours=1), told("kiran", hours=2)
    for one in (first, second, third):
        store.save(one)
    assert set(clusters(store).values()) == {first.id}
    store.save(replace(first, text=UNRELATED, fetched_at=NOON + HOUR))
    store.save(replace(first, text=UNRELATED, fetched_at=NOON + 2 * HOUR))
    # Its first version was the others' very text, so they stay together.
    assert set(clusters(store).values()) == {first.id}
    store.save(replace(second, text=UPDATED, published=NOON, fetched_at=NOON + HOUR))
    assert relations(store, second) == {first.url: "same", third.url: "same"}


def test_an_edited_excerpt_leaves(store: Store) -> None:
    whole, part = told("prabhat"), told("sandhya", SHORT, 1)
    store.save(whole)
    store.save(part)
    assert clusters(store)[part.id] == whole.id
    store.register_index("i")
    store.save(replace(part, text=UNRELATED, fetched_at=NOON + HOUR))
    assert clusters(store) == {whole.id: whole.id, part.id: part.id}
    assert store.links(whole.id) == []


def test_only_stories_of_one_time_are_compared(store_url: str) -> None:
    with Store(store_url, copies_days=3) as store:
        store.save(told("prabhat"))
        store.save(told("sandhya", SHORT, 24 * 4))
        assert store.links(told("prabhat").id) == []
        assert len(set(clusters(store).values())) == 2
        store.save(told("kiran", STORY, 24 * 40))  # the very text, whenever it comes
        assert clusters(store)[told("kiran").id] == told("prabhat").id


def test_what_one_process_stored_another_finds(store_url: str) -> None:
    with Store(store_url) as store:
        store.save(told("prabhat"))
    with Store(store_url) as store:
        store.save(told("sandhya", SHORT, 1))
        assert len(set(clusters(store).values())) == 1


def test_copies_can_be_found_anew(store: Store) -> None:
    for one in (told("prabhat"), told("sandhya", SHORT, 1), told("kiran", UPDATED, 2), told("a", UNRELATED)):
        store.save(one)
    before = clusters(store), relations(store, told("prabhat"))
    store.register_index("i")
    store.acknowledge("i", {one.id: revision for one, revision in store.pending("i", 10)})
    store.forget_copies()
    assert set(clusters(store)) == set(clusters(store).values())
    assert store.copy_counts().waiting == 4
    assert [store.link_waiting(3), store.link_waiting(3), store.link_waiting(3)] == [3, 1, 0]
    assert (clusters(store), relations(store, told("prabhat"))) == before
    # The excerpt lost its cluster and got it back; the index is told the last of it.
    assert [(one.id, revision) for one, revision in store.pending("i", 10)] == [(told("sandhya").id, 3)]
    counts = store.copy_counts()
    assert (counts.waiting, counts.stories, counts.clusters, counts.links["syndicated"]) == (0, 4, 3, 1)


def test_a_cluster_knows_its_agency_and_its_members(store: Store) -> None:
    first = told("prabhat", agency="PTI Bhasha")
    copies = [
        told("sandhya", hours=2, agency="भाषा"),
        told("kiran", hours=1),
        told("a", hours=3, agency="ANI"),
    ]
    for one in (*copies, first):
        store.save(one)
    for one in (first, *copies):
        cluster = store.cluster(one.id)
        assert cluster is not None
        assert (cluster.id, cluster.agency) == (first.id, "भाषा")
        assert [member.outlet for member in cluster.members] == ["prabhat", "kiran", "sandhya", "a"]
    assert store.cluster("0" * 16) is None


def test_prints_are_the_same_in_every_process() -> None:
    """They are kept: another hash, or another order, would find nothing any more."""
    assert min(prints_of("भारतीय नौसेना के पोत ने")) == 1302714264431468176
    assert prints_of("…") == frozenset()


EVENTS = (
    told("prabhat"),
    told("sandhya", SHORT, 1),
    told("kiran", "\n".join((LEAD, CARE, RESCUE)), 2),
    told("prabhat", UPDATED, 3, "nauka-2"),
    told("sandhya", UPDATED.replace(BACKGROUND, ""), 4, "nauka-2"),
    told("kiran", "\n".join((RESCUE, CARE)), 5, "nauka-2"),
    told("a", UNRELATED, 6),
)
_number = count()


@given(st.permutations(EVENTS))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_end_does_not_depend_on_the_order_of_arrival(tmp_path: Path, order: list[Story]) -> None:
    def end(arrivals: list[Story]) -> object:
        with Store(f"sqlite:///{tmp_path / str(next(_number))}.db") as store:
            for one in arrivals:
                store.save(one)
            return clusters(store), {one.url: relations(store, one) for one in arrivals}

    assert end(order) == end(list(EVENTS))
