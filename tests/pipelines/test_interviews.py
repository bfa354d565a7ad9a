"""Interviews, whose first line is a short question, and what WordPress prints below the last paragraph."""

from __future__ import annotations

import pytest

from pipelines.story import Story
from tests.pipelines.pages import extracted
from tests.pipelines.shapes.article import PARAGRAPHS, RELATED, TITLE, document, paragraphs

ANSWER = "सेना के आधुनिकीकरण पर हमारा ध्यान है और अगले पांच साल में कई नए हथियार सेना को मिलेंगे, जिनमें {} और ड्रोन शामिल हैं।"


def lines_of(content: str) -> list[str]:
    story = extracted(
        document(f"<article><h1>{TITLE}</h1><div class='entry-content'>{content}</div></article>")
    )
    assert isinstance(story, Story), story
    assert story.title == TITLE
    return story.text.split("\n")


@pytest.mark.parametrize("form", ["<p>{}</p>", "<p><strong>{}</strong></p>", "<h3>{}</h3>", "{}<br>"])
@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("सवाल: ", "जवाब: "),
        ("प्रश्न- ", "उत्तर- "),
        ("Q. ", "A. "),
        ("Q1: ", "A: "),
        ("प्रश्न १. ", "उत्तर: "),
        ("खबर संसार: ", "मंत्री: "),
        ("", ""),
    ],
)
def test_the_first_question_stays(asks: str, answers: str, form: str) -> None:
    questions = ("नई तोप कब मिलेगी?", "क्या बजट काफी है?", "सीमा पर क्या हाल है?")
    replies = (ANSWER.format("तोपें"), "हां।", ANSWER.format("रडार"))
    other = "{}<br>" if form == "{}<br>" else "<p>{}</p>"
    content, lines = "", []
    for question, reply in zip(questions, replies, strict=True):
        lines += [f"{asks}{question}", f"{answers}{reply}"]
        content += form.format(lines[-2]) + other.format(lines[-1])
    assert lines_of(content) == lines


@pytest.mark.parametrize(
    "line",
    [
        "हमें सहयोग दें ताकि हम बिना दबाव के पत्रकारिता जारी रख सकें।",
        "स्वतंत्र पत्रकारिता को जिंदा रखने के लिए सहयोग दें ताकि जमीनी रिपोर्ट आप तक पहुंचती रहे।",
        "हमारे काम को समर्थन देने के लिए आज ही सदस्यता लें।",
        "पढ़ते रहने और पूरे संग्रह तक पहुंच के लिए अभी सदस्यता लें।",
        "This entry was posted in देश and tagged सेना by ram. Bookmark the permalink.",
        "इसे ईमेल करें इसे ब्लॉग करें! X पर शेयर करें Facebook पर शेयर करें",
        "नई पोस्ट पुरानी पोस्ट मुख्यपृष्ठ",
        "Tags: सेना, तोप",
        "राम सिंह द्वारा प्रकाशित",
        "0 टिप्पणियाँ",
        "Report this ad",
    ],
)
@pytest.mark.parametrize("tag", ["p", "div"])
def test_what_is_printed_below_the_story(tag: str, line: str) -> None:
    assert lines_of(f"{paragraphs()}<{tag}>{line}</{tag}>") == list(PARAGRAPHS)


def test_jetpack_below_the_story() -> None:
    below = (
        "<div><h3>इसे साझा करें:</h3><ul><li><a href='?share=x'>X</a></li></ul></div>"
        "<div><h3>इसे पसंद करें:</h3><div><span>पसंद करें</span> <span>लोड हो रहा है...</span></div></div>"
        f"<div><h3><em>संबंधित</em></h3><p>{RELATED[0]}</p><p>{RELATED[1]}</p></div>"
        "<div><p>खबर संसार से और अधिक</p><p>नवीनतम पोस्ट अपने ईमेल पर प्राप्त करने के लिए सदस्यता लें।</p></div>"
        "<h3>टिप्पणी करे <small>जवाब रद्द करें</small></h3><p>आपका ईमेल पता प्रकाशित नहीं किया जाएगा.</p>"
    )
    assert lines_of(paragraphs() + below) == list(PARAGRAPHS)
