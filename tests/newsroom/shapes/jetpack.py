# ruff: noqa: E501  (markup is kept as a browser would show it)
"""WordPress with Jetpack: sharing buttons, related posts and a subscribe block inside the story's container."""

from __future__ import annotations

from tests.newsroom.dates import MONTHS_HI, iso_utc
from tests.newsroom.markup import Sheet, blocks, esc, image, json_ld


def frame(sheet: Sheet, title: str, main: str, head: str = "", body_class: str = "home blog") -> str:
    o = sheet.outlet
    return f"""<!doctype html>
<html lang="en-US">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="profile" href="https://gmpg.org/xfn/11">
<title>{esc(title)} &#8211; {esc(o.name_hi)}</title>
<link rel="alternate" type="application/rss+xml" title="{esc(o.name_hi)} &raquo; Feed" href="{sheet.url("/feed/")}" />
{head}
<link rel="stylesheet" id="newsmag-style-css" href="/static/jetpack.css" media="all" />
<meta name="generator" content="WordPress 6.5.5" />
</head>
<body class="{body_class} wp-custom-logo aft-default-mode">
<div id="page" class="site af-whole-wrapper">
<a class="skip-link screen-reader-text" href="#content">Skip to content</a>
<header id="masthead" class="header-style1"><div class="site-branding"><h2 class="site-title"><a href="/" rel="home">{esc(o.name_hi)}</a></h2>
<p class="site-description">{sheet.aside(o.tagline)}</p></div>
<div class="exclusive-posts"><div class="exclusive-now"><strong>{sheet.aside("ताज़ा ख़बर")}</strong></div><div class="marquee">{sheet.ticker('<a href="#"><span class="circle-marq">{}</span></a>')}</div></div>
<nav class="main-navigation"><ul class="menu">{sheet.nav('<li class="menu-item"><a href="{url}">{name}</a></li>')}</ul></nav></header>
<div id="content" class="container-page">
<div id="primary" class="content-area"><main id="main" class="site-main">
{main}
</main></div>
<div id="secondary" class="sidebar-area"><aside class="widget-area">
<div class="widget"><h2 class="widget-title">{sheet.notice("most_read")}</h2><ul class="latest">{sheet.links(5, 3)}</ul></div>
<div class="widget widget_archive"><h2 class="widget-title">Archives</h2><ul>{"".join(f"<li><a href='/archive/{n}/'>{sheet.aside(m + ' 2026')}</a></li>" for n, m in enumerate(MONTHS_HI[4:10]))}</ul></div>
</aside></div>
</div>
<footer class="site-footer"><p>{sheet.notice("about")}</p><p>{sheet.notice("footer")} | <a href="#">Newsmag</a> by AF themes.</p></footer>
</div>
<div class="jetpack-instant-subscribe" hidden>{sheet.aside("Subscribe now to keep reading and get access to the full archive.")}</div>
</body></html>
"""


def article(sheet: Sheet) -> str:
    page = sheet.page
    assert page is not None
    url = sheet.url(page.address)
    head = f"""<link rel="canonical" href="{url}" />
<meta property="og:type" content="article" /><meta property="og:title" content="{esc(page.text.title)}" />
<meta property="og:url" content="{url}" /><meta property="og:description" content="{esc(page.summary)}" />
<meta property="article:published_time" content="{iso_utc(page.published).replace("Z", "+00:00")}" />
<meta property="article:modified_time" content="{iso_utc(page.changed).replace("Z", "+00:00")}" />
<meta property="og:image" content="{sheet.url(image(page))}" /><meta name="author" content="{esc(sheet.byline())}" />
""" + json_ld(
        {
            "@graph": [
                {"@type": "WebSite", "name": sheet.outlet.name_hi, "url": sheet.url("/")},
                {
                    "@type": "Article",
                    "headline": page.text.title,
                    "datePublished": iso_utc(page.published).replace("Z", "+00:00"),
                    "dateModified": iso_utc(page.changed).replace("Z", "+00:00"),
                    "author": {"@type": "Person", "name": sheet.byline()},
                    "articleSection": [page.section_name],
                },
            ]
        }
    )
    name = esc(sheet.outlet.name_hi)
    share = "".join(
        f'<li class="share-{n.lower()}"><a rel="nofollow" class="share-{n.lower()} sd-button" href="{url}?share={n.lower()}"><span>{sheet.aside(t)}</span></a></li>'
        for n, t in (
            ("Facebook", "Click to share on Facebook (Opens in new window)"),
            ("X", "Click to share on X (Opens in new window)"),
            ("WhatsApp", "Click to share on WhatsApp (Opens in new window)"),
        )
    )
    standfirst = f'<p class="lead"><em>{esc(page.text.standfirst)}</em></p>' if page.text.standfirst else ""
    credit = (
        f"<p><em>{sheet.aside('(इनपुट: ' + page.story.agency + ')')}</em></p>" if page.story.agency else ""
    )
    text = chr(10).join(blocks(page, subhead='<h3 class="wp-block-heading">{}</h3>'))
    minutes = max(1, len(" ".join(page.text.paragraphs)) // 600)
    main = f"""<article id="post-{page.story.number}" class="post type-post hentry category-{page.story.section}">
<div class="entry-content-wrap read-single">
<header class="entry-header pos-rel"><div class="figure-categories"><ul class="cat-links"><li><a href="/{page.story.section}/">{sheet.aside(page.section_name)}</a></li></ul></div>
<h1 class="entry-title">{esc(page.text.title)}</h1>
<div class="post-meta"><span class="author-links"><i class="far fa-user-circle"></i> <a href="/author/desk/">{esc(sheet.byline())}</a></span> <span class="posts-date">{sheet.aside(f"{MONTHS_HI[page.published.month - 1]} {page.published.day}, {page.published.year}")}</span> <span class="min-read">{sheet.aside(f"{minutes} min read")}</span></div></header>
<div class="read-img"><img src="{image(page)}" class="wp-post-image" alt=""><span class="aft-image-caption"><p>{sheet.aside(page.story.caption or "प्रतीकात्मक फोटो")}</p></span></div>
<div class="entry-content read-details">
<div class="booster-block booster-read-block"><div class="twp-read-time"><i></i><span>{sheet.aside("Read Time:")}</span>{sheet.aside(f"{minutes} Minute, 18 Second")}</div></div>
{standfirst}{text}
{credit}
<div class="sharedaddy sd-sharing-enabled"><div class="robots-nocontent sd-block sd-social sd-sharing"><h3 class="sd-title">{sheet.aside("Share this:")}</h3><div class="sd-content"><ul>{share}</ul></div></div></div>
<div class="sharedaddy sd-block sd-like jetpack-likes-widget-wrapper"><h3 class="sd-title">{sheet.aside("Like this:")}</h3><div class="likes-widget-placeholder"><span class="button"><span>Like</span></span> <span class="loading">{sheet.aside("Like Loading...")}</span></div></div>
<div id="jp-relatedposts" class="jp-relatedposts"><h3 class="jp-relatedposts-headline"><em>{sheet.aside("Related Posts")}</em></h3>{sheet.links(3, 1, '<div class="jp-relatedposts-post"><h4><a href="{url}">{title}</a></h4><p class="jp-relatedposts-post-context">In "{section}"</p></div>')}</div>
<div class="wp-block-jetpack-subscriptions__supports-newline wp-block-jetpack-subscriptions"><h2 class="wp-block-heading has-text-align-center">{sheet.aside(f"Discover more from {sheet.outlet.name_en}")}</h2><p class="has-text-align-center">{sheet.aside("Subscribe to get the latest posts sent to your email.")}</p><form><input type="email" placeholder="Type your email…"><button type="submit">Subscribe</button></form></div>
<p class="post-tail">{sheet.notice("channel")}</p>
</div></div>
<nav class="navigation post-navigation"><div class="nav-links">{sheet.links(2, 6, '<div class="nav-previous"><span class="em-post-navigation">Previous</span> <a href="{url}" rel="prev">{title}</a></div>')}</div></nav>
</article>
<div class="promotionspace enable-promotionspace"><h4>More Stories</h4>{sheet.links(3, 5, '<div class="af-double-column"><h3><a href="{url}">{title}</a></h3><span>{section}</span></div>')}</div>
<div id="respond" class="comment-respond"><h3>Leave a Reply</h3><p>{sheet.aside("Your email address will not be published. Required fields are marked *")}</p><form><textarea></textarea></form></div>
<p class="screen-reader-text">{name}</p>"""
    return frame(sheet, page.text.title, main, head, f"single single-post postid-{page.story.number}")
