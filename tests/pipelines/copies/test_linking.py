"""Links in the store, and the bounded look-up behind them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from crawler.commands.compare import piece_of
from pipelines.copies.decision import Piece, Verdict
from pipelines.copies.sketch import buckets, likeness, sketch
from pipelines.copies.subjects import keys, subjects
from pipelines.store import Store, candidates, clustering, lookup
from pipelines.store.database import Database
from pipelines.store.lookup import Around
from pipelines.store.store import COPIES_DAYS
from pipelines.store.tables import buckets as bucket_table
from pipelines.story import Story
from tests.pipelines.copies.test_orders import candidate
from tests.pipelines.copies.test_pairs import ROWS
from tests.pipelines.copies.wire import WIRE
from tests.pipelines.outcomes import NOON, TEXT, story

FIRST, SHORTER, ORDERED, UPDATED, OTHER = WIRE


def alike(a: Piece, b: Piece) -> Verdict:
    """All that are compared are copies."""
    return Verdict("syndicated", 0.9, {})


@pytest.fixture
def alike_store(store_url: str) -> Iterator[Store]:
    with Store(store_url, judge=alike) as opened:
        yield opened


@contextmanager
def database(url: str) -> Iterator[Database]:
    opened = Database(url)
    yield opened
    opened.close()


# --- what follows ------------------------------------------------------------------------------------


def test_copies_share_a_cluster_and_an_update_is_linked(store: Store) -> None:
    for one in reversed(WIRE):
        store.save(one)
    clusters = {one.id: one.cluster_id for one in store.stories()}
    assert clusters == {
        FIRST.id: FIRST.id,
        SHORTER.id: FIRST.id,
        ORDERED.id: FIRST.id,
        UPDATED.id: UPDATED.id,
        OTHER.id: OTHER.id,
    }
    links = {link.id: link for link in store.links(FIRST.id)}
    assert links[UPDATED.id].relation == "update" and links[UPDATED.id].evidence
    assert (links[UPDATED.id].outlet, links[UPDATED.id].dated) == ("prabhat", UPDATED.published)
    assert store.links(OTHER.id) == []
    cluster = store.cluster(SHORTER.id)
    assert cluster is not None
    assert [copy.id for copy in cluster.copies] == [FIRST.id, SHORTER.id, ORDERED.id]
    assert store.links("0" * 16) == [] and store.cluster("0" * 16) is None


def test_a_cluster_knows_the_agency_that_most_copies_credit(store: Store) -> None:
    for one, agency in zip(WIRE[:3], ("एएनआई", "भाषा", "भाषा"), strict=True):
        store.save(replace(one, agency=agency))
    cluster = store.cluster(FIRST.id)
    assert cluster is not None and cluster.agency == "भाषा"


def test_editions_are_those_of_the_outlet_in_order_of_time(store: Store) -> None:
    edited = replace(FIRST, text=FIRST.text + "\nजारी", fetched_at=FIRST.fetched_at + timedelta(days=1))
    for one in (UPDATED, FIRST, SHORTER, edited):
        store.save(one)
    found = [(edition.id, edition.version.version) for edition in store.editions(UPDATED.id)]
    assert found == [(FIRST.id, 1), (UPDATED.id, 1), (FIRST.id, 2)]
    assert store.editions(FIRST.id) == store.editions(UPDATED.id)
    assert [edition.id for edition in store.editions(SHORTER.id)] == [SHORTER.id]
    assert store.editions("0" * 16) == []


def test_every_story_whose_cluster_changed_goes_to_the_indexes(store: Store) -> None:
    store.register_index("i")
    store.save(ORDERED)
    store.save(SHORTER)
    store.acknowledge("i", {one.id: revision for one, revision in store.pending("i")})
    store.save(FIRST)  # printed before both: the source of the cluster is another one now
    assert {one.id: one.cluster_id for one, _ in store.pending("i")} == dict.fromkeys(
        (FIRST.id, SHORTER.id, ORDERED.id), FIRST.id
    )


def test_two_writers_reports_of_one_event_are_a_thread_whoever_came_first(store_url: str) -> None:
    """They share no sentence, so their sketches do not meet: they are found by what they are about."""
    rows = {row["pair_id"]: row for row in ROWS}
    for pair in ("desk38", "desk39", "desk42"):
        sides = [piece_of(rows[pair][side]) for side in ("a", "b")]
        both = [
            story(f"{pair}-{n}", f"o{n}", one.text, title=one.title, published=NOON + timedelta(hours=n))
            for n, one in enumerate(sides)
        ]
        minima = [sketch(one.text) for one in both]
        assert minima[0] and minima[1] and likeness(minima[0], minima[1]) == 0
        with Store(store_url) as store:
            for one in reversed(both):
                store.save(one)
            (link,) = store.links(both[0].id)
            assert (link.id, link.relation) == (both[1].id, "same_event")
            assert {one.cluster_id for one in store.stories() if one.id in (both[0].id, both[1].id)} == {
                both[0].id,
                both[1].id,
            }


def test_an_edit_changes_what_a_story_is_found_by(store_url: str) -> None:
    later = OTHER.fetched_at + timedelta(hours=1)
    with Store(store_url) as store:
        store.save(OTHER)
        store.save(replace(OTHER, text=FIRST.text, title=FIRST.title, fetched_at=later))
    with database(store_url) as opened, opened.read() as connection:
        kept = list(connection.scalars(select(bucket_table.c.bucket)))
    minima = sketch(FIRST.text)
    assert minima is not None
    assert sorted(kept) == sorted({*buckets(minima), *keys(subjects(FIRST.title, FIRST.text))})


# --- the look-up -------------------------------------------------------------------------------------


def test_stories_further_apart_than_the_window_are_not_compared(alike_store: Store) -> None:
    at = NOON - timedelta(days=COPIES_DAYS)
    alike_store.save(replace(candidate(0), published=NOON))
    alike_store.save(replace(candidate(1), published=at))
    alike_store.save(replace(candidate(2), published=at - timedelta(minutes=1)))
    assert {link.id for link in alike_store.links(candidate(0).id)} == {candidate(1).id}


def test_equal_texts_are_found_at_any_distance(store: Store) -> None:
    store.save(story("a", published=NOON - timedelta(days=900)))
    store.save(story("b", outlet="sandhya", published=NOON))
    assert {one.cluster_id for one in store.stories()} == {story("a").id}


def test_of_a_full_bucket_the_nearest_in_time_are_read(alike_store: Store, store_url: str) -> None:
    one = alike_store.save(candidate(0)).outcome
    assert isinstance(one, Story)
    minima = sketch(one.text)
    assert minima is not None
    crowd = [
        {"bucket": bucket, "minute": candidates.minute(NOON) + away, "story": 10_000 + away}
        for bucket in set(buckets(minima))
        for away in range(1, 2000)
    ]
    with database(store_url) as opened, opened.write() as connection:
        connection.execute(insert(bucket_table), crowd)
    with database(store_url) as opened, opened.read() as connection:

        def found(away: int) -> list[int]:
            return candidates.near(connection, minima, Around(0, candidates.minute(NOON) + away, 5000))

        assert found(0) == [1]
        assert found(lookup.NEAREST - 1) == [1]
        # So many of the crowd stand between that it is not read: that is the bound.
        assert found(lookup.NEAREST) == []


@pytest.mark.postgres
def test_the_plan_of_a_look_up_is_not_kept_while_tables_fill(postgres_url: str) -> None:
    """A plan for any value, made when a table was small, reads whole buckets when it is large."""
    Store(postgres_url).close()
    minima = sketch(TEXT)
    assert minima is not None
    with database(postgres_url) as opened, opened.read() as connection:
        for _ in range(15):  # the driver prepares after five times, the server keeps a plan after five more
            candidates.near(connection, minima, Around(0, 0, 5000))
        kept = "SELECT sum(generic_plans), sum(custom_plans) FROM pg_prepared_statements"
        generic, custom = connection.exec_driver_sql(f"{kept} WHERE statement ~ 'buckets'").one()
    assert generic == 0 and custom > 5


def test_at_most_so_many_are_compared(alike_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MOST", 3)
    monkeypatch.setattr(candidates, "AKIN", 2)
    for number in range(8):
        alike_store.save(story(f"n{number}", f"o{number}", f"{TEXT} संख्या {number}", published=NOON))
    assert 3 <= len(alike_store.links(story("n7", "o7").id)) <= 5
    assert len({one.cluster_id for one in alike_store.stories()}) == 1


def test_what_is_too_large_to_cluster_follows_its_surest_copy(
    alike_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clustering, "LARGEST", 2)
    saved = [alike_store.save(replace(candidate(n), published=NOON)).outcome for n in range(4)]
    assert all(isinstance(one, Story) and one.cluster_id for one in saved)
    assert len({one.cluster_id for one in alike_store.stories()}) == 1
