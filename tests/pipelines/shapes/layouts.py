# ruff: noqa: E501  (markup and Hindi are kept whole)
"""Layouts in which the story is easily missed, told twice, or mixed with its neighbours. No names help: the classes
say nothing, as in pages whose style sheets are generated."""

from __future__ import annotations

from tests.pipelines.shapes.article import RELATED, Shape, document, links, menu

TITLE = "नौसेना को मिला दूसरा स्वदेशी विमानवाहक पोत, कोच्चि में हुआ जलावतरण"
STANDFIRST = "रक्षा मंत्री बोले- हिंद महासागर में भारत की ताकत बढ़ेगी, 2028 तक बेड़े में शामिल होगा पोत"
TEXT = (
    "कोच्चि में बुधवार को नौसेना के दूसरे स्वदेशी विमानवाहक पोत का जलावतरण किया गया। रक्षा मंत्री ने नारियल फोड़कर समारोह की शुरुआत की और कर्मचारियों को बधाई दी।",
    "यह पोत 262 मीटर लंबा है और इस पर 30 विमान एक साथ रखे जा सकते हैं। इसे बनाने में 76 प्रतिशत स्वदेशी सामग्री का इस्तेमाल हुआ है।",
    "नौसेना प्रमुख ने कहा, ‘अगले दो साल तक इसके समुद्री परीक्षण चलेंगे।’",
    "इसके बाद पोत को पश्चिमी बेड़े में शामिल किया जाएगा।",
    "जहाज के निर्माण में 500 से अधिक छोटी और मझोली कंपनियों ने भाग लिया, जिससे करीब 40 हजार लोगों को रोजगार मिला।",
    "समारोह में राज्य के मुख्यमंत्री, तटरक्षक बल के महानिदेशक और तीनों सेनाओं के अधिकारी मौजूद थे।",
)
LONG = (TEXT[0], TEXT[1], TEXT[4], TEXT[5])
NEXT = (
    "मुंबई में नौसेना के बेड़े में नया युद्धपोत शामिल हुआ। यह पोत पनडुब्बी रोधी अभियानों में काम आएगा और इसकी गति तेज है।",
    "अधिकारियों ने कहा कि पोत को पश्चिमी कमान के अधीन रखा जाएगा और जल्द ही पहली तैनाती होगी।",
)
HEADS = ("कोच्चि में समारोह", "पोत की खूबियां", "रोजगार")


def _all(form: str = "<p>{}</p>", texts: tuple[str, ...] = TEXT) -> str:
    return "".join(form.format(text) for text in texts)


def _shape(name: str, body: str, text: tuple[str, ...] = TEXT, head: str = "", title: str = TITLE) -> Shape:
    return Shape(name, document(body, head, title), text, title=title)


_CARDS = "".join(
    f'<div class="k1"><a href="/x{n}.html"><img src="/x.jpg"></a><h3><a href="/x{n}.html">{title}</a></h3>'
    f"<p>{title} और इस पर अधिकारियों ने विस्तार से जानकारी दी है। पूरी बात यहां जानिए।</p></div>"
    for n, title in enumerate(RELATED)
)
_HEADED = tuple(part for pair in zip(HEADS, LONG, strict=False) for part in pair)
_ENTRIES = "".join(
    f'<div class="lb" id="e{n}"><div class="t">{10 + n}:15 AM (IST)</div><h3>{head}</h3><p>{text}</p><div class="s"><a href="https://www.facebook.com/sharer?u=x">Share</a></div></div>'
    for n, (head, text) in enumerate(zip(HEADS, LONG, strict=False))
)
_SLIDES = "".join(
    f'<div class="slide"><div class="slide-count">{n}/4</div><img src="/{n}.jpg"><div class="slide-caption"><p>{text}</p></div></div>'
    for n, text in enumerate(LONG, 1)
)
_FIGURES = "".join(
    f'<li><figure><img src="/{n}.jpg"><figcaption>{text}</figcaption></figure></li>'
    for n, text in enumerate(LONG)
)
_STORIES_PAGES = "".join(
    f'<amp-story-page id="p{n}"><amp-story-grid-layer><h2>{head}</h2><p>{text}</p></amp-story-grid-layer></amp-story-page>'
    for n, (head, text) in enumerate(zip(HEADS, LONG, strict=False))
)
_NEXT = f"{{}}{NEXT[0]}</p><p>{NEXT[1]}</p>"

LAYOUTS: tuple[Shape, ...] = (
    _shape(
        "Live blog whose entries have headings, none of them long",
        f'<h1>{TITLE}</h1><div class="w">{_ENTRIES}</div>',
        _HEADED,
    ),
    _shape(
        "Slide show of divs that call the text a caption",
        f'<h1>{TITLE}</h1><div class="g">{_SLIDES}</div>',
        LONG,
    ),
    _shape("Slide show of figures in a list", f"<h1>{TITLE}</h1><ul>{_FIGURES}</ul>", LONG),
    _shape(
        "Web story: a page a paragraph, headings of a few words of the title",
        f"<amp-story standalone>{_STORIES_PAGES}</amp-story>",
        _HEADED,
        f'<meta property="og:title" content="{TITLE}">',
    ),
    _shape(
        "The body twice, short lines and all, both shown",
        f'<h1>{TITLE}</h1><div class="d">{_all()}</div><div class="m">{_all()}</div>',
    ),
    _shape(
        "The body once more with br instead of paragraphs",
        f'<h1>{TITLE}</h1><div class="d">{_all()}</div><div class="m">{"<br>".join(TEXT)}</div>',
    ),
    _shape(
        "The first paragraph as a teaser above",
        f'<h1>{TITLE}</h1><div class="z"><p>{TEXT[0]}</p></div><div class="y">{_all()}</div>',
    ),
    _shape("Preformatted text", f"<h1>{TITLE}</h1><pre>{chr(10).join(TEXT)}</pre>"),
    _shape(
        "Text nodes, br and paragraphs mixed",
        f"<article><h1>{TITLE}</h1>{TEXT[0]}<p>{TEXT[1]}</p>{TEXT[2]}<br/>{TEXT[3]}<p>{TEXT[4]}</p>{TEXT[5]}</article>",
    ),
    _shape(
        "Layout tables in layout tables, a row a paragraph",
        f"<table><tr><td colspan=2>{menu('div')}</td></tr><tr><td>{links('<div><a href={url}>{title}</a></div>')}</td><td><table><tr><td><h1>{TITLE}</h1></td></tr>{_all('<tr><td>{}</td></tr>')}</table></td></tr></table>",
    ),
    _shape(
        "A bold headline and font elements, no heading at all",
        f'<table><tr><td>{menu("div")}</td><td><font size="5"><b>{TITLE}</b></font><br><font size="3">{"<br><br>".join(f"<font face=Mangal>{text}</font>" for text in TEXT)}</font></td></tr></table>',
    ),
    _shape("Every paragraph an item of a list", f"<h1>{TITLE}</h1><ul>{_all('<li><p>{}</p></li>')}</ul>"),
    _shape(
        "Every paragraph in sections of classes of its own, advertisements between",
        f"<h1>{TITLE}</h1>{''.join(f'<section class=sc-{n}a><div><div>{text}</div></div></section><section class=ad-{n}><div>Ad</div></section>' for n, text in enumerate(TEXT))}",
    ),
    _shape(
        "A list of other stories in the middle that nothing names",
        f"<article><h1>{TITLE}</h1>{_all(texts=TEXT[:3])}<ul>{links()}</ul>{_all(texts=TEXT[3:])}</article>",
    ),
    _shape(
        "Teasers with a sentence each below the story",
        f'<div class="w"><h1>{TITLE}</h1><div class="a1">{_all()}</div><div class="b1">{_CARDS}</div></div>',
    ),
    _shape(
        "Teasers with a sentence each in the middle of the story",
        f'<div class="w"><h1>{TITLE}</h1>{_all(texts=TEXT[:3])}<div class="b1">{_CARDS}</div>{_all(texts=TEXT[3:])}</div>',
    ),
    _shape(
        "More running text in the teasers than in a short story",
        f'<div class="w"><h1>{TITLE}</h1>{_all(texts=TEXT[:2])}</div><div class="r">{_CARDS * 2}</div>',
        TEXT[:2],
        '<meta property="og:type" content="article">',
    ),
    _shape(
        "The next story below, under an h1 of its own",
        f'<div class="x"><h1>{TITLE}</h1>{_all()}</div><div class="x"><h1>{RELATED[0]}</h1>{_NEXT.format("<p>")}</div>',
    ),
    _shape(
        "The next story below, under an h2 as this one's",
        f'<div class="article"><h2>{TITLE}</h2>{_all()}</div><div class="article"><h2>{RELATED[0]}</h2>{_NEXT.format("<p>")}</div>',
    ),
    _shape(
        "Links to other stories above every paragraph, and a box of them before the last",
        f"<article><h1>{TITLE}</h1>{''.join(f'<p><a href=/r{n}.html>{RELATED[n % 3]}</a></p><p>{text}</p>' for n, text in enumerate(TEXT[:5]))}<div><h4>संबंधित खबरें</h4><a href='/r9'><img src='x.jpg'>{RELATED[0]}</a></div><p>{TEXT[5]}</p></article>",
    ),
    _shape(
        "Who wrote it, at the end, in words",
        f'<article><h1>{TITLE}</h1>{_all()}<div class="q"><h4>लेखक के बारे में</h4><p>रमेश पांडे</p><p>रमेश पांडे 12 साल से पत्रकारिता में हैं। रक्षा और विदेश नीति पर लिखते हैं।</p></div></article>',
    ),
    _shape(
        "Comments that nothing names",
        f'<article><h1>{TITLE}</h1>{_all()}</article><div class="q"><h3>2 टिप्पणियां</h3><div><b>मोहन</b><p>बहुत अच्छी खबर है, देश को गर्व है। जय हिंद।</p></div><div><b>सुरेश</b><p>हमारी नौसेना जिंदाबाद। ऐसे ही आगे बढ़ते रहें।</p></div></div>',
    ),
    _shape(
        "A standfirst as h2 and a video's heading in the text",
        f'<article><h1>{TITLE}</h1><h2>{STANDFIRST}</h2><div>{_all(texts=TEXT[:2])}<div class="v"><div>वीडियो: देखें कैसे हुआ जलावतरण</div><iframe src="https://www.youtube.com/embed/1"></iframe></div>{_all(texts=TEXT[2:])}</div></article>',
        (STANDFIRST, *TEXT),
    ),
)
