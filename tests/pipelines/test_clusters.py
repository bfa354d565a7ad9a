"""Clusters made of pairs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipelines.clusters import Edge, Member, grouped

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def members(names: str) -> list[Member]:
    """Published in the order of their names."""
    return [Member(NOON + timedelta(hours=ord(name)), name) for name in names]


def edges(*pairs: str) -> set[Edge]:
    return {frozenset(pair) for pair in pairs}


def test_a_story_alone_is_its_own_source() -> None:
    assert grouped(members("a"), set(), set()) == {"a": "a"}


def test_copies_have_the_first_for_their_source() -> None:
    assert grouped(members("cab"), edges("bc", "ab"), set()) == dict.fromkeys("abc", "a")


def test_an_excerpt_of_two_versions_does_not_make_them_one() -> None:
    assert grouped(members("abc"), edges("ac", "bc"), edges("ab")) == {"a": "a", "c": "a", "b": "b"}


def test_the_whole_joins_its_parts() -> None:
    assert grouped(members("abc"), edges("ac", "bc"), set()) == dict.fromkeys("abc", "a")


NAMES = "abcdef"
PAIRS = st.sets(st.sampled_from([frozenset((x, y)) for x in NAMES for y in NAMES if x < y]))


@given(st.permutations(members(NAMES)), PAIRS, PAIRS)
def test_clusters_do_not_depend_on_order_and_keep_apart_what_is_apart(
    order: list[Member], merging: set[Edge], apart: set[Edge]
) -> None:
    found = grouped(order, merging - apart, apart)
    assert found == grouped(sorted(order), merging - apart, apart)
    assert all(found[a] != found[b] for a, b in map(tuple, apart))
    assert all(found[source] == source and source <= id for id, source in found.items())
