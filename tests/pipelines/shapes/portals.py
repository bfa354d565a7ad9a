# ruff: noqa: E501  (markup is kept as a browser would show it)
"""Pages as the big Hindi portals make them: what stands around their stories, and between the paragraphs."""

from __future__ import annotations

import json

from tests.pipelines.shapes.article import Shape, menu
from tests.pipelines.shapes.article import document as titled

TITLE = "कारगिल में सेना ने बनाया 70 मीटर लंबा पुल, सर्दियों में भी नहीं कटेंगे छह गांव"
STANDFIRST = "सेना की इंजीनियर रेजिमेंट ने 21 दिन में पुल तैयार किया, अब बर्फबारी में भी खुली रहेगी सड़क।"
TEXT = (
    "कारगिल जिले की द्रास घाटी में सेना की इंजीनियर रेजिमेंट ने 70 मीटर लंबा इस्पात का पुल तैयार किया है। इससे छह गांव पूरे साल जिला मुख्यालय से जुड़े रहेंगे।",
    "पुल को सोमवार को आम लोगों के लिए खोल दिया गया।",
    "रेजिमेंट के कमांडिंग अफसर ने बताया, “हमारे जवानों ने शून्य से 12 डिग्री नीचे के तापमान में काम किया और तय समय से नौ दिन पहले पुल बना दिया।”",
    "इस पुल से 40 टन तक के वाहन गुजर सकते हैं। इससे पहले गांव वालों को 18 किलोमीटर घूमकर जाना पड़ता था।",
    "गांव के सरपंच ने कहा कि सर्दियों में मरीजों को अस्पताल ले जाना सबसे कठिन काम था। अब एंबुलेंस सीधे गांव तक आ सकेगी।",
    "सेना अगले साल इसी घाटी में दो और पुल बनाएगी।",
)
SUB = "क्यों जरूरी था यह पुल"
OTHERS = (
    "लेह में खुला नया सैन्य अस्पताल, 200 बिस्तरों की सुविधा",
    "वायुसेना के बेड़े में शामिल होंगे 12 नए हेलीकॉप्टर",
    "समुद्र में फंसे मछुआरों को तटरक्षक बल ने बचाया",
    "बर्फबारी के बाद जोजिला दर्रा दो दिन के लिए बंद",
)
URL = "https://samachar.example.in/desh/kargil-setu-81234567.html"


def document(body: str, head: str = "", title: str = TITLE) -> str:
    return titled(body, head, title)


def ps(texts: tuple[str, ...] = TEXT, form: str = "<p>{}</p>") -> str:
    return "".join(form.format(t) for t in texts)


def others(form: str) -> str:
    return "".join(form.format(u=f"/desh/other-{n}.html", t=t) for n, t in enumerate(OTHERS))


def ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **fields}, ensure_ascii=False)}</script>'


graph_of_several = Shape(
    "Graph of several articles: the page's own is neither the first nor the fullest; highlights, edited-by line",
    document(
        f"""<div id="__next">{menu("header")}<main class="page_wrap__x1"><div class="page_left__b2"><ol class="page_bc__q"><li><a href="/">हिंदी न्यूज़</a></li><li><a href="/desh">देश</a></li></ol>
<h1>{TITLE}</h1><p class="page_sum__3">{STANDFIRST}</p>
<div class="page_auth__1"><div><span>By</span> <a href="/authors/meera">मीरा चौधरी</a><span>Edited By: <a href="/authors/s">सुधीर बंसल</a></span></div><span>Updated: Mon, 23 Nov 2026 06:05 PM (IST)</span></div>
<figure><img src="/b.jpg"><figcaption>द्रास घाटी में नया पुल। (फोटो- सेना)</figcaption></figure>
<div class="page_hl__8"><h2>HighLights</h2><ul><li>21 दिन में बना पुल</li><li>छह गांवों को लाभ</li><li>40 टन तक के वाहन गुजर सकेंगे</li></ul></div>
<div class="page_body__9"><p><strong>डिजिटल डेस्क, कारगिल।</strong> {TEXT[0]}</p>{ps(TEXT[1:3])}<p><strong>यह भी पढ़ें- <a href="/desh/other-1.html">{OTHERS[1]}</a></strong></p><h2>{SUB}</h2>{ps(TEXT[3:])}
<p>देश-दुनिया की ताजा खबरें पढ़ने के लिए हमारे <a href="https://whatsapp.com/channel/1">WhatsApp चैनल</a> से जुड़ें</p></div></div>
<div class="page_right__c3"><h3>बड़ी खबरें</h3>{others('<a href="{u}"><span>{t}</span></a>')}</div></main></div>""",
        ld(
            **{
                "@graph": [
                    {
                        "@type": "NewsArticle",
                        "headline": OTHERS[0],
                        "url": "https://samachar.example.in/desh/other-0.html",
                        "author": {"name": "गलत लेखक"},
                        "datePublished": "2026-11-20T08:00:00+05:30",
                        "dateModified": "2026-11-20T09:00:00+05:30",
                        "description": "लेह में अस्पताल",
                        "keywords": "लेह",
                        "articleSection": "स्वास्थ्य",
                    },
                    {
                        "@type": "NewsArticle",
                        "headline": TITLE.replace(",", "&#44;"),
                        "mainEntityOfPage": {"@id": URL},
                        "author": [{"@type": "Person", "name": "मीरा चौधरी"}],
                        "datePublished": "2026-11-23T17:20:00+05:30",
                        "dateModified": "2026-11-23T18:05:00+05:30",
                        "articleBody": TEXT[0][:60] + "&hellip;",
                    },
                ]
            }
        ),
    ),
    (STANDFIRST, "डिजिटल डेस्क, कारगिल। " + TEXT[0], *TEXT[1:3], SUB, *TEXT[3:]),
    title=TITLE,
    authors=("मीरा चौधरी",),
    published="2026-11-23T17:20:00+05:30",
    modified="2026-11-23T18:05:00+05:30",
    url=URL,
)

br_br = Shape(
    "One div, two br between paragraphs, labels and advertisements between them, a poll and a video list",
    document(
        f"""{menu()}<div class="container"><div class="row"><div class="col-8"><div class="auw-lft"><h1 class="h1-ttl">{TITLE}</h1>
<div class="bylineBx"><span class="auth">न्यूज डेस्क, समाचार संसार, द्रास</span> <span>Published by: <a href="/author/k">कपिल अरोड़ा</a></span> <span class="dt">Updated Mon, 23 Nov 2026 06:05 PM IST</span></div>
<div class="smry"><strong>सार</strong><div>{STANDFIRST}</div></div><div class="pic"><img src="/x.jpg"><div class="cap">द्रास में पुल - फोटो : संवाद</div></div>
<strong>विस्तार</strong><div class="khas"><div>{TEXT[0]}<br><br>{TEXT[1]}<br><br><span class="adlbl">विज्ञापन</span><br>{TEXT[2]}<br><br><a href="/desh/other-2.html"><b>यह भी पढ़ें</b>: {OTHERS[2]}</a><br><br><b>{SUB}</b><br>{TEXT[3]}<br><br>{TEXT[4]}<br><br>{TEXT[5]}</div></div>
<div class="vdlst"><h3>Trending Videos</h3>{others('<div class="vd"><a href="{u}"><p>{t}</p></a></div>')}</div>
<div class="pollbx"><div>आपका मत</div><p>क्या सीमावर्ती गांवों में सड़कें बनाने का काम सेना को ही सौंप देना चाहिए?</p><ul><li>हां, सेना तेजी से काम करती है</li><li>नहीं, यह राज्य का काम है</li></ul></div>
<p>रहें हर खबर से अपडेट, डाउनलोड करें <a href="https://play.google.com/x">Android Hindi News App</a>, <a href="https://apps.apple.com/x">iOS Hindi News App</a> और समाचार संसार।</p></div></div></div></div>"""
    ),
    (STANDFIRST, *TEXT[:3], SUB, *TEXT[3:]),
    title=TITLE,
    published="2026-11-23T18:05:00+05:30",
    url=URL,
)

syndicated = Shape(
    "Reporter and editor in labelled spans, dates with Hindi months and AM/PM, syndication note, dots for dandas",
    document(
        f"""<div class="vjl-lg"><nav class="brd"><a href="/">होम</a><a href="/india">देश</a><span>{TITLE}</span></nav><article><div class="sp-ttl-wrp"><h1 itemprop="headline" class="sp-ttl">{TITLE}</h1><h2 class="sp-descp">{STANDFIRST.replace("।", ".")}</h2></div>
<nav class="pst-by"><ul><li><span class="pst-by_lbl">Reported by:</span> <span itemprop="author" itemscope itemtype="https://schema.org/Person"><a href="/r"><span itemprop="name">इमरान कुरैशी</span></a></span>, <span class="pst-by_lbl">Edited by:</span> <a href="/e">नेहा त्रिपाठी</a></li><li>देश</li><li>नवंबर 23, 2026 18:05 pm IST<ul><li><span class="pst-by_lbl">Published On</span> नवंबर 23, 2026 17:50 pm IST</li><li><span class="pst-by_lbl">Last Updated On</span> नवंबर 23, 2026 18:05 pm IST</li></ul></li></ul></nav>
<div class="sp-hl"><b>फटाफट पढ़ें</b><div><span>Summary is AI-generated, newsroom-reviewed</span></div><ul><li>सेना ने द्रास घाटी में पुल बनाया है और इससे छह गांव जुड़ेंगे.</li><li>पुल 21 दिन में बनकर तैयार हुआ है, जो तय समय से पहले है.</li></ul></div>
<div class="Art-exp_wr" id="ins_storybody">{ps(tuple(t.replace("।", ".") for t in TEXT[:2]))}<div class="add__wrap"><span>advertisement</span></div>{ps(tuple(t.replace("।", ".") for t in TEXT[2:4]))}
<div class="also"><b>ये भी पढ़ें :</b><ul><li><a href="/a1">{OTHERS[0]}</a></li><li><a href="/a2">{OTHERS[3]}</a></li></ul></div>{ps(tuple(t.replace("।", ".") for t in TEXT[4:]))}
<p><i>(इस खबर को समाचार टीम ने संपादित नहीं किया है. यह सिंडीकेट फीड से सीधे प्रकाशित की गई है.)</i></p></div></article>
<div class="tg"><span>Kargil Bridge</span><span>Indian Army</span></div><div>पढ़ें देश-विदेश की ख़बरें अब हिन्दी में | चुनाव 2026 के लाइव अपडेट के लिए हमें फॉलो करें.</div></div>"""
    ),
    (STANDFIRST.replace("।", "."), *(t.replace("।", ".") for t in TEXT)),
    title=TITLE,
    authors=("इमरान कुरैशी",),
    published="2026-11-23T17:50:00+05:30",
    modified="2026-11-23T18:05:00+05:30",
    url=URL,
)

place_first = Shape(
    "Byline of a desk, place, date and (अपडेटेड …) in one list; embedded entities and a story's card between paragraphs",
    document(
        f"""<div class="main-wrapper"><div class="story-heading"><h1>{TITLE}</h1></div><div class="sab-head-tranlate-sec"><h2>{STANDFIRST}</h2></div>
<div class="story-slide__bottom"><div class="brand-detial-main"><ul><li><a href="/author/ashok-negi">अशोक नेगी</a></li><li>द्रास,</li><li>23 नवंबर 2026,</li><li>(अपडेटेड 23 नवंबर 2026, 6:05 PM IST)</li></ul></div></div>
<div class="Story_main-image"><img src="/m.jpg"><div class="pic-desc">कारगिल में बना नया पुल (Photo: PTI)</div></div>
<div class="story-with-main-sec"><div class="text-formatted">{ps(TEXT[:2])}<div class="embedcode"><blockquote class="twitter-tweet"><p>Proud of our engineers. #Dras</p>&mdash; Army (@army) <a href="https://twitter.com/a/1">November 23, 2026</a></blockquote></div>{ps(TEXT[2:3])}<p><strong><a href="/b">{OTHERS[1]}</a></strong></p><h3>{SUB}</h3>{ps(TEXT[3:])}</div></div>
<div class="live-tv-btn"><a href="/livetv">Live TV</a></div><div class="card-small">{others('<div><a href="{u}" title="{t}"><h3>{t}</h3></a></div>')}</div></div>"""
    ),
    (STANDFIRST, *TEXT[:3], SUB, *TEXT[3:]),
    title=TITLE,
    authors=("अशोक नेगी",),
    published="2026-11-23T00:00:00+05:30",
    modified="2026-11-23T18:05:00+05:30",
    url=URL,
)

read_also_apart = Shape(
    "By : desk | Edited By: person | Updated at; read-also label and its link in paragraphs of their own",
    document(
        f"""<div class="uk-container"><h1 class="article-title">{TITLE}</h1><p class="article-excerpt">{STANDFIRST}</p>
<div class="article-author"><span>By : समाचार लाइव</span> | <span>Edited By: वंदना कौशिक</span> | <span>Updated at : 23 Nov 2026 06:05 PM (IST)</span></div>
<div class="lead-image"><img src="/q.jpg"><p class="ft14">कारगिल में पुल</p><p>Source : PTI</p></div>
<div class="abp-story-article"><section class="new_section">{ps(TEXT[:4])}</section><p><strong>ये भी पढ़ें:-</strong></p><p><strong><a href="/c">{OTHERS[2]}</a></strong></p><section class="new_section">{ps(TEXT[4:])}</section>
<p><strong>इसे भी पढ़ें</strong><br><a href="/d">{OTHERS[0]}</a><br><a href="/e">{OTHERS[3]}</a></p></div>
<div class="author-detail"><p>वंदना कौशिक पिछले आठ साल से पत्रकारिता में हैं। वह रक्षा और विदेश मामलों पर लिखती हैं।</p></div><div>Tags : <a>Army</a> <a>Kargil</a></div></div>"""
    ),
    (STANDFIRST, *TEXT),
    title=TITLE,
    authors=("वंदना कौशिक",),
    modified=None,
    published="2026-11-23T18:05:00+05:30",
    url=URL,
)

bare_bio = Shape(
    "Written by, last updated, first published at the end; the author's life without a telling class",
    document(
        f"""<div class="jsx-88 wrp"><div class="jsx-88 brdcm"><a href="/">होम</a>/<a href="/nation">देश</a>/</div><h1 class="jsx-88">{TITLE}</h1>
<div class="jsx-88 bl"><div>Written by:<a href="/w">प्रियंका लांबा</a></div><div>Last Updated:<time datetime="2026-11-23T18:05:00+05:30">November 23, 2026, 18:05 IST</time></div></div>
<div class="jsx-88 smm">{STANDFIRST}</div><div class="jsx-88 fw"><a href="https://news.google.com/p">हमें गूगल पर फॉलो करें</a></div>
<div id="article_content" class="jsx-88"><div class="jsx-7 ac">{ps(TEXT[:3])}<div class="ads"><div>Advertisement</div></div>{ps(TEXT[3:])}</div></div>
<div class="jsx-88 abt"><h4>About the Author</h4><div><a href="/w">प्रियंका लांबा</a><p>प्रियंका लांबा को पत्रकारिता में 12 साल का अनुभव है। उन्होंने कई अखबारों और चैनलों में काम किया है और वह राष्ट्रीय सुरक्षा पर लिखती हैं।</p></div></div>
<div class="jsx-88 fp"><span>Location :</span><p>Kargil</p><span>First Published :</span><p>November 23, 2026, 17:20 IST</p></div></div>"""
    ),
    (STANDFIRST, *TEXT),
    title=TITLE,
    authors=("प्रियंका लांबा",),
    published="2026-11-23T17:20:00+05:30",
    modified="2026-11-23T18:05:00+05:30",
    url=URL,
)

NEXT = (
    "लेह में सोमवार को 200 बिस्तरों वाले सैन्य अस्पताल का उद्घाटन किया गया। इसमें जवानों के साथ स्थानीय लोगों का भी इलाज होगा।",
    "अस्पताल में ऊंचाई पर होने वाली बीमारियों के लिए अलग विभाग है और इसमें 40 डॉक्टर रहेंगे।",
    "निदेशक ने कहा कि अगले चरण में हेलीपैड भी बनाया जाएगा ताकि घायल सीधे लाए जा सकें।",
)
endless = Shape(
    "Endless page: the next story is loaded below with the same markup but an h2 and its own date",
    document(
        f"""<div id="root"><div class="sticky">{menu("div")}</div><div class="stories"><div class="stry" data-id="1"><div class="hd"><h1>{TITLE}</h1><div class="mt"><span>लोकेश रावत</span><span>Nov 23, 2026 06:05 pm</span></div></div><div class="bd">{ps()}</div></div>
<div class="stry" data-id="2"><div class="hd"><h2>{OTHERS[0]}</h2><div class="mt"><span>दूसरा लेखक</span><span>Nov 22, 2026 11:00 am</span></div></div><div class="bd">{ps(NEXT)}</div></div></div></div>""",
        '<meta property="og:type" content="article">',
    ),
    TEXT,
    title=TITLE,
    authors=("लोकेश रावत",),
    published="2026-11-23T18:05:00+05:30",
    url=URL,
)

glued = Shape(
    "Date and desk glued together above the text, paragraphs in spans, follow lines and a download line",
    document(
        f"""<section class="stry-wdgt"><h1 class="stry-hdng">{TITLE}</h1><h2 class="stry-smry">{STANDFIRST}</h2><div class="stry-athr"><span>Mon, 23 Nov 2026 06:05 PM</span><a href="/author/aditya">आदित्य नौटियाल</a> <b>लाइव समाचार</b>, द्रास</div>
<div class="flw"><a href="https://whatsapp.com/channel/9">Follow Us</a><span>share</span></div>
<div class="stry-bdy"><div>{"".join(f"<span>{t}</span><br/>" for t in TEXT[:4])}</div><div class="rel"><span>ये भी पढ़ें:</span><a href="/k">{OTHERS[3]}</a></div><div>{"".join(f"<span>{t}</span><br/>" for t in TEXT[4:])}</div></div>
<p>लेटेस्ट <a href="/">Hindi News</a> , <a href="/b">बॉलीवुड न्यूज</a>, बिजनेस, टेक और क्रिकेट की खबरें हिंदी में पढ़ने के लिए ऐप डाउनलोड करें।</p></section>"""
    ),
    (STANDFIRST, *TEXT),
    title=TITLE,
    authors=("आदित्य नौटियाल",),
    published="2026-11-23T18:05:00+05:30",
    url=URL,
)

piped = Shape(
    "Written By | Edited By | Updated on, pipes between date and time; long promotional tail",
    document(
        f"""<div class="detail"><h1 class="article-HD">{TITLE}</h1><div class="ArticleSummary"><p>{STANDFIRST}</p></div><div class="AuthorInfo"><ul><li>Written By: <a href="/w">तरुण जुनेजा</a></li><li>Edited By: <a href="/e">शोभा पंत</a></li><li>Updated on: Nov 23, 2026 | 6:05 PM</li></ul></div>
<div class="ArticleBodyCont">{ps(TEXT[:3])}<h3><strong>{SUB}</strong></h3>{ps(TEXT[3:])}<p><strong>इनपुट- भाषा</strong></p></div>
<div class="nextart"><span>Next Article</span><a href="/n">{OTHERS[1]}</a></div><p>ब्रेकिंग न्यूज हिंदी में सबसे पहले पढ़ें समाचार हिंदी पर | आज की ताजा खबर, लाइव न्यूज अपडेट, पढ़ें सबसे विश्वसनीय हिंदी न्यूज वेबसाइट समाचार हिंदी पर</p></div>"""
    ),
    (STANDFIRST, *TEXT[:3], SUB, *TEXT[3:]),
    title=TITLE,
    authors=("तरुण जुनेजा",),
    published="2026-11-23T18:05:00+05:30",
    agency="भाषा",
    url=URL,
)

bracketed = Shape(
    "Weekday, date in Devanagari digits and [IST]; related list without class between the paragraphs; bell line",
    document(
        f"""<div id="container"><article class="oi-article"><h1 class="heading">{TITLE}</h1><div class="posted-by"><span>By <a href="/x">गोविंद कार्की</a></span><div class="dt">प्रकाशित: सोमवार, २३ नवंबर २०२६, १८:०५ [IST]</div></div>
{ps(TEXT[:2])}<div>{others('<p><a href="{u}">{t}</a></p>')}</div>{ps(TEXT[2:])}<p>हिंदी की ताज़ा खबरें पाने के लिए नोटिफिकेशन चालू करें <a href="#">Allow Notifications</a></p><p>You have already subscribed</p></article><div class="eng">English summary<p>Army builds a seventy metre bridge in Dras valley of Kargil which will keep six villages connected during the winter months.</p></div></div>"""
    ),
    TEXT,
    title=TITLE,
    authors=("गोविंद कार्की",),
    published="2026-11-23T18:05:00+05:30",
    url=URL,
)

blocks_theme = Shape(
    "WordPress block theme: table of contents, also-read paragraphs, FAQ that is text, author and date under the picture",
    document(
        f"""<main class="wp-block-group"><h1 class="wp-block-post-title">{TITLE}</h1><div class="wp-block-group is-layout-flex"><p>By <a href="/author/jha">निखिल झा</a> | November 23, 2026 6:05 PM</p></div><figure class="wp-block-post-featured-image"><img src="/z.jpg"></figure>
<div class="entry-content wp-block-post-content"><p class="has-drop-cap">{TEXT[0]}</p>{ps(TEXT[1:3], '<p class="wp-block-paragraph">{}</p>')}<div id="toc_container"><p class="toc_title">Contents</p><ul><li><a href="#a">1 {SUB}</a></li></ul></div><p><strong>Also Read: <a href="/o">{OTHERS[1]}</a></strong></p><p><strong>Also Read : <a href="/p">{OTHERS[2]}</a></strong></p><h2 class="wp-block-heading">{SUB}</h2>{ps(TEXT[3:], '<p class="wp-block-paragraph">{}</p>')}</div>
<div class="sharedaddy"><h3>Share this:</h3></div><div class="wp-block-post-author"><p class="wp-block-post-author__name">निखिल झा</p><p class="wp-block-post-author__bio">डिजिटल पत्रकारिता में पांच साल का अनुभव। राजनीति और रक्षा की खबरों में रुचि है।</p></div></main>"""
    ),
    (*TEXT[:3], SUB, *TEXT[3:]),
    title=TITLE,
    authors=("निखिल झा",),
    published="2026-11-23T18:05:00+05:30",
    url=URL,
)

broadcaster = Shape(
    "Broadcaster: teaser, day.month.year, link blocks between, reporter and agencies after the text",
    document(
        f"""<main><article><header><span class="kicker">सेना</span><h1>{TITLE}</h1><div class="meta"><span class="auth">आकाश मित्तल</span><time aria-hidden="true">23.11.2026</time><span>२३ नवम्बर २०२६</span></div><p class="teaser-text">{STANDFIRST}</p><div class="share"><button>शेयर</button><a href="https://p.example.com/s">https://p.example.com/p/5wXyZ</a></div></header>
<div class="rich-text">{ps(TEXT[:2])}<div class="advertisement"><div>विज्ञापन</div></div>{ps(TEXT[2:3])}<p><strong><a href="/hi/other">{OTHERS[0]}</a></strong></p><h2>{SUB}</h2>{ps(TEXT[3:])}<p>एए/वीके (एएफपी, रॉयटर्स)</p><div class="vbt"><p>To view this video please enable JavaScript, and consider upgrading to a web browser that supports HTML5 video</p></div></div></article>
<section><h2>इस विषय पर और जानकारी</h2>{others('<div class="tsr"><a href="{u}"><h3>{t}</h3></a><p>सीमा पर सेना की तैयारियों और लोगों की मुश्किलों पर एक नजर।</p></div>')}</section></main>"""
    ),
    (STANDFIRST, *TEXT[:3], SUB, *TEXT[3:]),
    title=TITLE,
    authors=("आकाश मित्तल",),
    published="2026-11-23T00:00:00+05:30",
    agency="एएफपी, रॉयटर्स",
    url=URL,
)

hashed = Shape(
    "Hashed classes, an information list (author, role, time ago), a skip link and its list, a closing house line",
    document(
        f"""<main role="main"><div class="bbc-1"><h1 id="content" class="bbc-2">{TITLE}</h1></div><figure class="bbc-3"><img src="/h.jpg"><span class="bbc-4">इमेज स्रोत, Getty Images</span><figcaption><span>इमेज कैप्शन, </span>द्रास घाटी का पुल</figcaption></figure>
<section aria-labelledby="ai" class="bbc-5"><strong id="ai">Article Information</strong><ul><li><span>Author, </span><span>सौम्या ठाकुर</span></li><li><span>पदनाम, </span><span>समाचार संवाददाता, श्रीनगर से</span></li><li><time datetime="2026-11-23T12:35:00.000Z">23 नवंबर 2026</time></li></ul></section>
{ps(TEXT[:3], '<div dir="ltr" class="bbc-6"><p class="bbc-7">{}</p></div>')}<section class="bbc-8"><p id="eo">छोड़कर सबसे ज़्यादा पढ़ी गईं आगे बढ़ें</p><h2>सबसे ज़्यादा पढ़ी गईं</h2><ul>{others('<li><a href="{u}"><p>{t}</p></a></li>')}</ul><p>समाप्त</p></section><div class="bbc-6"><h2 class="bbc-9">{SUB}</h2></div>{ps(TEXT[3:], '<div dir="ltr" class="bbc-6"><p class="bbc-7">{}</p></div>')}
<div class="bbc-6"><p class="bbc-7"><b>समाचार के लिए सामूहिक न्यूज़रूम की ओर से प्रकाशित.</b></p></div><div class="bbc-6"><p class="bbc-7">(हमारे एंड्रॉएड ऐप के लिए आप <a href="https://play.google.com/">यहां क्लिक</a> कर सकते हैं. आप हमें <a href="https://facebook.com/x">फ़ेसबुक</a>, <a href="https://x.com/x">एक्स</a> और <a href="https://youtube.com/x">यूट्यूब</a> पर फ़ॉलो भी कर सकते हैं.)</p></div></main>"""
    ),
    (*TEXT[:3], SUB, *TEXT[3:]),
    title=TITLE,
    authors=("सौम्या ठाकुर",),
    published="2026-11-23T18:05:00+05:30",
    url=URL,
)

release = Shape(
    "Government release: ministry above, posting line, spans in cells, stars and initials at the end",
    document(
        f"""<form id="aspnetForm" action="./PressReleasePage.aspx"><div class="inner"><div class="text-center MinistryNameSubhead">रक्षा मंत्रालय</div><h2 class="text-center">{TITLE}</h2><div class="ReleaseDateSubHeaddateTime text-center">प्रविष्टि तिथि: 23 NOV 2026 6:05PM by PIB Delhi</div>
<table width="100%"><tr><td><p style="text-align:justify"><span style="font-family:Mangal">{TEXT[0]}&nbsp;</span></p><p><span>&nbsp;</span></p>{ps(TEXT[1:], '<p style="text-align:justify"><span><span>{}</span></span></p>')}<p style="text-align:center">*****</p><p>एसके/एमजी/केसी</p></td></tr></table>
<div class="RelTag">(रिलीज़ आईडी: 2191234)</div><div>आगंतुक पटल : 56</div><div>इस विज्ञप्ति को इन भाषाओं में पढ़ें: <a href="/e">English</a> , <a href="/u">Urdu</a></div></div></form>"""
    ),
    TEXT,
    title=TITLE,
    published="2026-11-23T18:05:00+05:30",
    url="https://vigyapti.example.gov.in/PressReleasePage.aspx?PRID=2191234",
)

old_tables = Shape(
    "Layout tables of 2005 still in use: font elements, two br, links in the column beside, date with AM",
    document(
        f"""<table width="980"><tr><td colspan="3"><a href="/"><img src="/logo.gif" alt="समाचार"></a></td></tr><tr><td width="160" valign="top">{others('<a href="{u}">{t}</a><br>')}</td><td valign="top"><table><tr><td><font size="5"><b>{TITLE}</b></font></td></tr><tr><td><font size="1">Publish Date: 23-11-2026 06:05:00 PM</font></td></tr>
<tr><td><font face="Mangal" size="3">{"<br><br>".join(TEXT)}</font></td></tr></table></td><td width="200" valign="top"><b>मौसम</b><table><tr><td>दिल्ली</td><td>11°</td></tr><tr><td>लेह</td><td>-6°</td></tr></table></td></tr><tr><td colspan="3">Copyright 2026 Samachar. All rights reserved.</td></tr></table>"""
    ),
    TEXT,
    title=TITLE,
    published="2026-11-23T18:05:00+05:30",
    url=URL,
)

widgets = Shape(
    "Score card, weather, gold rates, poll, newsletter and a quiz between the paragraphs, classes without meaning",
    document(
        f"""<div class="a1">{menu("div")}</div><div class="a2"><h1>{TITLE}</h1><div class="a9">संजना बिष्ट, नवंबर 23, 2026 06:05 PM IST</div><div class="a3">{ps(TEXT[:2])}
<div class="a4"><div>भारत बनाम श्रीलंका</div><div>भारत 285/6 (50 ओवर)</div><div>श्रीलंका 112/3 (22.4 ओवर)</div><a href="/score">पूरा स्कोरकार्ड</a></div>{ps(TEXT[2:3])}
<div class="a5"><form action="/n"><h4>हमारा न्यूजलेटर पाएं</h4><p>हर सुबह चुनिंदा खबरें सीधे आपके इनबॉक्स में। अपना ईमेल लिखें और बटन दबाएं।</p><input type="email"></form></div>{ps(TEXT[3:4])}
<div class="a6"><table><tr><th>शहर</th><th>सोना</th><th>चांदी</th></tr><tr><td>दिल्ली</td><td>1,24,500</td><td>1,61,000</td></tr><tr><td>मुंबई</td><td>1,24,300</td><td>1,60,800</td></tr></table></div>{ps(TEXT[4:5])}
<div class="a7"><h5>ट्रेंडिंग</h5><ol>{others('<li><a href="{u}">{t}</a></li>')}</ol></div>{ps(TEXT[5:])}</div></div>"""
    ),
    TEXT,
    title=TITLE,
    authors=("संजना बिष्ट",),
    published="2026-11-23T18:05:00+05:30",
    url=URL,
)

COMMENTS = (
    "बहुत अच्छा काम किया हमारी सेना ने, पूरे देश को इस पर गर्व है। ऐसे पुल हर सीमावर्ती जिले में बनने चाहिए ताकि लोगों को आराम मिले।",
    "सरकार को यह काम बीस साल पहले कर देना चाहिए था। मेरे गांव में आज भी पुल नहीं है और बच्चे नदी पार कर स्कूल जाते हैं।",
    "जय हिंद! मैं खुद इंजीनियर रेजिमेंट में रहा हूं और जानता हूं कि इतनी ठंड में काम करना कितना कठिन होता है।",
)
discussion = Shape(
    "A thread of comments longer than most paragraphs, names and times ago before each",
    document(
        f"""<div class="lay"><h1>{TITLE}</h1><p class="by">लेखक: दीपक भंडारी</p><p class="when">3 घंटे पहले</p><div class="txt">{ps()}</div>
<div class="disc"><h3>पाठकों की राय (3)</h3>{"".join(f'<div class="d1"><b>पाठक {n}</b> <i>{n} घंटे पहले</i><p>{c}</p><a href="#">जवाब दें</a></div>' for n, c in enumerate(COMMENTS, 1))}</div></div>"""
    ),
    TEXT,
    title=TITLE,
    authors=("दीपक भंडारी",),
    url=URL,
)

gallery = Shape(
    "Photo gallery: numbered slides, picture and description, share bar in each, next gallery at the end",
    document(
        f"""<div class="pg"><h1>{TITLE}</h1><div class="info">Photo Gallery: <span>23 Nov 2026, 06:05 PM IST</span></div><p class="syn">{STANDFIRST}</p>
{"".join(f'<div class="slide" id="s{n}"><div class="num">{n}/5</div><div class="im"><img src="/g{n}.jpg"></div><div class="desc"><p>{t}</p></div><div class="sh">Share</div></div>' for n, t in enumerate([t for t in TEXT if t != TEXT[1]], 1))}
<div class="nx"><h3>अगली गैलरी</h3>{others('<a href="{u}"><img src="/t.jpg"><span>{t}</span></a>')}</div></div>"""
    ),
    (STANDFIRST, *[t for t in TEXT if t != TEXT[1]]),
    title=TITLE,
    published="2026-11-23T18:05:00+05:30",
    url=URL,
)

ENTRIES = (
    ("18:05 (IST)", "पुल आम लोगों के लिए खुला", TEXT[3]),
    ("17:30 (IST)", "कमांडिंग अफसर का बयान", TEXT[2]),
    ("16:45 (IST)", "उद्घाटन समारोह शुरू", TEXT[4]),
    ("16:00 (IST)", "मेहमान पहुंचे", "उद्घाटन के लिए जिले के अधिकारी और छह गांवों के लोग द्रास पहुंच गए हैं।"),
)
live = Shape(
    "Live blog: LiveBlogPosting beside NewsArticle, updates with times, a summary before them",
    document(
        f"""<article class="lb"><h1>{TITLE} Live</h1><div class="bl"><a rel="author" href="/a">हरीश सैनी</a> | Updated: 23 Nov 2026 06:05 PM</div><p>{TEXT[0]}</p><div class="lb-tab"><button>लाइव अपडेट</button></div>
{"".join(f'<div class="lb-i"><time>{w}</time><h2>{h}</h2><p>{t}</p><ul class="shr"><li>Facebook</li><li>X</li></ul></div>' for w, h, t in ENTRIES)}</article>""",
        ld(
            **{
                "@type": "LiveBlogPosting",
                "headline": TITLE + " Live",
                "coverageStartTime": "2026-11-23T15:00:00+05:30",
                "datePublished": "2026-11-23T15:00:00+05:30",
                "dateModified": "2026-11-23T18:05:00+05:30",
                "author": {"@type": "Person", "name": "हरीश सैनी"},
                "liveBlogUpdate": [
                    {
                        "@type": "BlogPosting",
                        "headline": h,
                        "articleBody": t,
                        "datePublished": "2026-11-23T16:00:00+05:30",
                    }
                    for _, h, t in ENTRIES
                ],
            }
        )
        + ld(
            **{
                "@type": "NewsArticle",
                "headline": TITLE + " Live",
                "datePublished": "2026-11-23T15:00:00+05:30",
                "dateModified": "2026-11-23T18:05:00+05:30",
                "author": "हरीश सैनी",
            }
        ),
    ),
    (TEXT[0], *[line for _, h, t in ENTRIES for line in (h, t)]),
    title=TITLE + " Live",
    authors=("हरीश सैनी",),
    published="2026-11-23T15:00:00+05:30",
    modified="2026-11-23T18:05:00+05:30",
    url=URL,
)

amp = Shape(
    "AMP: accordion of related stories, amp-list, consent, first published with seconds, dateline of an agency",
    f"""<!doctype html><html ⚡ lang="hi"><head><meta charset="utf-8"><title>{TITLE}</title><link rel="canonical" href="{URL}"></head><body><amp-sidebar id="sb">{menu("ul")}</amp-sidebar><header><a href="/">समाचार</a></header>
<article class="amp-wp-article"><h1 class="amp-wp-title">{TITLE}</h1><div class="amp-wp-meta">Written By विशाल गहलोत</div><div class="amp-wp-meta">First Published : 23 Nov 2026, 06:05:10 PM</div><amp-img src="/a.jpg" width="600" height="300"></amp-img><div class="amp-wp-article-content"><p>द्रास, 23 नवंबर (भाषा) {TEXT[0]}</p>{ps(TEXT[1:3])}<amp-ad><p>विज्ञापन</p></amp-ad><amp-accordion><section><h4>इन्हें भी पढ़ें</h4><div>{others('<p><a href="{u}">{t}</a></p>')}</div></section></amp-accordion>{ps(TEXT[3:])}<p>भाषा वैभव नरेश</p></div></article><amp-consent><div>हम कुकीज का इस्तेमाल करते हैं।</div></amp-consent></body></html>""",
    TEXT,
    title=TITLE,
    authors=("विशाल गहलोत",),
    published="2026-11-23T18:05:10+05:30",
    agency="भाषा",
    url=URL + "/amp",
)

NEPALI = (
    "काठमाडौं । नेपाली सेनाले कर्णालीका तीन जिल्लामा बाढीले बगाएका पुल पुनः निर्माण सुरु गरेको छ। पहिलो पुल एक महिनाभित्र बन्ने सेनाले जनाएको छ।",
    "सेनाका प्रवक्ताले भने, “हामीले दुई सय जना प्राविधिक खटाएका छौं।”",
    "स्थानीय बासिन्दाले पुल नहुँदा बिरामीलाई अस्पताल लैजान कठिन भएको बताएका छन्। सरकारले पुलका लागि २० करोड रुपैयाँ छुट्याएको छ।",
    "यसअघि सेनाले डोल्पामा दुई वटा पुल बनाएको थियो।",
)
nepali = Shape(
    "Nepali paper: BS date beside the machine's, correspondent, reactions with percentages, next and related",
    document(
        f"""<div class="ok18"><h1 class="entry-title">कर्णालीमा तीन पुल बनाउँदै नेपाली सेना</h1><div class="ok-meta"><span class="author-name">रमेश भट्टराई</span><span class="dt">२०८३ मंसिर ७ गते १८:२०</span></div><div class="ok18-c">{ps(NEPALI[:2])}<p>यो पनि पढ्नुहोस् : <a href="/o">सेनाको नयाँ तालिम केन्द्र दाङमा</a></p>{ps(NEPALI[2:])}</div><div class="rx"><h3>यो खबर पढेर तपाईंलाई कस्तो महसुस भयो ?</h3><span>खुसी ६०%</span><span>दुःखी १०%</span></div><div class="rl"><h3>सम्बन्धित खबर</h3><a href="/m">मुगुमा हेलिकप्टर सेवा सुरु</a></div></div>""",
        '<meta property="article:published_time" content="2026-11-23T12:35:00+00:00"><meta property="article:modified_time" content="2026-11-23T13:00:00+00:00">',
        "कर्णालीमा तीन पुल बनाउँदै नेपाली सेना",
    ),
    NEPALI,
    title="कर्णालीमा तीन पुल बनाउँदै नेपाली सेना",
    authors=("रमेश भट्टराई",),
    published="2026-11-23T12:35:00+00:00",
    modified="2026-11-23T13:00:00+00:00",
    url="https://khabar.example.com.np/2026/11/98765",
)

BHOJPURI = (
    "बलिया के एगो जवान के सेना मेडल मिलल बा। ई मेडल उनका के बाढ़ में फँसल लोगन के बचावे खातिर दिहल गइल।",
    "गाँव में ई खबर पहुँचते लोग मिठाई बाँटे लागल। उनकर माई कहली कि हमनी के बेटा पर पूरा जिला के गरब बा।",
    "जवान पिछला आठ साल से सेना में बाड़न। ऊ असम में तैनात रहलन जहाँ जुलाई में बाढ़ आइल रहे।",
    "जिलाधिकारी काल्हु उनका घरे जइहें।",
)
bhojpuri = Shape(
    "Bhojpuri desk: translator and reporter, short paragraphs in divs",
    document(
        f"""<div class="m"><h1>बलिया के जवान के मिलल सेना मेडल, गाँव में बँटाइल मिठाई</h1><div class="bx">Reported by: मनोज तिवारी Translated by: उषा पांडेय</div><div class="bx">Edited: Nov 23, 2026, 6:05 PM IST</div><div class="art">{ps(BHOJPURI, "<div>{}</div>")}<div>इहो पढ़ीं: <a href="/o">छपरा में खुलल सेना भर्ती केंद्र</a></div></div></div>""",
        title="बलिया के जवान के मिलल सेना मेडल, गाँव में बँटाइल मिठाई",
    ),
    BHOJPURI,
    title="बलिया के जवान के मिलल सेना मेडल, गाँव में बँटाइल मिठाई",
    authors=("मनोज तिवारी",),
    published="2026-11-23T18:05:00+05:30",
    url=URL,
)

teaser = Shape(
    "Subscribers only: two paragraphs, a prompt, plans, and teasers of free stories",
    document(
        f"""<div class="prem"><span>प्रीमियम</span><h1>{TITLE}</h1><div class="b">रितु सक्सेना | द्रास | 23 नवंबर 2026</div><div class="bd">{ps(TEXT[:3])}<div class="pw"><h3>पूरी खबर पढ़ने के लिए सब्सक्राइब करें</h3><p>आप प्रीमियम खबर पढ़ रहे हैं। हर महीने सिर्फ 99 रुपये में बिना विज्ञापन के सभी खबरें पढ़ें और ई-पेपर मुफ्त पाएं।</p><ul><li>मासिक 99 रुपये</li><li>वार्षिक 799 रुपये</li></ul><a href="/login">लॉगिन करें</a></div></div><div class="free">{others('<div><a href="{u}"><h4>{t}</h4></a></div>')}</div></div>""",
        ld(
            **{
                "@type": "NewsArticle",
                "headline": TITLE,
                "isAccessibleForFree": "False",
                "datePublished": "2026-11-23",
                "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".pw"},
            }
        ),
    ),
    TEXT[:3],
    title=TITLE,
    authors=("रितु सक्सेना",),
    published="2026-11-23T00:00:00+05:30",
    url=URL,
)

interview = Shape(
    "Interview in bold questions and plain answers, short sentences, a box of facts beside",
    document(
        f"""<div class="wrap"><article><h1>{TITLE}</h1><div class="subt">{STANDFIRST}</div><div class="w">Mon, 23 Nov 2026</div><p>{TEXT[0]}</p><p><b>सवाल: पुल कितने दिन में बना?</b></p><p>जवाब: 21 दिन में।</p><p><b>सवाल: सबसे बड़ी चुनौती क्या थी?</b></p><p>जवाब: ठंड। रात में तापमान शून्य से 12 डिग्री नीचे चला जाता था और औजार जम जाते थे।</p><p><b>सवाल: आगे क्या योजना है?</b></p><p>जवाब: अगले साल दो पुल और बनेंगे।</p></article><aside><h3>एक नजर में</h3><p>लंबाई 70 मीटर, क्षमता 40 टन, लागत 9 करोड़ रुपये।</p></aside></div>"""
    ),
    (
        STANDFIRST,
        TEXT[0],
        "सवाल: पुल कितने दिन में बना?",
        "जवाब: 21 दिन में।",
        "सवाल: सबसे बड़ी चुनौती क्या थी?",
        "जवाब: ठंड। रात में तापमान शून्य से 12 डिग्री नीचे चला जाता था और औजार जम जाते थे।",
        "सवाल: आगे क्या योजना है?",
        "जवाब: अगले साल दो पुल और बनेंगे।",
    ),
    title=TITLE,
    published="2026-11-23T00:00:00+05:30",
    url=URL,
)

more_below = Shape(
    "More stories told in short under the text, each with a paragraph and a 'read the whole story' link",
    document(
        f"""<div class="f1"><span>कारगिल</span><h1 class="t2"><span style="color:#b00">नया पुल:</span>{TITLE}</h1><div class="t3"><span>लद्दाख</span><span>2 घंटे पहले</span><ul><li><a href="#">कॉपी लिंक</a></li></ul></div><div class="t4">{ps()}</div>
<p><strong>खबरें और भी हैं...</strong></p><div class="t4"><p><strong>यह खबर भी पढ़ें</strong></p><h3><a href="/o">{OTHERS[0]}</a></h3><p>लेह में सोमवार को 200 बिस्तरों वाले सैन्य अस्पताल का उद्घाटन किया गया। यहां जवानों के साथ आम लोगों का भी इलाज होगा। <a href="/o">पूरी खबर पढ़ें</a></p></div></div>""",
        '<meta property="og:type" content="article"><meta property="article:published_time" content="2026-11-24T04:05:00.000Z">',
    ),
    TEXT,
    title="नया पुल: " + TITLE,
    published="2026-11-24T09:35:00+05:30",
    url=URL,
)

by_hand = Shape(
    "द्वारा लिखित and द्वारा संपादित, role after the name, date before it; caption in a small paragraph",
    document(
        f"""<article class="n"><h1>{TITLE}</h1><div class="k"><span>23 नवंबर 2026, 06:05 PM IST</span> <span>द्वारा लिखित: <b>ज्योति मलिक</b></span> <span>द्वारा संपादित: <b>अनिल राणा</b></span></div><div class="ph"><img src="/y.jpg"><p class="small">द्रास में बना पुल, जिस पर से 40 टन तक के वाहन गुजर सकते हैं</p></div>{ps()}</article>"""
    ),
    TEXT,
    title=TITLE,
    authors=("ज्योति मलिक",),
    published="2026-11-23T18:05:00+05:30",
    url=URL,
)

advert_in_text = Shape(
    "Advertising text without a class between paragraphs, an app line, a channel line, an Instagram card",
    document(
        f"""<h1>{TITLE}</h1><div class="z1"><span class="z2">By</span> <span>करण ओझा</span></div><div class="z3">{ps(TEXT[:1])}<p>- Advertisement -</p>{ps(TEXT[1:2])}<p><b>हमारे WhatsApp चैनल से जुड़ें: <a href="https://whatsapp.com/channel/7">यहां क्लिक करें</a></b></p>{ps(TEXT[2:3])}<blockquote class="instagram-media"><div><p><a href="https://www.instagram.com/p/1/">View this post on Instagram</a></p><p><a href="https://www.instagram.com/p/1/">A post shared by Indian Army (@indianarmy)</a></p></div></blockquote>{ps(TEXT[3:4])}<p><em>Story continues below this ad</em></p>{ps(TEXT[4:])}<p>Join Our <a href="https://whatsapp.com/c">WhatsApp Group</a></p><p>हमें <a href="https://x.com/s">ट्विटर</a> और <a href="https://facebook.com/s">फेसबुक</a> पर फॉलो करें।</p></div>"""
    ),
    TEXT,
    title=TITLE,
    authors=("करण ओझा",),
    url=URL,
)

sections = Shape(
    "Every part of the story in a section with an h2, read-also cards with pictures between them, tags after",
    document(
        f"""{menu()}<article><header><h1>{TITLE}</h1><p>{STANDFIRST}</p></header><section><p>{TEXT[0]}</p><p>{TEXT[1]}</p></section><a class="c1" href="/o1"><div><img src="/o.jpg"><div><span>यह भी पढ़ें</span><h4>{OTHERS[1]}</h4></div></div></a><section><h2>{SUB}</h2><p>{TEXT[2]}</p><p>{TEXT[3]}</p></section><section><h2>अब आगे क्या</h2><p>{TEXT[4]}</p><p>{TEXT[5]}</p></section><footer><a href="/t/1">सेना</a><a href="/t/2">कारगिल</a></footer></article>""",
        ld(
            **{
                "@type": ["NewsArticle", "Article"],
                "headline": TITLE,
                "author": [
                    {"@type": "Organization", "name": "समाचार डेस्क"},
                    {"@type": "Person", "name": "फरहान सिद्दीकी"},
                ],
                "datePublished": "2026-11-23T12:35:00Z",
                "dateModified": "2026-11-23T12:30:00Z",
            }
        ),
    ),
    (STANDFIRST, *TEXT[:2], SUB, *TEXT[2:4], "अब आगे क्या", *TEXT[4:]),
    title=TITLE,
    authors=("फरहान सिद्दीकी",),
    published="2026-11-23T12:35:00+00:00",
    url=URL,
)

short = Shape(
    "Short report beside long foreign text: sidebar with an editorial, footer about the outlet, a horoscope",
    document(
        f"""{menu("div")}<div class="row"><div class="col-md-8 col-sm-12"><h1>{TITLE}</h1><h6>23-Nov-2026 18:05</h6><div>{ps(TEXT[:2])}</div></div><div class="col-md-4 col-sm-12"><h4>संपादकीय</h4><p>सीमावर्ती इलाकों में सड़क और पुल सिर्फ सेना की जरूरत नहीं हैं। ये वहां रहने वालों के लिए जीवनरेखा हैं और इन पर खर्च बढ़ना चाहिए।</p><h4>राशिफल</h4><p>आज का दिन मेष राशि वालों के लिए अच्छा रहेगा। यात्रा का योग है और रुका हुआ धन मिल सकता है।</p></div></div><footer><p>समाचार संसार देश का सबसे तेजी से बढ़ता हिंदी समाचार पोर्टल है। हम 2009 से राजनीति, खेल और मनोरंजन की खबरें आप तक पहुंचा रहे हैं।</p></footer>""",
        '<meta property="og:type" content="article">',
    ),
    TEXT[:2],
    title=TITLE,
    published="2026-11-23T18:05:00+05:30",
    url=URL,
)

agency_copy = Shape(
    "Agency copy: credited byline, dateline with the agency in brackets, initials and agency closing it",
    document(
        f"""<div class="c"><h1>{TITLE}</h1><p class="by">By भाषा | Updated: November 23, 2026 18:05 IST</p><div class="b"><p>श्रीनगर, 23 नवंबर (भाषा) {TEXT[0]}</p>{ps(TEXT[1:])}<p>भाषा गोला मनीषा</p><p>मनीषा</p><p>2311 1805 श्रीनगर</p></div><p class="d">(यह खबर समाचार एजेंसी भाषा की ऑटो-जनरेटेड फीड से ली गई है। समाचार ने इसे संपादित नहीं किया है।)</p></div>"""
    ),
    TEXT,
    title=TITLE,
    published="2026-11-23T18:05:00+05:30",
    agency="भाषा",
    url=URL,
)

quoted = Shape(
    "Quotations as blockquotes that are text, a list that is text, an English statement in the middle",
    document(
        f"""<main><h1>{TITLE}</h1><div class="post-meta">अमित सेठी · 23 Nov 2026 · 3 min read</div><div class="entry">{ps(TEXT[:2])}<blockquote><p>{TEXT[2]}</p></blockquote><p>पुल की खासियतें:</p><ul><li>लंबाई 70 मीटर और चौड़ाई साढ़े सात मीटर</li><li>40 टन तक भार सहने की क्षमता</li><li>भूकंपरोधी बनावट</li></ul><p>“The bridge will serve soldiers and civilians alike,” the commanding officer said in a statement.</p>{ps(TEXT[3:])}</div></main>"""
    ),
    (
        *TEXT[:3],
        "पुल की खासियतें:",
        "लंबाई 70 मीटर और चौड़ाई साढ़े सात मीटर",
        "40 टन तक भार सहने की क्षमता",
        "भूकंपरोधी बनावट",
        "“The bridge will serve soldiers and civilians alike,” the commanding officer said in a statement.",
        *TEXT[3:],
    ),
    title=TITLE,
    authors=("अमित सेठी",),
    published="2026-11-23T00:00:00+05:30",
    url=URL,
)

named_site = Shape(
    "Title only in the title element and og:title with the site's name, headline a styled div",
    document(
        f"""{menu()}<div class="newsbox"><div class="headline"><b>{TITLE}</b></div><div class="dateline">Monday, Nov 23, 2026, 06:05 PM</div><div class="text">{"<br/>".join(TEXT)}</div></div>""",
        f'<meta property="og:title" content="{TITLE} - खबर संसार"><meta property="og:site_name" content="खबर संसार">',
    ),
    TEXT,
    title=TITLE,
    published="2026-11-23T18:05:00+05:30",
    url=URL,
)

ago = Shape(
    "Time ago for readers, an epoch in an attribute, meta date of the template, and a related story's date",
    document(
        f"""<div><h1>{TITLE}</h1><div class="w"><a href="/author/p">पूजा नेगी</a><span>14 मिनट पहले</span></div>{ps()}<div class="rel"><h3>संबंधित</h3><div><a href="/o">{OTHERS[0]}</a><span>Published: 20 Nov 2026 10:00 AM</span></div><div><a href="/p">{OTHERS[1]}</a><span>Published: 21 Nov 2026 11:00 AM</span></div></div></div>"""
    ),
    TEXT,
    title=TITLE,
    authors=("पूजा नेगी",),
    published="2026-11-24T11:16:00+05:30",
    url=URL,
)

faq = Shape(
    "Explainer with a summary box in a table, questions as h3, a table of figures, an FAQ in JSON-LD",
    document(
        f"""<div class="entry-content"><h1 class="entry-title">{TITLE}</h1><span class="author vcard"><a class="url fn n" href="/author/m">मनीषा घोष</a></span><span class="posted-on"><time class="entry-date published" datetime="2026-11-23T18:05:00+05:30">नवम्बर 23, 2026</time><time class="updated" datetime="2026-11-23T19:10:00+05:30">नवम्बर 23, 2026</time></span>{ps(TEXT[:2])}<h3>{SUB}?</h3>{ps(TEXT[2:4])}<table><tbody><tr><td>लंबाई</td><td>70 मीटर</td></tr><tr><td>क्षमता</td><td>40 टन</td></tr></tbody></table>{ps(TEXT[4:])}</div><div class="yarpp"><h3>Related posts:</h3><ol>{others('<li><a href="{u}">{t}</a></li>')}</ol></div>""",
        ld(
            **{
                "@type": "FAQPage",
                "mainEntity": [
                    {
                        "@type": "Question",
                        "name": "पुल कितना लंबा है?",
                        "acceptedAnswer": {"@type": "Answer", "text": "70 मीटर।"},
                    }
                ],
            }
        ),
    ),
    (*TEXT[:2], SUB + "?", *TEXT[2:]),
    title=TITLE,
    authors=("मनीषा घोष",),
    published="2026-11-23T18:05:00+05:30",
    modified="2026-11-23T19:10:00+05:30",
    url=URL,
)

PORTALS = tuple(value for value in list(globals().values()) if isinstance(value, Shape))
