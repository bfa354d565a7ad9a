"""What pages and robots.txt say of sources."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.itinerary import promising
from crawler.leads import MAX_LEADS, ROBOTS_BYTES, read_page, sitemaps_of
from crawler.sources import ChildSitemap

HOME = "https://x.example/hi/"


def sections(body: str) -> list[tuple[str | None, str]]:
    page = read_page(f"<html><body>{body}</body></html>".encode(), HOME, "text/html; charset=utf-8")
    return [(lead.section, lead.url.removeprefix("https://x.example")) for lead in page.sections]


def test_feeds_are_relative_to_the_base_and_come_once() -> None:
    html = """<base href="https://x.example/base/"><link rel="ALTERNATE feed" type="application/rss+xml; a=b"
    href="feed"><link rel=alternate type=application/rss+xml href="/base/feed">
    <link rel=alternate type=application/json href=/wp-json/posts><link rel=alternate hreflang=en href=/en/>
    <link rel=alternate type=application/atom+xml href=/feeds/comments/default>
    <link rel=alternate type=application/rss+xml title="समाचार &raquo; टिप्पणी फ़ीड" href=/c/feed/>
    <link rel=alternate type=application/rss+xml href="javascript:alert(1)">
    <a rel=alternate type=application/atom+xml href="http://x.example/atom.xml">ऐटम</a>"""
    page = read_page(html.encode(), HOME, "text/html; charset=utf-8")
    assert [lead.url for lead in page.feeds] == ["https://x.example/base/feed", "http://x.example/atom.xml"]
    assert page.api is None and not page.wordpress


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ('<a href="/raksha/">रक्षा</a>', ("defence", "/raksha/")),
        ('<a href="/s/12"> <span>डिफ़ेंस</span> </a>', ("defence", "/s/12")),
        ('<a href="/topic/defence-news">और</a>', ("defence", "/topic/defence-news")),
        ('<a href="/desh">देश</a>', ("national", "/desh")),
        ('<a href="/1">राष्ट्रीय</a>', ("national", "/1")),
        ('<a href="/national.html">x</a>', ("national", "/national.html")),
        ('<a href="/sanrakshan/">संरक्षण</a>', None),
        ('<a href="/suraksha-bal">सुरक्षाबल</a>', None),
        ('<a href="/videsh">विदेश</a>', None),
        ('<a href="/">देश</a>', None),
        ('<a href="#desh">देश</a>', None),
        ('<a href="mailto:desh@x.example">देश</a>', None),
    ],
)
def test_sections(link: str, found: tuple[str, str] | None) -> None:
    assert sections(link) == ([found] if found else [])


def test_what_the_menu_says_beats_the_address_and_defence_comes_first() -> None:
    body = '<a href="/bharat">भारत</a><a href="/a/b/desh">और</a><a href="/army">x</a><a href="/c/rk">रक्षा</a>'
    assert sections(body) == [("defence", "/c/rk"), ("national", "/bharat")]


def test_sitemaps_of_robots_txt() -> None:
    text = "User-agent: *\nSitemap:/a.xml\n SITEMAP : https://x.example/news.xml # new\nSitemap: /a.xml\n"
    found = sitemaps_of(text.encode(), "https://x.example/robots.txt")
    assert found == ("https://x.example/news.xml", "https://x.example/a.xml")
    many = "".join(f"Sitemap: /{n}.xml\n" for n in range(1000))
    assert len(sitemaps_of(many.encode(), "https://x.example/robots.txt")) == MAX_LEADS
    late = b"#" * ROBOTS_BYTES + b"\nSitemap: /a.xml\n"
    assert sitemaps_of(late, "https://x.example/robots.txt") == ()


def test_news_comes_first_and_lists_come_last() -> None:
    names = ["category", "post-1", "page-2", "news"]
    children = [ChildSitemap(f"https://x.example/{name}.xml") for name in names]
    order = [child.url.rpartition("/")[2] for child in promising(children)]
    assert order == ["news.xml", "post-1.xml", "category.xml", "page-2.xml"]


@given(st.binary(max_size=300))
def test_no_bytes_are_too_strange(body: bytes) -> None:
    read_page(body, HOME)
    sitemaps_of(body, HOME)
