"""Sitemaps: of news, of a day, and the index of days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from tests.newsroom.dates import iso
from tests.newsroom.feeds import Item, tag
from tests.newsroom.outlets import Outlet


def news_sitemap(outlet: Outlet, home: str, items: Sequence[Item]) -> str:
    """A Google News sitemap."""
    body = "\n".join(
        f"""<url><loc>{escape(i.link)}</loc>
<news:news><news:publication><news:name>{escape(outlet.name_hi)}</news:name>
<news:language>{i.language or "hi"}</news:language></news:publication>
{tag("news:publication_date", iso(i.published) if i.published else "")}
<news:title>{escape(i.title)}</news:title></news:news>
{f"<image:image><image:loc>{escape(i.image)}</image:loc></image:image>" if i.image else ""}</url>"""
        for i in items
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
{body}
</urlset>
"""


def dated_sitemap(items: Sequence[Item]) -> str:
    """The sitemap of one day: addresses and when they changed; no titles."""
    body = "\n".join(
        f"<url><loc>{escape(i.link)}</loc>"
        f"{tag('lastmod', iso(i.updated or i.published) if i.published else '')}</url>"
        for i in items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{body}\n</urlset>\n'
    )


def sitemap_index(sitemaps: Sequence[tuple[str, datetime]]) -> str:
    """A sitemap index: (address, when its newest story changed)."""
    body = "\n".join(
        f"<sitemap><loc>{escape(url)}</loc><lastmod>{iso(at)}</lastmod></sitemap>" for url, at in sitemaps
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{body}\n</sitemapindex>\n'
    )
