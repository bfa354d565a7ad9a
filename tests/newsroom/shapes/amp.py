# ruff: noqa: E501  (markup is kept as a browser would show it)
"""AMP: the accelerated mobile page, amp-sidebar menu, amp-consent, amp-img.

Served under the plain address and again below ``/amp``; both name the plain one as canonical.
"""

from __future__ import annotations

from tests.newsroom.dates import DAYS_EN, MONTHS_EN, iso, iso_bare, twelve
from tests.newsroom.markup import Sheet, blocks, esc, image, json_ld

_BOILERPLATE = "<style amp-boilerplate>body{-webkit-animation:-amp-start 8s steps(1,end) 0s 1 normal both}@-webkit-keyframes -amp-start{from{visibility:hidden}to{visibility:visible}}</style><noscript><style amp-boilerplate>body{-webkit-animation:none}</style></noscript>"
_STYLE = "<style amp-custom>body{font:17px/1.7 'Noto Sans Devanagari',sans-serif;color:#222;max-width:680px;margin:auto;background:#fff}header{background:#d84315;color:#fff;padding:10px}header a{color:#fff;font-size:28px;text-decoration:none}article{padding:12px}h1{font-size:27px;line-height:1.4}.meta,.cap{color:#777;font-size:13px}.also,.wa{background:#fff3e0;padding:10px}a{color:#bf360c}footer{background:#333;color:#ccc;padding:14px;font-size:13px}</style>"


def frame(sheet: Sheet, title: str, main: str, head: str = "") -> str:
    o = sheet.outlet
    return f"""<!doctype html>
<html amp lang="hi">
<head>
<meta charset="utf-8">
<script async src="https://cdn.ampproject.org/v0.js"></script>
<script async custom-element="amp-sidebar" src="https://cdn.ampproject.org/v0/amp-sidebar-0.1.js"></script>
<title>{esc(title)} | {esc(o.name_hi)}</title>
<meta name="viewport" content="width=device-width,minimum-scale=1,initial-scale=1">
{head}
{_BOILERPLATE}
{_STYLE}
</head>
<body>
<amp-sidebar id="menu" layout="nodisplay" side="left"><ul>{sheet.nav()}</ul><p>{sheet.notice("app")}</p></amp-sidebar>
<header><button on="tap:menu.toggle">☰</button> <a href="/">{esc(o.name_hi)}</a></header>
<div class="tickr"><b>{sheet.aside("ब्रेकिंग न्यूज़")}</b>{sheet.ticker("<div>{}</div>")}</div>
{main}
<footer><p>{sheet.notice("about")}</p><p>{sheet.notice("footer")}</p></footer>
<amp-consent id="consent" layout="nodisplay"><div id="consentDialog"><p>{sheet.notice("cookie")}</p><button on="tap:consent.accept">{sheet.aside("मैं सहमत हूं")}</button></div></amp-consent>
</body>
</html>
"""


def article(sheet: Sheet) -> str:
    page = sheet.page
    assert page is not None
    url = sheet.url(page.address)
    head = (
        f'<link rel="canonical" href="{url}">\n<meta name="description" content="{esc(page.summary)}">\n'
        + json_ld(
            {
                "@type": "NewsArticle",
                "mainEntityOfPage": url,
                "headline": page.text.title,
                "description": page.summary,
                "datePublished": iso(page.published).replace("+05:30", "+0530"),
                "dateModified": iso(page.changed).replace("+05:30", "+0530"),
                "author": {"@type": "Person", "name": sheet.byline()},
                "image": {"@type": "ImageObject", "url": sheet.url(image(page)), "width": 640, "height": 360},
            }
        )
    )
    at = page.published
    parts = blocks(page)
    cut = min(2, len(parts))
    standfirst = f'<h2 class="excerpt">{esc(page.text.standfirst)}</h2>' if page.text.standfirst else ""
    credit = (
        f'<p class="agency">{sheet.aside("(" + page.story.agency + ")")}</p>' if page.story.agency else ""
    )
    stamp = f"{DAYS_EN[at.weekday()]}, {MONTHS_EN[at.month - 1]} {at.day}, {at.year}, {twelve(at)} [IST]"
    main = f"""<article>
<div class="crumb"><a href="/">{sheet.aside("होम")}</a> &raquo; <a href="/{page.story.section}/">{sheet.aside(page.section_name)}</a></div>
<h1>{esc(page.text.title)}</h1>
{standfirst}
<div class="meta"><span class="by">By {esc(sheet.byline())}</span> <span class="dt">{sheet.aside("Published: " + stamp)}</span></div>
<amp-social-share type="whatsapp"></amp-social-share><amp-social-share type="facebook"></amp-social-share>
<figure><amp-img src="{image(page)}" width="640" height="360" layout="responsive" alt=""></amp-img><figcaption class="cap">{sheet.aside(page.story.caption or "प्रतीकात्मक तस्वीर")}</figcaption></figure>
{chr(10).join(parts[:cut])}
<amp-ad width="300" height="250" type="doubleclick" data-slot="/1042/amp_mid"><div placeholder>{sheet.aside("Advertisement")}</div></amp-ad>
<div class="also"><b>{sheet.aside("ये भी पढ़ें:")}</b> {sheet.links(2, 2, '<p><a href="{url}">{title}</a></p>')}</div>
{chr(10).join(parts[cut:])}
{credit}
<div class="wa"><p>{sheet.notice("channel")}</p></div>
<div class="keys">{sheet.aside("कीवर्ड:")} {" ".join(f"<a href='/topic/{n}'>{sheet.aside(w)}</a>" for n, w in enumerate(page.text.title.split()[:3]))}</div>
<amp-list width="auto" height="400" layout="fixed-height" src="/amp-related.json"><div fallback>{sheet.aside("संबंधित खबरें लोड नहीं हो सकीं")}</div></amp-list>
<section class="more"><h3>{sheet.notice("most_read")}</h3>{sheet.links(5, 4, '<div><amp-img src="{image}" width="96" height="54"></amp-img><a href="{url}">{title}</a></div>')}</section>
<div class="en">{sheet.aside("English summary")}<p>{sheet.aside(f"Read the latest Hindi news on {sheet.outlet.name_en}. Story published on {iso_bare(at)[:10]}.")}</p></div>
</article>"""
    return frame(sheet, page.text.title, main, head)
