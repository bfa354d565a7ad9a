# ruff: noqa: E501  (markup is kept as a browser would show it)
"""The story twice in the DOM, once hidden for the "listen" button; microdata; dates in IST."""

from __future__ import annotations

from tests.newsroom.dates import english_date, iso_bare, twelve
from tests.newsroom.markup import Sheet, blocks, esc, image

_PRECOMPOSED = (
    ("\u0921\u093c", "\u095c"),
    ("\u0922\u093c", "\u095d"),
    ("\u091c\u093c", "\u095b"),
    ("\u092b\u093c", "\u095e"),
)


def _typed(html: str) -> str:
    """As this outlet's editors type: nukta letters as one code point, which NFC takes apart."""
    for apart, one in _PRECOMPOSED:
        html = html.replace(apart, one)
    return html


def frame(sheet: Sheet, title: str, main: str, head: str = "") -> str:
    o = sheet.outlet
    return f"""<!DOCTYPE html>
<html>
<head><meta charset="utf-8"><title>{esc(title)} - {esc(o.name_en)} Hindi</title>
<meta name="viewport" content="width=device-width">{head}
<link rel="stylesheet" href="/static/speech.css"></head>
<body>
<div class="ads_header"><span class="vigyapan">{sheet.aside("विज्ञापन")}</span></div>
<header class="hdr"><a class="logo" href="/">{esc(o.name_hi)}</a><div class="mycity">{sheet.aside("मेरा शहर चुनें")}</div>
<nav><ul>{sheet.nav()}</ul></nav></header>
<section class="flash-news"><strong>{sheet.aside("अभी-अभी")}</strong>{sheet.ticker("<em>{}</em>")}</section>
<div class="wrapper">
{main}
<aside class="rhs"><div class="box"><h4>{sheet.notice("most_read")}</h4><ol>{sheet.links(5, 2)}</ol></div>
<div class="box"><h4>{sheet.aside("फोटो गैलरी")}</h4>{sheet.links(3, 6, '<a class="ph" href="{url}"><img src="{image}" alt=""><b>{title}</b></a>')}</div></aside>
</div>
<footer class="ftr"><div class="getapp">{sheet.notice("app")}</div><p>{sheet.notice("footer")}</p></footer>
<div class="gdpr">{sheet.notice("cookie")} <a href="#">{sheet.aside("सहमत")}</a></div>
</body></html>
"""


def article(sheet: Sheet) -> str:
    page = sheet.page
    assert page is not None
    url = sheet.url(page.address)
    head = f'<link rel="canonical" href="{url}"><meta property="og:title" content="{esc(page.text.title)}"><meta property="og:image" content="{sheet.url(image(page))}"><meta name="description" content="{esc(page.summary)}">'
    visible = blocks(page, "{}<br><br>", "<b>{}</b><br><br>")
    spoken = " ".join(blocks(page, "{}", "{}."))
    cut = len(visible) // 2
    summary = (
        f'<div class="saar"><span class="lbl">{sheet.aside("सार")}</span><h2 class="short_desc" itemprop="description">{esc(page.text.standfirst)}</h2></div><span class="lbl">{sheet.aside("विस्तार")}</span>'
        if page.text.standfirst
        else ""
    )
    people = "".join(
        f'<span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">{esc(n)}</span></span> '
        for n in page.authors
    )
    byline = people or f'<span class="auth">{esc(sheet.byline())}</span>'
    when = f"{english_date(page.published)} {twelve(page.published)} IST"
    changed = f"{english_date(page.changed)} {twelve(page.changed)} IST"
    credit = (
        f'<div class="agency">{sheet.aside("एजेंसी: " + page.story.agency)}</div>' if page.story.agency else ""
    )
    main = f"""<section class="article-detail" itemscope itemtype="https://schema.org/NewsArticle">
<ul class="bread"><li><a href="/">{sheet.aside("Hindi News")}</a></li><li><a href="/{page.story.section}/">{sheet.aside(page.section_name)}</a></li></ul>
<h1 itemprop="headline">{esc(page.text.title)}</h1>
<div class="auth-bar">{byline}<span class="dt">{sheet.aside(f"Published by: {sheet.outlet.notices['desk']} | Updated {changed}")}</span>
<meta itemprop="datePublished" content="{iso_bare(page.published)}"><meta itemprop="dateModified" content="{iso_bare(page.changed)}"></div>
<div class="time">{sheet.aside(f"Publish Date: {when}")}</div>
<div class="listen"><button>{sheet.aside("🔊 पूरी खबर सुनें")}</button></div>
<div class="tts_speak_body" style="display:none" aria-hidden="true">{esc(page.text.title)}. {spoken}</div>
<figure itemprop="image" itemscope itemtype="https://schema.org/ImageObject"><img itemprop="url" src="{image(page)}" alt=""><figcaption>{sheet.aside(page.story.caption or "प्रतीकात्मक तस्वीर")} - {sheet.aside("फोटो : युग दर्पण")}</figcaption></figure>
{summary}
<div class="article-desc ul_styling" itemprop="articleBody">{"".join(visible[:cut])}<center class="vigyapan">{sheet.aside("विज्ञापन")}</center>{"".join(visible[cut:])}</div>
{credit}
<div class="follow">{sheet.notice("channel")}</div>
<div class="next-read"><h3>{sheet.aside("अगली खबर")}</h3>{sheet.links(3, 1, '<div class="nr"><a href="{url}"><h2>{title}</h2></a><p>{section}</p></div>')}</div>
<div class="comment">{sheet.aside("अपनी राय कमेंट बॉक्स में लिखें")}</div>
</section>"""
    return _typed(frame(sheet, page.text.title, main, head))
