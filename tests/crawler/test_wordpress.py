"""WordPress's REST API: addresses, posts, pages, categories."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler.sources import Announced, SourceRefused, category_ids, parse
from crawler.sources.wordpress import (
    categories_address,
    next_feed_page,
    next_page,
    posts_address,
    posts_below,
)
from tests.crawler.samples import NOW, announced, rss

POSTS = "https://seema.example/wp-json/wp/v2/posts"


def post(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": number,
        "date": "2024-07-05T14:00:00",
        "date_gmt": "2024-07-05T08:30:00",
        "modified": "2024-07-05T15:00:00",
        "modified_gmt": "2024-07-05T09:30:00",
        "link": f"https://seema.example/raksha/{number}/",
        "title": {"rendered": f"सेना का &#8216;अभ्यास&#8217; {number}"},
        "excerpt": {"rendered": "<p>जवानों ने अभ्यास किया।</p>\n", "protected": False},
        "content": {"rendered": f"<p>{'सीमा पर अभ्यास हुआ। ' * 100}</p>", "protected": False},
        **fields,
    }


def read(data: object, url: str = POSTS, **headers: str) -> Announced | SourceRefused:
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    return parse(body, POSTS, "application/json", "api", base=url, now=NOW, headers=headers)


def asked(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def test_a_post_becomes_an_entry() -> None:
    found = read([post(7)])
    assert isinstance(found, Announced)
    (entry,) = found.entries
    assert found.kind == "posts"
    assert (entry.link, entry.title) == ("https://seema.example/raksha/7/", "सेना का ‘अभ्यास’ 7")
    assert entry.published == datetime(2024, 7, 5, 8, 30, tzinfo=UTC)
    assert entry.updated == datetime(2024, 7, 5, 9, 30, tzinfo=UTC)
    assert entry.summary == "जवानों ने अभ्यास किया।"
    assert entry.full_text is not None and entry.full_text.startswith("<p>सीमा पर")
    assert (entry.source.kind, entry.source.url) == ("api", POSTS)


def test_local_time_where_there_is_no_other() -> None:
    found = read([post(7, date_gmt="0000-00-00T00:00:00", modified_gmt=None, modified=None)])
    assert isinstance(found, Announced)
    assert found.entries[0].published == datetime(2024, 7, 5, 8, 30, tzinfo=UTC)
    assert found.entries[0].updated is None


def test_an_empty_page_is_no_mistake() -> None:
    found = read([])
    assert isinstance(found, Announced) and not found.entries and found.next is None


def test_pages_go_on_as_long_as_the_header_says() -> None:
    found = read([post(1)], posts_address(POSTS, page=2), **{"x-wp-totalpages": "3"})
    assert isinstance(found, Announced) and found.next is not None
    assert asked(found.next)["page"] == "3"
    assert next_page(found.next, "3") is None
    assert next_page(POSTS, "2") == POSTS + "?page=2"
    assert next_page(POSTS, None) is None and next_page(POSTS, "many") is None


@pytest.mark.parametrize(
    ("data", "reason", "detail"),
    [
        ({"code": "rest_no_route", "message": "No route"}, "api-error", "rest_no_route: No route"),
        ({"posts": []}, "not-a-feed", "JSON, but no list"),
        ([{"name": "x"}], "not-a-feed", "a JSON list, but of no posts"),
        (b'[{"id": 1', "unreadable", "broken JSON"),
        (b"[" * 100_000, "not-a-feed", "nested too deeply"),
        (b"<html><title>403</title></html>", "not-a-feed", "an HTML page titled '403'"),
    ],
)
def test_what_is_no_list_of_posts(data: object, reason: str, detail: str) -> None:
    found = read(data)
    assert isinstance(found, SourceRefused)
    assert found.reason == reason and detail in found.detail


def test_posts_without_a_link_are_refused_one_by_one() -> None:
    found = read([post(1), {"id": 2}, None, post(3, link="https://")])
    assert isinstance(found, Announced)
    assert len(found.entries) == 1
    assert [refused.reason for refused in found.refused] == ["no-link", "no-link", "bad-link"]


def test_the_address_asks_by_date_and_category_and_keeps_what_it_has() -> None:
    url = posts_address(
        "https://seema.example/?rest_route=/wp/v2/posts&lang=hi",
        categories=(12, 3),
        after=datetime(2026, 11, 24, 18, 30, tzinfo=UTC),
        before=datetime(2026, 11, 25, 18, 30, tzinfo=UTC),
        page=4,
    )
    query = asked(url)
    assert query["rest_route"] == "/wp/v2/posts" and query["lang"] == "hi"
    assert (query["categories"], query["page"]) == ("3,12", "4")
    # Indian time: WordPress compares with the site's own.
    assert (query["after"], query["before"]) == ("2026-11-25T00:00:00", "2026-11-26T00:00:00")
    assert {"link", "date_gmt", "modified_gmt", "content"} <= set(query["_fields"].split(","))
    assert {"after", "before", "categories"}.isdisjoint(asked(posts_address(POSTS)))


def test_where_the_posts_are_below_the_root() -> None:
    assert posts_below("https://seema.example/wp-json/") == POSTS
    assert posts_below("https://seema.example/hi/wp-json") == "https://seema.example/hi/wp-json/wp/v2/posts"
    assert posts_below("https://seema.example/?rest_route=/") == (
        "https://seema.example/?rest_route=/wp/v2/posts"
    )


def test_categories_are_found_by_slug() -> None:
    url = categories_address(POSTS, ("raksha", "desh"))
    assert url.startswith("https://seema.example/wp-json/wp/v2/categories?")
    assert asked(url)["slug"] == "raksha,desh"
    plain = categories_address("https://seema.example/?rest_route=/wp/v2/posts", ("raksha",))
    assert asked(plain)["rest_route"] == "/wp/v2/categories"
    body = json.dumps([{"id": 3, "slug": "desh", "name": "देश"}, {"id": 12, "slug": "raksha"}]).encode()
    assert category_ids(body, ("raksha", "desh")) == (12, 3)
    missing = category_ids(body, ("raksha", "sena"))
    assert isinstance(missing, SourceRefused)
    assert (missing.reason, missing.detail) == ("no-such-category", "the site has no category sena")
    assert isinstance(category_ids(b"<html>", ("raksha",)), SourceRefused)


def test_feeds_of_wordpress_have_further_pages() -> None:
    feed = rss("", "<generator>https://wordpress.org/?v=6.6</generator>")
    assert announced(feed, "https://seema.example/rss").next == "https://seema.example/rss?paged=2"
    assert announced(rss(""), "https://seema.example/feed/").next == "https://seema.example/feed/?paged=2"
    assert announced(rss(""), "https://seema.example/rss.xml").next is None
    assert next_feed_page("https://seema.example/?feed=rss2&paged=2") == (
        "https://seema.example/?feed=rss2&paged=3"
    )
    stated = rss(
        "",
        '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="https://seema.example/feed/old"/>',
    )
    assert announced(stated, "https://seema.example/feed/").next == "https://seema.example/feed/old"
