"""What an answer of a source means, given the one before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipelines.answers import (
    DISTRUST,
    LONGEST_DISTRUST,
    Answer,
    Validators,
    doubtful,
    hash_of,
    knows,
    not_modified,
    question,
    reading_of,
    renewed,
    same,
    validators,
)
from pipelines.store import Store

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FEED = reading_of("feed")
URL = "https://prabhat.example/feed"
SAID = Validators('W/"77"', "Tue, 24 Nov 2026 11:00:00 GMT")


def answer(at: datetime = NOW, **fields: Any) -> Answer:
    given = {"asked_at": at, "whole_at": at, "news_at": at, "validators": SAID, "body_hash": hash_of(b"1")}
    return Answer(URL, URL, FEED, **{**given, **fields})


def test_what_a_server_said_is_sent_back() -> None:
    assert validators(b'W/"77"', b" Tue, 24 Nov 2026 11:00:00 GMT ") == SAID
    assert question(answer(), FEED, NOW) == {
        "If-None-Match": 'W/"77"',
        "If-Modified-Since": "Tue, 24 Nov 2026 11:00:00 GMT",
    }
    assert question(None, FEED, NOW) == {}


@pytest.mark.parametrize("header", [None, b"", b"  ", b"a\r\nX: y", b"x" * 1001])
def test_what_is_no_validator_is_not_kept(header: bytes | None) -> None:
    assert validators(header, header) == Validators()


def test_the_same_body_is_known_unless_it_would_be_read_otherwise() -> None:
    assert knows(answer(), FEED, hash_of(b"1"), NOW)
    assert not knows(answer(), FEED, hash_of(b"2"), NOW)
    assert not knows(None, FEED, hash_of(b"1"), NOW)
    other = reading_of("section", [".card h3"])
    assert not knows(answer(), other, hash_of(b"1"), NOW)
    assert question(answer(), other, NOW) == {}


def test_an_edit_that_is_announced_for_later_is_looked_for_then() -> None:
    known = answer(again_at=NOW + HOUR)
    for at, something in ((NOW, True), (NOW + HOUR, False)):
        assert bool(question(known, FEED, at)) is something
        assert knows(known, FEED, hash_of(b"1"), at) is something


def test_what_was_left_over_is_read_again_whatever_the_server_says() -> None:
    known = renewed(None, answer(), news=True, settled=False, denied=False)
    assert question(known, FEED, NOW) == {}
    assert not knows(known, FEED, hash_of(b"1"), NOW)


def test_every_so_many_polls_the_whole_is_asked_for() -> None:
    known = answer()
    for poll in range(1, 5):
        assert doubtful(known, NOW, 5) is (poll == 5)
        known = not_modified(known, NOW)
    assert doubtful(known, NOW, 5)
    assert not doubtful(same(known, SAID, NOW), NOW, 5)


def test_nothing_new_for_longer_than_usual_is_doubtful_but_not_at_every_poll() -> None:
    assert not doubtful(answer(), NOW + 1000 * HOUR, 99)  # nothing is known of what is usual
    known = answer(gap=HOUR)
    assert not doubtful(known, NOW + 3 * HOUR, 99)
    late = NOW + 3.1 * HOUR
    assert doubtful(known, late, 99)
    checked = same(known, SAID, late)
    assert not doubtful(checked, late + 3 * HOUR, 99)
    assert doubtful(checked, late + 3.1 * HOUR, 99)
    assert not doubtful(answer(gap=timedelta(seconds=1)), NOW + HOUR, 99)


def test_the_usual_gap_follows_what_is_new() -> None:
    first = renewed(None, answer(), news=True, settled=True, denied=False)
    assert first.gap is None
    second = renewed(first, answer(NOW + HOUR), news=True, settled=True, denied=False)
    assert second.gap == HOUR
    quiet = renewed(second, answer(NOW + 2 * HOUR), news=False, settled=True, denied=False)
    assert (quiet.gap, quiet.news_at) == (HOUR, NOW + HOUR)
    third = renewed(quiet, answer(NOW + 3 * HOUR), news=True, settled=True, denied=False)
    assert third.gap == HOUR + 0.2 * HOUR


def test_a_server_that_is_found_out_is_not_believed_for_a_time_each_time_longer() -> None:
    known, at = answer(), NOW
    for times in range(1, 9):
        lied = renewed(known, answer(at), news=True, settled=True, denied=True)
        assert lied.false_304s == times
        assert lied.distrusted_until is not None
        assert lied.distrusted_until - at == min(DISTRUST * 2 ** (times - 1), LONGEST_DISTRUST)
        assert question(lied, FEED, lied.distrusted_until - HOUR) == {}
        assert question(lied, FEED, lied.distrusted_until) != {}
        # It stays known while it is asked for the whole, and its bodies are compared all the same.
        assert renewed(lied, answer(at), news=True, settled=True, denied=False).false_304s == times
        assert knows(lied, FEED, hash_of(b"1"), at)
        known, at = lied, lied.distrusted_until


def test_another_body_without_anything_new_is_no_lie() -> None:
    """Many pages state when they were made, or show advertisements."""
    known = renewed(answer(), answer(body_hash=hash_of(b"2")), news=False, settled=True, denied=True)
    assert (known.false_304s, known.distrusted_until) == (0, None)


def test_the_store_keeps_it_whole_and_forgets_what_nobody_asks_for(store: Store) -> None:
    whole = answer(
        gap=HOUR,
        again_at=NOW + HOUR,
        unchanged=3,
        false_304s=2,
        distrusted_until=NOW + 2 * HOUR,
        moved_to="https://prabhat.example/new",
    )
    store.note_answer("prabhat", replace(whole, unchanged=9, moved_to=None))
    store.note_answer("prabhat", whole)
    other = replace(whole, url=URL + "/2", false_304s=1, moved_to=None, gap=None, validators=Validators())
    store.note_answer("prabhat", other)
    store.note_answer("elsewhere", whole)
    assert store.answers("prabhat") == {URL: whole, URL + "/2": other}
    store.mark_polled("prabhat", URL, True, None, 3, NOW)
    (source,) = store.outlet_states()["prabhat"].sources
    assert (source.moved_to, source.false_304s, source.gone) == ("https://prabhat.example/new", 3, False)
    store.forget_move("prabhat", URL)
    assert store.answers("prabhat")[URL].moved_to is None
    store.purge(NOW + timedelta(days=29))
    assert len(store.answers("prabhat")) == 2
    store.purge(NOW + timedelta(days=31))
    assert store.answers("prabhat") == {}
