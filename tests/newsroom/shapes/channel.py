# ruff: noqa: E501  (markup is kept as a browser would show it)
"""A news channel: highlights box, machine summary, video on top, app walls, the desk's furniture between paragraphs."""

from __future__ import annotations

from tests.newsroom.dates import ago
from tests.newsroom.markup import Sheet, blocks, esc, image


def frame(sheet: Sheet, title: str, main: str, head: str = "") -> str:
    o = sheet.outlet
    return f"""<!DOCTYPE html><html lang="hi"><head><meta charset="utf-8"><title>{esc(title)} | {esc(o.name_en)}</title>{head}<link rel="stylesheet" href="/static/channel.css"></head><body>
<div class="hd"><a href="/" class="lg">{esc(o.name_hi)}</a><span class="live">{sheet.aside("लाइव टीवी देखें")}</span><div class="mn">{sheet.nav('<a href="{url}">{name}</a>')}</div></div>
<div class="brk"><b>{sheet.aside("BREAKING NEWS")}</b>{sheet.ticker("<i>{}</i>")}</div>
<div class="cn"><div class="lc">{main}</div><div class="rc"><h6>{sheet.notice("most_read")}</h6>{sheet.links(7, 3, '<div class="t"><a href="{url}"><img src="{image}" alt="">{title}</a></div>')}</div></div>
<div class="ft"><p>{sheet.notice("about")}</p><p>{sheet.notice("footer")}</p></div><div class="stk">{sheet.notice("app")}<a href="/app">{sheet.aside("डाउनलोड ऐप")}</a></div></body></html>
"""


def article(sheet: Sheet) -> str:
    page = sheet.page
    assert page is not None
    url = sheet.url(page.address)
    head = f'<link rel="canonical" href="{url}"><meta property="og:title" content="{esc(page.text.title)}"><meta property="og:url" content="{url}"><meta property="og:image" content="{sheet.url(image(page))}"><meta name="keywords" content="{esc(", ".join(page.text.title.split()[:4]))}">'
    parts = blocks(page, "<p>{}</p>", "<h3>{}</h3>")
    credit = (
        f"<p>{sheet.aside('(समाचार एजेंसी ' + page.story.agency + ' के इनपुट के साथ)')}</p>"
        if page.story.agency
        else ""
    )
    first = parts[:1]
    highlights = "".join(f"<li>{sheet.aside(line)}</li>" for line in _highlights(sheet))
    standfirst = f'<div class="smry">{esc(page.text.standfirst)}</div>' if page.text.standfirst else ""
    when = (
        f"<span>{sheet.aside('अपडेटेड ' + ago(page.changed, sheet.now))}</span>"
        if page.trap != "undated"
        else ""
    )
    main = f"""<div class="bc">{sheet.aside("Hindi News")} / {sheet.aside(page.section_name)}</div><h1>{esc(page.text.title)}</h1>{standfirst}
<div class="at"><span class="wr">{esc(sheet.byline())}</span>{when}</div>
<div class="vid" data-src="/media/{page.story.number}.m3u8"><img src="{image(page)}" alt=""><span>{sheet.aside("देखें वीडियो")}</span></div>
<div class="hl"><h4>{sheet.aside("HighLights")}</h4><ul>{highlights}</ul></div>
<div class="ai_summary_block"><h4>{sheet.aside("AI Summary")}</h4><p>{sheet.aside(_machine(sheet))}</p></div>
<div class="bd">{"".join(first)}<div class="ap">{sheet.notice("push")}</div>{chr(10).join(parts[1:])}{credit}<p><a href="/whatsapp"><b>{sheet.notice("channel")}</b></a></p></div>
<div class="ld"><h5>{sheet.aside("लेटेस्ट न्यूज़")}</h5>{sheet.links(4, 9, '<div><a href="{url}">{title}</a></div>')}</div>"""
    return frame(sheet, page.text.title, main, head)


def _highlights(sheet: Sheet) -> list[str]:
    page = sheet.page
    assert page is not None
    return [
        f"{page.section_name} से जुड़ी बड़ी खबर",
        f"{' '.join(page.text.title.split()[:5])} पर नया अपडेट",
        "पढ़ें हर पहलू की जानकारी",
    ]


def _machine(sheet: Sheet) -> str:
    page = sheet.page
    assert page is not None
    return f"यह सारांश मशीन ने बनाया है: {page.text.title}। विवरण के लिए पूरी खबर पढ़ें।"
