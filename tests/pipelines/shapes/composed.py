# ruff: noqa: E501  (markup is kept whole)
"""Pages composed at random from what Indian outlets' pages have in common, each with the lines that are the story's.

A fixed seed makes always the same page. Nobody tuned the parts to one another, as on the pages of outlets that we
have never seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.pipelines.shapes.article import document, menu
from tests.pipelines.shapes.layouts import STANDFIRST, TEXT, TITLE

AUTHOR = "रमेश पांडे"
RELATED = (
    "वायुसेना के बेड़े में शामिल होंगे नए लड़ाकू विमान, जानिए कब",
    "सीमा पर तनाव के बीच सेना प्रमुख का लद्दाख दौरा",
    "रक्षा बजट में बढ़ोतरी, जानें किसे कितना मिला",
    "चीन की चाल पर भारत की नजर, तैनात की गई मिसाइल",
)
OTHERS = (
    "ट्रेनों की लेटलतीफी से यात्री परेशान, स्टेशन पर हंगामा",
    "बारिश से राहत नहीं, मौसम विभाग का अलर्ट जारी",
    "सोने के दाम में गिरावट, जानें आज का भाव",
    "क्रिकेट टीम का ऐलान, नए कप्तान को मिली कमान",
    "फिल्म ने पहले दिन कमाए 40 करोड़ रुपये",
)
_CLASSES = ("", 'class="x7"', "class='css-1a2b'", "class='col-md-8'", "class='wrap'", "class='box1 clearfix'")
_HEADS = (
    "",
    '<meta property="og:type" content="article">',
    f'<meta property="og:title" content="{TITLE}">',
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x"}</script>',
)
_BYLINES = (
    f'<div class="byline">By <a href="/author/r">{AUTHOR}</a></div>',
    f'<p class="author-name">{AUTHOR}</p>',
    f'<div class="mt"><span>लेखक: {AUTHOR}</span> <span>23 नवंबर 2026, 10:05 AM IST</span></div>',
    f'<div class="info">Written By: <b>{AUTHOR}</b> | Updated: 23 Nov 2026 10:05 PM</div>',
)
_SHARES = (
    "",
    '<div class="sh"><a href="https://facebook.com/sharer">Facebook</a><a href="https://twitter.com/share">Twitter</a></div>',
    '<ul class="sociallinks"><li><a href="https://www.facebook.com/x">FB</a></li><li><a href="https://x.com/x">X</a></li></ul>',
)
_PICTURES = (
    "",
    '<figure><img src="/i.jpg"><figcaption>कोच्चि में खड़ा पोत (फाइल फोटो)</figcaption></figure>',
    '<div class="imgbox"><img src="/i.jpg"><span>कोच्चि में खड़ा पोत। फोटो- पीटीआई</span></div>',
    '<div><img src="/i.jpg"></div><div class="cap">पोत का फाइल फोटो</div>',
)
_TAILS = (
    "<p>भाषा अमित नरेश</p>",
    "<p>(इनपुट: एएनआई)</p>",
    '<div class="tags">टैग्स: <a href="/t/1">नौसेना</a>, <a href="/t/2">पोत</a></div>',
    '<p>हमारे व्हाट्सएप चैनल से जुड़ने के लिए <a href="https://whatsapp.com/c">यहां क्लिक करें</a></p>',
    "<p>First Published: 23 Nov 2026</p>",
    "<p>Edited By: सीमा</p>",
    "<p>देश-दुनिया की ताजा खबरों के लिए हमें फेसबुक पर फॉलो करें।</p>",
    "<p><i>डिस्क्लेमर: यह खबर एजेंसी फीड से ली गई है।</i></p>",
)
_FOOTERS = (
    "<footer><p>© 2026 खबर संसार। सर्वाधिकार सुरक्षित।</p></footer>",
    '<div class="ft"><ul><li><a href="/about">हमारे बारे में</a></li></ul><p>Copyright 2026 Khabar Sansar. All Rights Reserved.</p></div>',
    "<div><p>यह वेबसाइट कुकीज का उपयोग करती है। साइट का उपयोग जारी रखकर आप सहमत होते हैं।</p></div>",
)


@dataclass(frozen=True, slots=True)
class Composed:
    html: str
    text: tuple[str, ...]


def compose(seed: int) -> Composed:
    """The page of this seed."""
    chance = Random(seed)
    one: Callable[[tuple[str, ...]], str] = chance.choice
    texts = TEXT[: chance.randint(2, len(TEXT))]
    standfirst = chance.random() < 0.25
    inner = "".join(
        (
            one(("<h1>{}</h1>", '<h1 class="title">{}</h1>', '<div class="head"><h1>{}</h1></div>')).format(
                TITLE
            ),
            f'<h2 class="{one(("summary", "standfirst", "sub-title", ""))}">{STANDFIRST}</h2>'
            if standfirst
            else "",
            one(_BYLINES),
            one(_SHARES),
            one(_PICTURES),
            f"<div {one((*_CLASSES, 'class=story-content', 'itemprop=articleBody'))}>{_body(chance, texts)}{''.join(chance.sample(_TAILS, chance.randint(0, 4)))}</div>",
            one(_SHARES),
        )
    )
    frame = one(("<article>{}</article>", f"<div {one(_CLASSES)}>{{}}</div>", "<main><div>{}</div></main>"))
    parts = [frame.format(inner), _sidebar(chance)]
    if chance.random() < 0.3:
        parts.reverse()
    page = "".join((menu(one(("nav", "div"))), *parts, _sidebar(chance), one(_FOOTERS)))
    return Composed(document(page, one(_HEADS), TITLE), (*((STANDFIRST,) if standfirst else ()), *texts))


def _body(chance: Random, texts: tuple[str, ...]) -> str:
    form = chance.choice(
        ("<p>{}</p>", "<p>{}</p>", "<div>{}</div>", '<p><span style="font-size:18px">{}</span></p>', "<div class='css-9z'><div><p>{}</p></div></div>", "")
    )  # fmt: skip
    if not form:
        return str(chance.choice(("<br>", "<br/>\n<br/>"))).join(texts)
    return "".join(
        (_between(chance) if number and chance.random() < 0.35 else "") + form.format(text)
        for number, text in enumerate(texts)
    )


def _between(chance: Random) -> str:
    title = chance.choice(RELATED)
    return chance.choice(
        (
            f'<p><strong>यह भी पढ़ें: <a href="/r1.html">{title}</a></strong></p>',
            f'<div class="also"><span>ये भी पढ़ें</span><a href="/r1.html">{title}</a></div>',
            f'<p><a href="/r1.html">{title}</a></p>',
            f'<p>Also Read: <a href="/r">{title}</a></p>',
            f'<blockquote><a href="/r">{title}</a></blockquote>',
            f'<ul><li><a href="/r1">{title}</a></li><li><a href="/r2">{chance.choice(RELATED)}</a></li></ul>',
            f'<div {chance.choice(_CLASSES)}><h4>संबंधित खबरें</h4><a href="/r1"><img src="x.jpg">{title}</a></div>',
            '<div class="ad"><span>विज्ञापन</span></div>',
            "<p>विज्ञापन</p>",
            "<p>&nbsp;</p>",
        )
    )


def _sidebar(chance: Random) -> str:
    titles = list(enumerate(chance.sample(OTHERS, 3)))
    items = "".join(f'<li><a href="/s{n}.html">{title}</a></li>' for n, title in titles)
    look = chance.choice(_CLASSES)
    cards = "".join(
        f'<div {look}><a href="/s{n}.html"><img src="x.jpg"></a><h4><a href="/s{n}.html">{title}</a></h4><p>{title} पर अधिकारियों ने बयान दिया है और जांच के आदेश दिए हैं।</p></div>'
        for n, title in titles
    )
    return chance.choice(
        (
            f"<div {chance.choice(_CLASSES)}><h3>ताजा खबरें</h3><ul>{items}</ul></div>",
            f"<aside><h3>ट्रेंडिंग</h3>{cards}</aside>",
            f"<div {chance.choice(_CLASSES)}><h3>बड़ी खबरें</h3>{cards}</div>",
        )
    )
