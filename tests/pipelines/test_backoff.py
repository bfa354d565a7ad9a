"""When a page that failed is tried again, by kind of failure."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.backoff import LONGEST, LONGEST_POLL, PLANS, Kind, kind_of, poll_wait, wait


@pytest.mark.parametrize(
    ("stage", "reason", "final", "kind"),
    [
        ("fetch", "timeout", False, "network"),
        ("fetch", "connection-refused", False, "network"),
        ("fetch", "http-500", False, "server"),
        ("fetch", "http-503", False, "busy"),
        ("fetch", "http-429", False, "busy"),
        ("fetch", "http-404", True, "gone"),
        ("fetch", "http-410", True, "gone"),
        ("fetch", "http-403", False, "forbidden"),
        ("fetch", "http-451", True, "refused"),
        ("fetch", "robots-denied", False, "robots"),
        ("fetch", "robots-unreachable", False, "robots"),
        ("fetch", "private-address", True, "refused"),
        ("fetch", "something-new", False, "forbidden"),
        ("extract", "timeout", False, "page"),
        ("extract", "no-text", True, "refused"),
    ],
)
def test_the_kind_of_a_failure(stage: str, reason: str, final: bool, kind: Kind) -> None:
    assert kind_of(stage, reason, final) == kind


def test_waits_grow_to_a_day_and_end() -> None:
    waits = [wait("network", n) for n in range(1, 9)]
    minutes = [one.total_seconds() / 60 if one else None for one in waits]
    assert minutes == [5, 15, 45, 135, 405, 1215, 1440, None]
    assert [wait("gone", n) for n in (1, 2, 3)] == [timedelta(hours=1), timedelta(hours=12), None]
    assert wait("refused", 1) is None


@given(st.sampled_from(sorted(PLANS)), st.integers(1, 10**6))
def test_waits_never_shrink_nor_pass_a_day(kind: Kind, failures: int) -> None:
    now, later = wait(kind, failures), wait(kind, failures + 1)
    assert now is None or timedelta(0) < now <= LONGEST
    assert later is None or (now is not None and now <= later)


def test_a_dead_source_is_asked_ever_more_rarely_and_never_given_up() -> None:
    for reason, first in (
        ("timeout", timedelta(minutes=15)),
        ("http-500", timedelta(minutes=15)),
        ("not-a-feed", timedelta(hours=1)),
        ("http-404", timedelta(hours=1)),
        ("http-410", timedelta(days=1)),
    ):
        waits = [poll_wait(reason, failures) for failures in range(1, 60)]
        assert waits[:2] == [first, 2 * first]
        assert waits == sorted(waits)
        assert waits[-1] == LONGEST_POLL
