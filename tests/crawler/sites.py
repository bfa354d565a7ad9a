"""Sites of invented outlets for discovery: one real server, a host each, good ones and hostile ones."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from xml.sax.saxutils import escape

from tests.crawler.servers import Served, Server, serve

DOMAIN = "newsroom.test"
TITLES = (
    "सेना ने सीमा पर नई चौकी बनाई और जवानों ने गश्त शुरू की",
    "नौसेना के जहाज ने समुद्र में फंसे मछुआरों को बचाया है",
    "रक्षा मंत्री ने संसद में कहा कि बजट बढ़ाया जाएगा",
    "वायु सेना के पायलटों ने पहाड़ी इलाके में अभ्यास किया था",
)
ENGLISH = ("The army has built a new post on the border", "The navy has rescued fishermen who were at sea")


def feed(site: str, titles: tuple[str, ...] = TITLES, days: int = 0, first: int = 0) -> Served:
    """An RSS feed whose newest item is so many days old."""
    now = datetime.now(UTC) - timedelta(days=days)
    items = "".join(
        f"<item><title>{title}</title><link>{site}/news/{first + n}.html</link>"
        f"<description>{title}। {title}।</description>"
        f"<pubDate>{format_datetime(now - timedelta(hours=n + 1))}</pubDate></item>"
        for n, title in enumerate(titles)
    )
    return xml(f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>')


def news_sitemap(site: str) -> Served:
    now = datetime.now(UTC)
    urls = "".join(
        f"<url><loc>{site}/news/{n}.html</loc><news:news><news:publication_date>{now.isoformat()}"
        f"</news:publication_date><news:title>{title}</news:title></news:news></url>"
        for n, title in enumerate(TITLES)
    )
    return xml(f'<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>')


def posts(site: str) -> Served:
    """WordPress's answer for its newest posts."""
    now = datetime.now(UTC)
    found = [
        {
            "id": n,
            "date_gmt": (now - timedelta(hours=n)).strftime("%Y-%m-%dT%H:%M:%S"),
            "link": f"{site}/news/{n}.html",
            "title": {"rendered": title},
            "excerpt": {"rendered": f"<p>{title}। {title}।</p>"},
        }
        for n, title in enumerate(TITLES)
    ]
    return Served(json.dumps(found).encode(), 200, {"Content-Type": "application/json"})


def listing(first: int = 0) -> str:
    """A list of stories as a page for readers has it."""
    return "".join(
        f'<div class=card><a href="/news/{first + n}.html"><h3>{title}</h3></a></div>'
        for n, title in enumerate(TITLES)
    )


def index(*urls: str) -> Served:
    maps = "".join(f"<sitemap><loc>{escape(url)}</loc></sitemap>" for url in urls)
    return xml(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</sitemapindex>')


def xml(text: str) -> Served:
    return Served(f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode(), 200, {"Content-Type": "text/xml"})


def page(head: str = "", body: str = "") -> Served:
    return Served(f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode())


def alternate(url: str, title: str = "") -> str:
    return f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{url}">'


def plain(text: str) -> Served:
    return Served(text.encode(), 200, {"Content-Type": "text/plain"})


def moved(url: str, status: int = 301) -> Served:
    return Served(b"", status, {"Location": url})


def sites(port: int) -> Mapping[str, Mapping[str, Served]]:
    """Outlet → path → answer; whatever is not there is 404."""

    def site(name: str) -> str:
        return f"http://{name}.{DOMAIN}:{port}"

    huge = "User-agent: *\nDisallow: /blocked/\n" + "Disallow: /x/yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\n" * 150_000
    return {
        "press": {
            "/": page(
                alternate("/feed/", "समाचार")
                + alternate("/comments/feed/", "टिप्पणी फ़ीड")
                + alternate(f"{site('elsewhere')}/feed/")
                + '<link rel="https://api.w.org/" href="/wp-json/">',
                '<a href="/category/khel/">खेल</a> <a href="/category/raksha/">रक्षा</a>'
                '<a href="/2026/11/raksha/">रक्षा मंत्री ने कहा कि रक्षा बजट बढ़ाया जाएगा, और भी बहुत कुछ</a>',
            ),
            "/feed/": feed(site("press")),
            "/category/raksha/": page(alternate("/feed/") + alternate("/category/raksha/feed/")),
            "/category/raksha/feed/": feed(site("press"), first=10),
        },
        "mapped": {
            "/": page(),
            "/robots.txt": plain(f"User-agent: *\nDisallow:\nSITEMAP : {site('mapped')}/index.xml\n"),
            "/index.xml": index(f"{site('mapped')}/category.xml", f"{site('mapped')}/deeper.xml"),
            "/category.xml": index(),
            "/deeper.xml": index(f"{site('mapped')}/posts.xml", f"{site('mapped')}/google-news.xml"),
            "/google-news.xml": news_sitemap(site("mapped")),
        },
        "usual": {
            "/": page(body="<img src=/wp-content/x.png>"),
            "/feed/": feed(site("usual")),
            "/wp-json/wp/v2/posts": posts(site("usual")),
        },
        "rest": {
            "/": page('<link rel="https://api.w.org/" href="/wp-json/">'),
            "/wp-json/wp/v2/posts": posts(site("rest")),
        },
        "lists": {
            "/": page(body='<a href="/desh/raksha/">रक्षा</a><a href="/desh/">देश</a>' + listing()),
            "/desh/raksha/": page(body=listing()),
            "/desh/": page(body=listing(first=20)),
        },
        "front": {"/": page(body=listing())},
        "moving": {
            "/": page(alternate("/old.xml")),
            "/old.xml": moved("/new.xml"),
            "/new.xml": feed(site("moving")),
        },
        "english": {"/": page(alternate("/feed/")), "/feed/": feed(site("english"), ENGLISH)},
        "stale": {"/": page(alternate("/feed/")), "/feed/": feed(site("stale"), days=90)},
        "strangers": {"/": page(alternate("/feed/")), "/feed/": feed("https://other.example")},
        "private": {
            "/": page(
                alternate("http://10.0.0.1/feed/")
                + alternate(f"http://inside.test:{port}/feed/")
                + alternate("file:///etc/passwd")
                + alternate("/away/feed/")
            ),
            "/away/feed/": moved(f"http://inside.test:{port}/feed/", 302),
        },
        "robots": {
            "/": page(alternate("/blocked/feed/")),
            "/robots.txt": plain(huge),
            "/blocked/feed/": feed(site("robots")),
        },
        "loop": {"/": moved("/again", 302), "/again": moved("/", 302)},
        "dead": {
            "/": page(alternate("/html") + alternate("/error")),
            "/html": page("<title>Error establishing a database connection</title>"),
            "/error": Served(b"no", 500),
        },
    }


@contextmanager
def serving() -> Iterator[Server]:
    """All sites on one port, and ``endless``, whose sitemap indexes lead to ever more of them."""
    found: dict[str, Mapping[str, Served]] = {}

    def answer(request: BaseHTTPRequestHandler) -> Served:
        host = request.headers.get("Host", "")
        name = host.removesuffix(f":{server.port}").removesuffix(f".{DOMAIN}")
        if name == "endless":
            if request.path == "/":
                return page()
            if request.path == "/robots.txt":
                return plain("".join(f"Sitemap: http://{host}/{n}.xml\n" for n in range(1000)))
            return index(*(f"http://{host}{request.path}/{n}-news.xml" for n in range(10)))
        pages = found.get(name, {})
        return pages.get(request.path) or pages.get(request.path.partition("?")[0], Served(b"no", 404))

    with serve(answer, robots=True) as server:
        found.update(sites(server.port))
        yield server


def write_outlet(directory: Path, name: str, port: int, more: str = "") -> Path:
    """The outlet's file, without sources but those in `more`."""
    path = directory / f"{name}.toml"
    path.write_text(
        f'# {name}: of the tests\nid = "{name}"\nname_hi = "समाचार"\nname_en = "{name}"\n'
        f'home = "http://{name}.{DOMAIN}:{port}/"\nhosts = ["{name}.{DOMAIN}"]  # its own\n{more}',
        "utf-8",
    )
    return path
