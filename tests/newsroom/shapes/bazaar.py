# ruff: noqa: E501  (markup is kept as a browser would show it)
"""A rural paper: beside each story a table of market prices and weather that is far longer than the story."""

from __future__ import annotations

from zlib import crc32

from tests.newsroom.dates import MONTHS_HI_SHORT, twelve
from tests.newsroom.markup import Sheet, blocks, esc, image

MARKETS = (
    "इंदौर", "उज्जैन", "देवास", "नीमच", "मंदसौर", "रतलाम", "धार", "खंडवा", "खरगोन", "सीहोर", "विदिशा", "सागर",
    "जबलपुर", "कटनी", "सतना", "गुना", "अशोकनगर", "शिवपुरी", "मुरैना", "भिंड", "कोटा", "बारां", "बूंदी", "भरतपुर",
    "अलवर", "हापुड़", "हाथरस", "एटा", "आगरा", "बहराइच", "गोंडा", "नजीबाबाद",
)  # fmt: skip
CROPS = ("गेहूं", "सोयाबीन", "चना", "मक्का", "सरसों", "धान", "लहसुन", "प्याज", "आलू", "मसूर")


def prices(seed: str) -> list[tuple[str, str, int, int, int]]:
    """Market, crop, lowest, highest and usual price in rupees a quintal; the same for the same seed."""
    rows = []
    for market in MARKETS:
        for crop in CROPS[crc32((seed + market).encode()) % 4 :: 2]:
            low = 900 + crc32(f"{seed}{market}{crop}".encode()) % 4200
            rows.append((market, crop, low, low + 120 + low % 370, low + 60 + low % 170))
    return rows


def frame(sheet: Sheet, title: str, main: str, head: str = "") -> str:
    o = sheet.outlet
    cells = "\n".join(
        f"<tr><td>{m}</td><td>{c}</td><td>{low}</td><td>{high}</td><td>{usual}</td><td>रु./क्विंटल</td></tr>"
        for m, c, low, high, usual in prices(o.id)
    )
    weather = "\n".join(
        f"<tr><td>{m}</td><td>{22 + n % 9}°</td><td>{7 + n % 6}°</td><td>{'साफ आसमान' if n % 3 else 'हल्की बूंदाबांदी के आसार'}</td><td>हवा {4 + n % 8} किमी/घंटा</td></tr>"
        for n, m in enumerate(MARKETS)
    )
    return f"""<!DOCTYPE html>
<html lang="hi"><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1252">
<title>{esc(title)} - {esc(o.name_hi)}</title>{head}
<link rel="alternate" type="application/rdf+xml" href="/rdf.xml"><link rel="stylesheet" href="/static/bazaar.css"></head>
<body><div id="wrap"><div id="top"><a class="brand" href="/">{esc(o.name_hi)}</a><span class="tag">{sheet.aside(o.tagline)}</span></div>
<ul id="menu">{sheet.nav()}</ul>
<div id="flash"><b>{sheet.aside("मंडी अपडेट")}</b> {sheet.ticker()}</div>
<div id="cols"><div id="left">{main}</div>
<div id="bhav"><h3>{sheet.aside("आज के मंडी भाव")}</h3><p class="note">{sheet.notice("prices")}</p>
<table class="bhav"><thead><tr><th>मंडी</th><th>जिंस</th><th>न्यूनतम</th><th>अधिकतम</th><th>मॉडल</th><th>इकाई</th></tr></thead><tbody>
{cells}
</tbody></table>
<h3>{sheet.aside("मौसम का हाल")}</h3><table class="mausam"><tbody>{weather}</tbody></table></div></div>
<div id="foot"><p>{sheet.notice("footer")}</p><p>{sheet.notice("about")}</p></div></div></body></html>
"""


def article(sheet: Sheet) -> str:
    page = sheet.page
    assert page is not None
    at = page.published
    # The template's own date, the same on every page: a machine date that is wrong.
    head = '<meta property="article:published_time" content="2019-01-01T00:00:00+00:00"><meta name="robots" content="index,follow">'
    stamp = f"{at.day:02d} {MONTHS_HI_SHORT[at.month - 1]} {at.year}, {twelve(at)}"
    credit = (
        f'<div class="ag">{sheet.aside("साभार: " + page.story.agency)}</div>' if page.story.agency else ""
    )
    standfirst = f'<p class="intro">{esc(page.text.standfirst)}</p>' if page.text.standfirst else ""
    text = chr(10).join(blocks(page))
    main = f"""<div class="khabar"><p class="cat">{sheet.aside(page.section_name)}</p><h1>{esc(page.text.title)}</h1>
<p class="src"><span>{esc(sheet.byline())}</span> &nbsp;|&nbsp; <span class="dt">{sheet.aside(stamp)}</span></p>
<div class="pic"><img src="{image(page)}" alt=""><p>{sheet.aside(page.story.caption or "सांकेतिक तस्वीर")}</p></div>
{standfirst}{text}{credit}
<p class="helpline">{sheet.notice("channel")}</p>
<div class="rel"><h4>{sheet.aside("संबंधित समाचार")}</h4><ul>{sheet.links(4, 2)}</ul></div></div>"""
    return frame(sheet, page.text.title, main, head)
