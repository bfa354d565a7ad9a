"""Walks without a network: what is asked for, in which order, and how they end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from crawler.failures import FetchFailure
from crawler.lookback import (
    Answer,
    Ask,
    Bounds,
    Done,
    End,
    Known,
    WrongDates,
    bounds_of,
    holds,
    newest_first,
    ranks,
    walk,
)
from crawler.lookback.children import is_other
from crawler.lookback.times import sitemaps, span_of, weeks
from crawler.outlet import Outlet, Source
from crawler.sources import Announced, ChildSitemap
from pipelines.entry import Entry, SourceRef
from pipelines.india import IST as INDIA
from pipelines.store import Backfilled

NOW = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
HOME = "https://x.example"
MISSING = FetchFailure("http-404", "the server answered 404", final=True)
BROKEN = FetchFailure("http-500", "the server answered 500", final=False)
REF = SourceRef("feed", HOME)


def entry(at: datetime | None = None, link: str = f"{HOME}/a", updated: datetime | None = None) -> Entry:
    return Entry(link, REF, published=at, updated=updated)


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=INDIA)


def followed(
    source: Source, bounds: Bounds, answers: Callable[[str], Answer], *parts: Backfilled
) -> tuple[list[str], list[Done], End]:
    """What the walk asked for and noted, and its end."""
    steps = walk(source, bounds, Known(parts, NOW))
    asked: list[str] = []
    done: list[Done] = []
    answer: Answer | None = None
    while True:
        try:
            step = steps.send(answer)
        except StopIteration as ended:
            return asked, done, ended.value
        answer = None
        if isinstance(step, Ask):
            asked.append(step.url)
            answer = answers(step.url)
        else:
            done.append(step)


# --- days ----------------------------------------------------------------------------------------------


def test_days_are_indian_and_the_last_one_is_in() -> None:
    bounds = bounds_of("2024-01-01", "2024-01-31", NOW)
    assert bounds == Bounds(day("2024-01-01"), day("2024-02-01"))
    assert bounds_of("2026-11-01", "", NOW).until == bounds_of("2026-11-01", "2026-12-24", NOW).until == NOW


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("", "", "since: how far back? Write -a since=2024-01-31"),
        ("20240101", "", "since: '20240101' is no day: write it as 2024-01-31"),
        ("2024-02-30", "", "since: '2024-02-30' is no day: write it as 2024-01-31"),
        ("2024-01-01", "gestern", "until: 'gestern' is no day: write it as 2024-01-31"),
        ("1970-01-01", "", "since: 1970-01-01 is before 1995-01-01: no outlet had pages then"),
        ("2024-02-01", "2024-01-31", "until: 2024-01-31 is before since=2024-02-01"),
        ("2026-12-01", "", "since: 2026-12-01 is to come"),
        ("2026-12-01", "2026-12-24", "since: 2026-12-01 is to come"),
    ],
)
def test_days_that_cannot_be_are_told(since: str, until: str, told: str) -> None:
    with pytest.raises(WrongDates) as wrong:
        bounds_of(since, until, NOW)
    assert str(wrong.value) == told


def test_weeks_begin_on_monday_and_leave_nothing_out() -> None:
    found = list(weeks(bounds_of("2026-11-04", "2026-11-24", NOW)))
    days = [(one.since.strftime("%a %d"), one.until.strftime("%a %d")) for one in found]
    assert days == [
        ("Mon 23", "Wed 25"), ("Mon 16", "Mon 23"), ("Mon 09", "Mon 16"), ("Wed 04", "Mon 09"),
    ]  # fmt: skip


def test_sitemaps_of_days_months_and_years() -> None:
    bounds = bounds_of("2025-12-30", "2026-01-02", NOW)
    by_day = [url for url, _ in sitemaps("/{yyyy}-{mm}-{dd}", bounds)]
    assert by_day == ["/2026-01-02", "/2026-01-01", "/2025-12-31", "/2025-12-30"]
    assert list(sitemaps("/{month}-{yyyy}", bounds)) == [
        ("/january-2026", span_of(date(2026, 1, 1), date(2026, 1, 31))),
        ("/december-2025", span_of(date(2025, 12, 1), date(2025, 12, 31))),
    ]
    assert [url for url, _ in sitemaps("/{yyyy}", bounds)] == ["/2026", "/2025"]


@pytest.mark.parametrize(
    ("one", "span", "held"),
    [
        (entry(day("2024-05-01")), None, True),
        (entry(day("2024-05-31T23:59:59")), None, True),
        (entry(day("2024-06-01")), None, False),
        (entry(day("2024-04-30T23:59:59")), None, False),
        (entry(), None, True),  # nobody knows
        (entry(link=f"{HOME}/2024/05/17/a"), None, True),
        (entry(link=f"{HOME}/2024/06/17/a", updated=day("2024-05-09")), None, False),
        (entry(updated=day("2026-01-01")), None, False),
        # Edited after the month that its sitemap is for.
        (entry(updated=day("2026-01-01")), span_of(date(2024, 5, 1), date(2024, 5, 31)), True),
        (entry(updated=day("2024-04-03")), span_of(date(2024, 1, 1), date(2024, 12, 31)), False),
        (entry(updated=day("2026-01-01")), span_of(date(2024, 7, 1), date(2024, 7, 31)), False),
        (entry(day("2024-06-03")), span_of(date(2024, 5, 1), date(2024, 5, 31)), False),
    ],
)
def test_which_entries_are_of_the_time(one: Entry, span: Bounds | None, held: bool) -> None:
    assert holds(bounds_of("2024-05-01", "2024-05-31", NOW), one, span) is held


def test_the_newest_first_and_undated_ones_last() -> None:
    old, new, none = entry(day("2024-05-01")), entry(updated=day("2024-05-02")), entry()
    assert newest_first([none, old, new]) == [new, old, none]


def test_what_is_kept_for_looking_back_comes_first() -> None:
    feed, hidden = Source(kind="feed", url=f"{HOME}/feed/"), Source(kind="feed", url=HOME, enabled=False)
    maps, posts = Source(kind="sitemap", url=f"{HOME}/m.xml"), Source(kind="api", url=HOME, archive=True)
    outlet = Outlet(
        id="x",
        name_hi="एक्स",
        name_en="X",
        home=HOME,
        hosts=("x.example",),
        sources=(feed, hidden, maps, posts),
    )
    assert ranks(outlet) == [(posts,), (maps,), (feed,)]


# --- posts ---------------------------------------------------------------------------------------------

API = Source(kind="api", url=f"{HOME}/wp-json/wp/v2/posts")
THREE_WEEKS = bounds_of("2026-11-09", "2026-11-29", NOW)


def test_posts_are_asked_for_by_weeks_and_pages() -> None:
    def answers(url: str) -> Answer:
        return Announced(
            "posts", next=f"{url}&more" if "after=2026-11-15" in url and "more" not in url else None
        )

    asked, done, end = followed(API, THREE_WEEKS, answers)
    assert len(asked) == 4 and asked[2] == f"{asked[1]}&more"
    # Not every site's own time is Indian: a day more at both ends.
    assert "before=2026-12-01T00:00:00" in asked[0] and "after=2026-11-22T23:59:59" in asked[0]
    assert "after=2026-11-08T00:00:00" in asked[3]
    assert [one.part for one in done] == ["2026-11-23", "2026-11-16", "2026-11-09"]
    assert end.how == "reached"
    read = [Backfilled(one.part, one.bounds.since, one.bounds.until, NOW) for one in done]
    again, _, _ = followed(API, THREE_WEEKS, answers, *read)
    assert len(again) == 1, "a week that ended less than a day ago may still grow"


def test_an_api_that_is_not_there_or_breaks_off() -> None:
    assert followed(API, THREE_WEEKS, lambda url: MISSING)[2].how == "no-way"
    asked, done, end = followed(API, THREE_WEEKS, lambda url: BROKEN)
    assert (len(asked), done, end.how) == (3, [], "failed")
    asked, _, end = followed(API, bounds_of("2024-01-01", "", NOW), lambda url: BROKEN)
    assert len(asked) == 5 and "5 parts in a row" in end.why


def test_one_week_that_fails_is_left_for_the_next_run() -> None:
    _, done, end = followed(
        API, THREE_WEEKS, lambda url: BROKEN if "after=2026-11-15" in url else Announced("posts")
    )
    assert [one.part for one in done] == ["2026-11-23", "2026-11-09"] and end.how == "failed"


# --- sitemaps ------------------------------------------------------------------------------------------

DAYS = Source(kind="sitemap", url=f"{HOME}/{{yyyy}}-{{mm}}-{{dd}}.xml")
INDEX = Source(kind="sitemap", url=f"{HOME}/index.xml")


def test_days_without_a_sitemap_had_no_stories() -> None:
    asked, done, end = followed(
        DAYS, THREE_WEEKS, lambda url: MISSING if "28" in url or "29" in url else Announced("sitemap")
    )
    assert len(asked) == len(done) == 21 and end.how == "reached"


def test_a_pattern_of_which_nothing_is_there_is_no_way() -> None:
    asked, done, end = followed(DAYS, bounds_of("2024-01-01", "", NOW), lambda url: MISSING)
    assert (len(asked), done, end.how) == (40, [], "no-way")


def index(children: Mapping[str, str | None]) -> Announced:
    found = [ChildSitemap(f"{HOME}/{name}", day(at) if at else None) for name, at in children.items()]
    return Announced("sitemapindex", children=tuple(found))


def test_an_index_is_followed_where_the_time_is() -> None:
    tree = {
        "index.xml": index(
            {
                "post-2026-09.xml": "2026-11-29",  # its name wins over a late change
                "post-2026-10.xml": None,
                "post-2026-11.xml": None,
                "post-tag-sitemap.xml": "2026-11-29",
                "old.xml": "2026-10-02",
                "new.xml": "2026-11-12",
                "more.xml": "2026-11-28",
                "part1.xml": None,
                "part10.xml": None,
                "part9.xml": None,
            }
        ),
        "more.xml": index({"deeper.xml": None}),
    }
    asked, done, end = followed(
        INDEX, THREE_WEEKS, lambda url: tree.get(url.removeprefix(f"{HOME}/"), Announced("sitemap"))
    )
    names = [url.removeprefix(f"{HOME}/") for url in asked]
    assert names == [
        "index.xml", "post-2026-11.xml", "more.xml", "deeper.xml", "new.xml",
        "part10.xml", "part9.xml", "part1.xml",
    ]  # fmt: skip
    assert len(done) == len(asked) - 1 and end.how == "reached"
    read = [Backfilled(one.part, one.bounds.since, one.bounds.until, NOW) for one in done]
    again, _, _ = followed(
        INDEX, THREE_WEEKS, lambda url: tree.get(url.removeprefix(f"{HOME}/"), Announced("sitemap")), *read
    )
    assert again == asked[:2], "the present month may still grow"


def test_an_index_that_does_not_go_back_so_far_is_short() -> None:
    tree = {"index.xml": index({"google-news.xml": "2026-11-29"})}
    newest = Announced("sitemap", entries=(entry(day("2026-11-28")),))
    _, _, end = followed(INDEX, THREE_WEEKS, lambda url: tree.get(url.removeprefix(f"{HOME}/"), newest))
    assert (end.how, end.why) == ("short", "goes back to 2026-11-28")
    assert followed(INDEX, THREE_WEEKS, lambda url: Announced("sitemap"))[2].how == "no-way"


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("post-sitemap12.xml", False),
        ("wp-sitemap-posts-post-1.xml", False),
        ("wp-sitemap-posts-page-1.xml", True),
        ("wp-sitemap-users-1.xml", True),
        ("post_tag-sitemap.xml", True),
        ("category-sitemap.xml", True),
        ("page-sitemap.xml", True),
        ("sitemap-pt-page-2026-11.xml", True),
        ("articles-page-3.xml", False),
        ("video-sitemap.xml", True),
        ("stage-sitemap.xml", False),
        ("heritage.xml", False),
    ],
)
def test_what_holds_no_stories_by_its_name(name: str, other: bool) -> None:
    assert is_other(f"{HOME}/maps/{name}") is other


# --- chains --------------------------------------------------------------------------------------------

FEED = Source(kind="feed", url=f"{HOME}/feed/")


def paged(url: str, first: datetime = NOW, last: int = 9) -> Answer:
    """A page with the stories of one day, each page a day older."""
    number = int(url.partition("=")[2] or 1)
    if number > last:
        return MISSING
    at = [first - timedelta(days=number - 1, hours=hour) for hour in range(5)]
    entries = tuple(entry(one, f"{HOME}/{one:%d-%H}") for one in at)
    return Announced("rss", entries=entries, next=f"{HOME}/feed/?paged={number + 1}")


def pages(asked: list[str]) -> list[int]:
    return [int(url.partition("=")[2] or 1) for url in asked]


def test_a_chain_is_followed_until_the_time_is_over() -> None:
    bounds = bounds_of("2026-11-27", "", NOW)
    asked, done, end = followed(FEED, bounds, paged)
    assert pages(asked) == [1, 2, 3, 4, 5] and end.how == "reached"
    assert {one.part for one in done} == {NOW.isoformat()}, "one row, which grows"
    assert done[-1].bounds == bounds and done[-1].position == f"{HOME}/feed/?paged=5"


def test_a_chain_goes_on_where_an_earlier_one_ended() -> None:
    earlier = Backfilled(
        "before", NOW - timedelta(days=4.2), NOW - timedelta(days=1), NOW, f"{HOME}/feed/?paged=4"
    )
    asked, done, end = followed(FEED, bounds_of("2026-11-24", "", NOW), paged, earlier)
    # To where the earlier one had begun; where it ended once more; and on.
    assert pages(asked) == [1, 2, 4, 5, 6, 7, 8] and end.how == "reached"
    assert done[-1].instead == ("before",)
    asked, done, _ = followed(FEED, bounds_of("2026-11-28", "", NOW), paged, earlier)
    assert pages(asked) == [1, 2], "what the earlier one read is enough"
    assert done[-1].bounds.since == earlier.first, "and its reach is not forgotten"


def test_how_a_chain_ends() -> None:
    bounds = bounds_of("2026-11-01", "", NOW)
    assert followed(FEED, bounds, lambda url: paged(url, last=3))[2] == End("short", "ends at 2026-11-28")
    assert followed(FEED, bounds, lambda url: paged(url, last=1))[2].how == "no-way"
    same = paged(FEED.url)
    asked, _, end = followed(FEED, bounds, lambda url: same)
    assert (len(asked), end.how) == (2, "no-way"), "a server that knows no pages"
    _, done, end = followed(FEED, bounds, lambda url: paged(url) if "=5" not in url else BROKEN)
    assert end.how == "failed" and done[-1].position == f"{HOME}/feed/?paged=4"
    elsewhere = Announced("rss", entries=(entry(NOW),), next="https://other.example/feed/?paged=2")
    assert followed(FEED, bounds, lambda url: elsewhere)[2].how == "no-way"


def test_an_old_story_on_top_does_not_end_a_chain() -> None:
    def answers(url: str) -> Answer:
        page = paged(url)
        if isinstance(page, Announced):
            pinned = entry(day("2019-01-01"), f"{HOME}/pinned")
            return Announced("rss", entries=(pinned, *page.entries), next=page.next)
        return page

    asked, _, end = followed(FEED, bounds_of("2026-11-27", "", NOW), answers)
    assert pages(asked) == [1, 2, 3, 4, 5] and end.how == "reached"
