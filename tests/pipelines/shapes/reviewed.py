# ruff: noqa: E501  (markup is kept as a browser would show it)
"""Pages on which something was lost or leaked when an editor looked through them."""

from __future__ import annotations

from tests.pipelines.shapes.article import (
    PARAGRAPHS,
    RELATED,
    TITLE,
    Shape,
    document,
    links,
    menu,
    paragraphs,
)

FIRST, REST = PARAGRAPHS[:2], PARAGRAPHS[2:]
STEPS = (
    "सबसे पहले भर्ती की आधिकारिक वेबसाइट पर जाएं।",
    "होम पेज पर लॉगिन करें।",
    "आवेदन के लिंक पर क्लिक करें।",
    "फॉर्म डाउनलोड करें और उसकी प्रति रखें।",
)

date_beside_headline = Shape(
    "The date in the block around the headline, the place in bold before the text, a note of the desk",
    document(
        f"""{menu("div")}<div class="ttl-wrp"><h1 class="ttl">{TITLE}</h1><nav class="pst"><span>Edited by:</span> <a href="/topic/neha">नेहा जोशी</a> | <span>देश</span></nav><span>नवंबर 23, 2026 18:05 pm IST</span></div>
<div class="cn"><div class="in-story"><img alt=""><p class="cap">सेना के जवान (फाइल फोटो)</p></div><b class="place">जैसलमेर: </b><p>{FIRST[0].removeprefix("जैसलमेर। ")}</p><p>{FIRST[1]}</p>
<div class="also"><p>ये भी पढ़ें- <a href="/x">{RELATED[0]}</a></p></div>{paragraphs(texts=REST)}<p><em>(हेडलाइन के अलावा, इस खबर को टीम ने संपादित नहीं किया है, यह सिंडीकेट फीड से प्रकाशित की गई है।)</em></p></div>"""
    ),
    (FIRST[0].removeprefix("जैसलमेर। "), *PARAGRAPHS[1:]),
    (RELATED[0], "फाइल फोटो", "संपादित नहीं"),
    authors=("नेहा जोशी",),
    published="2026-11-23T18:05:00+05:30",
)

region_inside = Shape(
    "A labelled region with another programme between two paragraphs, author in a list",
    document(
        f"""<header role="banner"><a href="/">होम</a></header><main><h1 id="content">{TITLE}</h1><section aria-labelledby="article-byline"><ul><li><span>Author,</span><span>अमित सिंह</span></li><li><span>पदनाम,</span><span>जैसलमेर से</span></li></ul></section>
<div><time datetime="2026-11-23">23 नवंबर 2026</time></div>{paragraphs('<div dir="ltr"><p dir="ltr">{}</p></div>', FIRST)}
<section role="region" aria-label="पॉडकास्ट"><strong>पॉडकास्ट</strong><div><h3>दिन की बात</h3><p>दिन भर की बड़ी खबरों पर जानकारों से बातचीत, हर शाम पूरी तसल्ली के साथ।</p><a href="/p">एपिसोड</a></div><p>समाप्त</p></section>
{paragraphs('<div dir="ltr"><p dir="ltr">{}</p></div>', REST)}<p>(हमारे एंड्रॉएड ऐप के लिए आप यहां क्लिक कर सकते हैं. आप हमें फ़ेसबुक और ट्विटर पर फ़ॉलो भी कर सकते हैं.)</p></main>"""
    ),
    PARAGRAPHS,
    ("पॉडकास्ट", "दिन की बात", "समाप्त", "फ़ॉलो"),
    authors=("अमित सिंह",),
)

steps_at_the_end = Shape(
    "A story that ends with a heading and a list of instructions",
    document(
        f"{menu()}<article><h1>{TITLE}</h1>{paragraphs()}<h3>ऐसे करें आवेदन</h3><ul>{paragraphs('<li>{}</li>', STEPS)}</ul></article><h3>ये भी पढ़ें</h3><ul>{links()}</ul>"
    ),
    (*PARAGRAPHS, "ऐसे करें आवेदन", *STEPS),
    RELATED,
)

blog = Shape(
    "A blog's template: the blog's name in the H1, who posted it below the text",
    document(
        f"""<div class="header"><h1 class="title"><a href="/">मेरी खबर</a></h1><p class="description">सच की आवाज</p></div><div class="post hentry"><h2 class="date-header">सोमवार, 23 नवंबर 2026</h2><h3 class="post-title entry-title">{TITLE}</h3>
<div class="post-body entry-content">{"<br /><br />".join(PARAGRAPHS)}<div style="clear:both"></div></div><div class="post-footer"><span class="post-author vcard">प्रस्तुतकर्ता <span class="fn">राम सिंह</span></span> पर <abbr class="published" title="2026-11-23T18:05:00+05:30">6:05 pm</abbr><span>कोई टिप्पणी नहीं:</span></div></div>
<div class="side"><h2>लोकप्रिय पोस्ट</h2><ul>{links()}</ul></div>""",
        title="मेरी खबर",
    ),
    PARAGRAPHS,
    ("लोकप्रिय पोस्ट", "प्रस्तुतकर्ता"),
    authors=("राम सिंह",),
    published="2026-11-23T18:05:00+05:30",
)

one_cell = Shape(
    "Headline, byline, date and text in one cell, parted by line breaks",
    document(
        f"""<table width=760><tr><td colspan=3><a href="/"><img src="logo.gif" alt="खबर संसार"></a></td></tr><tr><td width=150>{links('<a href="{url}">{title}</a><br>')}</td>
<td width=450><font size=4 color=maroon><b>{TITLE}</b></font><br>लेखक: राम सिंह<br><font size=1>२३/११/२०२६ १८:०५</font><p>{"<p>".join(PARAGRAPHS)}<p align=right><font size=1>(भाषा)</font></td><td width=160>विज्ञापन</td></tr></table>""",
        title="खबर संसार",
    ),
    PARAGRAPHS,
    RELATED,
    authors=("राम सिंह",),
    published="2026-11-23T18:05:00+05:30",
    agency="भाषा",
)

BARS = tuple(text.replace("।", "|") for text in PARAGRAPHS)
bars = Shape(
    "A paper that types a bar for the danda",
    document(
        f"{menu()}<article><h1>{TITLE}</h1>{paragraphs(texts=BARS)}<p>ये भी पढ़ें | {RELATED[0]}</p></article>"
    ),
    BARS,
    (RELATED[0],),
)

STOPS = tuple(text.replace("।", ".") for text in PARAGRAPHS)
full_stops = Shape(
    "A channel that ends sentences with a full stop, an appeal behind the last one",
    document(
        f"{menu()}<article><h1>{TITLE}</h1>{paragraphs(texts=STOPS[:-1])}<p>{STOPS[-1]} हमें फेसबुक पर फॉलो करें.</p></article>"
    ),
    STOPS,
    ("फॉलो",),
)

questions_at_the_end = Shape(
    "Questions and short answers below the last long paragraph",
    document(
        f"{menu()}<article><h1>{TITLE}</h1>{paragraphs()}<h2>अक्सर पूछे जाने वाले सवाल</h2><h3>तोप कहां बनी?</h3><p>तोप नागपुर में बनी है।</p></article>"
        f"<h3>ये भी पढ़ें</h3><ul>{links()}</ul>"
    ),
    (*PARAGRAPHS, "अक्सर पूछे जाने वाले सवाल", "तोप कहां बनी?", "तोप नागपुर में बनी है।"),
    RELATED,
)

REVIEWED = (
    date_beside_headline,
    region_inside,
    steps_at_the_end,
    blog,
    one_cell,
    bars,
    full_stops,
    questions_at_the_end,
)
