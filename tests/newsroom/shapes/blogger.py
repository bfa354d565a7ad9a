# ruff: noqa: E501  (markup is kept as a browser would show it)
"""A defence blog on Blogger: post-body with dir and trbidi, <br /> between paragraphs, archive gadget."""

from __future__ import annotations

from tests.newsroom.dates import DAYS, MONTHS_HI, iso
from tests.newsroom.markup import Sheet, blocks, esc, image


def frame(sheet: Sheet, title: str, main: str, head: str = "") -> str:
    o = sheet.outlet
    return f"""<!DOCTYPE html>
<html class='v2' dir='ltr' lang='hi' xmlns='http://www.w3.org/1999/xhtml' xmlns:b='http://www.google.com/2005/gml/b'>
<head><meta content='text/html; charset=UTF-8' http-equiv='Content-Type'/><meta content='blogger' name='generator'/>
<link rel="alternate" type="application/atom+xml" title="{esc(o.name_hi)} - Atom" href="{sheet.url("/feeds/posts/default")}" />
<title>{esc(o.name_hi)}: {esc(title)}</title>{head}<link href='/static/blogger.css' rel='stylesheet' type='text/css'/></head>
<body class='loading'><div class='navbar section' id='navbar'></div><div class='body-fauxcolumns'></div>
<div class='content'><div class='content-outer'><header><div class='header-outer'><h1 class='title'><a href='/'>{esc(o.name_hi)}</a></h1><div class='descriptionwrapper'><p class='description'><span>{sheet.aside(o.tagline)}</span></p></div></div></header>
<div class='tabs-outer'><div class='widget PageList'><ul>{sheet.nav()}</ul></div></div>
<div class='main-outer'><div class='columns'><div class='column-center-outer'><div class='main section' id='main'><div class='widget Blog' data-version='1' id='Blog1'><div class='blog-posts hfeed'>
{main}
</div></div></div></div>
<div class='column-right-outer'><aside><div class='widget Profile'><h2>{sheet.aside("मेरे बारे में")}</h2><p>{sheet.notice("about")}</p></div>
<div class='widget PopularPosts'><h2>{sheet.notice("most_read")}</h2><ul>{sheet.links(5, 1)}</ul></div>
<div class='widget BlogArchive'><h2>{sheet.aside("ब्लॉग आर्काइव")}</h2><ul class='hierarchy'>{"".join(f"<li class='archivedate'><a href='/2026/{n:02d}/'>{sheet.aside(f'{MONTHS_HI[n - 1]} ({n % 4 + 2})')}</a></li>" for n in range(10, 4, -1))}</ul></div>
<div class='widget Followers'><h2>{sheet.aside("फ़ॉलोअर")}</h2></div></aside></div></div></div>
<footer><div class='foot section'><div class='widget Attribution'>{sheet.notice("footer")} {sheet.aside("Blogger द्वारा संचालित")}.</div></div></footer></div></div></body></html>
"""


def article(sheet: Sheet) -> str:
    page = sheet.page
    assert page is not None
    url = sheet.url(page.address)
    at = page.published
    head = f"<link href='{url}' rel='canonical'/><meta content='{esc(page.text.title)}' property='og:title'/><meta content='{url}' property='og:url'/>"
    text = "<br /><br />\n".join(blocks(page, "{}", "<b>{}</b>"))
    day = f"{DAYS['hi'][at.weekday()]}, {at.day} {MONTHS_HI[at.month - 1]} {at.year}"
    standfirst = f"<i>{esc(page.text.standfirst)}</i><br /><br />" if page.text.standfirst else ""
    previous, following = (*sheet.others(2, 3), page, page)[:2]
    main = f"""<div class="date-outer"><h2 class='date-header'><span>{sheet.aside(day)}</span></h2>
<div class="date-posts"><div class='post-outer'><div class='post hentry uncustomized-post-template' itemprop='blogPost' itemscope='itemscope' itemtype='http://schema.org/BlogPosting'>
<a name='{page.story.number}'></a><h3 class='post-title entry-title' itemprop='name'>{esc(page.text.title)}</h3>
<div class='post-body entry-content' id='post-body-{page.story.number}' itemprop='description articleBody'>
<div dir="ltr" style="text-align: left;" trbidi="on"><div class="separator" style="clear: both; text-align: center;"><a href="{image(page)}" style="margin-left: 1em;"><img border="0" height="180" src="{image(page)}" width="320" /></a></div><div style="text-align: center;"><span style="font-size: x-small;">{sheet.aside(page.story.caption or "फोटो: इंटरनेट से साभार")}</span></div><br />
{standfirst}{text}</div>
<div style='clear: both;'></div></div>
<div class='post-footer'><div class='post-footer-line'><span class='post-author vcard'>{sheet.aside("प्रस्तुतकर्ता")} <span class='fn' itemprop='author'><span itemprop='name'>{esc(sheet.byline())}</span></span></span>
<span class='post-timestamp'>{sheet.aside("पर")} <a class='timestamp-link' href='{url}' rel='bookmark'><abbr class='published' itemprop='datePublished' title='{iso(at)}'>{sheet.aside(f"{at.hour:02d}:{at.minute:02d}")}</abbr></a></span>
<div class='post-share-buttons'><a class='share-button' href='#'><span>{sheet.aside("इसे ईमेल करें")}</span></a><a class='share-button' href='#'><span>{sheet.aside("इसे ब्लॉग करें!")}</span></a><a class='share-button' href='#'><span>{sheet.aside("Facebook पर शेयर करें")}</span></a></div>
<span class='post-labels'>{sheet.aside("लेबल:")} <a href='/search/label/{page.story.section}' rel='tag'>{sheet.aside(page.section_name)}</a></span></div></div></div>
<div class='comments' id='comments'><h4>{sheet.aside("2 टिप्‍पणियां:")}</h4><dl><dd class='comment-body'><p>{sheet.notice("comment")}</p></dd><dd class='comment-body'><p>{sheet.notice("comment_two")}</p></dd></dl><p>{sheet.aside("एक टिप्पणी भेजें")}</p></div></div></div></div>
<div class='blog-pager' id='blog-pager'><a class='blog-pager-newer-link' href='{following.address}'>{sheet.aside("नई पोस्ट")}</a> <a class='blog-pager-older-link' href='{previous.address}'>{sheet.aside("पुरानी पोस्ट")}</a> <a class='home-link' href='/'>{sheet.aside("मुख्यपृष्ठ")}</a></div>"""
    return frame(sheet, page.text.title, main, head)
