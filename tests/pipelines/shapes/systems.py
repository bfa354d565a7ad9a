# ruff: noqa: E501  (markup is kept as a browser would show it)
"""Pages as content management systems and themes make them."""

from __future__ import annotations

from tests.pipelines.shapes.article import (
    PARAGRAPHS,
    RELATED,
    STANDFIRST,
    SUBHEAD,
    TITLE,
    Shape,
    document,
    links,
    menu,
    paragraphs,
)

FIRST, REST = PARAGRAPHS[:2], PARAGRAPHS[2:]

newspaper_theme = Shape(
    "WordPress with tagDiv's Newspaper theme: author box, share bar, related grid, next and previous post",
    document(
        f"""{menu("div")}<div class="td-main-content-wrap"><div class="td-ss-main-content"><article id="post-9" class="post type-post status-publish category-desh">
<div class="td-post-header"><ul class="td-category"><li class="entry-category"><a href="/c/desh">देश</a></li></ul><header class="td-post-title"><h1 class="entry-title">{TITLE}</h1>
<div class="td-module-meta-info"><div class="td-post-author-name"><div class="td-author-by">By</div> <a href="/author/x">अंजलि मिश्रा</a></div><span class="td-post-date"><time class="entry-date updated td-module-date" datetime="2026-11-23T18:05:00+05:30">23 नवंबर 2026</time></span></div></header></div>
<div class="td-post-sharing-top"><span>Share</span><a href="https://www.facebook.com/sharer">Facebook</a><a href="https://x.com/share">Twitter</a></div>
<div class="td-post-content tagdiv-type"><div class="td-post-featured-image"><figure><a href="/i.jpg"><img src="/i.jpg"></a><figcaption class="wp-caption-text">पोखरण में परीक्षण के दौरान तोप</figcaption></figure></div>
{paragraphs(texts=FIRST)}<div class="td-a-rec td-a-rec-id-content_inline">- Advertisement -</div><p><strong>यह भी पढ़ें: <a href="/a">{RELATED[0]}</a></strong></p>{paragraphs(texts=REST)}</div>
<footer><div class="td-post-source-tags"><ul class="td-tags"><li><span>TAGS</span></li><li><a href="/t">तोप</a></li></ul></div><div class="td-block-row td-post-next-prev"><div class="td-post-next-prev-content"><span>Previous article</span><a href="/p">{RELATED[1]}</a></div></div>
<div class="author-box-wrap"><div class="desc"><div class="td-author-name"><a href="/author/x">अंजलि मिश्रा</a></div><div class="td-author-description">अंजलि दस वर्ष से रक्षा मामलों पर लिख रही हैं और कई पुरस्कार पा चुकी हैं।</div></div></div></footer></article>
<div class="td_block_related_posts"><h4>RELATED ARTICLES</h4>{links('<div class="td_module_wrap"><h3><a href="{url}">{title}</a></h3></div>')}</div></div></div>"""
    ),
    PARAGRAPHS,
    ("Advertisement", RELATED[0], "Previous article", "पुरस्कार पा चुकी", "के दौरान तोप\n"),
    authors=("अंजलि मिश्रा",),
    published="2026-11-23T18:05:00+05:30",
)

elementor = Shape(
    "WordPress with Elementor: widgets all the way down, text in one of them",
    document(
        f"""<div data-elementor-type="single-post" class="elementor elementor-22"><section class="elementor-section"><div class="elementor-widget elementor-widget-theme-post-title"><div class="elementor-widget-container"><h1 class="elementor-heading-title">{TITLE}</h1></div></div>
<div class="elementor-widget elementor-widget-post-info"><ul><li><span>राकेश वर्मा</span></li></ul></div>
<div class="elementor-widget elementor-widget-share-buttons"><div class="elementor-widget-container"><span>Share on Facebook</span><span>Share on Twitter</span></div></div>
<div class="elementor-widget elementor-widget-theme-post-content"><div class="elementor-widget-container">{paragraphs()}</div></div>
<div class="elementor-widget elementor-widget-posts"><div class="elementor-widget-container">{links('<article class="elementor-post"><h3><a href="{url}">{title}</a></h3><div class="elementor-post__excerpt"><p>सेना के एक अधिकारी ने यह जानकारी दी और कहा कि...</p></div></article>')}</div></div></section></div>"""
    ),
    PARAGRAPHS,
    ("यह जानकारी दी", *RELATED),
)

quintype = Shape(
    "Quintype: every paragraph a story element of its own, also-read elements between them",
    document(
        f"""<div id="container"><div class="story-grid"><div class="arr--story-page"><div class="story-headline"><h1 class="headline">{TITLE}</h1></div><div class="arr--sub-headline"><h2>{STANDFIRST}</h2></div>
<div class="author-card"><a href="/author/y">सुनीता राव</a></div><div class="publish-details"><time datetime="2026-11-23T12:35:00.000Z">23 Nov 2026, 6:05 pm</time></div>"""
        + "".join(
            f'<div class="arr--story--content"><div class="story-element story-element-text"><div><p>{p}</p></div></div></div>'
            for p in FIRST
        )
        + f'<div class="arr--story--content"><div class="story-element story-element-text story-element-text-also-read"><div class="also-read"><span>Also Read</span><h3><a href="/z">{RELATED[0]}</a></h3></div></div></div>'
        + "".join(
            f'<div class="arr--story--content"><div class="story-element story-element-text"><div><p>{p}</p></div></div></div>'
            for p in REST
        )
        + f'</div><div class="arr--collection">{links("<div><a href={url}><h6>{title}</h6></a></div>")}</div></div></div>'
    ),
    (STANDFIRST, *PARAGRAPHS),
    (RELATED[0], "Also Read"),
    authors=("सुनीता राव",),
    published="2026-11-23T18:05:00+05:30",
)

arc = Shape(
    "Arc XP: hashed wrappers, article body wrapper, promo in the middle",
    document(
        f"""<div id="fusion-app"><header class="c-stack b-header">{menu()}</header><section role="main"><article class="b-article-body-wrapper"><h1 class="b-headline">{TITLE}</h1><div class="b-byline"><span>By</span><a href="/a">कविता नायर</a></div>
<figure class="c-media-item"><img src="/l.jpg"><figcaption class="c-media-item__fig-caption"><span class="c-media-item__caption">पोखरण की एक तस्वीर।</span></figcaption></figure>
{"".join(f'<p class="c-paragraph">{p}</p>' for p in FIRST)}<div class="b-promo"><a href="/p"><h3>{RELATED[2]}</h3></a></div>{"".join(f'<p class="c-paragraph">{p}</p>' for p in REST)}</article></section>
<div class="b-results-list">{links('<div class="b-results-list__wrapper"><a href="{url}"><h2>{title}</h2></a></div>')}</div></div>"""
    ),
    PARAGRAPHS,
    ("पोखरण की एक तस्वीर", *RELATED),
    authors=("कविता नायर",),
)

hocalwire = Shape(
    "Hocalwire: details in a hidden div for the story's rest, story content with divs",
    document(
        f"""<div id="page-top">{menu()}<div class="details-content"><div class="story-details"><h1 class="story-title">{TITLE}</h1><div class="details-author-info"><a class="author-link" href="/a">विकास ठाकुर</a> <span class="convert-to-localtime" data-datestring="2026-11-23 12:35:00">23 Nov 2026 6:05 PM IST</span></div>
<div class="details-content-story"><div class="story"><div class="pasted-from-word-wrapper">{"".join(f"<p>{p}</p>" for p in FIRST)}<div class="inside-post-ad"><span>Advertisement</span></div>{"".join(f"<p>{p}</p>" for p in REST)}</div></div></div>
<div class="hocal-tags"><a href="/t">तोप</a></div></div><div class="also-read-list"><h4>Next Story</h4>{links()}</div></div></div>"""
    ),
    PARAGRAPHS,
    ("Advertisement", "Next Story", *RELATED),
    authors=("विकास ठाकुर",),
    published="2026-11-23T18:05:00+05:30",
)

drupal = Shape(
    "Drupal: fields, views and blocks; day before month and no zone",
    document(
        f"""<div class="region region-header">{menu()}</div><div class="region region-content"><h1 class="page-header">{TITLE}</h1><article class="node node--type-article node--view-mode-full"><div class="node__submitted">05/11/2026 - 18:05</div>
<div class="node__content"><div class="field field--name-field-image"><img src="/d.jpg"></div><div class="clearfix text-formatted field field--name-body field--type-text-with-summary field__item">{paragraphs()}</div>
<div class="field field--name-field-tags"><div class="field__label">Tags</div><div class="field__item"><a href="/t">तोप</a></div></div></div></article></div>
<aside class="region region-sidebar-second"><div class="view view-latest"><div class="view-content">{links('<div class="views-row"><a href="{url}">{title}</a></div>')}</div></div></aside>"""
    ),
    PARAGRAPHS,
    RELATED,
    published="2026-11-05T18:05:00+05:30",
)

blogger = Shape(
    "Blogger: one div, lines divided by br, title in h3",
    document(
        f"""<div class="header section"><h1 class="title"><a href="https://khabar.example.in/">खबर संसार</a></h1></div><div class="main section"><div class="post hentry"><h3 class="post-title entry-title">{TITLE}</h3><div class="post-body entry-content"><div dir="ltr" style="text-align: left;">{"<br/><br/>".join(PARAGRAPHS)}</div></div>
<div class="post-footer">Posted by <span class="post-author vcard"><span class="fn">रमेश पंत</span></span> at <abbr class="published" title="2026-11-23T18:05:00+05:30">18:05</abbr></div></div></div><div class="sidebar section">{links('<div class="widget"><a href="{url}">{title}</a></div>')}</div>"""
    ),
    PARAGRAPHS,
    RELATED,
    authors=("रमेश पंत",),
    published="2026-11-23T18:05:00+05:30",
)

amp = Shape(
    "AMP: sidebar, carousels, social share, everything custom elements",
    document(
        f"""<amp-sidebar id="s"><ul><li><a href="/1">देश</a></li></ul></amp-sidebar><amp-analytics><script type="application/json">{{"vars":{{"a":"{RELATED[0]}"}}}}</script></amp-analytics><article class="amp-wp-article"><header class="amp-wp-article-header"><h1 class="amp-wp-title">{TITLE}</h1><div class="amp-wp-meta amp-wp-byline"><span class="amp-wp-author">नीरज जोशी</span></div></header>
<div class="amp-wp-article-content"><amp-img src="/a.jpg" width="800" height="400"></amp-img>{paragraphs(texts=FIRST)}<amp-ad type="x"><div>विज्ञापन</div></amp-ad><amp-carousel><div class="slide"><a href="/s">{RELATED[1]}</a></div></amp-carousel>{paragraphs(texts=REST)}</div></article><amp-next-page><div>{RELATED[2]}</div></amp-next-page>"""
    ),
    PARAGRAPHS,
    ("विज्ञापन", *RELATED),
    authors=("नीरज जोशी",),
)

next_js = Shape(
    "Next.js: hashed class names, text in divs, the whole story once more in a script",
    document(
        f"""<div id="__next"><div class="sc-1a2b"><div class="sc-3c4d">{menu("div")}</div><div class="sc-5e6f"><h1 class="sc-7g8h">{TITLE}</h1><div class="sc-9i0j"><span>पूजा सिंह</span><span>Nov 23, 2026, 18:05 IST</span></div>
<div class="sc-kk11"><img src="/n.jpg"><div class="sc-ll22">अभ्यास के दौरान का दृश्य</div></div><div class="sc-mm33">{"".join(f'<div class="sc-nn44">{p}</div>' for p in FIRST)}<div class="sc-oo55"><a href="/o"><div>{RELATED[0]}</div></a></div>{"".join(f'<div class="sc-nn44">{p}</div>' for p in REST)}</div></div>
<div class="sc-pp66">{links('<a class="sc-qq77" href="{url}"><div>{title}</div></a>')}</div></div></div><script id="__NEXT_DATA__" type="application/json">{{"props":{{"story":"{PARAGRAPHS[0]}"}}}}</script>"""
    ),
    PARAGRAPHS,
    ("अभ्यास के दौरान का दृश्य", *RELATED),
    published="2026-11-23T18:05:00+05:30",
)

asp_net = Shape(
    "ASP.NET: one form around the page, view state, title in h2, release text in spans",
    document(
        f"""<form id="aspnetForm" method="post"><input type="hidden" name="__VIEWSTATE" value="{"dDwtMTA3" * 400}"><div class="header"><h1><a href="/">सूचना विभाग</a></h1></div>{menu("div")}<div class="innner-page"><div class="content-area"><div class="MinistryNameSubhead">रक्षा विभाग</div><h2 id="Titleh2">{TITLE}</h2><div class="ReleaseDateSubHeaddateTime">प्रविष्टि तिथि: 23 NOV 2026 6:05PM by सूचना विभाग</div>
{"".join(f'<p style="text-align:justify"><span style="font-family:Mangal">{p}</span></p>' for p in PARAGRAPHS)}<p style="text-align:center">***</p><p>क/ख/ग</p><span id="ReleaseId">(रिलीज़ आईडी: 214711) आगंतुक पटल : 97</span></div></div></form>""",
        title="सूचना विभाग",
    ),
    PARAGRAPHS,
    ("रिलीज़ आईडी", "***", "प्रविष्टि तिथि"),
    published="2026-11-23T18:05:00+05:30",
)

live_blog = Shape(
    "Live blog: an element an entry, times and share buttons between them",
    document(
        f"""{menu()}<main><h1>{TITLE}</h1><div class="live-blog-container"><div class="live-label">LIVE</div>"""
        + "".join(
            f'<div class="liveblog-entry"><div class="liveblog-time"><time datetime="2026-11-23T{17 - n}:05:00+05:30">{17 - n}:05 PM IST</time></div><h2 class="entry-head">अपडेट संख्या {n + 1}: परीक्षण स्थल से ताजा जानकारी</h2><div class="entry-text"><p>{p}</p></div><div class="entry-share"><a href="https://wa.me/?t">WhatsApp</a></div></div>'
            for n, p in enumerate(PARAGRAPHS)
        )
        + f"</div><aside>{links()}</aside></main>"
    ),
    tuple(
        line
        for n, p in enumerate(PARAGRAPHS)
        for line in (f"अपडेट संख्या {n + 1}: परीक्षण स्थल से ताजा जानकारी", p)
    ),
    ("WhatsApp", "PM IST", *RELATED),
)

slide_show = Shape(
    "Slide show: the text stands in the captions",
    document(
        f"<h1>{TITLE}</h1><div class='photo-gallery'>"
        + "".join(
            f'<figure class="slide"><img src="/s{n}.jpg"><span class="counter">{n + 1}/5</span><figcaption><p>{p}</p></figcaption></figure>'
            for n, p in enumerate(PARAGRAPHS)
        )
        + f"</div><ul>{links()}</ul>"
    ),
    PARAGRAPHS,
    ("1/5", *RELATED),
)

infinite_scroll = Shape(
    "The next story loaded below this one",
    document(
        f"""<main><div class="story"><article><h1>{TITLE}</h1><div class="content">{paragraphs()}</div></article></div><div class="story next"><article><h1>{RELATED[0]}</h1><div class="content"><p>नौसेना के बेड़े में मंगलवार को नया युद्धपोत शामिल हो गया। इस अवसर पर नौसेना प्रमुख ने चालक दल को संबोधित किया।</p><p>युद्धपोत पर आधुनिक मिसाइलें लगी हैं और यह तीस समुद्री मील की रफ्तार से चल सकता है।</p></div></article></div></main>"""
    ),
    PARAGRAPHS,
    ("नया युद्धपोत", "तीस समुद्री मील"),
)

microdata = Shape(
    "Microdata: itemprop says where the text is, a comment section holds more of it",
    document(
        f"""<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{TITLE}</h1><span itemprop="author"><span itemprop="name">इरफान खान</span></span><meta itemprop="datePublished" content="2026-11-23T18:05:00"><div itemprop="articleBody">{paragraphs("<div>{}</div>")}</div></div>
<div class="discussion"><h3>पाठकों की राय</h3>{"".join(f'<div class="comment-item"><p>बहुत अच्छी खबर है, ऐसी ही जानकारी देते रहिए। देश को अपने वैज्ञानिकों पर गर्व है और रहेगा। टिप्पणी {n}।</p></div>' for n in range(12))}</div>"""
    ),
    PARAGRAPHS,
    ("टिप्पणी 3",),
    authors=("इरफान खान",),
    published="2026-11-23T18:05:00+05:30",
)

SYSTEMS = (
    newspaper_theme,
    elementor,
    quintype,
    arc,
    hocalwire,
    drupal,
    blogger,
    amp,
    next_js,
    asp_net,
    live_blog,
    slide_show,
    infinite_scroll,
    microdata,
)
SUBHEADS = (SUBHEAD,)
