# ruff: noqa: E501  (markup is kept as a browser would show it)
"""A newspaper's site of the year 2004: nested layout tables, bare divs, no charset declaration."""

from __future__ import annotations

from tests.newsroom.dates import hindi_date, hindi_digits, hindi_time
from tests.newsroom.markup import Sheet, blocks, esc, image


def frame(sheet: Sheet, title: str, main: str) -> str:
    o = sheet.outlet
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
<html><head><title>{esc(o.name_hi)} :: {esc(title)}</title>
<link href="/static/tables.css" rel="stylesheet" type="text/css"></head>
<body bgcolor="#ffffff" topmargin="0"><center>
<table width="980" border="0" cellspacing="0" cellpadding="0"><tr><td>
<table width="100%" border="0"><tr><td width="300"><a href="/"><font size="6" color="{o.colour}"><b>{esc(o.name_hi)}</b></font></a><br><font size="2">{sheet.aside(o.tagline)}</font></td>
<td align="right"><font size="2">{sheet.aside(hindi_digits(hindi_date(sheet.now)))}<br>{sheet.notice("edition")}</font></td></tr></table>
<table width="100%" bgcolor="{o.colour}" cellpadding="4"><tr>{sheet.nav('<td><a href="{url}"><font color="#ffffff">{name}</font></a></td>')}</tr></table>
<table width="100%"><tr><td bgcolor="#ffee99"><font size="2"><b>{sheet.aside("ताजा समाचार")}</b> <marquee>{sheet.ticker(" ◾ {}")}</marquee></font></td></tr></table>
<table width="100%" border="0" cellpadding="6"><tr valign="top">
<td width="180"><table width="100%" bgcolor="#eeeeee"><tr><td><b>{sheet.notice("most_read")}</b></td></tr>
{sheet.links(6, 0, '<tr><td>&raquo; <a href="{url}">{title}</a></td></tr>')}</table>
<br><table width="100%"><tr><td><b>{sheet.aside("आज का राशिफल")}</b><br><font size="2">{sheet.notice("horoscope")}</font></td></tr></table></td>
<td width="600">{main}</td>
<td width="180"><table width="100%" border="1"><tr><td align="center"><font size="1">{sheet.aside("विज्ञापन")}</font><br><font size="2">{sheet.notice("advert")}</font></td></tr></table>
<br><table><tr><td><b>{sheet.aside("सर्वेक्षण")}</b><form action="/poll.php"><font size="2">{sheet.notice("poll")}</font><br><input type="radio" name="v">हां <input type="radio" name="v">नहीं<br><input type="submit" value="वोट दें"></form></td></tr></table></td>
</tr></table>
<table width="100%" bgcolor="#dddddd"><tr><td align="center"><font size="2">{sheet.nav('<a href="{url}">{name}</a> |')}<br>{sheet.notice("footer")}</font></td></tr></table>
</td></tr></table></center></body></html>
"""


def article(sheet: Sheet) -> str:
    page = sheet.page
    assert page is not None
    parts = blocks(page, "<div>{}</div>", "<div><b>{}</b></div>")
    credit = f'<div align="right">{sheet.aside(page.story.signature)}</div>' if page.story.signature else ""
    standfirst = f"<div><b>{esc(page.text.standfirst)}</b></div><br>" if page.text.standfirst else ""
    when = hindi_digits(f"{hindi_date(page.published)}, {hindi_time(page.published)} बजे")
    main = f"""<table width="100%" border="0"><tr><td><font size="2"><a href="/">मुख्य पृष्ठ</a> &gt; <a href="/{page.story.section}/">{sheet.aside(page.section_name)}</a></font></td></tr>
<tr><td><h1><font size="5">{esc(page.text.title)}</font></h1></td></tr>
<tr><td><font size="2" color="#666666">{esc(sheet.byline())} | {sheet.aside(when)}</font></td></tr>
<tr><td><table width="100%"><tr><td><table align="left" width="260"><tr><td><img src="{image(page)}" width="250"></td></tr><tr><td><font size="1">{sheet.aside(page.story.caption or "प्रतीकात्मक तस्वीर")}</font></td></tr></table>
{standfirst}{"<br>".join(parts)}{credit}</td></tr></table></td></tr>
<tr><td><font size="2"><a href="javascript:print()">{sheet.aside("इस पृष्ठ को प्रिंट करें")}</a> | <a href="mailto:?subject=">{sheet.aside("मित्र को भेजें")}</a> | <a href="#">{sheet.aside("अपनी प्रतिक्रिया व्यक्त करें")}</a></font></td></tr>
<tr><td><table width="100%" bgcolor="#f6f6f6"><tr><td><b>{sheet.aside("इस खंड के अन्य समाचार")}</b></td></tr>{sheet.links(5, 3, '<tr><td>&bull; <a href="{url}">{title}</a></td></tr>')}</table></td></tr></table>"""
    return frame(sheet, page.text.title, main)
