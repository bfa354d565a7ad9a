# ruff: noqa: E501  (markup is kept as a browser would show it)
"""A portal of several languages in clean HTML5, with everything declared as it should be."""

from __future__ import annotations

from tests.newsroom.dates import DAYS_EN, MONTHS_EN, iso
from tests.newsroom.markup import Sheet, blocks, esc, image, json_ld

WORDS = {
    "hi": ("प्रकाशित", "संबंधित खबरें", "शेयर करें", "लेखक"),
    "mr": ("प्रकाशित", "संबंधित बातम्या", "शेअर करा", "लेखक"),
    "ne": ("प्रकाशित", "सम्बन्धित समाचार", "सेयर गर्नुहोस्", "लेखक"),
    "en": ("Published", "Related stories", "Share this story", "By"),
}


def frame(sheet: Sheet, title: str, main: str, head: str = "", language: str = "hi") -> str:
    o = sheet.outlet
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{esc(title)} | {esc(o.name_hi)}</title>
{head}
<link rel="stylesheet" href="/static/portal.css">
</head>
<body>
<header role="banner"><a class="brand" href="/">{esc(o.name_hi)}</a><p>{sheet.aside(o.tagline)}</p>
<nav aria-label="मुख्य">{sheet.nav('<a href="{url}">{name}</a>')}</nav>
<div class="languages"><a href="/">हिंदी</a> <a href="/">मराठी</a> <a href="/">नेपाली</a> <a href="/">English</a></div></header>
<div class="alert" role="status">{sheet.ticker("<p>{}</p>")}</div>
{main}
<footer role="contentinfo"><p>{sheet.notice("about")}</p><p><small>{sheet.notice("footer")}</small></p></footer>
<dialog open class="cookies"><p>{sheet.notice("cookie")}</p><button>OK</button></dialog>
</body>
</html>
"""


def article(sheet: Sheet) -> str:
    page = sheet.page
    assert page is not None
    url, at, language = sheet.url(page.address), page.published, page.story.language
    published, related, share, author = WORDS[language]
    head = f"""<link rel="canonical" href="{url}">
<meta name="description" content="{esc(page.summary)}">
<meta property="og:type" content="article"><meta property="og:locale" content="{language}_IN">
<meta property="og:title" content="{esc(page.text.title)}"><meta property="og:image" content="{sheet.url(image(page))}">
<meta property="article:published_time" content="{iso(at)}">
""" + json_ld(
        {
            "@type": "NewsArticle",
            "headline": page.text.title,
            "url": url,
            "inLanguage": language,
            "datePublished": iso(at),
            "dateModified": iso(page.changed),
            "author": [{"@type": "Person", "name": n} for n in page.authors]
            or [{"@type": "Organization", "name": sheet.outlet.notices["desk"]}],
            "articleSection": page.section_name,
            "image": sheet.url(image(page)),
        }
    )
    visible = f"{at.day} {MONTHS_EN[at.month - 1]} {at.year}, {at.hour:02d}:{at.minute:02d} IST ({DAYS_EN[at.weekday()]})"
    lead = f'<p class="dek">{esc(page.text.standfirst)}</p>' if page.text.standfirst else ""
    credit = f'<p class="credit">{sheet.aside(f"({page.story.agency})")}</p>' if page.story.agency else ""
    main = f"""<main><article>
<header><p class="kicker">{sheet.aside(page.section_name)}</p><h1>{esc(page.text.title)}</h1>{lead}
<p class="byline">{sheet.aside(author)} <span rel="author">{esc(sheet.byline())}</span> · {sheet.aside(published)} <time datetime="{iso(at)}">{sheet.aside(visible)}</time></p></header>
<figure><img src="{image(page)}" alt=""><figcaption>{sheet.aside(page.story.caption or "File photo | फाइल फोटो")}</figcaption></figure>
<section class="body">{chr(10).join(blocks(page))}{credit}</section>
<footer><p>{sheet.aside(share)}: <a href="#">WhatsApp</a> <a href="#">Facebook</a> <a href="#">X</a></p></footer>
</article>
<aside><h2>{sheet.aside(related)}</h2><ul>{sheet.links(4, 1)}</ul><h2>{sheet.notice("most_read")}</h2><ul>{sheet.links(4, 5)}</ul></aside></main>"""
    return frame(sheet, page.text.title, main, head, language)
