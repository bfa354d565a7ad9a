# ruff: noqa: E501  (markup is kept as a browser would show it)
"""A single-page framework's server rendering: hashed class names, div and span with <br>, no <p>, no <article>."""

from __future__ import annotations

import json
from hashlib import sha1

from tests.newsroom.dates import hindi_date, iso_utc, twelve
from tests.newsroom.markup import Sheet, blocks, esc, image, json_ld


def _c(name: str) -> str:
    """A class name that says nothing."""
    return f"css-{sha1(name.encode()).hexdigest()[:6]}"


def frame(sheet: Sheet, title: str, main: str, head: str = "", data: object = None) -> str:
    o = sheet.outlet
    state = json.dumps(
        {"props": {"pageProps": data or {}}, "page": "/[...slug]", "buildId": "k3Jq9"}, ensure_ascii=False
    )
    return f"""<!DOCTYPE html><html lang="hi"><head><meta charSet="utf-8"/><meta name="viewport" content="width=device-width"/>
<title>{esc(title)} | {esc(o.name_hi)}</title>{head}<link rel="preload" href="/static/hashed.css" as="style"/><link rel="stylesheet" href="/static/hashed.css" data-n-g=""/></head>
<body><div id="__next"><div class="{_c("bar")}"><div class="{_c("tick")}"><span>{sheet.aside("LIVE")}</span>{sheet.ticker('<div class="x">{}</div>')}</div></div>
<div class="{_c("head")}"><a href="/" class="{_c("logo")}">{esc(o.name_hi)}</a><span>{sheet.aside(o.tagline)}</span>
<div class="{_c("nav")}">{sheet.nav('<a href="{url}" class="n">{name}</a>')}</div></div>
<div class="{_c("app")}"><span>{sheet.notice("app")}</span><a href="/app">{sheet.aside("ऐप खोलें")}</a></div>
<div class="{_c("grid")}"><div class="{_c("main")}">{main}</div>
<div class="{_c("rail")}"><div class="{_c("rh")}">{sheet.notice("most_read")}</div>{sheet.links(6, 2, '<a href="{url}" class="r"><img src="{image}" alt=""/><div><span>{section}</span><div>{title}</div></div></a>')}
<div class="{_c("rh")}">{sheet.aside("ताज़ा वीडियो")}</div>{sheet.links(3, 7, '<a href="{url}" class="r v"><div>{title}</div><span>02:14</span></a>')}</div></div>
<div class="{_c("foot")}"><div>{sheet.notice("about")}</div><div>{sheet.notice("footer")}</div></div>
<div class="{_c("ck")}" role="dialog"><div>{sheet.notice("cookie")}</div><button>{sheet.aside("स्वीकार करें")}</button></div></div>
<script id="__NEXT_DATA__" type="application/json">{state.replace("<", chr(92) + "u003c")}</script></body></html>
"""


def article(sheet: Sheet) -> str:
    page = sheet.page
    assert page is not None
    url = sheet.url(page.address)
    head = f"""<meta name="description" content="{esc(page.summary)}"/><link rel="canonical" href="{url}"/>
<meta property="og:title" content="{esc(page.text.title)}"/><meta property="og:image" content="{sheet.url(image(page))}"/>
""" + json_ld(
        {
            "@type": "NewsArticle",
            "mainEntityOfPage": {"@type": "WebPage", "@id": url},
            "headline": page.text.title,
            "datePublished": iso_utc(page.published),
            "dateModified": iso_utc(page.changed),
            "articleSection": page.section_name,
            "inLanguage": "hi",
            "author": [{"@type": "Person", "name": name} for name in page.authors]
            or [{"@type": "Organization", "name": sheet.outlet.notices["desk"]}],
            "publisher": {"@type": "NewsMediaOrganization", "name": sheet.outlet.name_hi},
            "image": [sheet.url(image(page))],
        }
    )
    parts = blocks(page, "<span>{}</span>", '<div class="s"><b>{}</b></div>')
    related = sheet.others(1, 4)
    middle = "".join(
        f'<div class="{_c("also")}"><span>{sheet.aside("ये भी पढ़ें")}</span><a href="{p.address}">{sheet.aside(p.text.title)}</a></div>'
        for p in related
    )
    half = len(parts) // 2
    credit = (
        f'<div class="{_c("cr")}">({sheet.aside("इनपुट: " + page.story.agency)})</div>'
        if page.story.agency
        else ""
    )
    standfirst = f'<div class="{_c("sf")}">{esc(page.text.standfirst)}</div>' if page.text.standfirst else ""
    main = f"""<div class="{_c("crumb")}"><a href="/">{sheet.aside("होम")}</a> / <a href="/{page.story.section}/">{sheet.aside(page.section_name)}</a></div>
<h1 class="{_c("h")}">{esc(page.text.title)}</h1>{standfirst}
<div class="{_c("by")}"><div>{sheet.aside("Written by:")} <a href="/author">{esc(sheet.byline())}</a></div><div>{sheet.aside(f"{hindi_date(page.published)} | {twelve(page.published)}")}</div></div>
<div class="{_c("sh")}"><button>{sheet.aside("WhatsApp पर भेजें")}</button><button>{sheet.aside("कॉपी लिंक")}</button><button>{sheet.aside("फ़ॉन्ट साइज़ बढ़ाएं")}</button></div>
<div class="{_c("fig")}"><img src="{image(page)}" alt=""/><div class="{_c("cap")}">{sheet.aside(page.story.caption or "सांकेतिक तस्वीर")}</div></div>
<div class="{_c("body")}">{"<br/><br/>".join(parts[:half])}<br/><br/>{middle}{"<br/><br/>".join(parts[half:])}{credit}</div>
<div class="{_c("ch")}">{sheet.notice("channel")}</div>
<div class="{_c("topics")}"><span>{sheet.aside("और पढ़ें")}</span>{" ".join(f"<a href='/topic/{n}'>{sheet.aside(w)}</a>" for n, w in enumerate(page.text.title.split()[:4]))}</div>
<div class="{_c("next")}"><div>{sheet.aside("अगली स्टोरी")}</div>{sheet.links(4, 1, '<a href="{url}"><img src="{image}" alt=""/><div>{title}</div></a>')}</div>"""
    return frame(
        sheet,
        page.text.title,
        main,
        head,
        {"story": {"id": page.story.number, "blocks": list(page.text.paragraphs)}},
    )
