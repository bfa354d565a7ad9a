"""An outlet file and a feed for pages on a loopback server, as if they were an outlet's."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

from tests.crawler.servers import Served, Server

OUTLET = """\
id = "{id}"
name_hi = "{name_hi}"
name_en = "{name_en}"
home = "{home}/"
kind = "digital"
hosts = ["{host}"]
interval = 60
status = "checked"
checked = 2026-11-24

[[sources]]
kind = "feed"
url = "{home}/feed.xml"
status = "checked"
content = "title"
"""


def outlet_file(id: str, name_hi: str, name_en: str, home: str, host: str) -> str:
    """The file of an outlet with one feed, ``home`` + ``/feed.xml``; ``host`` is a host pattern."""
    return OUTLET.format(id=id, name_hi=name_hi, name_en=name_en, home=home, host=host)


def write_real_outlet(directory: Path, server: Server, paths: Iterable[str]) -> Served:
    """Write ``real-pages.toml`` into ``directory``; returns the feed to serve at ``/feed.xml``."""
    directory.mkdir(parents=True, exist_ok=True)
    host = f"127.0.0.1:{server.port}"
    text = outlet_file("real-pages", "असली पन्ने", "Real pages", f"http://{host}", host)
    (directory / "real-pages.toml").write_text(text, encoding="utf-8")
    items = "".join(
        f"<item><title>{escape(path)}</title><link>{server.url(path)}</link></item>" for path in paths
    )
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
    return Served(feed.encode(), headers={"Content-Type": "application/rss+xml"})
