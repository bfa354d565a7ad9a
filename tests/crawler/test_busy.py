"""Retry-After: read in both forms, and obeyed by every process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from crawler.retryafter import LONGEST, until
from pipelines.entry import Entry, SourceRef
from pipelines.store import Store
from tests.newsroom import Newsroom
from tests.newsroom.visits import Fault
from tests.project import Installation

NOW = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("3600", HOUR),
        (" 120 ", timedelta(minutes=2)),
        ("0", None),
        ("-5", None),
        ("1.5", None),
        ("१२०", None),
        ("99999999", LONGEST),
        ("9" * 5000, LONGEST),
        ("", None),
        ("soon", None),
        ("Tue, 24 Nov 2026 13:00:00 GMT", HOUR),
        ("Tuesday, 24-Nov-26 13:00:00 GMT", HOUR),
        ("Tue Nov 24 13:00:00 2026", HOUR),
        ("Tue, 24 Nov 2026 11:00:00 GMT", None),
        ("Wed, 24 Nov 2027 11:00:00 GMT", LONGEST),
    ],
)
def test_what_the_header_asks_for(header: str, wait: timedelta | None) -> None:
    assert until(header, NOW) == (None if wait is None else NOW + wait)


def test_the_date_that_python_writes_is_read() -> None:
    assert until(format_datetime(NOW + HOUR, usegmt=True), NOW) == NOW + HOUR


def test_the_longest_wait_counts_and_ends(store: Store) -> None:
    store.leave_host_alone("a.example", NOW + HOUR, "http-503")
    store.leave_host_alone("a.example", NOW + HOUR / 2, "http-429")
    assert store.hosts_left_alone(NOW) == {"a.example": NOW + HOUR}
    assert store.hosts_left_alone(NOW + HOUR) == {}
    store.purge(NOW + HOUR)
    assert store.hosts_left_alone(NOW) == {}


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as room:
        yield room


@pytest.mark.newsroom
@pytest.mark.parametrize("status", [429, 503])
def test_no_process_asks_a_host_that_asked_for_an_hour(
    newsroom: Newsroom, tmp_path: Path, status: int
) -> None:
    newsroom.write_outlets(tmp_path / "outlets")
    here = Installation(tmp_path / "data", tmp_path / "outlets")
    newsroom.break_down("navprabhat", Fault(status=status, retry_after=3600))
    assert here.scrapy("crawl", "navprabhat").returncode == 0
    assert len(newsroom.visits("navprabhat")) == 1  # told once, not tried again
    newsroom.repair("navprabhat")
    assert here.scrapy("crawl", "navprabhat").returncode == 0
    assert len(newsroom.visits("navprabhat")) == 1
    with Store(f"sqlite:///{here.data}/prahari.db") as store:
        now = datetime.now(UTC)
        (host, until) = next(iter(store.hosts_left_alone(now).items()))
        assert host == "navprabhat.newsroom.test"
        assert timedelta(0) < until - now <= HOUR
        store.purge(now + HOUR)  # the hour is over
    assert here.scrapy("crawl", "navprabhat").returncode == 0
    assert len(newsroom.visits("navprabhat")) > 5


@pytest.mark.newsroom
def test_pages_of_a_host_that_is_busy_wait_and_have_not_failed(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.write_outlets(tmp_path / "outlets")
    here = Installation(tmp_path / "data", tmp_path / "outlets")
    with Store(f"sqlite:///{here.data}/prahari.db") as store:
        assert here.scrapy("crawl", "navprabhat").returncode == 0
        page = next(page for page in newsroom.expected() if page.outlet == "navprabhat" and page.announced)
        later = datetime.now(UTC) + HOUR
        store.leave_host_alone("navprabhat.newsroom.test", later, "http-503")
        entry = Entry(page.url + "?new=1", SourceRef("feed", newsroom.url("navprabhat", "/feed/")))
        store.announce("navprabhat", {entry.link: entry}, datetime.now(UTC))
        refused = len(store.rejections(outlet="navprabhat", stage="fetch", limit=None))
        assert here.scrapy("crawl", "navprabhat").returncode == 0
        assert len(store.rejections(outlet="navprabhat", stage="fetch", limit=None)) == refused
        assert store.with_work(["navprabhat"], later - timedelta(minutes=1)) == []
        assert store.with_work(["navprabhat"], later) == ["navprabhat"]
