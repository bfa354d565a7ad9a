"""Outlets with archives, on one loopback server: a host for each way into one.

Each has the same number of generated stories, the newest published ``base``, each other one ``STEP`` before.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler
from itertools import groupby
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from pipelines.india import IST as INDIA
from search.index import Document
from tests import unlike
from tests.crawler.servers import Served, Server, serve
from tests.crawler.sites import DOMAIN, index, plain, write_outlet, xml

STEP = timedelta(hours=12)
JSON = {"Content-Type": "application/json"}


@dataclass
class Archives:
    """The outlets, while they are served."""

    count: int
    """Stories of each."""
    base: datetime
    per_page: int = 10
    server: Server = field(init=False)
    gate: Callable[[str, str], Served | None] = lambda host, path: None
    """Asked before each answer, with the outlet's name and the path."""
    at_once: dict[str, int] = field(default_factory=dict)
    most: int = 0
    """Requests of one host that were answered at the same time, at most."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def home(self, name: str) -> str:
        return f"http://{name}.{DOMAIN}:{self.server.port}"

    def at(self, number: int) -> datetime:
        return self.base - number * STEP

    def url(self, name: str, number: int) -> str:
        return f"{self.home(name)}/news/{number}.html"

    def numbers(self, since: date, until: date) -> list[int]:
        """The stories of these Indian days, the newest first."""
        return [n for n in range(self.count) if since <= self.at(n).astimezone(INDIA).date() <= until]

    def asked(self, name: str) -> list[str]:
        """Paths in the order in which they were asked for."""
        host = f"{name}.{DOMAIN}:{self.server.port}"
        return [path for asked, path in self.server.log if asked == host]

    def stories_asked(self, name: str) -> list[int]:
        return [
            int(path.removeprefix("/news/").removesuffix(".html"))
            for path in self.asked(name)
            if path.startswith("/news/")
        ]

    def sources_asked(self, name: str) -> list[str]:
        return [path for path in self.asked(name) if not path.startswith(("/news/", "/robots.txt"))]

    def write(self, directory: Path, name: str, sources: str) -> None:
        """The outlet's file; ``{home}`` in its sources is where it is."""
        directory.mkdir(parents=True, exist_ok=True)
        write_outlet(directory, name, self.server.port, sources.replace("{home}", self.home(name)))


@contextmanager
def serving(count: int, base: datetime | None = None, per_page: int = 10) -> Iterator[Archives]:
    site = Archives(count, base or datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1), per_page)

    def answer(request: BaseHTTPRequestHandler) -> Served:
        name = request.headers.get("Host", "").partition(".")[0]
        with site.lock:
            site.at_once[name] = site.at_once.get(name, 0) + 1
            site.most = max(site.most, site.at_once[name])
        try:
            return site.gate(name, request.path) or _page(site, name, request.path)
        finally:
            with site.lock:
                site.at_once[name] -= 1

    with serve(answer, robots=True) as server:
        site.server = server
        yield site


def _page(site: Archives, name: str, path: str) -> Served:
    parts = urlsplit(path)
    query = dict(parse_qsl(parts.query))
    if parts.path.startswith("/news/"):
        return _story(site, name, int(parts.path.removeprefix("/news/").removesuffix(".html")))
    if parts.path == "/robots.txt" and name == "hinted":
        return plain(f"User-agent: *\nSitemap: {site.home(name)}/months.xml\n")
    if name == "posts":
        return _posts(site, name, parts.path, query)
    if parts.path.startswith("/days-"):
        day = date.fromisoformat(parts.path.removeprefix("/days-").removesuffix(".xml"))
        return _sitemap(site, name, site.numbers(day, day))
    if parts.path == "/months.xml":
        return index(*_months(site, name), f"{site.home(name)}/category-sitemap.xml")
    if parts.path.startswith("/month-"):
        month = parts.path.removeprefix("/month-").removesuffix(".xml")
        return _sitemap(site, name, [n for n in range(site.count) if _month(site, n) == month])
    if parts.path == "/feed/" and name == "paged":
        return _feed(site, name, int(query.get("paged", 1)))
    if parts.path == "/rss.xml":
        return _feed(site, name, 1)
    return Served(b"no", 404)


def _story(site: Archives, name: str, number: int) -> Served:
    if not 0 <= number < site.count:
        return Served(b"no", 404)
    story = _text(name, number)
    text = "".join(f"<p>{escape(line)}</p>" for line in story.text.splitlines())
    return Served(
        f'<!DOCTYPE html><html lang="hi"><head><meta charset="utf-8"><title>{escape(story.title)}</title>'
        f'<meta property="article:published_time" content="{site.at(number).isoformat()}"></head>'
        f"<body><article><h1>{escape(story.title)}</h1>{text}</article></body></html>".encode()
    )


def _text(name: str, number: int) -> Document:
    return unlike.story(sum(name.encode()) * 9_000 + number)


def _posts(site: Archives, name: str, path: str, query: dict[str, str]) -> Served:
    if path.endswith("/categories"):
        return Served(json.dumps([{"id": 7, "slug": "raksha", "name": "रक्षा"}]).encode(), 200, JSON)
    if not path.endswith("/wp/v2/posts"):
        return Served(b"no", 404)
    page, size = int(query["page"]), min(site.per_page, int(query["per_page"]))
    after, before = (
        datetime.fromisoformat(query[bound]).replace(tzinfo=INDIA) for bound in ("after", "before")
    )
    chosen = [n for n in range(site.count) if after < site.at(n) < before]
    pages = -(-len(chosen) // size)
    if page > max(1, pages):
        return Served(b'{"code":"rest_post_invalid_page_number","message":"x"}', 400, JSON)
    found = [
        {
            "id": n,
            "date_gmt": site.at(n).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
            "link": site.url(name, n),
            "title": {"rendered": _text(name, n).title},
        }
        for n in chosen[(page - 1) * size : page * size]
    ]
    return Served(json.dumps(found).encode(), 200, JSON | {"X-WP-TotalPages": str(pages)})


def _sitemap(site: Archives, name: str, numbers: list[int]) -> Served:
    if not numbers:
        return Served(b"no", 404)
    urls = "".join(
        f"<url><loc>{site.url(name, n)}</loc><lastmod>{site.at(n).isoformat()}</lastmod></url>"
        for n in numbers
    )
    return xml(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>')


def _month(site: Archives, number: int) -> str:
    return f"{site.at(number).astimezone(INDIA):%Y-%m}"


def _months(site: Archives, name: str) -> list[str]:
    """Oldest first, as some indexes have them."""
    months = [month for month, _ in groupby(_month(site, n) for n in range(site.count))]
    return [f"{site.home(name)}/month-{month}.xml" for month in reversed(months)]


def _feed(site: Archives, name: str, page: int) -> Served:
    numbers = range((page - 1) * site.per_page, min(site.count, page * site.per_page))
    if not numbers:
        return Served(b"no", 404)
    items = "".join(
        f"<item><title>{escape(_text(name, n).title)}</title><link>{site.url(name, n)}</link>"
        f"<pubDate>{format_datetime(site.at(n))}</pubDate></item>"
        for n in numbers
    )
    return xml(f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>')
