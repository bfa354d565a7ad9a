"""Section pages: the list is found, or named by selectors."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from crawler.sources import Announced, SourceRefused, parse
from tests.crawler.samples import NOW, item, rss
from tests.newsroom import Newsroom

URL = "https://seema.example/raksha/"
INDIA = timezone(timedelta(hours=5, minutes=30))
TITLES = [f"सेना ने सीमा पर {what} बनाई और गश्त शुरू की" for what in ("चौकी", "सड़क", "सुरंग", "दीवार", "छावनी")]
MENU = "".join(
    f'<li><a href="/{n}/">{name}</a></li>' for n, name in enumerate(("देश", "विदेश", "खेल", "राज्य की खबरें"))
)
BESIDE = "".join(
    f'<li><a href="/other/{n}.html">सबसे ज्यादा पढ़ी गई खबर, जो यहां {n} बार दिखती है</a></li>' for n in range(4)
)


def read(body: str, *items: str, url: str = URL) -> Announced | SourceRefused:
    page = f"<html lang=hi><head><title>रक्षा</title></head><body>{body}</body></html>"
    return parse(page.encode(), url, "text/html; charset=utf-8", "section", now=NOW, items=items)


def announced(body: str, *items: str) -> Announced:
    found = read(body, *items)
    assert isinstance(found, Announced), found
    return found


def links(found: Announced) -> list[str]:
    return [entry.link.removeprefix("https://seema.example") for entry in found.entries]


def listing(
    form: str = '<div class="card post-{n}"><a href="/news/{n}.html"><h3>{title}</h3></a></div>',
) -> str:
    return "".join(form.format(n=n, title=title) for n, title in enumerate(TITLES))


STORIES = [f"/news/{n}.html" for n in range(len(TITLES))]


def test_the_list_is_found_among_menus_and_sidebars() -> None:
    found = announced(
        f"<nav><ul>{MENU}</ul></nav><div id=main>{listing()}</div>"
        f'<div class="sidebar"><ul>{BESIDE}</ul></div><footer><ul>{BESIDE}</ul></footer>'
    )
    assert found.kind == "section" and found.title == "रक्षा"
    assert links(found) == STORIES
    assert [entry.title for entry in found.entries] == TITLES
    assert {(entry.source.kind, entry.source.url) for entry in found.entries} == {("section", URL)}


def test_a_picture_and_a_headline_are_one_story() -> None:
    form = (
        '<article><a href="/news/{n}.html"><img src="/i/{n}.jpg" alt=""></a>'
        '<h2><a href="/news/{n}.html">{title}</a></h2>'
        '<time datetime="2024-07-0{n}T09:00:00+05:30">x</time>'
        "<p>पहला वाक्य यह है कि जवान सीमा पर अभ्यास कर रहे हैं।</p></article>"
    ).replace("0{n}T", "05T")
    found = announced(listing(form))
    assert links(found) == STORIES
    entry = found.entries[2]
    assert entry.title == TITLES[2] and entry.image == "https://seema.example/i/2.jpg"
    assert entry.published == datetime(2024, 7, 5, 9, tzinfo=INDIA)
    assert entry.summary is not None and entry.summary.startswith("पहला वाक्य")


def test_dates_in_words_and_teasers_within_the_link() -> None:
    form = (
        '<li class="r{n}"><a href="/news/{n}.html"><h4>{title}</h4>'
        "<p>और जवानों ने कहा कि वे तैयार हैं, हमेशा की तरह।</p></a>"
        '<span class="post-date">{n} जुलाई 2024, 10:30 AM</span></li>'
    ).replace("{n} जुलाई", "4 जुलाई")
    found = announced(f"<ul>{listing(form)}</ul>")
    assert [entry.title for entry in found.entries] == TITLES
    assert {entry.published for entry in found.entries} == {datetime(2024, 7, 4, 10, 30, tzinfo=INDIA)}


def test_short_headlines_are_taken_within_a_list_only() -> None:
    short = '<div class="card"><a href="/news/9.html"><h3>सुकमा में मुठभेड़</h3></a></div>'
    assert links(announced(listing() + short)) == [*STORIES, "/news/9.html"]
    assert isinstance(read(short * 9), SourceRefused)


def test_a_lead_story_apart_from_its_list_is_taken_with_it_if_there_are_enough() -> None:
    second = "".join(
        f'<p class=brief><a href="/brief/{n}.html">{title} है</a></p>' for n, title in enumerate(TITLES[:3])
    )
    found = announced(f"<div>{second}</div><div>{listing()}</div>")
    assert links(found) == [f"/brief/{n}.html" for n in range(3)] + STORIES


def test_a_header_within_an_article_is_no_header_of_the_page() -> None:
    form = '<article><header><h2><a href="/news/{n}.html">{title}</a></h2></header><p>x</p></article>'
    assert links(announced(listing(form))) == STORIES
    assert isinstance(read(f"<header><div>{listing()}</div></header>"), SourceRefused)


def test_links_of_other_hosts_and_in_english_are_no_stories() -> None:
    english = "".join(
        f'<div class=e><a href="/en/{n}">The army has built a new post here</a></div>' for n in range(9)
    )
    others = listing('<div class=o><a href="https://notseema.example/{n}">{title}</a></div>')
    assert links(announced(english + others + listing())) == STORIES


def test_selectors_name_links_or_what_holds_them() -> None:
    body = f'<div class=top>{listing()}</div><div class="tall"><p><a href="/a/1">अकेली</a></p><p>x</p></div>'
    assert links(announced(body, ".tall p")) == ["/a/1"]
    assert links(announced(body, "//div[@class='tall']//a")) == ["/a/1"]
    assert links(announced(body, "//div[has-class('tall')]//a")) == ["/a/1"]
    assert links(announced(body, ".gone a", ".top h3")) == STORIES  # the link is around the headline


@pytest.mark.parametrize("body", ["", "<p>कुछ नहीं</p>", f"<ul>{MENU}</ul>", f"<nav>{BESIDE}</nav>"])
def test_pages_without_a_list(body: str) -> None:
    found = read(body)
    assert isinstance(found, SourceRefused)
    assert (found.reason, found.detail) == ("no-list", "no list of headlines in Devanagari is on it")


def test_selectors_that_match_nothing_say_so() -> None:
    found = read(listing(), ".gone a")
    assert isinstance(found, SourceRefused)
    assert found.detail == "nothing matches .gone a"


@pytest.mark.parametrize(
    ("head", "older"),
    [
        ('<link rel="next" href="/raksha/page/2/">', "/raksha/page/2/"),
        ('<a class="next page-numbers" href="page/2/">2</a>', "/raksha/page/2/"),
        ('<a href="?page=2">अगला</a>', "/raksha/?page=2"),
        ('<a href="/raksha/">»</a>', None),
        ("", None),
    ],
)
def test_the_next_page(head: str, older: str | None) -> None:
    found = announced(head + listing())
    assert found.next == (older and f"https://seema.example{older}")


def test_a_page_for_readers_is_no_feed_unless_one_asks_for_it() -> None:
    page = f"<html><title>रक्षा</title><body>{listing()}</body></html>".encode()
    found = parse(page, URL, kind="feed", now=NOW)
    assert isinstance(found, SourceRefused) and found.reason == "not-a-feed"


def test_a_feed_where_a_page_was_is_read_as_a_feed() -> None:
    feed = rss(item(TITLES[0], f"{URL}a"))
    found = parse(feed.encode(), URL, kind="section", now=NOW)
    assert isinstance(found, Announced) and found.kind == "rss"


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 20_000 + listing(),
        f'<a href="/x">{"क" * 100}' * 3000,
        "<p>" + "".join(f'<a href="/n/{n}">{TITLES[0]} {n}</a>' for n in range(6000)),
        '<a href="http://[">सेना ने सीमा पर चौकी बनाई</a>' * 10,
        "\x00<a href='/a'>सेना",
    ],
)
def test_hostile_pages_are_read_or_refused_in_bounds(body: str) -> None:
    found = read(body)
    assert isinstance(found, SourceRefused) or len(found.entries) <= 500


def test_front_pages_of_the_newsroom_in_all_their_shapes() -> None:
    with Newsroom() as room:
        for outlet in room.outlets:
            site = room.site(outlet)
            expected = {
                page.url for page in room.expected() if page.outlet == outlet and page.kind == "article"
            }
            body = site.respond("/").body
            found = parse(body, room.url(outlet), "text/html; charset=utf-8", "section", now=room.base)
            hindi = [p for p in site.pages() if p.story.language != "en" and p.trap != "robots"]
            if len(hindi) >= 3:
                assert isinstance(found, Announced), (outlet, found)
                got = {entry.link for entry in found.entries}
                assert len(got & expected) >= 0.9 * len(hindi), outlet
                assert len(got - expected) <= 2, (outlet, got - expected)
