"""An outlet file and a feed for pages on a loopback server, as if they were an outlet's."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

from tests.crawler.servers import Served, Server

OUTLET = """\
id = "real-pages"
name_hi = "असली पन्ने"
name_en = "Real pages"
home = "http://127.0.0.1:{port}/"
kind = "digital"
hosts = ["127.0.0.1:{port}"]
interval = 60
status = "checked"
checked = 2026-11-24

[[sources]]
kind = "feed"
url = "http://127.0.0.1:{port}/feed.xml"
status = "checked"
content = "title"
"""


def write_real_outlet(directory: Path, server: Server, paths: Iterable[str]) -> Served:
    """Write ``real-pages.toml`` into ``directory``; returns the feed to serve at ``/feed.xml``."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "real-pages.toml").write_text(OUTLET.format(port=server.port), encoding="utf-8")
    items = "".join(
        f"<item><title>{escape(path)}</title><link>{server.url(path)}</link></item>" for path in paths
    )
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
    return Served(feed.encode(), headers={"Content-Type": "application/rss+xml"})
