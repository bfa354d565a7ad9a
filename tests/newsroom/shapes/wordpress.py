# ruff: noqa: E501  (markup is kept as a browser would show it)
"""WordPress with a classic theme: entry-content, widget sidebar, comment form."""

from __future__ import annotations

from tests.newsroom.dates import hindi_date, iso, twelve
from tests.newsroom.markup import Sheet, blocks, esc, image


def frame(sheet: Sheet, title: str, main: str, head: str = "", body_class: str = "home blog") -> str:
    o = sheet.outlet
    return f"""<!DOCTYPE html>
<html lang="hi-IN" class="no-js">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{esc(title)} - {esc(o.name_hi)}</title>
<link rel="alternate" type="application/rss+xml" title="{esc(o.name_hi)} &raquo; फ़ीड" href="{sheet.url("/feed/")}" />
<link rel="alternate" type="application/rss+xml" title="{esc(o.name_hi)} &raquo; टिप्पणी फ़ीड" href="{sheet.url("/comments/feed/")}" />
{head}
<meta name="generator" content="WordPress 6.4.3" />
<link rel="stylesheet" id="theme-style-css" href="/static/wordpress.css?ver=6.4.3" media="all" />
<link rel="https://api.w.org/" href="{sheet.url("/wp-json/")}" />
</head>
<body class="{body_class} wp-embed-responsive">
<div id="page" class="site">
<a class="skip-link screen-reader-text" href="#content">{sheet.aside("सामग्री को स्किप करें")}</a>
<div class="topbar"><span class="date">{sheet.aside(hindi_date(sheet.now))}</span>
<span class="ticker-title">{sheet.aside("ब्रेकिंग:")}</span> <marquee scrollamount="4">{sheet.ticker()}</marquee></div>
<header id="masthead" class="site-header" role="banner">
<p class="site-title"><a href="/" rel="home">{esc(o.name_hi)}</a></p>
<p class="site-description">{sheet.aside(o.tagline)}</p>
<nav id="site-navigation" class="main-navigation"><button class="menu-toggle">मेनू</button>
<ul id="primary-menu" class="menu nav-menu"><li class="menu-item"><a href="/">होम</a></li>
{sheet.nav('<li class="menu-item menu-item-type-taxonomy"><a href="{url}">{name}</a></li>')}</ul></nav>
</header>
<div id="content" class="site-content">
<div id="primary" class="content-area"><main id="main" class="site-main" role="main">
{main}
</main></div>
{_sidebar(sheet)}
</div>
<footer id="colophon" class="site-footer" role="contentinfo">
<div class="footer-widget"><h4>{sheet.aside("हमारे बारे में")}</h4><p>{sheet.notice("about")}</p></div>
<div class="site-info">{sheet.notice("footer")} <span class="sep">|</span> Theme: Samachar Lite</div>
</footer>
</div>
<div id="cookie-notice" role="dialog" class="cookie-notice"><span>{sheet.notice("cookie")}</span>
<a href="#" class="cn-button">{sheet.aside("ठीक है")}</a></div>
</body>
</html>
"""


def _sidebar(sheet: Sheet) -> str:
    return f"""<aside id="secondary" class="widget-area" role="complementary">
<section class="widget widget_search"><form role="search" class="search-form" action="/"><label>
<span class="screen-reader-text">{sheet.aside("इसके लिए खोज करें:")}</span>
<input type="search" class="search-field" placeholder="खोजें …" name="s"></label></form></section>
<section class="widget widget_recent_entries"><h2 class="widget-title">{sheet.aside("हाल के पोस्ट")}</h2>
<ul>{sheet.links(5)}</ul></section>
<section class="widget widget_popular"><h2 class="widget-title">{sheet.notice("most_read")}</h2>
<ul>{sheet.links(4, 5)}</ul></section>
<section class="widget widget_text"><h2 class="widget-title">{sheet.aside("विज्ञापन")}</h2>
<div class="textwidget"><p>{sheet.notice("advert")}</p></div></section>
</aside>"""


def article(sheet: Sheet) -> str:
    page = sheet.page
    assert page is not None
    url = sheet.url(page.address)
    head = f"""<meta name="description" content="{esc(page.summary)}" />
<link rel="canonical" href="{url}" />
<link rel="amphtml" href="{url}amp/" />
<link rel="shortlink" href="{sheet.url(f"/?p={page.story.number}")}" />
<meta property="og:type" content="article" />
<meta property="og:title" content="{esc(page.text.title)}" />
<meta property="og:url" content="{url}" />
<meta property="og:site_name" content="{esc(sheet.outlet.name_hi)}" />
<meta property="article:published_time" content="{iso(page.published)}" />
<meta property="article:modified_time" content="{iso(page.changed)}" />
<meta property="article:section" content="{esc(page.section_name)}" />
<meta property="og:image" content="{sheet.url(image(page))}" />"""
    body = blocks(page)
    lead = f"<p><strong>{esc(page.text.standfirst)}</strong></p>\n" if page.text.standfirst else ""
    credit = f'<p class="agency">({sheet.aside(page.story.agency)})</p>' if page.story.agency else ""
    updated = (
        f'<time class="updated" datetime="{iso(page.modified)}">{esc(hindi_date(page.modified))}</time>'
        if page.modified
        else ""
    )
    previous, following = (*sheet.others(2, 9), page, page)[:2]
    main = f"""<article id="post-{page.story.number}" class="post type-post status-publish format-standard has-post-thumbnail hentry category-{page.story.section}">
<header class="entry-header">
<div class="entry-cat"><a href="/{page.story.section}/" rel="category tag">{sheet.aside(page.section_name)}</a></div>
<h1 class="entry-title">{esc(page.text.title)}</h1>
<div class="entry-meta"><span class="posted-on">{sheet.aside("प्रकाशित:")} <time class="entry-date published" datetime="{iso(page.published)}">{sheet.aside(f"{hindi_date(page.published)}, {twelve(page.published)}")}</time>{updated}</span>
<span class="byline"> {sheet.aside("लेखक:")} <span class="author vcard"><a class="url fn n" href="/author/desk/">{esc(sheet.byline())}</a></span></span>
<span class="comments-link"><a href="#respond">{sheet.aside("टिप्पणी करें")}</a></span></div>
</header>
<figure class="post-thumbnail"><img src="{image(page)}" alt="{esc(page.text.title)}" width="1024" height="576" class="wp-post-image"><figcaption class="wp-caption-text">{sheet.aside(page.story.caption or "फाइल फोटो")}</figcaption></figure>
<div class="entry-content">
{lead}{body[0]}
<div class="code-block code-block-1"><span>{sheet.aside("Advertisement")}</span></div>
{chr(10).join(body[1:])}
{credit}
<p class="join">{sheet.notice("channel")}</p>
</div>
<footer class="entry-footer"><span class="tags-links">{sheet.aside("टैग्स:")} {" ".join(f'<a href="/tag/{t}/" rel="tag">{sheet.aside(t)}</a>' for t in page.text.title.split()[:3])}</span></footer>
</article>
<nav class="navigation post-navigation" aria-label="पोस्ट"><h2 class="screen-reader-text">{sheet.aside("पोस्ट नेविगेशन")}</h2>
<div class="nav-previous"><a href="{previous.address}" rel="prev">{sheet.aside(previous.text.title)}</a></div>
<div class="nav-next"><a href="{following.address}" rel="next">{sheet.aside(following.text.title)}</a></div></nav>
<div id="comments" class="comments-area"><h2 class="comments-title">{sheet.aside("2 टिप्पणियाँ")}</h2>
<ol class="comment-list"><li class="comment"><cite class="fn">रमेश कुमार</cite><p>{sheet.notice("comment")}</p></li>
<li class="comment"><cite class="fn">sunita_1984</cite><p>{sheet.notice("comment_two")}</p></li></ol>
<div id="respond" class="comment-respond"><h3 id="reply-title">{sheet.aside("प्रातिक्रिया दे")}</h3>
<form action="/wp-comments-post.php" method="post"><p class="comment-notes">{sheet.aside("आपका ईमेल पता प्रकाशित नहीं किया जाएगा. आवश्यक फ़ील्ड चिह्नित हैं *")}</p>
<label>टिप्पणी *</label><textarea name="comment"></textarea><input type="submit" value="टिप्पणी करें"></form></div></div>"""
    return frame(
        sheet,
        page.text.title,
        main,
        head,
        f"post-template-default single single-post postid-{page.story.number}",
    )
