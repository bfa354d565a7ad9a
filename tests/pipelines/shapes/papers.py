# ruff: noqa: E501  (markup is kept as a browser would show it)
"""Habits of newspapers' own pages."""

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
BROKEN = "<br/><br/>"

nested_tables = Shape(
    "Layout tables, bare divs, no paragraph element, no class",
    document(
        f"""<center><table width="1000"><tr><td colspan="3"><table><tr>{"".join(f'<td><a href="/{n}">{t}</a></td>' for n, t in enumerate(RELATED))}</tr></table></td></tr><tr><td width="200"><table>{links('<tr><td>» <a href="{url}">{title}</a></td></tr>')}</table></td>
<td width="600"><table><tr><td><h1><font size="5">{TITLE}</font></h1></td></tr><tr><td><font size="2">विशेष संवाददाता | 23 नवंबर 2026, शाम 6:05 बजे</font></td></tr><tr><td>{"".join(f"<div>{p}</div>" for p in PARAGRAPHS)}</td></tr></table></td><td width="200">विज्ञापन</td></tr></table></center>"""
    ),
    PARAGRAPHS,
    ("विज्ञापन", *RELATED),
    published="2026-11-23T18:05:00+05:30",
)

spoken_copy = Shape(
    "The text once more, hidden, for a reading voice",
    document(
        f"""<section class="article-detail"><h1>{TITLE}</h1><div class="auth-info"><a href="/a">जयपुर ब्यूरो</a> Updated Mon, 23 Nov 2026 06:05 PM IST</div><div class="speak_body" style="display:none;">{TITLE}. {" ".join(PARAGRAPHS)}</div><div class="desc">{BROKEN.join(FIRST)}<div class="ad-mb"><center class="vigyapan">विज्ञापन</center></div>{BROKEN.join(REST)}</div></section>"""
    ),
    PARAGRAPHS,
    ("विज्ञापन",),
    authors=("जयपुर ब्यूरो",),
    published="2026-11-23T18:05:00+05:30",
)

two_copies = Shape(
    "The text twice, for phones and for desks, both visible to a parser",
    document(
        f"""<h1>{TITLE}</h1><div class="desktop-only">{paragraphs()}</div><div class="mobile-only">{paragraphs()}</div>"""
    ),
    PARAGRAPHS,
)

summary_and_details = Shape(
    "Summary and details under labels of their own, highlights in a list",
    document(
        f"""<article><h1>{TITLE}</h1><div class="highlights-box"><h3>HighLights</h3><ul><li>48 किलोमीटर मारक क्षमता</li><li>307 तोपों की खरीद होगी</li></ul></div><div class="ai_summary_block"><h4>AI Summary</h4><p>यह सारांश मशीन का है: तोप का परीक्षण सफल रहा।</p></div><h2>सार</h2><div class="short_desc">{STANDFIRST}</div><h2>विस्तार</h2><div class="full_desc">{paragraphs(texts=FIRST)}<h3>{SUBHEAD}</h3>{paragraphs(texts=REST)}</div></article>"""
    ),
    (STANDFIRST, *FIRST, SUBHEAD, *REST),
    ("HighLights", "मारक क्षमता\n", "सारांश मशीन", "विस्तार"),
)

paywall = Shape(
    "A paywall: only the teaser is there",
    document(
        f"""<article><h1>{TITLE}</h1><div class="story-text">{paragraphs(texts=FIRST)}</div><div class="paywall-box"><h3>पूरी खबर पढ़ने के लिए सब्सक्राइब करें</h3><p>प्रीमियम मेंबरशिप है तो लॉगिन करें और पढ़ना जारी रखें।</p><button>लॉगिन</button></div></article>""",
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"'
        + TITLE
        + '","isAccessibleForFree":false}</script>',
    ),
    FIRST,
    ("प्रीमियम", "सब्सक्राइब"),
)

figures_in_story = Shape(
    "A table of figures in the story, a huge one beside it",
    document(
        f"""<div class="wrap"><h1>{TITLE}</h1><div class="matter">{paragraphs(texts=FIRST)}<table><tr><th>वर्ष</th><th>तोपें</th></tr><tr><td>2025</td><td>100</td></tr><tr><td>2026</td><td>207</td></tr></table>{paragraphs(texts=REST)}</div></div><div id="rates"><table>{"".join(f"<tr><td>मंडी {n}</td><td>{2000 + n}</td><td>{2100 + n}</td></tr>" for n in range(1500))}</table></div>"""
    ),
    PARAGRAPHS,
    ("मंडी 7", "207\n"),
)

embedded_posts = Shape(
    "Posts of others, a video's heading, a newsletter form and read-more lines within the text",
    document(
        f"""<article><h1>{TITLE}</h1><div class="story-content"><p>{PARAGRAPHS[0]}</p><blockquote class="twitter-tweet"><p lang="hi">पोखरण से बड़ी खबर आ रही है, देखिए यह वीडियो</p>&mdash; ADG PI (@adgpi) <a href="https://twitter.com/adgpi/status/1">November 23, 2026</a></blockquote><p>{PARAGRAPHS[1]}</p><div class="video-heading">देखें वीडियो: तोप ने ऐसे भेदा लक्ष्य</div><p>यह भी पढ़ें- <a href="/x">{RELATED[0]}</a></p><p>ये भी देखें: {RELATED[1]}</p>{paragraphs(texts=REST)}<p>(इनपुट: भाषा)</p><p><a href="https://whatsapp.com/channel/1">हमारे व्हाट्सएप चैनल से जुड़ें</a> और <a href="https://www.facebook.com/k">फेसबुक पेज लाइक करें</a>।</p></div></article>"""
    ),
    PARAGRAPHS,
    ("बड़ी खबर आ रही", "देखें वीडियो", "व्हाट्सएप", "इनपुट", *RELATED),
)

hidden_rest = Shape(
    'The rest of the story hidden until "read more" is pressed',
    document(
        f"""<article><h1>{TITLE}</h1><div class="teaser-text">{paragraphs(texts=FIRST)}</div><div class="more-content" style="display:none">{paragraphs(texts=REST)}</div><button>और पढ़ें</button></article>"""
    ),
    PARAGRAPHS,
    ("और पढ़ें",),
)

cookie_wall = Shape(
    "A long consent text and a long imprint around a short story",
    document(
        f"""<div class="cookie-consent"><p>{"हम और हमारे भागीदार आपके अनुभव को बेहतर बनाने के लिए कुकीज़ का उपयोग करते हैं। " * 8}</p></div>{menu()}<div class="page"><h1>{TITLE}</h1><div class="article-copy">{paragraphs(texts=FIRST)}</div></div><footer><p>{"यह वेबसाइट खबर संसार समूह की है और इसकी सामग्री का पुनः प्रकाशन वर्जित है। " * 8}</p></footer>"""
    ),
    FIRST,
    ("कुकीज़", "वर्जित"),
)

line_breaks = Shape(
    "One paragraph element, single br between paragraphs, bold first words, dates in Devanagari digits",
    document(
        f"""<div id="news"><div class="hd"><h1>{TITLE}</h1><span class="dt">प्रकाशित: २३ नवंबर २०२६, शाम ६:०५ बजे</span></div><p><b>जैसलमेर।</b>{PARAGRAPHS[0].removeprefix("जैसलमेर।")}<br>{"<br>".join(PARAGRAPHS[1:])}</p></div><div class="otherlinks">{links("<p><a href='{url}'>{title}</a></p>")}</div>"""
    ),
    PARAGRAPHS,
    RELATED,
    published="2026-11-23T18:05:00+05:30",
)

nepali = Shape(
    "A Nepali paper: editor box, nested related post, share counts",
    document(
        f"""<div class="ok-container"><h1 class="entry-title">{TITLE}</h1><div class="ok-news-author"><span class="name">सन्तोष घिमिरे</span></div><div class="ok-post-share"><span>245</span><span>Shares</span></div><div class="editor-box">{paragraphs(texts=FIRST)}<div class="ok-inline-related"><span>यो पनि पढ्नुहोस्</span><a href="/n">{RELATED[0]}</a></div>{paragraphs(texts=REST)}</div><div class="ok-post-reaction"><p>यो खबर पढेर तपाईंलाई कस्तो महसुस भयो ?</p></div></div>"""
    ),
    PARAGRAPHS,
    ("Shares", "कस्तो महसुस", RELATED[0]),
    authors=("सन्तोष घिमिरे",),
)

list_in_story = Shape(
    "A list that is the story's, questions and answers in bold",
    document(
        f"""<article><h1>{TITLE}</h1>{paragraphs(texts=FIRST)}<p><strong>{SUBHEAD}</strong></p><ul><li>पहली खेप अगले वर्ष मार्च में मिलेगी</li><li>दूसरी खेप सितंबर तक आएगी</li></ul>{paragraphs(texts=REST)}</article><ul class="tag-list"><li><a href="/t">तोप</a></li></ul>"""
    ),
    (*FIRST, SUBHEAD, "पहली खेप अगले वर्ष मार्च में मिलेगी", "दूसरी खेप सितंबर तक आएगी", *REST),
)

PAPERS = (
    nested_tables,
    spoken_copy,
    two_copies,
    summary_and_details,
    paywall,
    figures_in_story,
    embedded_posts,
    hidden_rest,
    cookie_wall,
    line_breaks,
    nepali,
    list_in_story,
)
