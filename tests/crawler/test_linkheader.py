"""The Link header: next pages and WebSub hubs that a feed's answer announces."""

from __future__ import annotations

import pytest

from crawler.sources import Announced, parse
from crawler.sources.linkheader import MAX_HEADER, related
from tests.crawler.samples import NOW, URL, item, rss

HEADER = (
    '<https://x.in/feed,1/>; rel="self", <https://x.in/?a=1;b=2>; title="a, <b>; c"; rel="prev next",'
    " </hub>;rel=hub"
)


@pytest.mark.parametrize(
    ("relation", "address"),
    [("self", "https://x.in/feed,1/"), ("next", "https://x.in/?a=1;b=2"), ("hub", "/hub"), ("last", None)],
)
def test_relations(relation: str, address: str | None) -> None:
    assert related(HEADER, relation) == address


@pytest.mark.parametrize(
    "header", [None, "", "<>; rel=hub", "x; rel=hub", "<a" * 50_000, "<a>" + ";" * 50_000]
)
def test_headers_without_a_link(header: str | None) -> None:
    assert related(header, "hub") is None


def test_only_the_beginning_of_an_endless_header_is_read() -> None:
    assert related("<x>; rel=y, " * MAX_HEADER + "<late>; rel=hub", "hub") is None


def test_the_header_goes_before_what_the_feed_says() -> None:
    stated = (
        '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="https://old.example/"/>'
        "<link>https://www.seema.example/</link>"
    )
    headers = {"link": '<https://hub.example/>; rel="hub", </older.xml>; rel="next"'}
    found = parse(rss(item(), stated).encode(), URL, now=NOW, headers=headers)
    assert isinstance(found, Announced)
    assert (found.hub, found.next) == ("https://hub.example/", "https://rss.seema.example/older.xml")
    without = parse(rss(item(), stated).encode(), URL, now=NOW)
    assert isinstance(without, Announced) and without.hub == "https://old.example/"
