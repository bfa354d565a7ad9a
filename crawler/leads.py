"""Where an outlet's sources may be, as its own pages say: pure functions over bytes that were fetched.

    home page ─▶ read_page ─▶ feeds (<link rel=alternate>), sections (its menus), signs of WordPress
    robots.txt ─▶ sitemaps_of

A lead is no source yet: `crawler.discovery` fetches and checks it first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree

from crawler.outlet import SourceKind
from crawler.sources.announced import SourceRefused
from crawler.sources.collection import address
from crawler.sources.decoding import decoded
from search.text import fold

ROBOTS_BYTES: Final = 500 * 1024
"""What is read of a robots.txt: the least that RFC 9309 (2.5) asks for."""
MAX_LEADS: Final = 50
"""Leads of one kind taken from one document."""
MAX_LINKS: Final = 5000
"""Links looked at on one page."""

_FEED_TYPES: Final = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
)
_COMMENTS: Final = re.compile(r"comment|replies|टिप्पणि|टिप्पणी", re.IGNORECASE)
_SITEMAP_LINE: Final = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_SEGMENT: Final = re.compile(r"[^/]+")

# What menus call the sections that we want, folded, and the last part of their paths.
_SECTIONS: Final[tuple[tuple[str, frozenset[str], frozenset[str]], ...]] = tuple(
    (label, frozenset(map(fold, words.split("|"))), frozenset(slugs.split()))
    for label, words, slugs in (
        (
            "defence",
            "रक्षा|रक्षा समाचार|रक्षा खबरें|डिफेंस|डिफेन्स|सेना|भारतीय सेना|रक्षा और सुरक्षा|रक्षा-सुरक्षा|रक्षा/सुरक्षा"
            "|सुरक्षा|defence|defense|defence news|army|indian army|security",
            "raksha defence defense defence-news defense-news indian-army army sena military security"
            " raksha-samachar defence-security",
        ),
        (
            "national",
            "देश|राष्ट्रीय|भारत|इंडिया|नेशनल|देश-विदेश|देश विदेश|देश की खबरें|राष्ट्रीय समाचार|national|india|nation"
            "|india news|country",
            "desh rashtriya national nation india bharat india-news national-news country desh-videsh",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Lead:
    """An address that may be a source."""

    kind: SourceKind
    url: str
    how: str
    """Where it was found, for a person."""
    section: str | None = None


@dataclass(frozen=True, slots=True)
class PageLeads:
    """What a page says of sources."""

    feeds: tuple[Lead, ...] = ()
    sections: tuple[Lead, ...] = ()
    """At most one a wanted section, defence first."""
    api: str | None = None
    """Root of the WordPress REST API, as the page states it."""
    wordpress: bool = False
    refused: str | None = None
    """Why it is no page."""


def read_page(body: bytes, url: str, content_type: str | None = None, where: str = "home page") -> PageLeads:
    """The leads on a page that came from `url`. Never raises for any bytes."""
    text = decoded(body, content_type)
    if isinstance(text, SourceRefused):
        return PageLeads(refused=f"{text.reason}: {text.detail}")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        tree = etree.fromstring(text.text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return PageLeads(refused=f"unreadable: {error}"[:200])
    if tree is None:
        return PageLeads(refused="empty: the answer has no body")
    base = next((address(b.get("href"), url) for b in tree.iter("base") if b.get("href")), None) or url
    api = next(
        (
            address(link.get("href"), base)
            for link in tree.iter("link")
            if "https://api.w.org/" in (link.get("rel") or "").split()
        ),
        None,
    )
    return PageLeads(
        feeds=tuple(dict.fromkeys(_feeds(tree, base, where)))[:MAX_LEADS],
        sections=tuple(_sections(tree, base, where)),
        api=api,
        wordpress=api is not None or "/wp-content/" in text.text,
    )


def sitemaps_of(robots: bytes, url: str) -> tuple[str, ...]:
    """The sitemaps that a robots.txt names, each once, in its order; those of news first."""
    text = robots[:ROBOTS_BYTES].decode("utf-8-sig", errors="replace")
    found = (address(line[1], url) for line in _SITEMAP_LINE.finditer(text))
    distinct = dict.fromkeys(link for link in found if link)
    return tuple(sorted(distinct, key=lambda link: not is_news_sitemap(link))[:MAX_LEADS])


def is_news_sitemap(url: str) -> bool:
    """Whether the address says that it is a sitemap of news (``news-sitemap.xml``, ``google-news``)."""
    return "news" in urlsplit(url).path.rpartition("/")[2].lower() + urlsplit(url).query.lower()


def _feeds(tree: etree._Element, base: str, where: str) -> Iterator[Lead]:
    for link in tree.iter("link", "a"):
        if "alternate" not in (link.get("rel") or "").lower().split():
            continue
        if (link.get("type") or "").partition(";")[0].strip().lower() not in _FEED_TYPES:
            continue
        url = address(link.get("href"), base)
        title = link.get("title") or ""
        if url and not _COMMENTS.search(unquote(urlsplit(url).path) + " " + title):
            yield Lead("feed", url, f"<link rel=alternate> of the {where}")


def _sections(tree: etree._Element, base: str, where: str) -> Iterator[Lead]:
    links = []
    for number, link in enumerate(tree.iter("a")):
        if number == MAX_LINKS:
            break
        text = " ".join("".join(map(str, link.itertext())).split())
        if len(text) > 40 or not (url := address(link.get("href"), base)) or url == base:
            continue
        parts = _SEGMENT.findall(unquote(urlsplit(url).path))
        if 1 <= len(parts) <= 4:
            links.append((fold(text), fold(parts[-1].partition(".")[0]), len(parts), url))
    for label, words, slugs in _SECTIONS:
        # What the reader is told beats what the address says; of equals, the shallower address.
        named = [
            (text not in words, depth, url)
            for text, slug, depth, url in links
            if text in words or slug in slugs
        ]
        if named:
            yield Lead("section", min(named, key=lambda found: found[:2])[2], f"link on the {where}", label)
