"""An outlet's feeds and sitemaps, each form with its own vices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from crawler.dated import on_day
from tests.newsroom import feeds, sitemaps, traps
from tests.newsroom.dates import IST
from tests.newsroom.edition import Printed
from tests.newsroom.outlets import Outlet, Source
from tests.newsroom.response import HTML, RSS, XML, Response

Maker = Callable[[Outlet, str, Sequence[feeds.Item]], str]


def respond(
    outlet: Outlet, home: str, pages: Sequence[Printed], source: Source, query: Mapping[str, str]
) -> Response:
    """The document of `source`, over the pages that are out."""
    chosen = [p for p in pages if not source.section or p.story.section == source.section]
    changed = max((p.changed for p in chosen), default=None)
    items = [feeds.item(p, home, source.links) for p in chosen]
    if source.traps:
        items = traps.items(home) + items
    if source.form == "sitemap-index":
        return Response(_index(home, source, chosen).encode(), XML, changed=changed)
    if source.per_page:
        return _page_of_feed(outlet, home, items, source, query)
    return FORMS[source.form](outlet, home, items, changed)


def day_sitemap(home: str, source: Source, pages: Sequence[Printed], name: str) -> Response | None:
    """The sitemap called `name` among those of a day each that the index `source` names, or that `source` is
    the pattern of; None if there is none."""
    for day in _days(pages):
        if name == _day_path(source, day):
            of_day = [p for p in pages if p.published.astimezone(IST).date() == day]
            items = [feeds.item(p, home, source.links) for p in of_day]
            return Response(
                sitemaps.dated_sitemap(items).encode(), XML, changed=max(p.changed for p in of_day)
            )
    return None


HUB = "https://hub.newsroom.test/"
"""The WebSub hub that the paged feed announces."""


def _page_of_feed(
    outlet: Outlet, home: str, items: Sequence[feeds.Item], source: Source, query: Mapping[str, str]
) -> Response:
    """One page of a WordPress feed; beyond the last, WordPress answers 404 with an empty feed."""
    page = int(query.get("paged", "1"))
    shown = items[(page - 1) * source.per_page : page * source.per_page]
    status = 200 if shown or page == 1 else 404
    text = feeds.rss20_full(outlet, home, shown).replace(
        "<link>", f'<atom:link rel="hub" href="{HUB}" /><link>', 1
    )
    return Response(text.encode(), RSS, status)


def _days(pages: Sequence[Printed]) -> list[date]:
    return sorted({p.published.astimezone(IST).date() for p in pages}, reverse=True)


def _day_path(source: Source, day: date) -> str:
    if source.form == "sitemap-days":
        return on_day(source.path, day)
    return f"{source.path.rpartition('/')[0]}/sitemap-{day.isoformat()}.xml"


def _index(home: str, source: Source, pages: Sequence[Printed]) -> str:
    rows = []
    for day in _days(pages):
        changed = max(p.changed for p in pages if p.published.astimezone(IST).date() == day)
        rows.append((home + _day_path(source, day), changed))
    return sitemaps.sitemap_index(rows)


Form = Callable[[Outlet, str, Sequence[feeds.Item], datetime | None], Response]


def _plain(make: Maker, kind: str = RSS) -> Form:
    return lambda outlet, home, items, changed: Response(
        make(outlet, home, items).encode(), kind, changed=changed
    )


def _leading_whitespace(
    outlet: Outlet, home: str, items: Sequence[feeds.Item], changed: datetime | None
) -> Response:
    """What a plugin's closing ?> and blank lines do: an XML declaration that is not at the beginning."""
    text = "\n\n \n" + feeds.rss20_full(outlet, home, feeds.twice(items))
    return Response(text.encode(), RSS, changed=changed)


def _utf16(outlet: Outlet, home: str, items: Sequence[feeds.Item], changed: datetime | None) -> Response:
    """UTF-16 with a byte order mark; the header says nothing of a charset."""
    text = feeds.rss20(outlet, home, items, encoding="UTF-16", zone="IST")
    return Response(text.encode("utf-16"), "text/xml", changed=changed, charset="")


def _wrong_encoding(
    outlet: Outlet, home: str, items: Sequence[feeds.Item], changed: datetime | None
) -> Response:
    """UTF-8 that is declared as ISO-8859-1, in the document and in the header."""
    text = feeds.rss10(outlet, home, items, encoding="ISO-8859-1")
    return Response(text.encode(), "text/xml", changed=changed, charset="ISO-8859-1")


def _html_error(outlet: Outlet, home: str, items: Sequence[feeds.Item], changed: datetime | None) -> Response:
    """A database error as HTML, with status 200, where the feed should be."""
    page = (
        "<html><head><title>Error</title></head><body><h1>Error establishing a database connection</h1>"
        "<p>Warning: mysql_connect(): Too many connections in /home/rss.php on line 12</p></body></html>"
    )
    return Response(page.encode(), HTML)


def _status_500(outlet: Outlet, home: str, items: Sequence[feeds.Item], changed: datetime | None) -> Response:
    return Response(b"<html><body><h1>500 Internal Server Error</h1></body></html>", HTML, 500)


def _comments(outlet: Outlet, home: str, items: Sequence[feeds.Item], changed: datetime | None) -> Response:
    """WordPress' feed of comments: its entries link to stories, but have other people's words as titles."""
    said = [
        replace(
            i,
            title=f"{i.title} पर रमेश कुमार की टिप्पणी",
            link=f"{i.link}#comment-{n}",
            guid=f"{i.guid}#{n}",
            html="",
        )
        for n, i in enumerate(items[:3], 101)
    ]
    text = feeds.rss20(outlet, home, [replace(i, summary=outlet.notices["comment"]) for i in said])
    return Response(text.encode(), RSS, changed=changed)


FORMS: Mapping[str, Form] = {
    "rss20-full": _plain(feeds.rss20_full),
    "rss20": _plain(feeds.rss20),
    "rss20-whitespace": _leading_whitespace,
    "rss20-utf16": _utf16,
    "rss091": _plain(feeds.rss091, "text/xml"),
    "rss10": _wrong_encoding,
    "atom": _plain(feeds.atom, "application/atom+xml"),
    "atom-full": _plain(lambda o, h, i: feeds.atom(o, h, i, full=True), "application/atom+xml"),
    "json": _plain(feeds.json_feed, "application/feed+json"),
    "news-sitemap": _plain(sitemaps.news_sitemap, XML),
    "titles": _plain(feeds.titles_only, "text/xml"),
    "comments": _comments,
    "html-error": _html_error,
    "status-500": _status_500,
}
"""Every form of one document. ``sitemap-index`` has two levels, ``sitemap-days`` no first one,
``rss20-paged`` pages, ``wp-posts`` questions (`tests.newsroom.restapi`), ``list`` is a page."""
