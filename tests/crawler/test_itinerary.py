"""Which addresses of a source are read on a visit, and which after these."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler.itinerary import (
    MAX_CHILD_SITEMAPS,
    MAX_LEVELS,
    MAX_PAGES,
    OVERLAP,
    Moment,
    Stop,
    begin,
    go_on,
    posts,
)
from crawler.outlet import Source
from crawler.sources import Announced, ChildSitemap
from pipelines.entry import Entry, SourceRef

NOW = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)  # half past one of the 26th in India
HOUR = timedelta(hours=1)
SITE = "https://sena.example"


def source(kind: str = "feed", path: str = "/feed/", **fields: Any) -> Source:
    return Source.model_validate({"kind": kind, "url": SITE + path, **fields})


def page(count: int = 3, newest: datetime | None = None, next: str | None = None) -> Announced:
    entries = tuple(
        Entry(f"{SITE}/{n}", SourceRef("feed", SITE), published=newest and newest - n * HOUR)
        for n in range(count)
    )
    return Announced("rss", entries, next=next)


def index(**children: datetime | None) -> Announced:
    urls = {f"{SITE}/{name.replace('_', '-')}.xml": at for name, at in children.items()}
    return Announced("sitemapindex", children=tuple(ChildSitemap(url, at) for url, at in urls.items()))


def asked(stop: Stop) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(stop.url).query))


def names(stops: tuple[Stop, ...]) -> list[str]:
    return [stop.url.rpartition("/")[2].removesuffix(".xml") for stop in stops]


def test_a_feed_and_a_section_are_read_as_they_are() -> None:
    for kind in ("feed", "section", "sitemap"):
        assert begin(source(kind), Moment(NOW)) == (Stop(f"{SITE}/feed/"),)


def test_sitemaps_of_days_are_those_since_the_last_success() -> None:
    days = source("sitemap", "/s-{yyyy}-{mm}-{dd}.xml")
    first = begin(days, Moment(NOW, None, days=3))
    assert names(first) == ["s-2026-11-26", "s-2026-11-25", "s-2026-11-24", "s-2026-11-23"]
    assert all(stop.may_miss for stop in first)
    assert names(begin(days, Moment(NOW, NOW - HOUR))) == ["s-2026-11-26", "s-2026-11-25"]
    # After a month away no more than on the first visit.
    assert begin(days, Moment(NOW, NOW - timedelta(days=30))) == first
    assert len(begin(source("sitemap", "/s-{yyyy}-{mm}.xml"), Moment(NOW))) == 1


def test_the_api_is_asked_for_what_came_since() -> None:
    api = source("api", "/wp-json/wp/v2/posts")
    (first,) = begin(api, Moment(NOW))
    assert "after" not in asked(first)
    (later,) = begin(api, Moment(NOW, NOW - HOUR))
    assert asked(later)["after"] == "2026-11-25T00:00:00"
    again = begin(api, Moment(NOW + HOUR, NOW))
    assert again == (later,)  # the same address all day


def test_categories_are_asked_for_first() -> None:
    api = source("api", "/wp-json/wp/v2/posts", categories=("raksha", "sena"))
    (lookup,) = begin(api, Moment(NOW))
    assert lookup.what == "categories" and asked(lookup)["slug"] == "raksha,sena"
    assert asked(posts(api, Moment(NOW), (7, 3)))["categories"] == "3,7"


def test_only_sitemaps_with_news_are_read_newest_first() -> None:
    old, new = NOW - timedelta(days=9), NOW - HOUR
    found = index(a=old, b=new - HOUR, c=new, d=None)
    assert names(go_on(Stop(SITE), found, 0, Moment(NOW))) == ["c", "b", "d"]
    # Since yesterday's success even less is new.
    days = index(a=NOW - timedelta(days=2), b=new)
    assert names(go_on(Stop(SITE), days, 0, Moment(NOW))) == ["b", "a"]
    assert names(go_on(Stop(SITE), days, 0, Moment(NOW, NOW - HOUR))) == ["b"]


def test_the_date_in_a_name_counts_where_the_index_states_none_or_the_hour_of_the_request() -> None:
    found = index(s_2026_11_24=None, s_2026_11_26=None, s_2026_11_25=None, s_2026_11_01=NOW, s_2019_01=None)
    assert names(go_on(Stop(SITE), found, 0, Moment(NOW))) == ["s-2026-11-26", "s-2026-11-25", "s-2026-11-24"]
    months = index(m_2026_11=None, m_2026_10=None)
    assert names(go_on(Stop(SITE), months, 0, Moment(NOW))) == ["m-2026-11"]


def test_indexes_without_end_are_left() -> None:
    found = index(**{f"s{n}": None for n in range(100)})
    stops = go_on(Stop(SITE, level=MAX_LEVELS - 1), found, 0, Moment(NOW))
    assert len(stops) == MAX_CHILD_SITEMAPS and {stop.level for stop in stops} == {MAX_LEVELS}
    assert go_on(stops[0], found, 0, Moment(NOW)) == ()


OLDER = f"{SITE}/feed/?paged=2"
BEFORE = NOW - timedelta(days=2)


@pytest.mark.parametrize(
    ("read", "known", "since", "goes_on"),
    [
        (page(newest=NOW, next=OLDER), 0, BEFORE, True),  # all new since the last success: there may be more
        (page(next=OLDER), 0, BEFORE, True),  # nobody states a date
        (page(newest=NOW, next=OLDER), 1, BEFORE, False),  # what was known follows
        (page(newest=NOW, next=OLDER), 0, None, False),  # the first visit looks at the front alone
        (page(newest=BEFORE + HOUR, next=OLDER), 0, BEFORE, True),  # put out late, or in a wrong zone
        (page(newest=BEFORE - OVERLAP + HOUR, next=OLDER), 0, BEFORE, False),  # it reaches back far enough
        (page(newest=NOW), 0, BEFORE, False),
        (page(0, next=OLDER), 0, BEFORE, False),
        (page(newest=NOW, next="https://other.example/feed/"), 0, BEFORE, False),
        (page(newest=NOW, next="http://www.sena.example/feed/?paged=2"), 0, BEFORE, True),
    ],
)
def test_older_pages_are_read_to_close_a_gap(
    read: Announced, known: int, since: datetime | None, goes_on: bool
) -> None:
    stops = go_on(Stop(f"{SITE}/feed/"), read, known, Moment(NOW, since))
    assert [stop.url for stop in stops] == ([read.next] if goes_on else [])
    assert all(stop.page == 2 and stop.may_miss for stop in stops)


def test_pages_end() -> None:
    stop = Stop(f"{SITE}/feed/", page=MAX_PAGES)
    assert go_on(stop, page(newest=NOW, next=OLDER), 0, Moment(NOW, BEFORE)) == ()
