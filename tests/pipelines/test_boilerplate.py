from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.boilerplate import BadBoilerplate, clean, load_rules, what

LINES = (
    "यह भी पढ़ें: नौसेना के बेड़े में शामिल हुआ युद्धपोत",
    "यह भी पढें- सीमा पर बढ़ी चौकसी",
    "ये भी देखें",
    "Also Read: Army inducts new gun",
    "संबंधित खबरें",
    "विज्ञापन",
    "ADVERTISEMENT",
    "शेयर करें",
    "ख़बर सुनें",
    "हमारे व्हाट्सएप चैनल से जुड़ने के लिए यहां क्लिक करें",
    "देश और दुनिया की ताजा खबरों के लिए हमें फॉलो करें",
    "डाउनलोड करें जागरण एप और न्यूज़ जगत की सभी खबरें",
    "Published: 05 Jul 2024, 11:20 AM IST",
    "प्रविष्टि तिथि: 30 SEP 2019 8:57PM",
    "23 नवंबर 2026",
    "(इनपुट: भाषा)",
    "(समाचार एजेंसी भाषा के इनपुट के साथ)",
    "भाषा नेत्रपाल पवनेश",
    "फोटो: पीटीआई",
    "सेना का वाहन (फाइल फोटो)",
    "— ADG PI (@adgpi) November 23, 2026",
    "The post सेना ने कहा appeared first on खबर संसार.",
    "Views: 75",
    "सार",
    "HighLights",
    "Summary is AI-generated, newsroom-reviewed",
    "इन्हें भी पढ़ें: लेह में अस्पताल",
    "लेह में अस्पताल खुला और लोग खुश हैं। पूरी खबर पढ़ें",
    "हिंदी की ताज़ा खबरें पाने के लिए नोटिफिकेशन चालू करें",
    "समाचार के लिए सामूहिक न्यूज़रूम की ओर से प्रकाशित.",
    "एए/वीके (एएफपी, रॉयटर्स)",
    "2311 1805 श्रीनगर",
    "रितु को पत्रकारिता में 12 साल का अनुभव है।",
    "आपका मत",
    "Story continues below this ad",
    "बीबीसी न्यूज नेपाली यूट्यूबमा पनि छ। हाम्रो च्यानल सब्स्क्राइब गर्न यहाँ क्लिक गर्नुहोस्।",
    "Share this: Facebook X WhatsApp",
    "Like this: Like Loading...",
    "इसे साझा करें:",
    "इसे पसंद करें: पसंद करें लोड हो रहा है...",
    "Discover more from खबर संसार",
    "Subscribe to get the latest posts sent to your email.",
    "नवीनतम पोस्ट अपने ईमेल पर प्राप्त करने के लिए सदस्यता लें।",
    "पढ़ते रहने और पूरे संग्रह तक पहुंचने के लिए अभी सदस्यता लें।",
    "खबर संसार से और अधिक",
    "संबंधित",
    "टिप्पणी करे",
    "एक टिप्पणी छोड़ें जवाब रद्द करें",
    "Leave a Reply",
    "3 thoughts on “सीमा पर अभ्यास”",
    "Post navigation",
    "← पिछला लेख: नौसेना का पोत",
    "सीमा पर बढ़ी चौकसी →",
    "Filed under: रक्षा, सेना",
    "Posted in देश",
    "Tagged with सेना, तोप",
    "हमें सहयोग दें ताकि हम सच लिखते रहें।",
    "अमर प्रभात डिजिटल डेस्क, लेह",
    "न्यूज डेस्क, अमर प्रभात, जम्मू",
    "संवाद सूत्र, मेरठ",
    "Business Desk, Khabar",
    "FacebookWhatsAppTelegramLinkedInXPrintCopy Link",
    "सेना का अभ्यास, फाइल फोटो",
    "सौजन्य: सोशल मीडिया",
    "अधिक खबरों के लिए यहां क्लिक करें",
    "(इस खबर को हमारी टीम ने संपादित नहीं किया है। यह फीड से सीधे आई है।)",
)

TEXT = (
    "एक अधिकारी ने कहा, “यह भी पढ़ें और समझें कि देश अब आयात पर निर्भर नहीं रहना चाहता।”",
    "यह भी पढ़ें और समझें कि संविधान सेना के बारे में क्या कहता है, इस पर अदालत ने जोर दिया।",
    "शेयर बाजार में मंगलवार को तेजी रही और सेंसेक्स 300 अंक चढ़ गया।",
    "सार यह कि सेना को समय पर हथियार मिलने चाहिए।",
    "भाषा के विवाद पर मंत्री ने कहा कि सभी भाषाएं समान हैं।",
    "विज्ञापन पर सरकार ने 40 करोड़ रुपये खर्च किये।",
    "मंत्री ने एप डाउनलोड की संख्या बताई।",
    "वार्ता के दौरान दोनों देशों ने सीमा विवाद पर चर्चा की।",
    "Reliance Industries ने सोमवार को नया विमान खरीदा।",
    "कप्तान- सुनील नरेन",
    "नई दिल्ली, 24 नवंबर (भाषा) रक्षा मंत्री ने सोमवार को यहां एक कार्यक्रम में भाग लिया।",
    "पढ़ें लिखें और आगे बढ़ें, यही मंत्र है।",
    "सेना ने कहा कि यह AI-generated वीडियो है और इसे साझा न करें।",
    "आपका मत देश की सुरक्षा तय करता है, प्रधानमंत्री ने कहा।",
    "यह रिपोर्ट रक्षा मंत्रालय की ओर से प्रकाशित की गई है।",
    "सबसे पहले सेना ने गांव खाली कराया और फिर तलाशी ली।",
    "संबंधित अधिकारी ने कहा कि जांच जारी है।",
    "टिप्पणी करने से मंत्री ने इनकार किया और बैठक के लिए चले गए।",
    "वर्ग संघर्ष और सीमा विवाद पर लिखी उनकी यह किताब चर्चा में है।",
    "राज्य ब्यूरो के प्रमुख ने कहा कि जांच पूरी हो गई है।",
    "अगली पीढ़ी के लड़ाकू विमान पर काम जारी है, वैज्ञानिकों ने बताया।",
    "जवानों ने 15 साल के बच्चे को बचाया, मीडिया ने इसे दिखाया।",
)


@pytest.mark.parametrize("line", LINES)
def test_boilerplate(line: str) -> None:
    assert what(line, "any") is not None or what(line, "tail") is not None


@pytest.mark.parametrize("line", TEXT)
def test_text(line: str) -> None:
    assert what(line, "head") is None
    assert what(line, "tail") is None


def test_a_note_of_the_desk_leaves_the_paragraph_that_it_ends() -> None:
    text = "सेना ने सोमवार को अभ्यास किया और इसमें कई देशों के सैनिकों ने भाग लिया।"
    note = "(इस खबर को हमारी टीम ने संपादित नहीं किया है। यह सिंडीकेट फीड से सीधे आई है।)"
    assert clean([text, f"{text} {note}"]) == [text, text]


def test_place_counts() -> None:
    text = ["सेना ने सोमवार को अभ्यास किया और इसमें कई देशों के सैनिकों ने भाग लिया।"] * 20
    disclaimer = "Disclaimer: यह खबर हमारी नहीं है"
    assert clean([*text, disclaimer]) == text
    assert clean([*text[:10], disclaimer, *text[10:]]) == [*text[:10], disclaimer, *text[10:]]


def test_what_follows_a_list_of_related_stories_goes_too_if_it_is_little() -> None:
    text = ["सेना ने सोमवार को अभ्यास किया और इसमें कई देशों के सैनिकों ने भाग लिया।"] * 6
    assert clean([*text, "संबंधित खबरें", "नौसेना का नया पोत", "वायुसेना का दौरा"]) == text
    last = "समापन पर कमांडर ने सभी टुकड़ियों को बधाई दी।"
    assert clean([*text, "संबंधित खबरें", "नौसेना का नया पोत", last], certain=[last]) == [*text, last]
    assert clean([*text, "लेखक के बारे में", last], certain=[last]) == text
    assert clean([text[0], "संबंधित खबरें", *text]) == [text[0], *text]


@given(st.lists(st.one_of(st.sampled_from(LINES + TEXT), st.text(max_size=80)), max_size=25))
def test_cleaning_twice_changes_nothing(lines: list[str]) -> None:
    once = clean(lines)
    assert clean(once) == once
    assert all(any(kept in line for line in lines) for kept in once)


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('[[lines]]\nwhere = "middle"\nmatch = "whole"\nphrases = ["x"]', "where = 'middle'"),
        ('[[lines]]\nwhere = "any"\nmatch = "some"\nphrases = ["x"]', "match = 'some'"),
        ('[[lines]]\nwhere = "any"\nmatch = "whole"\nphrases = []', "phrases must be"),
        ('[[lines]]\nwhere = "any"\nmatch = "pattern"\nphrases = ["("]', "phrases:"),
        ('[[lines]]\nwhere = "any"\nmatch = "whole"\nphrases = ["x"]\nlong = 3', "unknown field long"),
        ("[[lines]\n", "rules.toml"),
    ],
)
def test_a_wrong_file_is_told(tmp_path: Path, toml: str, message: str) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(toml, "utf-8")
    with pytest.raises(BadBoilerplate, match=r"rules\.toml") as problem:
        load_rules(file)
    assert message in str(problem.value)
