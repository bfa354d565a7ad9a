"""Clusters as a function of links."""

from __future__ import annotations

from datetime import timedelta

from pipelines.copies.clusters import Link, Member, sources
from pipelines.copies.decision import Relation
from tests.pipelines.outcomes import NOON


def members(ids: str) -> list[Member]:
    """One a letter, the first one the oldest."""
    return [Member(id, NOON + timedelta(minutes=place)) for place, id in enumerate(ids)]


def link(ends: str, relation: Relation = "same", score: float = 0.9) -> Link:
    return Link(ends[0], ends[1], relation, score)


def test_copies_of_copies_are_one_and_the_earliest_is_the_source() -> None:
    assert sources(members("cabd"), [link("ab"), link("bc", "syndicated")]) == {
        "c": "c",
        "a": "c",
        "b": "c",
        "d": "d",
    }


def test_updates_threads_and_strangers_are_not_clustered() -> None:
    links = [link("ab", "update"), link("bc", "same_event"), link("ac", "different")]
    assert sources(members("abc"), links) == {"a": "a", "b": "b", "c": "c"}


def test_at_one_instant_the_lower_id_is_the_source() -> None:
    assert sources([Member("b", NOON), Member("a", NOON)], [link("ab")]) == {"a": "a", "b": "a"}


def test_an_update_keeps_two_editions_apart_and_the_surer_link_decides() -> None:
    between = [link("ab", "update"), link("ac", score=0.8), link("bc", score=0.7)]
    assert sources(members("abc"), between) == {"a": "a", "b": "b", "c": "a"}
    between = [link("ab", "update"), link("ac", score=0.7), link("bc", score=0.8)]
    assert sources(members("abc"), between) == {"a": "a", "b": "b", "c": "b"}


def test_links_to_others_do_not_count() -> None:
    assert sources(members("a"), [link("ab")]) == {"a": "a"}
