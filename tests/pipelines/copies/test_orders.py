"""Whatever order stories come in, what is stored about them in the end is the same."""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from multiprocessing.context import ForkServerContext
from multiprocessing.synchronize import Barrier
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.copies.clusters import Link, Member, sources
from pipelines.copies.decision import Piece, Relation, Verdict, compare
from pipelines.store import Store
from pipelines.store.linking import Judge
from pipelines.story import Story
from tests.pipelines.copies.wire import WIRE
from tests.pipelines.outcomes import NOON, TEXT, story
from tests.postgres import Server

RELATIONS: tuple[Relation, ...] = ("same", "syndicated", "update", "same_event", "different")
EDITED_WIRE: Final = (
    *WIRE,
    replace(WIRE[0], text=WIRE[4].text, fetched_at=WIRE[0].fetched_at + timedelta(days=1)),
    replace(WIRE[1], text=WIRE[3].text, fetched_at=WIRE[1].fetched_at + timedelta(days=1)),
    replace(WIRE[2], title="पोत डूबा, नाविक बचे", fetched_at=WIRE[2].fetched_at + timedelta(days=1)),
)
"""The wire stories, and three of them edited: one into another story, one into the update, one hardly."""
Table = Mapping[frozenset[str], tuple[Relation, float]]


def judge_of(table: Table) -> Judge:
    """A decision that is a table: two titles have a relation."""

    def judge(a: Piece, b: Piece) -> Verdict:
        relation, score = table[frozenset((a.title, b.title))]
        return Verdict(relation, score, {"earlier": a.title, "later": b.title})

    return judge


def candidate(number: int, version: int = 1) -> Story:
    """A story that shares so much with all others that they are compared."""
    title = f"{chr(ord('क') + number)} {version}"
    text = f"{TEXT} इस परीक्षण की संख्या रही {number}{version}"
    at = NOON + timedelta(minutes=number * 7 % 5, hours=version)
    return story(f"s{number}", f"outlet{number % 3}", text, title=title, published=NOON, fetched_at=at)


def state(store: Store) -> tuple[dict[str, str | None], dict[tuple[str, str], tuple[Any, ...]]]:
    """Id → cluster, and the links, with nothing in it that a number of a row decides."""
    found = list(store.stories())
    links = {
        (one.id, link.id): (link.relation, link.score, tuple(sorted(link.evidence.items(), key=str)))
        for one in found
        for link in store.links(one.id)
    }
    return {one.id: one.cluster_id for one in found}, {
        pair: (relation, score, str(evidence)) for pair, (relation, score, evidence) in links.items()
    }


def after(empty: Path, events: Sequence[Story], judge: Judge) -> Any:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        shutil.copyfile(empty, path)
        return saved(f"sqlite:///{path}", events, judge)


def after_in_postgres(server: Server, empty: str, events: Sequence[Story], judge: Judge) -> Any:
    name = server.new_database(template=empty)
    try:
        return saved(server.url(name), events, judge)
    finally:
        server.drop_database(name)


def saved(url: str, events: Sequence[Story], judge: Judge) -> Any:
    with Store(url, judge=judge) as store:
        for event in events:
            store.save(event)
        assert store.unlinked_count() == 0
        return state(store)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[Story], list[Story], Table]:
    """Stories with later editions of some, in two orders, and what any two of them are to each other."""
    count = draw(st.integers(2, 5))
    edited = draw(st.sets(st.integers(0, count - 1), max_size=2))
    events = [candidate(number) for number in range(count)]
    events += [candidate(number, 2) for number in sorted(edited)]
    scores = st.sampled_from((0.5, 0.7, 0.9))
    table = {
        frozenset((one.title, other.title)): (draw(st.sampled_from(RELATIONS)), draw(scores))
        for place, one in enumerate(events)
        for other in events[:place]
    }
    return events, draw(st.permutations(events)), table


@settings(max_examples=25)
@given(tables())
def test_the_order_of_arrival_does_not_matter(
    empty_sqlite: Path, drawn: tuple[list[Story], list[Story], Table]
) -> None:
    events, others, table = drawn
    clusters, links = after(empty_sqlite, events, judge_of(table))
    assert (clusters, links) == after(empty_sqlite, others, judge_of(table))
    # Step by step is as all at once.
    last = {event.id: event for event in events}
    members = [Member(one.id, one.published or NOON) for one in last.values()]
    stated = [
        Link(one, other, *table[frozenset((last[one].title, last[other].title))])
        for one in last
        for other in last
        if one < other
    ]
    assert clusters == sources(members, stated)
    wanted = {(link.one, link.other): link.relation for link in stated if link.relation != "different"}
    assert {pair: found[0] for pair, found in links.items() if pair[0] < pair[1]} == wanted


@pytest.mark.postgres
@settings(max_examples=6)
@given(tables())
def test_nor_does_it_in_postgresql(
    empty_sqlite: Path,
    postgres_server: Server,
    empty_postgres: str,
    drawn: tuple[list[Story], list[Story], Table],
) -> None:
    events, others, table = drawn
    judge = judge_of(table)
    found = after_in_postgres(postgres_server, empty_postgres, others, judge)
    assert found == after_in_postgres(postgres_server, empty_postgres, events, judge)
    assert found == after(empty_sqlite, events, judge)


def save_those(url: str, numbers: Sequence[int], start: Barrier) -> None:
    with Store(url) as store:
        start.wait(60)
        for number in numbers:
            store.save(EDITED_WIRE[number])


@pytest.mark.parametrize("seed", range(2))
def test_two_processes_that_save_at_once_come_to_the_same(
    processes: ForkServerContext, store_url: str, empty_sqlite: Path, seed: int
) -> None:
    """Stories and later editions of them, each process in an order of its own, the edition often first."""
    order = random.Random(seed).sample(range(len(EDITED_WIRE)), len(EDITED_WIRE))
    Store(store_url).close()
    start = processes.Barrier(2)
    halves = (order[::2], order[1::2])
    running = [processes.Process(target=save_those, args=(store_url, half, start)) for half in halves]
    for process in running:
        process.start()
    for process in running:
        process.join(120)
    assert [process.exitcode for process in running] == [0, 0]
    with Store(store_url) as store:
        assert store.unlinked_count() == 0
        assert state(store) == after(empty_sqlite, EDITED_WIRE, compare)


@settings(max_examples=8)
@given(st.permutations(WIRE))
def test_nor_does_it_with_the_real_decision(empty_sqlite: Path, others: list[Story]) -> None:
    assert after(empty_sqlite, WIRE, compare) == after(empty_sqlite, others, compare)


@pytest.mark.parametrize("seed", range(2))
def test_both_databases_come_to_the_same(store: Store, empty_sqlite: Path, seed: int) -> None:
    events = list(WIRE)
    random.Random(seed).shuffle(events)
    for event in events:
        store.save(event)
    assert state(store) == after(empty_sqlite, WIRE, compare)


def test_an_edit_splits_a_cluster_and_another_joins_it_again(store: Store) -> None:
    first, second, third = WIRE[:3]
    for one in (first, second, third):
        store.save(one)
    assert {one.cluster_id for one in store.stories()} == {first.id}
    later = second.fetched_at + timedelta(hours=1)
    edited = replace(first, text=WIRE[4].text, fetched_at=later)
    store.save(edited)
    clusters = {one.id: one.cluster_id for one in store.stories()}
    assert clusters == {first.id: first.id, second.id: second.id, third.id: second.id}
    store.save(replace(edited, text=first.text + "\nसंपादक की टिप्पणी।", fetched_at=later + timedelta(hours=1)))
    assert {one.cluster_id for one in store.stories()} == {first.id}
