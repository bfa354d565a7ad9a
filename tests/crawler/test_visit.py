"""What is fetched of what sources announce: decided without network, store or clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.visit import MAX_ATTEMPTS, MAX_REVISITS, Choice, announced_at, choose, keys
from pipelines.entry import Entry, SourceRef
from pipelines.store import SeenMark

IST = timezone(timedelta(hours=5, minutes=30))
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FEED = SourceRef("feed", "https://a.example/feed")


def entry(path: str = "1", published: datetime | None = None, updated: datetime | None = None) -> Entry:
    return Entry(f"https://a.example/{path}", FEED, published=published, updated=updated)


def mark(
    at: datetime = NOW - 10 * HOUR,
    announced: datetime | None = None,
    attempts: int = 1,
    final: bool = True,
    outcome: Literal["story", "rejected"] = "story",
) -> SeenMark:
    return SeenMark("https://a.example/1", outcome, at, announced, attempts, final)


def one(announced: Entry, seen: SeenMark | None, **options: Any) -> Choice:
    known = {"key": seen} if seen else {}
    return choose({"key": announced}, known, NOW, options.pop("limit", 10), **options)


@pytest.mark.parametrize(
    ("published", "updated", "latest"),
    [
        (None, None, None),
        (NOW, None, NOW),
        (None, NOW, NOW),
        (NOW - HOUR, NOW, NOW),
        (NOW, NOW - HOUR, NOW),
        (NOW, NOW.astimezone(IST) + HOUR, NOW + HOUR),
    ],
)
def test_the_latest_instant_stated(
    published: datetime | None, updated: datetime | None, latest: datetime | None
) -> None:
    assert announced_at(entry(published=published, updated=updated)) == latest


@pytest.mark.parametrize(
    ("stated", "seen", "fetched"),
    [
        # never seen
        (None, None, True),
        (NOW - 900 * HOUR, None, True),
        (NOW + HOUR, None, True),
        # seen, and the source says nothing new
        (None, mark(), False),
        (NOW - 20 * HOUR, mark(), False),
        (NOW - 10 * HOUR, mark(), False),
        # an edit: later than the fetch and than what was announced then
        (NOW - HOUR, mark(), True),
        (NOW - HOUR, mark(announced=NOW - 20 * HOUR), True),
        (NOW - HOUR, mark(announced=NOW - HOUR), False),
        (NOW - 2 * HOUR, mark(announced=NOW - HOUR), False),
        ((NOW - HOUR).astimezone(IST), mark(announced=NOW - HOUR), False),
        (NOW, mark(), True),
        # an instant that is still to come is no edit
        (NOW + timedelta(seconds=1), mark(), False),
        # a feed that stamps everything with the current time
        (NOW - HOUR, mark(attempts=MAX_REVISITS - 1), True),
        (NOW - HOUR, mark(attempts=MAX_REVISITS), False),
        # refused, but not for good
        (None, mark(final=False, outcome="rejected"), True),
        (None, mark(final=False, attempts=MAX_ATTEMPTS - 1), True),
        (NOW, mark(final=False, attempts=MAX_ATTEMPTS), False),
        # refused for good: taken up again only when the source states an edit
        (None, mark(outcome="rejected"), False),
        (NOW - HOUR, mark(outcome="rejected"), True),
    ],
)
def test_what_is_fetched(stated: datetime | None, seen: SeenMark | None, fetched: bool) -> None:
    choice = one(entry(published=stated), seen)
    assert (len(choice.fetch), choice.known) == ((1, 0) if fetched else (0, 1))


@pytest.mark.parametrize(
    ("age", "taken"),
    [(timedelta(0), True), (24 * HOUR, True), (24 * HOUR + timedelta(seconds=1), False), (None, True)],
)
def test_the_horizon_leaves_out_what_is_older(age: timedelta | None, taken: bool) -> None:
    announced = entry(published=None if age is None else NOW - age)
    choice = one(announced, None, horizon=24 * HOUR)
    assert (len(choice.fetch), choice.too_old) == ((1, 0) if taken else (0, 1))
    assert len(one(announced, None).fetch) == 1


def test_what_is_known_is_not_counted_as_too_old() -> None:
    choice = one(entry(published=NOW - 99 * HOUR), mark(), horizon=HOUR)
    assert (choice.known, choice.too_old) == (1, 0)


def test_an_edit_of_an_old_story_is_within_the_horizon() -> None:
    edited = entry(published=NOW - 99 * HOUR, updated=NOW - HOUR)
    assert len(one(edited, mark(at=NOW - 98 * HOUR), horizon=24 * HOUR).fetch) == 1


def test_newest_first_undated_last_in_the_order_of_the_source() -> None:
    announced = {
        "b": entry("b"),
        "old": entry("old", NOW - 2 * HOUR),
        "a": entry("a"),
        "new": entry("new", (NOW - HOUR).astimezone(IST)),
    }
    choice = choose(announced, {}, NOW, 3)
    assert [wanted.key for wanted in choice.fetch] == ["new", "old", "b"]
    assert choice.postponed == 1


@pytest.mark.parametrize(("limit", "taken"), [(0, 0), (1, 1), (3, 3), (99, 3)])
def test_the_limit(limit: int, taken: int) -> None:
    choice = choose({str(n): entry(str(n)) for n in range(3)}, {}, NOW, limit)
    assert (len(choice.fetch), choice.postponed) == (taken, 3 - taken)


def test_keys_are_canonical_and_the_later_announcement_of_a_page_wins() -> None:
    early = Entry("http://a.example/desh/1?utm_source=rss", FEED, published=NOW - HOUR)
    late = Entry("https://a.example/desh/1", FEED, published=NOW)
    undated = Entry("https://a.example/desh/1#top", FEED)
    for order in ([early, late, undated], [undated, late, early], [late, undated, early]):
        assert keys(order) == {"https://a.example/desh/1": late}


def test_of_equal_announcements_the_first_stays() -> None:
    first, second = entry("1", NOW), Entry("https://a.example/1", FEED, title="फिर वही", published=NOW)
    assert keys([first, second])["https://a.example/1"] is first


def test_what_is_no_address_has_no_key() -> None:
    assert keys([Entry("javascript:void(0)", FEED), Entry("", FEED)]) == {}


instants = st.none() | st.integers(-100, 3).map(lambda hours: NOW + hours * HOUR)
marks = st.none() | st.builds(
    mark,
    at=st.integers(-100, 0).map(lambda hours: NOW + hours * HOUR),
    announced=instants,
    attempts=st.integers(1, 30),
    final=st.booleans(),
)
visits = st.lists(st.tuples(st.builds(entry, published=instants, updated=instants), marks), max_size=12)


@given(visits, st.integers(0, 12), st.none() | st.integers(0, 100).map(lambda hours: hours * HOUR))
def test_every_entry_is_counted_once(
    visit: list[tuple[Entry, SeenMark | None]], limit: int, horizon: timedelta | None
) -> None:
    entries = {str(number): announced for number, (announced, _) in enumerate(visit)}
    seen = {str(number): known for number, (_, known) in enumerate(visit) if known is not None}
    choice = choose(entries, seen, NOW, limit, horizon)
    assert len(choice.fetch) + choice.known + choice.too_old + choice.postponed == len(entries)
    assert len(choice.fetch) <= limit
    assert choice.postponed == 0 or len(choice.fetch) == limit
    assert len({wanted.key for wanted in choice.fetch}) == len(choice.fetch)
    assert all(entries[wanted.key] is wanted.entry for wanted in choice.fetch)
    dates = [announced_at(wanted.entry) for wanted in choice.fetch]
    stated = [date for date in dates if date is not None]
    assert stated == sorted(stated, reverse=True) and dates[: len(stated)] == stated
    # What waits for the next visit is taken then: nothing is lost to the limit.
    taken = {wanted.key for wanted in choice.fetch}
    rest = {key: announced for key, announced in entries.items() if key not in taken}
    after = choose(rest, seen, NOW, len(entries), horizon)
    assert len(after.fetch) == choice.postponed


@given(st.builds(entry, published=instants, updated=instants), st.integers(0, 40))
def test_a_source_that_says_the_same_again_causes_no_second_fetch(announced: Entry, hours: int) -> None:
    """Whatever it states, and whenever the second visit is; an hour yet to come is believed once it came."""
    stated = announced_at(announced)
    seen = mark(at=NOW, announced=stated)
    assert choose({"key": announced}, {"key": seen}, NOW + hours * HOUR, 9).known == 1


@given(st.lists(st.builds(entry, st.sampled_from("123"), instants, instants), max_size=8))
def test_keys_keep_the_latest_of_each_page(entries: list[Entry]) -> None:
    found = keys(entries)
    assert set(found) == {announced.link for announced in entries}
    for key, kept in found.items():
        stated = [announced_at(announced) for announced in entries if announced.link == key]
        assert announced_at(kept) == max((date for date in stated if date is not None), default=None)
