"""The sample newsroom itself: its data, its pages, its feeds, its server."""

from __future__ import annotations

import gzip
import html
import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, cast
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import feedparser
import lxml.html
import pytest

from crawler.dated import is_pattern, on_day
from crawler.registry import load_outlets
from tests.newsroom import Expected, Fault, Newsroom, dates, documents, outlets, stories
from tests.newsroom.shapes import shape
from tests.project import PROJECT, SHARED

BASE = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(BASE) as room:
        yield room


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def fetch(room: Newsroom, url: str, method: str = "GET", **headers: str) -> Answer:
    """One request to 127.0.0.1 under the URL's host name, redirects not followed."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection("127.0.0.1", room.port, timeout=20)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, target, headers={"Host": parts.netloc, **named})
        response = connection.getresponse()
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
    finally:
        connection.close()


def follow(room: Newsroom, url: str) -> tuple[str, Answer]:
    """As `fetch`, after at most five redirects; the last URL with it."""
    for _ in range(5):
        answer = fetch(room, url)
        if "location" not in answer.headers:
            return url, answer
        url = urljoin(url, answer.headers["location"])
    return url, answer


def flat(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def select(page: bytes | str, xpath: str) -> list[Any]:
    """Elements, attributes or text of an HTML page."""
    raw = page.encode() if isinstance(page, str) else page
    tree = lxml.html.document_fromstring(raw, parser=lxml.html.HTMLParser(encoding="utf-8"))
    return cast("list[Any]", tree.xpath(xpath))


def visible(page: str) -> str:
    """The words of a page outside script and style."""
    words = select(page, "//body//text()[not(ancestor::script or ancestor::style or ancestor::select)]")
    return flat(" ".join(words))


def articles(room: Newsroom) -> list[Expected]:
    return [page for page in room.expected() if page.kind in ("article", "robots")]


# --- data ------------------------------------------------------------------------------------------


def test_there_are_enough_stories_of_every_kind() -> None:
    every = stories.load()
    languages = Counter(story.language for story in every)
    relevant = Counter(story.relevant for story in every if story.language == "hi")
    assert len(every) >= 64
    assert all(languages[code] >= 4 for code in ("mr", "ne", "en"))
    assert relevant["yes"] >= 34
    assert relevant["no"] >= 16
    assert relevant["borderline"] >= 3
    assert sum(story.edit is not None for story in every) == 1
    assert sum(story.post is not None for story in every) >= 3


@pytest.mark.parametrize("story", stories.load(), ids=lambda story: story.id)
def test_a_story_is_whole(story: stories.NewsStory) -> None:
    whole = " ".join((story.text.title, story.text.standfirst, *story.text.paragraphs))
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", story.id)
    assert 5 <= len(story.text.paragraphs) <= 10
    assert 950 <= sum(map(len, story.text.paragraphs)) <= 2500
    assert not re.search(r"\{(?!day|yesterday|tomorrow)", whole)
    assert unicodedata.is_normalized("NFC", whole)
    assert story.text.paragraphs[-1][-1] in '।.)"', "the last paragraph breaks off"
    if story.language != "en":
        letters = [c for c in whole if unicodedata.category(c) in ("Lo", "Ll", "Lu")]
        assert sum("\u0900" <= c <= "\u097f" for c in letters) > 0.9 * len(letters)
    if story.language == "hi":
        assert bool(story.tags) == (story.relevant != "no")
    if len(story.printings) > 1:
        assert story.agency


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not there")
def test_tags_are_concepts_of_the_vocabulary() -> None:
    rows = (SHARED / "domain" / "lexicon.jsonl").read_text("utf-8").splitlines()
    known = {json.loads(row)["id"] for row in rows}
    assert not {(story.id, tag) for story in stories.load() for tag in story.tags if tag not in known}


def test_wire_copies_are_identical_in_some_outlets_and_cut_in_others() -> None:
    wire = [story for story in stories.load() if len(story.printings) >= 2]
    assert len(wire) >= 6
    assert {story.agency for story in wire} >= {"भाषा", "वार्ता", "एएनआई", "आईएएनएस"}
    for story in wire:
        assert len({p.title or story.text.title for p in story.printings}) == len(story.printings)
    assert sum(any(p.without for p in story.printings) for story in wire) >= 5
    assert sum(sum(not p.without for p in story.printings) >= 2 for story in wire) >= 5


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("paragraphs", "bad.toml: x: KeyError 'paragraphs'"),
        ("relevant", "bad.toml: x: KeyError 'relevant'"),
        ("outlets", "bad.toml: x: ValueError no outlet prints it"),
    ],
)
def test_an_incomplete_story_is_refused_by_name(tmp_path: Path, change: str, said: str) -> None:
    row = {
        "id": '"x"', "title": '"त"', "paragraphs": '["प"]', "relevant": '"no"', "section": '"desh"',
        "hours_ago": "1", "outlets": '["janpath"]',
    }  # fmt: skip
    del row[change]
    lines = "\n".join(f"{key} = {value}" for key, value in row.items())
    (tmp_path / "bad.toml").write_text(f"[[story]]\n{lines}\n", "utf-8")
    with pytest.raises(stories.StoryError, match=re.escape(said)):
        stories.load(tmp_path)


def test_there_are_enough_shapes_and_every_form_of_source_is_served() -> None:
    every = outlets.load()
    assert len(every) >= 17
    assert len({outlet.shape for outlet in every.values()}) >= 13
    for outlet in every.values():
        assert callable(shape(outlet.shape).article)
    forms = {source.form for outlet in every.values() for source in outlet.sources}
    assert forms >= {*documents.FORMS, "sitemap-index", "sitemap-days", "rss20-paged", "wp-posts", "list"}


def test_registry_files_satisfy_the_crawler(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.write_outlets(tmp_path)
    registry = load_outlets(tmp_path)
    assert set(registry) == set(newsroom.outlets)
    for page in newsroom.expected():
        owner = registry.outlet_for_url(page.url)
        assert owner is not None
        assert owner.id == page.outlet


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (dates.hindi_date, "24 नवंबर 2026"),
        (dates.hindi_time, "शाम 6:00"),
        (dates.twelve, "06:00 PM"),
        (dates.english_date, "Tue, 24 Nov 2026"),
        (dates.rfc822, "Tue, 24 Nov 2026 18:00:00 +0530"),
        (dates.iso, "2026-11-24T18:00:00+05:30"),
        (dates.iso_utc, "2026-11-24T12:30:00Z"),
        (dates.iso_bare, "2026-11-24T18:00:00"),
    ],
)
def test_dates_are_printed_in_indian_time(function: object, text: str) -> None:
    assert callable(function)
    assert function(BASE) == text


def test_weekdays_are_told_from_the_hour_of_the_story() -> None:
    assert dates.with_weekdays("{yesterday} {day} {tomorrow}", BASE, "hi") == "सोमवार मंगलवार बुधवार"
    late = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)  # half past midnight in India
    assert dates.with_weekdays("{day}", late, "hi") == "बुधवार"


# --- pages -----------------------------------------------------------------------------------------


def test_every_story_page_holds_its_story_and_its_furniture(newsroom: Newsroom) -> None:
    for page in articles(newsroom):
        answer = fetch(newsroom, page.copy or page.url)
        assert answer.status == 200, page.url
        words = visible(answer.text)
        assert flat(page.title) in words, page.url
        for paragraph in page.text:
            assert paragraph in words, (page.url, paragraph)
        assert len(page.foreign) >= 4
        for furniture in page.foreign:
            assert furniture in words, (page.url, furniture)
            assert furniture not in " ".join((page.title, *page.text)), (page.url, furniture)
        assert "{" not in " ".join(page.text)
        for author in page.authors:
            assert author in words


def test_addresses_are_unique_and_their_stories_too(newsroom: Newsroom) -> None:
    every = [page.url for page in newsroom.expected()]
    assert len(every) == len(set(every))
    pages = articles(newsroom)
    assert len({(page.outlet, page.story) for page in pages}) == len(pages)
    assert {page.story for page in pages} == {story.id for story in newsroom.stories}


@pytest.mark.parametrize(
    ("kind", "status"),
    [("home", 200), ("section", 200), ("video", 200), ("soft-404", 200), ("login", 200), ("not-found", 404)],
)
def test_pages_that_are_no_stories(newsroom: Newsroom, kind: str, status: int) -> None:
    pages = [page for page in newsroom.expected() if page.kind == kind]
    assert pages
    for page in pages:
        answer = fetch(newsroom, page.url)
        assert answer.status == status, page.url
        assert answer.headers["content-type"].startswith("text/html")
        assert visible(answer.text)


def test_home_and_section_pages_link_to_stories(newsroom: Newsroom) -> None:
    for outlet in newsroom.outlets:
        mine = {p.url for p in articles(newsroom) if p.outlet == outlet and p.kind == "article"}
        hrefs = select(fetch(newsroom, newsroom.url(outlet)).body, "//a/@href")
        assert mine <= {urljoin(newsroom.url(outlet), href) for href in hrefs}


def test_shapes_have_the_vices_they_are_there_for(newsroom: Newsroom) -> None:
    pages = {page.shape: fetch(newsroom, page.url).text for page in articles(newsroom)}
    assert "<p" not in pages["hashed"].partition("<body>")[2].partition("<script")[0]
    assert pages["tables"].count("<table") > 8
    assert "charset" not in pages["tables"]
    assert len(visible(pages["bazaar"])) > 4000
    assert pages["amp"].startswith("<!doctype html>\n<html amp")
    assert "__VIEWSTATE" in pages["ministry"]
    assert "\u095c" in pages["speech"]  # nukta letters as one code point
    assert "यह भी पढ़ें:" in pages["embeds"]
    assert "twitter-tweet" in "".join(
        fetch(newsroom, p.url).text for p in articles(newsroom) if p.shape == "embeds"
    )
    twice = next(page for page in articles(newsroom) if page.shape == "speech")
    assert visible(fetch(newsroom, twice.url).text).count(twice.text[-1]) == 2


def test_amp_copies_name_the_story_as_canonical(newsroom: Newsroom) -> None:
    page = next(page for page in articles(newsroom) if page.outlet == "navprabhat")
    copy = fetch(newsroom, page.url + "amp/").body
    assert select(copy, "//link[@rel='canonical']/@href") == [page.url]
    other = next(page for page in articles(newsroom) if page.outlet == "jagritimail")
    again = fetch(newsroom, newsroom.url("jagritimail", "/amp" + urlsplit(other.url).path))
    assert again.body == fetch(newsroom, other.url).body
    assert select(again.body, "//link[@rel='canonical']/@href") == [other.url]


@pytest.mark.parametrize("outlet", ["khabarlok", "jagritimail", "bharatsetu", "sandhyavani", "rakshapatra"])
def test_json_ld_is_json_with_the_storys_title(newsroom: Newsroom, outlet: str) -> None:
    for page in articles(newsroom):
        if page.outlet == outlet:
            blocks = select(fetch(newsroom, page.url).body, "//script[@type='application/ld+json']/text()")
            data = [json.loads(text) for text in blocks]
            parts = [part for block in data for part in block.get("@graph", [block])]
            assert page.title in [part.get("headline") for part in parts]


def test_same_base_same_bytes(newsroom: Newsroom) -> None:
    # The port is part of most pages, so the sites are compared without servers.
    one, two = Newsroom(BASE, port=8000), Newsroom(BASE, port=8000)
    for outlet in one.outlets:
        assert list(one.site(outlet).pages()) == list(two.site(outlet).pages())
        for source in one.outlets[outlet].sources:
            first, second = one.site(outlet).respond(source.path), two.site(outlet).respond(source.path)
            assert first == second


# --- feeds -----------------------------------------------------------------------------------------

ILL_FORMED = {"rss20-whitespace", "rss091"}
NO_XML = {"json", "html-error", "status-500", "list", "wp-posts"}


def sources(room: Newsroom) -> list[tuple[str, outlets.Source, Answer]]:
    return [
        (outlet.id, source, fetch(room, room.url(outlet.id, on_day(source.path, day))))
        for outlet in room.outlets.values()
        for source in outlet.sources
        for day in (days(room) if is_pattern(source.path) else days(room)[:1])
    ]


def days(room: Newsroom) -> list[date]:
    """Days on which something came out, the newest first."""
    return sorted(
        {p.published.date() for outlet in room.outlets for p in room.site(outlet).pages()}, reverse=True
    )


def test_feeds_are_well_formed_but_for_those_that_should_not_be(newsroom: Newsroom) -> None:
    for outlet, source, answer in sources(newsroom):
        if source.form in ILL_FORMED:
            with pytest.raises(ElementTree.ParseError):
                ElementTree.fromstring(answer.body)
        elif source.form not in NO_XML and answer.status != 404:
            assert len(ElementTree.fromstring(answer.body)), (outlet, source.path)


def test_feeds_that_are_none(newsroom: Newsroom) -> None:
    by_form = {source.form: answer for _, source, answer in sources(newsroom)}
    assert by_form["status-500"].status == 500
    assert by_form["html-error"].status == 200
    assert b"<html>" in by_form["html-error"].body


def test_feeds_lie_about_their_encoding(newsroom: Newsroom) -> None:
    by_form = {source.form: answer for _, source, answer in sources(newsroom)}
    assert by_form["rss20-utf16"].body.startswith((b"\xff\xfe", b"\xfe\xff"))
    assert "मंडी" in by_form["rss10"].body.decode("utf-8") or "एस-400" in by_form["rss10"].body.decode("utf-8")
    assert b'encoding="ISO-8859-1"' in by_form["rss10"].body
    assert by_form["rss10"].headers["content-type"].endswith("ISO-8859-1")


def links(room: Newsroom, outlet: str, source: outlets.Source, answer: Answer) -> list[str]:
    """What a feed or sitemap links to, absolute."""
    base = room.url(outlet, source.path)
    if source.form == "list":
        return [urljoin(base, href) for href in select(answer.body, "//*[@class='card']//a/@href")]
    if source.form == "wp-posts":
        return [post["link"] for post in json.loads(answer.body)]
    if source.form == "json":
        return [item["url"] for item in json.loads(answer.body)["items"]]
    if source.kind == "sitemap":
        found = re.findall(r"<loc>([^<]+)</loc>", answer.text)
        if source.form == "sitemap-index":
            found = [u for s in found for u in re.findall(r"<loc>([^<]+)</loc>", fetch(room, s).text)]
        return [html.unescape(url) for url in found]
    entries = feedparser.parse(answer.body.strip(), response_headers={"content-location": base}).entries
    return [urljoin(base, entry.link) for entry in entries if entry.get("link")]


def test_feeds_announce_every_story_and_nothing_unknown(newsroom: Newsroom) -> None:
    announced: dict[str, set[str]] = {outlet: set() for outlet in newsroom.outlets}
    for outlet, source, answer in sources(newsroom):
        if source.form in ("html-error", "status-500", "comments") or answer.status == 404:
            continue
        for link in links(newsroom, outlet, source, answer):
            ascii_link = "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode()) for c in link)
            landed, _ = follow(newsroom, ascii_link)
            canonical, _, query = landed.partition("?")
            if re.search(r"(^|&)(id|PRID|next)=", query):
                canonical = landed
            announced[outlet].add(canonical.replace("/amp/", "/"))
    for page in newsroom.expected():
        if page.announced and page.kind != "redirect-loop":
            assert page.url in announced[page.outlet], page.url
    known = {page.url for page in newsroom.expected()} | {newsroom.url("tezkhabar", "/go/alert2")}
    unknown = set().union(*announced.values()) - known
    assert not unknown


def test_one_story_under_several_links(newsroom: Newsroom) -> None:
    full = fetch(newsroom, newsroom.url("rakshapatra", "/feed/")).text
    first = re.findall(r"<link>([^<]+)</link>", full)[1]
    slug = urlsplit(first).path
    assert len(re.findall(rf"<link>[^<]*{slug}[^<]*</link>", full)) == 2
    plain = fetch(newsroom, newsroom.url("navprabhat", "/feed/")).text
    other = fetch(newsroom, newsroom.url("navprabhat", "/category/raksha/feed/")).text
    links_of = re.compile(r"<link>([^<?]+)(\?[^<]*utm_source[^<]*)?</link>")
    assert {url for url, query in links_of.findall(other) if query} <= {u for u, _ in links_of.findall(plain)}


def test_the_ugly_feed_has_entries_without_link_and_date(newsroom: Newsroom) -> None:
    parsed = feedparser.parse(fetch(newsroom, newsroom.url("tezkhabar", "/rss/all.xml")).body)
    assert any(not entry.get("link") for entry in parsed.entries)
    stories_of = [entry for entry in parsed.entries if "/news/" in entry.get("link", "")]
    assert any("published" not in entry for entry in stories_of)
    assert any("published" in entry for entry in stories_of)
    assert any(not c.isascii() for entry in stories_of for c in entry.link)  # Hindi, not percent-encoded
    undated = [p for p in newsroom.expected() if p.kind == "article" and p.published is None]
    assert [page.story for page in undated] == ["pinaka-new-regiments"]


# --- server ----------------------------------------------------------------------------------------


def test_unknown_hosts_are_refused(newsroom: Newsroom) -> None:
    assert fetch(newsroom, f"http://nobody.newsroom.test:{newsroom.port}/").status == 421
    assert fetch(newsroom, f"http://127.0.0.1:{newsroom.port}/").status == 421


def test_compression_is_negotiated(newsroom: Newsroom) -> None:
    url = newsroom.url("khabarlok")
    plain = fetch(newsroom, url)
    assert "content-encoding" not in plain.headers
    gzipped = fetch(newsroom, url, Accept_Encoding="gzip, deflate")
    assert gzipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(gzipped.body) == plain.body
    brotli = fetch(newsroom, url, Accept_Encoding="gzip, br")
    assert brotli.headers["content-encoding"] == "br"
    assert import_module("brotli").decompress(brotli.body) == plain.body
    assert "content-encoding" not in fetch(newsroom, newsroom.url("janpath"), Accept_Encoding="gzip").headers


@pytest.mark.parametrize(
    ("outlet", "asked", "told"),
    [("khabarlok", "If-None-Match", "etag"), ("rakshapatra", "If-Modified-Since", "last-modified")],
)
def test_validators(newsroom: Newsroom, outlet: str, asked: str, told: str) -> None:
    page = next(page for page in articles(newsroom) if page.outlet == outlet)
    first = fetch(newsroom, page.url)
    again = fetch(newsroom, page.url, **{asked: first.headers[told]})
    assert (again.status, again.body) == (304, b"")
    old = {"If-None-Match": '"stale"', "If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}[asked]
    assert fetch(newsroom, page.url, **{asked: old}).status == 200


def test_head_and_static_files(newsroom: Newsroom) -> None:
    head = fetch(newsroom, newsroom.url("navprabhat"), "HEAD")
    assert head.status == 200
    assert head.body == b""
    page = articles(newsroom)[0]
    picture = fetch(newsroom, page.image)
    assert picture.headers["content-type"] == "image/png"
    assert picture.body.startswith(b"\x89PNG")
    for shape_name in {outlet.shape for outlet in newsroom.outlets.values()} - {"amp"}:
        answer = fetch(newsroom, newsroom.url("navprabhat", f"/static/{shape_name}.css"))
        assert answer.status == 200, shape_name
    assert fetch(newsroom, newsroom.url("navprabhat", "/static/..%2Fserver.py")).status == 404


def test_redirects(newsroom: Newsroom) -> None:
    page = next(page for page in articles(newsroom) if page.outlet == "navprabhat")
    bare = fetch(newsroom, page.url.rstrip("/"))
    assert (bare.status, bare.headers["location"]) == (301, page.url)
    linked = next(page for page in articles(newsroom) if page.outlet == "sandhyavani")
    number = urlsplit(linked.url).path.strip("/").rpartition("/")[2]
    jump = fetch(newsroom, newsroom.url("sandhyavani", f"/r/?id={number}&src=feed"))
    assert (jump.status, jump.headers["location"]) == (302, linked.url)
    loop, answer = follow(newsroom, newsroom.url("tezkhabar", "/go/alert"))
    assert answer.status == 302
    assert "/go/alert" in loop


def test_too_large_and_foreign_types(newsroom: Newsroom) -> None:
    by_kind = {page.kind: page.url for page in newsroom.expected() if page.outlet == "tezkhabar"}
    large = fetch(newsroom, by_kind["too-large"])
    assert len(large.body) > 5 * 1024 * 1024
    assert large.headers["transfer-encoding"] == "chunked"
    assert "content-length" not in large.headers
    pdf = fetch(newsroom, by_kind["pdf"])
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body.startswith(b"%PDF-1.4")
    assert pdf.body.rstrip().endswith(b"%%EOF")


def test_robots(newsroom: Newsroom) -> None:
    forbidden = [page for page in newsroom.expected() if page.kind == "robots"]
    assert len(forbidden) == 1
    delays = []
    for outlet in newsroom.outlets:
        answer = fetch(newsroom, newsroom.url(outlet, "/robots.txt"))
        if newsroom.outlets[outlet].robots == "missing":
            assert answer.status == 404
            continue
        rules = RobotFileParser()
        rules.parse(answer.text.splitlines())
        delays += re.findall(r"Crawl-delay: ([0-9.]+)", answer.text)
        for page in articles(newsroom):
            if page.outlet == outlet:
                assert rules.can_fetch("Prahari", page.url) == (page.kind != "robots"), page.url
    assert [0 < float(delay) <= 1 for delay in delays] == [True]
    assert "Sitemap: http://" in fetch(newsroom, newsroom.url("yugdarpan", "/robots.txt")).text


def test_log_tells_who_asked_for_what() -> None:
    with Newsroom(BASE) as room:
        fetch(room, room.url("janpath", "/robots.txt"), User_Agent="Prahari/0.1")
        fetch(room, room.url("janpath", "/rss.xml"), User_Agent="Prahari/0.1")
        fetch(room, room.url("navprabhat", "/feed/"))
        first, second = room.visits("janpath")
        assert (first.path, second.path) == ("/robots.txt", "/rss.xml")
        assert first.user_agent == "Prahari/0.1"
        assert (first.status, second.status) == (404, 200)
        assert first.finished is not None
        assert second.started >= first.started
        assert len(room.log) == 3
        assert room.most_at_once("janpath") == 1


def test_log_tells_requests_at_once() -> None:
    with Newsroom(BASE) as room:
        room.break_down("janpath", Fault(delay=0.3))
        askers = [threading.Thread(target=fetch, args=(room, room.url("janpath"))) for _ in range(3)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()
        assert room.most_at_once("janpath") == 3


def test_faults() -> None:
    with Newsroom(BASE) as room:
        room.break_down("janpath", Fault(status=503, retry_after=7))
        answer = fetch(room, room.url("janpath"))
        assert (answer.status, answer.headers["retry-after"]) == (503, "7")
        assert fetch(room, room.url("navprabhat")).status == 200
        room.break_down("janpath", Fault(hang_up=True))
        with pytest.raises((http.client.HTTPException, OSError)):
            fetch(room, room.url("janpath"))
        room.repair("janpath")
        assert fetch(room, room.url("janpath")).status == 200


def test_edit_puts_out_the_second_version() -> None:
    with Newsroom(BASE) as room:
        before = next(page for page in room.expected() if page.story == "kupwara-infiltration")
        first = fetch(room, before.url)
        room.edit("kupwara-infiltration")
        after = next(page for page in room.expected() if page.story == "kupwara-infiltration")
        second = fetch(room, after.url, If_None_Match=first.headers["etag"])
        assert (before.url, before.published) == (after.url, after.published)
        assert second.status == 200
        assert first.headers["last-modified"] != second.headers["last-modified"]
        assert "दो आतंकी ढेर" in first.text
        assert "तीन आतंकी ढेर, एक जवान शहीद" in second.text
        assert (before.version, after.version) == (1, 2)
        assert before.modified is None
        assert after.published is not None
        assert after.modified is not None
        assert after.modified > after.published
        with pytest.raises(KeyError):
            room.edit("agni-prime-night-test")


def test_stories_come_out_by_the_clock() -> None:
    now = [BASE - timedelta(days=30)]
    with Newsroom(BASE, clock=lambda: now[0]) as room:
        assert not articles(room)
        assert fetch(room, room.url("khabarlok", "/news-sitemap.xml")).status == 200
        now[0] = BASE - timedelta(hours=10)
        some = {page.url for page in articles(room)}
        now[0] = BASE
        every = {page.url for page in articles(room)}
        assert some < every


def test_instants_are_whole_minutes_in_indian_time(newsroom: Newsroom) -> None:
    for page in articles(newsroom):
        if page.published is not None:
            assert page.published.utcoffset() == timedelta(hours=5, minutes=30)
            assert page.published.second == 0
            assert page.published < BASE


def test_command_line_serves_until_interrupted(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.newsroom", "--write-outlets", str(tmp_path / "outlets")]
    # A shell that started the tests in the background left SIGINT ignored, and children inherit that.
    process = subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    try:
        assert process.stdout is not None
        said = ""
        while "curl --resolve" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        found = re.search(r"127\.0\.0\.1:(\d+)", said)
        assert found
        connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=10)
        connection.request("GET", "/", headers={"Host": "janpath.newsroom.test"})
        assert connection.getresponse().status == 200
        assert len(load_outlets(tmp_path / "outlets")) >= 10
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()


def test_a_taken_port_is_one_clear_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "tests.newsroom", "--port", str(port)]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 1
    assert done.stderr == f"port {port}: Address already in use\n"


def test_the_demo_needs_nothing_that_only_tests_need() -> None:
    """``make demo`` installs requirements.txt alone."""
    without = "import sys; sys.modules.update(pytest=None, hypothesis=None); import tests.newsroom.demo"
    done = subprocess.run(
        [sys.executable, "-c", without], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
