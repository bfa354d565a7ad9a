# ruff: noqa: E501  (markup and Hindi are kept whole)
"""What all shapes print: one story, its headline, and the furniture around it."""

from __future__ import annotations

from dataclasses import dataclass

TITLE = "पोखरण में स्वदेशी तोप का सफल परीक्षण, सेना को अगले वर्ष मिलेगी पहली खेप"
STANDFIRST = "रक्षा अनुसंधान एवं विकास संगठन ने बताया कि तोप ने सभी मानकों पर खरा उतरते हुए लक्ष्य को भेदा।"
PARAGRAPHS = (
    "जैसलमेर। राजस्थान के पोखरण फील्ड फायरिंग रेंज में सोमवार को स्वदेशी तोप का सफल परीक्षण किया गया। अधिकारियों ने "
    "बताया कि तोप ने 48 किलोमीटर दूर के लक्ष्य पर सटीक निशाना लगाया।",
    "परीक्षण के दौरान सेना के वरिष्ठ अधिकारी और वैज्ञानिक मौजूद रहे। एक अधिकारी ने कहा, “यह भी पढ़ें और समझें कि देश अब "
    "आयात पर निर्भर नहीं रहना चाहता।”",
    "इस तोप का विकास दो निजी कंपनियों के साथ मिलकर किया गया है। इसका वजन 18 टन है और यह एक मिनट में पांच गोले दाग सकती है।",
    "सेना ने 307 तोपों की खरीद का प्रस्ताव भेजा है, जिस पर करीब 7,000 करोड़ रुपये खर्च होंगे।",
    "रक्षा मंत्री ने वैज्ञानिकों को बधाई देते हुए कहा कि यह आत्मनिर्भरता की दिशा में बड़ा कदम है।",
)
SUBHEAD = "कब मिलेगी पहली खेप"
RELATED = (
    "नौसेना के बेड़े में शामिल हुआ नया युद्धपोत, जानें इसकी खासियत",
    "सीमा पर बढ़ी चौकसी, ड्रोन से रखी जा रही नजर",
    "वायुसेना प्रमुख ने किया अग्रिम ठिकानों का दौरा, जवानों से की बात",
)
MENU = ("होम", "देश", "विदेश", "राज्य", "खेल", "मनोरंजन", "कारोबार", "वीडियो")


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    html: str
    text: tuple[str, ...]
    """Lines that are the story's, in order."""
    foreign: tuple[str, ...] = ()
    """Texts on the page that are not."""
    title: str = TITLE
    authors: tuple[str, ...] | None = None
    """None where the shape is not about authors."""
    published: str | None = None
    """ISO 8601, or None where the shape is not about dates."""
    modified: str | None = None
    agency: str | None = None
    """Both as `published`."""
    url: str = "https://khabar.example.in/desh/story-4711.html"


def menu(tag: str = "nav") -> str:
    items = "".join(f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate(MENU))
    return f"<{tag}><ul>{items}</ul></{tag}>"


def links(form: str = '<li><a href="{url}">{title}</a></li>') -> str:
    return "".join(form.format(url=f"/desh/other-{n}.html", title=title) for n, title in enumerate(RELATED))


def paragraphs(form: str = "<p>{}</p>", texts: tuple[str, ...] = PARAGRAPHS) -> str:
    return "".join(form.format(text) for text in texts)


def document(body: str, head: str = "", title: str = TITLE) -> str:
    return (
        f'<!doctype html><html lang="hi"><head><meta charset="utf-8"><title>{title} | खबर संसार</title>{head}</head>'
        f"<body>{body}</body></html>"
    )
