"""Polling on the sample newsroom: conditional requests, false 304s, moved and dead feeds, edits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.alarms import alarms
from crawler.health import healths
from crawler.outlettable import record
from crawler.ready import facts
from crawler.registry import load_outlets
from crawler.services import project_settings
from crawler.timetable import standing
from pipelines.store import Store
from tests.newsroom import Change, Fault, Newsroom, Visit
from tests.project import Installation

pytestmark = pytest.mark.newsroom

OUTLETS = ("seemachauki", "sandhyavani", "drishyapath", "grambharti")
HONEST, LIAR, MOVED, GONE = OUTLETS
FEEDS = {
    HONEST: "/feeds/posts/default",
    LIAR: "/atom.xml",
    MOVED: "/rss.xml",
    GONE: "/rss/mausam.xml",
}
NEW = "/feeds/nayi.xml"


class Rounds:
    """Crawls, and what the newsroom saw of each."""

    def __init__(self, newsroom: Newsroom, here: Installation) -> None:
        self.newsroom = newsroom
        self.here = here
        self.visits: list[list[Visit]] = []
        self.logs: list[str] = []
        self.titles: list[set[str]] = []

    def crawl(self, *options: str) -> None:
        before = len(self.newsroom.log)
        done = self.here.scrapy("crawl", "all", "-s", "STATS_DUMP=1", *options)
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
        self.visits.append(self.newsroom.log[before:])
        self.logs.append(done.stderr)
        with self.store() as store:
            self.titles.append({story.title for story in store.stories()})

    def store(self) -> Store:
        return Store(f"sqlite:///{self.here.data}/prahari.db")

    def of(self, number: int, outlet: str, path: str | None = None) -> list[Visit]:
        """The visits to an outlet's feed, or another path of it, in one crawl."""
        path = path or FEEDS[outlet]
        return [visit for visit in self.visits[number] if (visit.outlet, visit.path) == (outlet, path)]

    def outlet(self, id: str) -> dict[str, Any]:
        outlet = load_outlets(self.here.outlets)[id]
        with self.store() as store:
            now = datetime.now(UTC)
            stands = standing(outlet, facts(store, {id: outlet}, now)[id], project_settings(), now)
            return record(outlet, store.outlet_states()[id], healths(store, [outlet], now)[id], stands)


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rounds]:
    directory = tmp_path_factory.mktemp("incremental")
    base = datetime.now(UTC)
    now = [base - timedelta(hours=6)]
    with Newsroom(base, clock=lambda: now[0]) as newsroom:
        newsroom.write_outlets(directory / "outlets")
        for path in (directory / "outlets").glob("*.toml"):
            if path.stem not in OUTLETS:
                path.unlink()
        settings = {
            "PRAHARI_RELEVANT_ONLY": "0",
            "PRAHARI_WHOLE_EVERY": "2",
            "PRAHARI_REVISIT_HOURS": "0.0001,700",
        }
        rounds = Rounds(newsroom, Installation(directory / "data", directory / "outlets", settings))
        newsroom.change(MOVED, FEEDS[MOVED], Change(308, NEW))
        newsroom.change(GONE, FEEDS[GONE], Change(410))
        rounds.crawl("-a", "force=1")
        with rounds.store() as store:
            for outlet in OUTLETS:
                store.mark_outlet(outlet, True, None, datetime.now(UTC))
        rounds.crawl()
        # Stories come out. One server says that nothing did; the new address of another is gone again.
        now[0] = base
        newsroom.break_down(LIAR, Fault(always_304=True))
        newsroom.change(MOVED, FEEDS[MOVED], None)
        newsroom.change(MOVED, NEW, Change(404))
        rounds.crawl("-a", "force=1")
        newsroom.change(MOVED, NEW, None)
        newsroom.change(MOVED, FEEDS[MOVED], Change(301, NEW))
        rounds.crawl("-a", "force=1")
        yield rounds


def test_what_has_not_changed_costs_a_304_or_a_hash(rounds: Rounds) -> None:
    assert [visit.status for visit in rounds.of(0, HONEST)] == [200]
    (again,) = rounds.of(1, HONEST)
    assert again.status == 304
    assert again.headers["if-none-match"] and again.headers["if-modified-since"]
    # Without validators the body's hash tells; an error that passes costs nobody else anything.
    (moved,) = rounds.of(1, MOVED, NEW)
    assert moved.status == 200 and "if-none-match" not in moved.headers
    found = {
        name: int(number)
        for name, number in re.findall(r"'prahari/polls/(\w+)': (\d+)", rounds.logs[1])
        if name != "share_unchanged"
    }
    assert found == {"304": 2, "hash": 2}
    assert "'prahari/polls/share_unchanged': 1.0" in rounds.logs[1]
    assert rounds.titles[0] == rounds.titles[1] != set()


def test_every_so_many_polls_the_whole_is_asked_for(rounds: Rounds) -> None:
    asked = [("if-none-match" in visit.headers, visit.status) for visit in rounds.of(2, HONEST)]
    assert asked == [(True, 304), (False, 200)]
    assert [visit.status for visit in rounds.of(3, HONEST)] == [304]


def test_a_server_that_says_304_while_its_feed_changes_is_found_out(rounds: Rounds) -> None:
    asked = [("if-none-match" in visit.headers, visit.status) for visit in rounds.of(2, LIAR)]
    assert asked == [(True, 304), (False, 200)]
    assert ["if-none-match" in visit.headers for visit in rounds.of(3, LIAR)] == [False]
    announced = {page.title for page in rounds.newsroom.expected() if page.outlet == LIAR and page.announced}
    assert len(announced & (rounds.titles[2] - rounds.titles[1])) == 1
    feed = rounds.newsroom.url(LIAR, FEEDS[LIAR])
    assert rounds.outlet(LIAR)["false_304s"] == {feed: 1}
    assert f"{feed} answered 304 and had something new" in rounds.logs[2]


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(rounds: Rounds) -> None:
    assert [visit.status for visit in rounds.of(0, MOVED)] == [308]
    assert len(rounds.of(0, MOVED, NEW)) == 1
    assert rounds.of(1, MOVED) == []


def test_if_the_new_address_dies_the_old_one_is_asked(rounds: Rounds) -> None:
    assert [visit.status for visit in rounds.of(2, MOVED, NEW)] == [404]
    assert [visit.status for visit in rounds.of(2, MOVED)] == [200]
    assert (
        len({page.title for page in rounds.newsroom.expected() if page.outlet == MOVED} & rounds.titles[2])
        == 3
    )
    assert [visit.status for visit in rounds.of(3, MOVED)] == [301]  # it is asked there from now on
    assert rounds.outlet(MOVED)["failures"] == 0


def test_what_is_to_be_done_is_told(rounds: Rounds) -> None:
    moved, new, gone, liar = (
        rounds.newsroom.url(outlet, path)
        for outlet, path in (
            (MOVED, FEEDS[MOVED]), (MOVED, NEW), (GONE, FEEDS[GONE]), (LIAR, FEEDS[LIAR])
        )
    )  # fmt: skip
    assert rounds.outlet(MOVED)["moved"] == {moved: new}
    shown = rounds.here.scrapy("outlets").stdout
    assert f"{MOVED}: {moved} has moved for good: put {new} into the file" in shown
    assert f"{GONE}: {gone} is gone (410), asked again " in shown
    assert f"{LIAR}: {liar} is asked for the whole" in shown


def test_a_feed_that_is_gone_is_left_alone_for_a_day_and_told(rounds: Rounds) -> None:
    assert [visit.status for visit in rounds.of(0, GONE)] == [410]
    assert rounds.of(1, GONE) == []
    assert len(rounds.of(1, GONE, "/rdf.xml")) == 1
    # Who asks for it gets it all the same.
    assert len(rounds.of(2, GONE)) == 1
    feed = rounds.newsroom.url(GONE, FEEDS[GONE])
    row = rounds.outlet(GONE)
    assert row["gone"] == [feed] and row["failures"] > 0
    wait = datetime.fromisoformat(row["asked_again"][feed]) - datetime.now(UTC)
    assert timedelta(days=3) < wait <= timedelta(days=4)  # the third failure in a row
    with rounds.store() as store:
        state, now = store.outlet_states()[GONE], datetime.now(UTC)
        health = healths(store, [load_outlets(rounds.here.outlets)[GONE]], now)[GONE]
    (alarm,) = alarms(health, state, now)
    assert (alarm.kind, alarm.detail) == ("gone", f"{feed}: gone for good (410), last read never")


def test_the_interval_follows_what_was_announced(rounds: Rounds) -> None:
    row = rounds.outlet(HONEST)
    assert 10 <= row["interval_now"] <= 180
    with rounds.store() as store:
        known = store.rhythm(LIAR)
        assert known is not None and sum(known.entries) > 0 and sum(known.hours) > 0


def test_stories_are_visited_again_for_a_304_or_the_same_page(rounds: Rounds) -> None:
    """Neither makes a version, and the archive has a revisit record for each."""
    pages = {
        outlet: {urlsplit(page.url).path for page in rounds.newsroom.expected() if page.outlet == outlet}
        for outlet in (HONEST, MOVED)
    }
    asked = {outlet: [v for v in rounds.visits[1] if v.path in pages[outlet]] for outlet in pages}
    assert [visit.status for visit in asked[HONEST]] == [304] * 3
    assert [visit.status for visit in asked[MOVED]] == [200]
    assert not [visit for visit in asked[MOVED] if "if-none-match" in visit.headers]
    with rounds.store() as store:
        assert {story.version for story in store.stories()} == {1}
    kinds = Counter(
        (record.rec_type, str(record.rec_headers.get_header("WARC-Profile")).rpartition("/")[2])
        for path in sorted((rounds.here.data / "archive").rglob("*.warc.gz"))[1:2]
        for record in ArchiveIterator(path.open("rb"))
    )
    assert kinds["revisit", "server-not-modified"] >= 3
    assert kinds["revisit", "identical-payload-digest"] >= 1
    assert kinds["response", "None"] == 0


@pytest.fixture
def edited(tmp_path: Path) -> Iterator[Rounds]:
    """An outlet, crawled; then one of its stories is edited, and its feeds are gone."""
    with Newsroom() as newsroom:
        newsroom.write_outlets(tmp_path / "outlets")
        settings = {"PRAHARI_RELEVANT_ONLY": "0", "PRAHARI_REVISIT_HOURS": "0.0001,24"}
        rounds = Rounds(newsroom, Installation(tmp_path / "data", tmp_path / "outlets", settings))
        for path in rounds.here.outlets.glob("*.toml"):
            if path.stem != "navprabhat":
                path.unlink()
        rounds.crawl()
        newsroom.edit("kupwara-infiltration")
        for feed in ("/feed/", "/category/raksha/feed/", "/comments/feed/"):
            newsroom.change("navprabhat", feed, Change(410))
        yield rounds


def test_a_story_that_is_edited_later_gets_a_version_and_no_other_does(edited: Rounds) -> None:
    with edited.store() as store:
        before = {story.url: story for story in store.stories()}
    edited.crawl()
    with edited.store() as store:
        after = {story.url: story for story in store.stories()}
        (changed,) = [url for url, story in after.items() if story.version == 2]
        assert store.with_work(["navprabhat"], datetime.now(UTC) + timedelta(hours=23)) == []
        assert store.with_work(["navprabhat"], datetime.now(UTC) + timedelta(hours=24)) == ["navprabhat"]
    assert after.keys() == before.keys()
    assert after[changed].text != before[changed].text
    yesterday = edited.newsroom.base - timedelta(days=1)
    young = {urlsplit(url).path for url, s in before.items() if s.published and s.published > yesterday}
    asked = {visit.path: visit for visit in edited.visits[1] if visit.path.count("/") > 4}
    assert asked.keys() == young and 5 < len(young) < len(before)
    assert all("if-none-match" in visit.headers for visit in asked.values())
    # The others name the edited story beside their own, so they are other pages, and the same stories.
    assert {visit.status for visit in asked.values()} == {200}
    assert edited.newsroom.most_at_once("navprabhat") == 1
