"""Sitemaps, news sitemaps and their indexes."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from crawler.sources import ChildSitemap, parse
from crawler.sources.decoding import MAX_BYTES
from pipelines.india import IST as INDIA
from tests.crawler.samples import NOW, announced, refused, sample

BASE = "https://www.seema.example/sitemap.xml"


def urlset(*urls: str) -> str:
    return '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">' + "".join(urls) + "</urlset>"


def test_news_sitemap() -> None:
    read = announced(sample("news-sitemap.xml"))
    assert (read.kind, read.notes) == ("sitemap", ())
    first, second = read.entries
    assert first.link == "https://www.seema.example/desh/%E0%A4%B8%E0%A5%87%E0%A4%A8%E0%A4%BE-1001"
    assert first.title == 'सेना ने "वज्र" दागा'
    assert first.published == datetime(2024, 7, 5, 11, 20, tzinfo=INDIA)
    assert first.updated is None
    assert first.language == "hi"
    assert first.categories == ("सेना", "वज्र")
    assert first.image == "https://img.seema.example/a.jpg"
    assert second.link == "https://www.seema.example/desh/b-1002?p=1"
    assert (second.published, second.updated) == (None, datetime(2024, 7, 4, tzinfo=INDIA))
    assert [r.reason for r in read.refused] == ["home-link", "no-link"]


def test_index() -> None:
    body = """<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>https://www.seema.example/news-1.xml</loc><lastmod>2024-07-05T10:00:00Z</lastmod></sitemap>
    <sitemap><loc>/news-2.xml.gz</loc></sitemap>
    <sitemap><loc>https://www.seema.example/news-1.xml</loc></sitemap>
    <sitemap><loc>ftp://www.seema.example/old.xml</loc></sitemap>
    </sitemapindex>"""
    read = announced(body, BASE)
    assert read.kind == "sitemapindex"
    assert read.entries == ()
    assert read.children == (
        ChildSitemap("https://www.seema.example/news-1.xml", datetime(2024, 7, 5, 10, tzinfo=UTC)),
        ChildSitemap("https://www.seema.example/news-2.xml.gz", None),
    )
    assert [(r.reason, r.link) for r in read.refused] == [("bad-link", "ftp://www.seema.example/old.xml")]


def test_a_child_named_twice_keeps_its_date() -> None:
    one = "<sitemap><loc>https://x.example/1.xml</loc><lastmod>2024-07-05</lastmod></sitemap>"
    other = "<sitemap><loc>https://x.example/1.xml</loc></sitemap>"
    for children in (one + other, other + one):
        [child] = announced(f"<sitemapindex>{children}</sitemapindex>").children
        assert child.lastmod == datetime(2024, 7, 5, tzinfo=INDIA)


@pytest.mark.parametrize(
    "root",
    [
        "<urlset>",
        '<urlset xmlns="http://www.google.com/schemas/sitemap/0.84">',
        '<sm:urlset xmlns:sm="http://www.sitemaps.org/schemas/sitemap/0.9">',
        "<urlset xmlns:news='http://wrong.example/'>",
    ],
)
def test_namespaces_do_not_matter(root: str) -> None:
    prefix = "sm:" if "<sm:" in root else ""
    body = f"""{root}<{prefix}url><{prefix}loc>https://x.example/a-1</{prefix}loc>
    <news:news><news:title>सेना</news:title></news:news></{prefix}url></{prefix}urlset>"""
    [entry] = announced(body).entries
    assert (entry.link, entry.title) == ("https://x.example/a-1", "सेना")


def test_gzip() -> None:
    body = gzip.compress(sample("news-sitemap.xml"))
    assert announced(body, content_type="application/x-gzip") == announced(sample("news-sitemap.xml"))
    halves = sample("news-sitemap.xml")
    assert announced(gzip.compress(halves[:700]) + gzip.compress(halves[700:])) == announced(halves)


def test_broken_gzip() -> None:
    body = gzip.compress(
        urlset(*(f"<url><loc>https://x.example/a-{n * n}</loc></url>" for n in range(3000))).encode()
    )
    read = announced(body[: len(body) // 2])
    assert 100 < len(read.entries) < 3000
    assert any("gzip: cut off" in note for note in read.notes)
    assert refused(b"\x1f\x8b\x08 nonsense").reason == "bad-gzip"
    assert refused(b"\x1f\x8b").reason == "bad-gzip"


def test_gzip_bomb() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * (MAX_BYTES + 1))
    assert len(bomb) < MAX_BYTES / 100
    assert refused(bomb).reason == "too-big"


def test_truncated_sitemap_keeps_what_was_read() -> None:
    whole = urlset(*(f"<url><loc>https://x.example/a-{n}</loc></url>" for n in range(3)))
    read = announced(whole[: whole.index("a-2") + 3])
    assert [entry.link for entry in read.entries] == ["https://x.example/a-0", "https://x.example/a-1"]
    assert "the end is missing" in read.notes


def test_unescaped_ampersand() -> None:
    read = announced(
        urlset("<url><loc>https://x.example/a?b=1&id=2</loc></url>", "<url><loc>/c-1</loc></url>"), BASE
    )
    assert [entry.link for entry in read.entries][-1] == "https://www.seema.example/c-1"


def test_too_many_urls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.sources.sitemap.MAX_URLS", 100)
    body = urlset(*(f"<url><loc>https://x.example/{n}</loc></url>" for n in range(107)))
    read = announced(body)
    assert len(read.entries) == 100
    assert [(r.reason, r.count) for r in read.refused] == [("too-many-entries", 7)]


def test_plain_list_of_addresses() -> None:
    read = announced("https://x.example/a-1\r\nhttps://x.example/b-2\n", content_type="text/plain")
    assert (read.kind, len(read.entries)) == ("sitemap", 2)


def test_rss_named_a_sitemap_is_read_as_rss() -> None:
    read = parse(sample("rss2.xml"), BASE, "text/xml", "sitemap", now=NOW)
    assert getattr(read, "kind", None) == "rss"


def test_external_entities_are_refused() -> None:
    body = '<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + urlset("<url><loc>&x;</loc></url>")
    assert refused(body).reason == "unsafe-xml"


def test_empty_sitemap_is_read() -> None:
    assert announced(urlset()).entries == ()
    assert refused("<urlset><url><loc>https://x.exam").reason == "unreadable"
