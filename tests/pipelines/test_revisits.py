"""Stories are visited again for edits: when, how often, and what the store notes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.answers import Validators
from pipelines.entry import Entry
from pipelines.revisits import ENOUGH, NEVER, Plan, plan
from pipelines.store import Lease, Store
from pipelines.story import Story
from tests.pipelines.outcomes import FEED, NOON, edit, rejected, story

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
PLAN = Plan((HOUR, 6 * HOUR, 24 * HOUR))
SAID = Validators('"77"', None)
URL = story().url


def test_one_visit_after_the_other() -> None:
    assert PLAN.next(NOON, NOON) == NOON + HOUR
    assert PLAN.next(NOON, NOON + HOUR) == NOON + 6 * HOUR
    assert PLAN.next(NOON, NOON + 6 * HOUR) == NOON + 24 * HOUR
    assert PLAN.next(NOON, NOON + 24 * HOUR) is None
    # A visit that is late counts for those before it.
    assert PLAN.next(NOON, NOON + 7 * HOUR) == NOON + 24 * HOUR
    assert NEVER.next(NOON, NOON) is None


def test_an_outlet_that_never_edits_is_visited_once_more() -> None:
    assert PLAN.next(NOON, NOON, ENOUGH - 1) == NOON + HOUR
    assert PLAN.next(NOON, NOON, ENOUGH) == NOON + 24 * HOUR
    assert not PLAN.is_last(NOON, NOON + 6 * HOUR)
    assert PLAN.is_last(NOON, NOON + 24 * HOUR)


@pytest.mark.parametrize(
    ("told", "hours"),
    [("1,6,24", (1, 6, 24)), (" 24 , 1.5 ,1.5", (1.5, 24)), ("off", ()), ("", ()), ("OFF", ())],
)
def test_the_setting(told: str, hours: tuple[float, ...]) -> None:
    assert plan(told).after == tuple(number * HOUR for number in hours)


@pytest.mark.parametrize("told", ["1;6", "0", "-1", "nan", "inf", "1,,2", "1e9", "ja"])
def test_a_setting_that_is_none(told: str) -> None:
    with pytest.raises(ValueError):
        plan(told)


@pytest.fixture
def again(empty_sqlite: Path, tmp_path: Path) -> Iterator[Store]:
    """A store in which stories are visited again."""
    path = tmp_path / "again.db"
    shutil.copyfile(empty_sqlite, path)
    with Store(f"sqlite:///{path}", revisits=PLAN) as opened:
        yield opened


def leased(store: Store, after: timedelta) -> list[Lease]:
    return store.claim("one", ["prabhat"], NOON + after, MINUTE)


def announce(store: Store, *urls: str) -> None:
    store.announce("prabhat", {url: Entry(url, FEED, published=NOON) for url in urls}, NOON)


def came(store: Store, **fields: object) -> Story:
    """A story that was announced, fetched and saved at noon."""
    announce(store, URL)
    leased(store, timedelta(0))
    one = replace(story(published=NOON - HOUR), requested_url=URL, **fields)  # type: ignore[arg-type]
    store.save(one, validators=SAID)
    return one


def test_a_story_is_due_again_with_what_its_server_said(again: Store) -> None:
    one = came(again)
    assert leased(again, HOUR - MINUTE) == []
    (lease,) = leased(again, HOUR)
    assert (lease.url, lease.story_at, lease.validators) == (URL, one.fetched_at, SAID)
    assert leased(again, HOUR) == []
    again.unchanged(URL, NOON + HOUR)
    (stored,) = again.stories()
    assert stored.version == 1
    assert leased(again, 6 * HOUR - MINUTE) == []
    assert [lease.validators for lease in leased(again, 6 * HOUR)] == [SAID]
    saved = again.save(replace(edit(one), fetched_at=NOON + 6 * HOUR), validators=Validators('"78"'))
    assert saved.edited and not saved.created
    (lease,) = leased(again, 24 * HOUR)
    assert (lease.validators.etag, lease.story_at) == ('"78"', one.fetched_at)
    again.save(replace(edit(one), fetched_at=NOON + 24 * HOUR))
    assert leased(again, 999 * HOUR) == []
    assert len(again.versions(one.id)) == 2


def test_a_304_confirms_the_story(again: Store) -> None:
    """Else an old page that a slow process saves later would take its place."""
    one = came(again)
    leased(again, HOUR)
    again.unchanged(URL, NOON + HOUR)
    late = again.save(replace(edit(one), fetched_at=NOON + HOUR / 2))
    assert not late.changed


def test_a_story_of_long_ago_and_what_is_no_story_are_not_visited_again(again: Store) -> None:
    came(again, published=NOON - 25 * HOUR)
    refused = URL + "/sport"
    announce(again, refused)
    leased(again, timedelta(0))
    again.save(rejected(refused, stage="relevance", reason="not-defence", requested_url=refused))
    assert leased(again, 999 * HOUR) == []


def test_an_undated_story_is_visited_again_unless_looking_back_found_it(again: Store) -> None:
    for url, past in ((URL, False), (URL + "/past", True)):
        again.announce("prabhat", {url: Entry(url, FEED, past=past)}, NOON)
        leased(again, timedelta(0))
        again.save(story(url.rpartition("desh/")[2], text=url + " में सेना", published=None, requested_url=url))
    assert [lease.url for lease in leased(again, 24 * HOUR)] == [URL]
    # Nor does it say how the outlet fares.
    assert [arrival.published for arrival in again.arrivals(NOON - HOUR)] == [None]


def test_the_next_visit_is_told(again: Store) -> None:
    one = came(again)
    assert again.next_visit(one.url, "") == NOON + HOUR
    leased(again, HOUR)
    again.unchanged(URL, NOON + HOUR)
    assert again.next_visit("https://www.prabhat.example/another", URL) == NOON + 6 * HOUR
    again.unchanged(URL, NOON + 24 * HOUR)
    assert again.next_visit(URL) is None


def test_new_pages_come_before_those_that_are_visited_again(again: Store) -> None:
    came(again)
    new = URL + "/new"
    again.announce("prabhat", {new: Entry(new, FEED)}, NOON)
    assert [lease.url for lease in again.claim("one", ["prabhat"], NOON + HOUR, MINUTE)] == [new, URL]


def test_a_visit_that_fails_is_tried_again_and_one_that_is_refused_is_not_the_last(again: Store) -> None:
    came(again)
    leased(again, HOUR)
    again.save(rejected(URL, reason="timeout", final=False, at=NOON + HOUR, requested_url=URL))
    assert [lease.url for lease in leased(again, HOUR + 5 * MINUTE)] == [URL]
    shown = rejected(URL, stage="extract", reason="login", at=NOON + HOUR + 5 * MINUTE, requested_url=URL)
    again.save(shown)
    assert leased(again, 6 * HOUR - MINUTE) == []
    assert [lease.url for lease in leased(again, 6 * HOUR)] == [URL]


def test_after_enough_visits_without_an_edit_only_the_last_is_made_until_there_is_one(again: Store) -> None:
    again.mark_outlet("prabhat", True, None, NOON)
    one = came(again)
    for _ in range(ENOUGH):
        again.unchanged(URL, NOON + MINUTE)
    other = URL + "/2"
    announce(again, other)
    leased(again, timedelta(0))
    text = "सेना प्रमुख ने अग्रिम चौकियों का दौरा किया और जवानों से बात की।"
    two = replace(story("brahmos/2", text=text, published=NOON), requested_url=other)
    again.save(two)
    assert leased(again, 24 * HOUR - MINUTE) == []
    assert {lease.url for lease in leased(again, 24 * HOUR)} == {URL, other}
    # It does edit after all.
    again.save(replace(edit(one), fetched_at=NOON + 24 * HOUR))
    third = URL + "/3"
    announce(again, third)
    leased(again, timedelta(0))
    again.save(replace(story("brahmos/3", text=text + text, published=NOON), requested_url=third))
    assert [lease.url for lease in leased(again, HOUR)] == [third]


def test_without_a_plan_nothing_is_visited_again(sqlite_store: Store) -> None:
    came(sqlite_store)
    assert leased(sqlite_store, 999 * HOUR) == []
