"""Sentences in which outlets ask something of their readers: cut out, and told from the story's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.extraction.appeals import BadAppeals, load_appeals
from pipelines.extraction.boilerplate import clean, what
from pipelines.extraction.sentences import sentences

REAL = "सेना ने सोमवार को पूर्वी क्षेत्र में अभ्यास किया। इसमें कई देशों के सैनिकों ने भाग लिया।"

APPEALS = (
    "हमारे व्हाट्सऐप चैनल से जुड़ें।",
    "हमारे WhatsApp चैनल से जुड़ें",
    "ताज़ा खबरों के लिए हमें फॉलो करें",
    "ताजा अपडेट के लिए हमारे फेसबुक पेज को लाइक करें!",
    "पूरी खबर के लिए बने रहें हमारे साथ।",
    "देश-दुनिया की ताजा खबरों के लिए जुड़े रहिए खबर संसार के साथ।",
    "लेटेस्ट अपडेट्स के लिए बने रहिए हमारे साथ",
    "यह भी पढ़ें: नौसेना के बेड़े में शामिल हुआ पोत",
    "ये भी पढ़ें- क्या है अग्निपथ योजना? जानिए सब कुछ",
    "इसे भी पढ़ें - सीमा पर चौकसी",
    "Also Read: Army inducts new gun",
    "👉 हमारे टेलीग्राम ग्रुप को ज्वाइन करें",
    "आप हमें फेसबुक, एक्स और इंस्टाग्राम पर भी फॉलो कर सकते हैं।",
    "अगर आपको यह खबर पसंद आई हो तो इसे शेयर जरूर करें।",
    "इस खबर पर आपकी क्या राय है, कमेंट में बताएं।",
    "नीचे कमेंट करके अपनी राय जरूर बताएं",
    "खबर को शेयर करना न भूलें।",
    "चैनल को सब्सक्राइब करें और बेल आइकन दबाएं।",
    "हमारे यूट्यूब चैनल को सब्सक्राइब करना न भूलें।",
    "हमारी पत्रिका की सदस्यता लें",
    "हमें सहयोग दें ताकि हम स्वतंत्र पत्रकारिता जारी रख सकें।",
    "स्वतंत्र पत्रकारिता को बचाने के लिए आर्थिक सहयोग करें।",
    "खबरें पढ़ने के लिए डाउनलोड करें हमारा ऐप।",
    "डिफेंस की ताजा खबरें पढ़ने के लिए यहां क्लिक करें।",
    "पूरी खबर पढ़ने के लिए यहां क्लिक करें।",
    "ऐसी ही खबरों के लिए पढ़ते रहिए खबर संसार।",
    "ताज़ा ख़बरें पाने के लिए हमारे न्यूज़लेटर को सब्सक्राइब कीजिए।",
    "नोटिफिकेशन ऑन करें।",
    "न्यूज़लेटर के लिए साइन अप करें",
    "जुड़िए हमारे साथ और पाइए हर खबर सबसे पहले।",
    "Follow us on WhatsApp",
    "गूगल न्यूज़ पर हमें फॉलो करें",
    "अब आप खबरें हमारे व्हाट्सऐप चैनल पर भी पढ़ सकते हैं।",
    "हर अपडेट के लिए हमारे टेलीग्राम चैनल को अभी जॉइन करें…",
    "खबर संसार अब whatsapp चैनल पर भी उपलब्ध है, हमसे जुड़ें।",
    "(यह भी पढ़ें: सीमा पर चौकसी)",
)

TOLD = (
    "पुलिस ने लोगों से कहा कि वे हमारे व्हाट्सऐप चैनल से जुड़ें।",
    "सेना ने अपना व्हाट्सऐप चैनल शुरू किया है।",
    "यूट्यूब पर चैनल को सब्सक्राइब करने वालों की संख्या दस लाख हो गई।",
    "वीडियो में लिखा था कि चैनल को सब्सक्राइब करें और घंटी दबाएं।",
    "अब यूजर व्हाट्सऐप चैनल को फॉलो कर सकते हैं और अपडेट पा सकते हैं।",
    "सबसे पहले आधिकारिक वेबसाइट पर जाएं।",
    "होम पेज पर लॉगिन करें।",
    "आवेदन करने के लिए दिए गए लिंक पर क्लिक करें।",
    "मौसम की जानकारी के लिए दामिनी ऐप डाउनलोड करें।",
    "हमारे व्हाट्सऐप ग्रुप में मैसेज आया था, जवान ने बताया।",
    "हमारे जवानों का साथ दें।",
    "मंत्री बोले, हमारी सेना का सहयोग करें।",
    "व्हाट्सऐप ने चैनल फीचर में नया अपडेट जारी किया।",
    "आरोपी ने टेलीग्राम चैनल पर गोपनीय जानकारी साझा की।",
    "हम उनके साथ बने रहेंगे, उन्होंने कहा।",
    "अफवाहों पर ध्यान न दें और सोशल मीडिया पर वीडियो शेयर न करें।",
    "एक अधिकारी ने कहा, “यह भी पढ़ें और समझें कि देश अब आयात पर निर्भर नहीं रहना चाहता।”",
    "यूट्यूब ने कहा, सब्सक्राइब बटन का रंग बदला जाएगा।",
    "सदस्यता लेने वाले देशों की संख्या आठ हुई।",
    "संगठन की सदस्यता लें या न लें, यह देशों पर निर्भर है।",
    "भारत ने समूह की सदस्यता ली।",
    "लोग सरकार के साथ जुड़ें और देश के विकास में योगदान दें।",
    "शिकायत के लिए 1930 पर कॉल करें।",
    "यह भी देखें कि सीमा पर इन दिनों क्या हो रहा है।",
    "पाठक जानते हैं कि समाचार पत्रों ने क्या लिखा।",
)


@pytest.mark.parametrize("appeal", APPEALS)
def test_an_appeal_goes_and_the_paragraph_stays(appeal: str) -> None:
    ended = appeal if appeal.endswith(("।", "!", "?")) else f"{appeal}।"
    assert clean([appeal]) == []
    assert what(appeal, "any") is not None
    assert clean([f"{REAL} {appeal}"]) == [REAL]
    assert clean([f"{ended} {REAL}"]) == [REAL]
    assert clean([f"{ended} {REAL} {appeal}"]) == [REAL]


@pytest.mark.parametrize("sentence", TOLD)
def test_a_sentence_that_tells_of_such_things_stays(sentence: str) -> None:
    for paragraph in (sentence, f"{REAL} {sentence}", f"{sentence} {REAL}"):
        assert clean([paragraph]) == [paragraph]


def test_several_appeals_and_the_question_before_them() -> None:
    appeals = "क्या आपको यह खबर अच्छी लगी? इस खबर को शेयर करें। हमारे चैनल से जुड़ें।"
    assert clean([f"{REAL} {appeals}"]) == [f"{REAL} क्या आपको यह खबर अच्छी लगी?"]
    assert clean([appeals]) == []


def test_the_headline_of_another_story_ends_at_its_danda() -> None:
    more = "अधिकारियों ने बताया कि यह अभ्यास अगले सप्ताह तक जारी रहेगा।"
    asks = "यह भी पढ़ें: क्या है नई योजना? जानिए किसे मिलेगा लाभ।"
    assert clean([f"{REAL} {asks} {more}"]) == [f"{REAL} {more}"]
    assert clean([f"{REAL} {asks[:-1]}"]) == [REAL]


def test_what_is_quoted_is_not_parted() -> None:
    quoted = "अधिकारी ने कहा, “आगे आएं। हमारे यूट्यूब चैनल से जुड़ें।”"
    assert sentences(f"{REAL} {quoted}")[-1] == quoted
    assert clean([f"{REAL} {quoted}"]) == [f"{REAL} {quoted}"]


@pytest.mark.parametrize(
    "text",
    [
        REAL,
        "डॉ. सिंह और एस. जयशंकर मिले. दोनों ने बात की.",
        "क्या हुआ? कौन था! | अंत",
        "बिना विराम",
        "",
        "। ।",
        "“अधूरा। उद्धरण",
    ],
)
def test_sentences_are_the_paragraph(text: str) -> None:
    assert "".join(sentences(text)) == text


def test_where_sentences_end() -> None:
    assert sentences("डॉ. सिंह और एस. जयशंकर मिले. दोनों ने बात की.") == [
        "डॉ. सिंह और एस. जयशंकर मिले. ",
        "दोनों ने बात की.",
    ]


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("stems = [", "words.toml"),
        ('stems = ["कर"]', "forms must be"),
        (
            'stems = ["कर"]\nforms = ["दें"]\nreported = ["कि"]\ntold = ["है"]\nabout = ["{who}"]',
            r"\[words\] is missing",
        ),
        (
            'stems = ["कर"]\nforms = ["दें"]\nreported = ["कि"]\ntold = ["है"]\nabout = ["{who}"]\n'
            '[words]\nours = ["हमें"]',
            "names no list",
        ),
    ],
)
def test_a_wrong_file_is_told(tmp_path: Path, toml: str, message: str) -> None:
    file = tmp_path / "words.toml"
    file.write_text(toml, "utf-8")
    with pytest.raises(BadAppeals, match=message):
        load_appeals(file)
