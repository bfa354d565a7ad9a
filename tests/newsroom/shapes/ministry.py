# ruff: noqa: E501  (markup is kept as a browser would show it)
"""A government press office on ASP.NET WebForms: one form around the page, view state, release number."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha512

from tests.newsroom.dates import MONTHS_EN, twelve
from tests.newsroom.markup import Sheet, blocks, esc


def frame(sheet: Sheet, title: str, main: str) -> str:
    o = sheet.outlet
    state = b64encode(b"".join(sha512(f"{title}{n}".encode()).digest() for n in range(40))).decode()
    return f"""<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="hi">
<head id="Head1"><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>{esc(o.name_hi)}</title>
<link href="/static/ministry.css" rel="stylesheet" /></head>
<body>
<form method="post" action="./PressReleasePage.aspx" id="form1">
<div class="aspNetHidden"><input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{state}" /><input type="hidden" name="__EVENTVALIDATION" value="{state[:200]}" /></div>
<script type="text/javascript">//<![CDATA[
var theForm = document.forms['form1'];
//]]></script>
<div class="topstrip"><a href="#main">{sheet.aside("मुख्य सामग्री पर जाएं")}</a> | <a href="#">A+</a> <a href="#">A</a> <a href="#">A-</a> | <select id="ddlLang"><option>हिन्दी</option><option>English</option><option>मराठी</option></select></div>
<div class="banner"><span class="em">सत्यमेव जयते</span><a href="/">{esc(o.name_hi)}</a><br /><small>{sheet.aside(o.tagline)}</small></div>
<ul class="mainmenu">{sheet.nav()}<li><a href="/allRel.aspx">{sheet.aside("सभी विज्ञप्तियां")}</a></li></ul>
<marquee>{sheet.ticker(" {} | ")}</marquee>
<div id="main" class="innner-page-main-about-us-content-right-part">
{main}
</div>
<div class="links"><h4>{sheet.notice("most_read")}</h4><ul>{sheet.links(6)}</ul></div>
<div class="footer"><p>{sheet.notice("footer")}</p><p>{sheet.aside("आगंतुक काउंटर : 10234567")} | {sheet.aside("पृष्ठ अंतिम बार अद्यतन: प्रतिदिन")}</p></div>
</form></body></html>
"""


def article(sheet: Sheet) -> str:
    page = sheet.page
    assert page is not None
    at = page.published
    stamp = f"{at.day:02d} {MONTHS_EN[at.month - 1].upper()} {at.year} {twelve(at).replace(' ', '').lstrip('0')} by {sheet.outlet.notices['place']}"
    text = chr(10).join(
        blocks(
            page,
            '<p style="text-align:justify"><span style="font-family:Mangal">{}</span></p>',
            "<p><strong>{}</strong></p>",
        )
    )
    standfirst = f'<h3 class="subtitle">{esc(page.text.standfirst)}</h3>' if page.text.standfirst else ""
    main = f"""<div class="ministryname text-center" id="MinistryName">{sheet.notice("ministry")}</div>
<div class="text-center" style="margin-top:20px"><h2 id="Titleh2">{esc(page.text.title)}</h2></div>
{standfirst}
<div class="ReleaseDateSubHeaddateTime text-center pt20" id="PrDateTime">{sheet.aside(f"प्रविष्टि तिथि: {stamp}")}</div>
{text}
<p style="text-align:center">*****</p>
<p>{sheet.notice("initials")}</p>
<div id="ReleaseId" class="ReleaseLang">({sheet.aside(f"रिलीज़ आईडी: {page.story.number}")}) <span id="lblVisitor">{sheet.aside("आगंतुक पटल : 318")}</span></div>
<div class="relt">{sheet.aside("इस विज्ञप्ति को इन भाषाओं में पढ़ें:")} <a href="#">English</a>, <a href="#">Urdu</a>, <a href="#">Marathi</a>, <a href="#">Tamil</a></div>"""
    return frame(sheet, page.text.title, main)
