# ruff: noqa: E501  (markup is kept as a browser would show it)
"""Inline यह भी पढ़ें links, embedded posts and a highlights box in the middle of the story."""

from __future__ import annotations

from tests.newsroom.dates import ago, iso_bare
from tests.newsroom.markup import Sheet, blocks, esc, image, json_ld


def frame(sheet: Sheet, title: str, main: str, head: str = "") -> str:
    o = sheet.outlet
    return f"""<!DOCTYPE html>
<html lang="hi-IN"><head><meta charset="UTF-8"><title>{esc(title)} - {esc(o.name_hi)}</title>{head}
<link rel="alternate" type="application/atom+xml" href="/atom.xml"><link rel="stylesheet" href="/static/embeds.css">
<script>window.dataLayer=window.dataLayer||[];window.__STATE__={{"lang":"hi","ads":true}};</script></head>
<body class="light"><div class="progress"></div><header class="top"><div class="in"><a class="brand" href="/">{esc(o.name_hi)}</a><nav>{sheet.nav('<a href="{url}">{name}</a>')}</nav></div></header>
<div class="trend"><span>{sheet.aside("ट्रेंडिंग")}</span>{sheet.ticker('<a href="/trending">{}</a>')}</div>
<div class="page">{main}
<div class="side"><h5>{sheet.notice("most_read")}</h5>{sheet.links(5, 4, '<div class="s"><a href="{url}">{title}</a></div>')}<div class="poll"><h5>{sheet.aside("आपकी राय")}</h5><p>{sheet.notice("poll")}</p></div></div></div>
<footer><div class="in"><p>{sheet.notice("about")}</p><p>{sheet.notice("footer")}</p></div></footer>
<div class="push"><p>{sheet.notice("push")}</p><button>{sheet.aside("अभी नहीं")}</button><button>{sheet.aside("अनुमति दें")}</button></div></body></html>
"""


def article(sheet: Sheet) -> str:
    page = sheet.page
    assert page is not None
    url = sheet.url(page.address)
    head = (
        f'<link rel="canonical" href="{url}"><meta property="og:title" content="{esc(page.text.title)}">'
        + json_ld(
            {
                "@type": "NewsArticle",
                "headline": page.text.title,
                "datePublished": iso_bare(page.published),
                "dateModified": iso_bare(page.changed),
                "author": {"@type": "Person" if page.authors else "Organization", "name": sheet.byline()},
            }
        )
    )
    parts = blocks(page, '<p class="para">{}</p>', '<h2 class="sub">{}</h2>')
    inserts = _inserts(sheet)
    body = []
    for number, part in enumerate(parts):
        body.append(part)
        if number < len(parts) - 1 and number < len(inserts):
            body.append(inserts[number])
    standfirst = f'<p class="synopsis">{esc(page.text.standfirst)}</p>' if page.text.standfirst else ""
    credit = (
        f'<p class="para"><em>{sheet.aside("(इनपुट: " + page.story.agency + ")")}</em></p>'
        if page.story.agency
        else ""
    )
    main = f"""<article class="story"><div class="cat"><a href="/{page.story.section}/">{sheet.aside(page.section_name)}</a></div>
<h1>{esc(page.text.title)}</h1>{standfirst}
<div class="who"><span class="name">{esc(sheet.byline())}</span><span class="when">{sheet.aside("अपडेटेड: " + ago(page.changed, sheet.now))}</span></div>
<div class="hero"><img src="{image(page)}" alt=""><span>{sheet.aside(page.story.caption or "Image Credit: सोशल मीडिया")}</span></div>
<div class="content">{chr(10).join(body)}{credit}</div>
<div class="tags">{sheet.aside("टॉपिक:")} {" ".join(f"<a href='/t/{n}'>{sheet.aside('#' + w)}</a>" for n, w in enumerate(page.text.title.split()[:3]))}</div>
<div class="follow">{sheet.notice("channel")}</div>
<section class="also"><h4>{sheet.aside("आपके लिए चुनी गई खबरें")}</h4>{sheet.links(4, 7, '<div class="c"><a href="{url}"><img src="{image}" alt="">{title}</a></div>')}</section></article>"""
    return frame(sheet, page.text.title, main, head)


def _inserts(sheet: Sheet) -> list[str]:
    """What stands between the paragraphs, in order."""
    page = sheet.page
    assert page is not None
    first, second = (*sheet.others(2, 11), page, page)[:2]
    post = page.story.post
    if post:
        embed = f"""<blockquote class="twitter-tweet" data-lang="hi"><p lang="hi" dir="ltr">{sheet.aside(post.text)} <a href="https://t.co/Xk29aQpLz1">pic.twitter.com/Xk29aQpLz1</a></p>&mdash; {sheet.aside(f"{post.name} (@{post.handle})")} <a href="https://twitter.com/{post.handle}/status/19876543210">{sheet.aside("view on X")}</a></blockquote><script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>"""
    else:
        embed = f'<div class="ad"><span>{sheet.aside("Continues below advertisement")}</span></div>'
    insta = f"""<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/DQx7/" data-instgrm-version="14"><div><a href="https://www.instagram.com/p/DQx7/">{sheet.aside("View this post on Instagram")}</a></div><p><a href="https://www.instagram.com/p/DQx7/">{sheet.aside(f"A post shared by {sheet.outlet.name_en} (@{sheet.outlet.id})")}</a></p></blockquote>"""
    return [
        f'<p class="para"><strong>{sheet.aside("यह भी पढ़ें:")} <a href="{first.address}">{sheet.aside(first.text.title)}</a></strong></p>',
        embed,
        f'<div class="rd"><span>{sheet.aside("इसे भी पढ़ें")}</span><a href="{second.address}">{sheet.aside(second.text.title)}</a></div>',
        insta,
    ]
