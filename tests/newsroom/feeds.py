# ruff: noqa: E501  (lines of the feeds as served)
"""Feeds of every kind, well-formed and not, as outlets serve them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import unquote
from xml.sax.saxutils import escape

from tests.newsroom.dates import iso, rfc822
from tests.newsroom.edition import Printed
from tests.newsroom.markup import blocks, image
from tests.newsroom.outlets import Outlet


@dataclass(frozen=True, slots=True)
class Item:
    """What a feed says of one story. Empty fields are left out."""

    title: str
    link: str
    """As the feed prints it, unescaped."""
    guid: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    summary: str = ""
    html: str = ""
    """The whole story."""
    category: str = ""
    author: str = ""
    image: str = ""
    language: str = ""


def item(page: Printed, home: str, links: str) -> Item:
    """`page` as a feed item; `links` as in `tests.newsroom.outlets.Source`."""
    url = home + page.address
    link = {
        "plain": url,
        "utm": url + ("&" if "?" in url else "?") + "utm_source=rss&utm_medium=feed&utm_campaign=latest",
        "amp": f"{home}/amp{page.address}?utm_source=rss&utm_medium=amp",
        "relative": page.address,
        "redirect": f"{home}/r/?id={page.story.number}&src=feed",
        "raw": unquote(url),
    }[links]
    return Item(
        title=page.text.title,
        link=link,
        guid=f"{home}/?p={page.story.number}",
        published=None if page.trap == "undated" else page.published,
        updated=page.modified,
        summary=page.summary,
        html="\n".join(blocks(page)),
        category=page.section_name,
        author=", ".join(page.authors),
        image=home + image(page),
        language=page.story.language,
    )


def tag(name: str, text: str) -> str:
    """An XML element with text; nothing for an empty text."""
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def _cdata(name: str, text: str) -> str:
    return f"<{name}><![CDATA[{text}]]></{name}>" if text else ""


def rss20_full(outlet: Outlet, home: str, items: Sequence[Item]) -> str:
    """RSS 2.0 of WordPress, the story in content:encoded."""
    body = "\n".join(
        f"""<item>
<title>{escape(i.title)}</title>
<link>{escape(i.link)}</link>
<dc:creator><![CDATA[{i.author or outlet.notices["desk"]}]]></dc:creator>
{tag("pubDate", rfc822(i.published, "GMT").replace("GMT", "+0000") if i.published else "")}
{tag("atom:updated", iso(i.updated)) if i.updated else ""}
{_cdata("category", i.category)}
<guid isPermaLink="false">{escape(i.guid)}</guid>
<description><![CDATA[<p>{i.summary} [&#8230;]</p>
<p>The post <a href="{i.link}">{i.title}</a> appeared first on <a href="{home}">{outlet.name_hi}</a>.</p>]]></description>
<content:encoded><![CDATA[{i.html}
<p>The post <a href="{i.link}">{i.title}</a> appeared first on <a href="{home}">{outlet.name_hi}</a>.</p>]]></content:encoded>
</item>"""
        for i in items
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:atom="http://www.w3.org/2005/Atom"
xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel>
<title>{escape(outlet.name_hi)}</title>
<atom:link href="{home}/feed/" rel="self" type="application/rss+xml" />
<link>{home}/</link>
<description>{escape(outlet.tagline)}</description>
<language>hi-IN</language>
<sy:updatePeriod>hourly</sy:updatePeriod>
<generator>https://wordpress.org/?v=6.4.3</generator>
{body}
</channel>
</rss>
"""


def rss20(
    outlet: Outlet, home: str, items: Sequence[Item], encoding: str = "UTF-8", zone: str = "+0530"
) -> str:
    """RSS 2.0 with summaries only."""
    body = "\n".join(
        f"""<item>{_cdata("title", i.title)}{tag("link", i.link)}{_cdata("description", i.summary)}
{tag("pubDate", rfc822(i.published, zone) if i.published else "")}{tag("category", i.category)}{tag("guid", i.guid)}
{f'<media:content url="{escape(i.image)}" medium="image"/>' if i.image else ""}</item>"""
        for i in items
    )
    return f"""<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>{escape(outlet.name_hi)}</title><link>{home}/</link><description>{escape(outlet.tagline)}</description>
<language>hi</language><ttl>15</ttl>
{body}
</channel></rss>
"""


def rss091(outlet: Outlet, home: str, items: Sequence[Item]) -> str:
    """RSS 0.91: no dates, no guids; the ampersands in links are not escaped, as old sites have it."""
    body = "\n".join(
        f"<item>\n<title>{escape(i.title)}</title>\n<link>{i.link}</link>\n"
        f"<description>{escape(i.summary)}</description>\n</item>"
        for i in items
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="0.91">
<channel>
<title>{escape(outlet.name_hi)} :: ताजा समाचार & विचार</title>
<link>{home}/</link>
<description>{escape(outlet.tagline)}</description>
<language>hi</language>
{body}
</channel>
</rss>
"""


def rss10(outlet: Outlet, home: str, items: Sequence[Item], encoding: str = "UTF-8") -> str:
    """RSS 1.0 (RDF) with Dublin Core dates."""
    listed = "\n".join(f'<rdf:li rdf:resource="{escape(i.link)}"/>' for i in items)
    body = "\n".join(
        f"""<item rdf:about="{escape(i.link)}">{tag("title", i.title)}{tag("link", i.link)}
{tag("description", i.summary)}{tag("dc:date", iso(i.published) if i.published else "")}
{tag("dc:subject", i.category)}{tag("dc:creator", i.author)}</item>"""
        for i in items
    )
    return f"""<?xml version="1.0" encoding="{encoding}"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="{home}/rdf.xml"><title>{escape(outlet.name_hi)}</title><link>{home}/</link>
<description>{escape(outlet.tagline)}</description><dc:language>hi</dc:language>
<items><rdf:Seq>
{listed}
</rdf:Seq></items></channel>
{body}
</rdf:RDF>
"""


def atom(outlet: Outlet, home: str, items: Sequence[Item], full: bool = False) -> str:
    """Atom 1.0; with the whole story in ``content`` if `full`."""
    newest = max((i.updated or i.published for i in items if i.published), default=None)

    def entry(i: Item) -> str:
        text = (
            f'<content type="html">{escape(i.html)}</content>' if full
            else f'<summary type="text">{escape(i.summary)}</summary>'
        )  # fmt: skip
        changed = i.updated or i.published
        return f"""<entry><id>{escape(i.guid)}</id>
{tag("published", iso(i.published) if i.published else "")}{tag("updated", iso(changed) if changed else "")}
<title type="text">{escape(i.title)}</title>
<link rel="alternate" type="text/html" href="{escape(i.link)}" title="{escape(i.title)}"/>
{f'<category term="{escape(i.category)}"/>' if i.category else ""}
{f"<author><name>{escape(i.author)}</name></author>" if i.author else ""}
{text}</entry>"""

    body = "\n".join(map(entry, items))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="hi">
<id>tag:{outlet.host},2020:feed</id><title type="text">{escape(outlet.name_hi)}</title>
<subtitle>{escape(outlet.tagline)}</subtitle>
{tag("updated", iso(newest) if newest else "")}
<link rel="alternate" type="text/html" href="{home}/"/>
<author><name>{escape(outlet.name_hi)}</name></author>
{body}
</feed>
"""


def json_feed(outlet: Outlet, home: str, items: Sequence[Item]) -> str:
    """JSON Feed 1.1."""
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": outlet.name_hi,
            "home_page_url": f"{home}/",
            "language": "hi",
            "items": [
                {
                    "id": i.guid,
                    "url": i.link,
                    "title": i.title,
                    "summary": i.summary,
                    "content_html": i.html,
                    "image": i.image,
                    "tags": [i.category],
                }
                | ({"date_published": iso(i.published)} if i.published else {})
                | ({"date_modified": iso(i.updated)} if i.updated else {})
                | ({"authors": [{"name": i.author}]} if i.author else {})
                for i in items
            ],
        },
        ensure_ascii=False,
    )


def titles_only(outlet: Outlet, home: str, items: Sequence[Item]) -> str:
    """RSS 2.0 of a ministry: title and link, nothing else, one line."""
    body = "".join(
        f"<item><title>{escape(i.title)}</title><link>{escape(i.link)}</link></item>" for i in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{escape(outlet.name_hi)}</title><link>{home}/</link>"
        f"<description>{escape(outlet.tagline)}</description>{body}</channel></rss>"
    )


def twice(items: Sequence[Item]) -> list[Item]:
    """The first story a second time, under other tracking parameters and another guid."""
    if not items:
        return []
    first = items[0]
    again = (
        first.link
        + ("&" if "?" in first.link else "?")
        + "utm_source=dlvr.it&utm_medium=twitter&fbclid=IwAR0x"
    )
    return [first, *items[1:], replace(first, link=again, guid=first.guid + "&again=1")]
