"""Invented stories about one day at sea, as five outlets print them."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from pipelines.story import Story
from tests.pipelines.outcomes import NOON, story

_LEAD: Final = (
    "कोच्चि, 24 नवंबर। तटरक्षक बल ने मंगलवार को अरब सागर में डूबते मालवाहक पोत ‘सागर रत्न’ "
    "से 14 नाविकों को सुरक्षित निकाल "
    "लिया, जबकि 3 नाविक अब भी लापता हैं। अधिकारियों ने बताया कि पोत के इंजन कक्ष में सुबह "
    "पानी भर गया था।"
)
_REST: Final = (
    "तटरक्षक बल के प्रवक्ता कमांडर अजय नायर ने कहा कि संकट का संदेश मिलते ही पोत ‘समर्थ’ को "
    "घटनास्थल की ओर भेजा गया। तेज हवा "
    "और ऊंची लहरों के बीच दो हेलीकॉप्टरों ने नाविकों को एक-एक कर ऊपर खींचा।",
    "पोत मुंद्रा बंदरगाह से चीनी और चावल लेकर मोम्बासा जा रहा था। उस पर 17 लोग सवार थे, "
    "जिनमें पंद्रह भारतीय और दो श्रीलंका के "
    "नागरिक हैं। बचाए गए लोगों को कोच्चि के नौसैनिक अस्पताल में भर्ती कराया गया है और सभी की "
    "हालत स्थिर है।",
    "नौवहन महानिदेशालय ने घटना की जांच के आदेश दिए हैं। प्रारंभिक जानकारी के अनुसार एक वाल्व "
    "टूटने से पानी तेजी से भरने लगा और "
    "चालक दल उसे रोक नहीं पाया। मछुआरों से उस क्षेत्र से दूर रहने को कहा गया है।",
)
_UPDATED: Final = (
    _LEAD.replace("14 नाविकों", "16 नाविकों").replace("3 नाविक अब भी लापता हैं", "1 नाविक का शव मिला है"),
    *_REST[:2],
)
_OTHER: Final = (
    "जैसलमेर। वायुसेना ने पोखरण फायरिंग रेंज में रात के समय हवा से जमीन पर मार करने का "
    "अभ्यास किया। इसमें लड़ाकू विमानों की तीन "
    "टुकड़ियों ने भाग लिया और नकली लक्ष्यों पर सटीक निशाने लगाए।",
    "अभ्यास देखने के लिए पश्चिमी वायु कमान के अधिकारी मौजूद थे। उन्होंने पायलटों की तैयारी "
    "की सराहना की और कहा कि ऐसे अभ्यास हर "
    "तिमाही में होंगे। आसपास के गांवों को पहले ही सूचना दे दी गई थी।",
)


def _printed(outlet: str, slug: str, title: str, lines: tuple[str, ...], minutes: int) -> Story:
    at = NOON + timedelta(minutes=minutes)
    text = "\n".join(lines)
    return story(slug, outlet, text, title=title, published=at, fetched_at=at + timedelta(hours=9))


WIRE: Final = (
    _printed("prabhat", "sagar", "डूबते पोत से 14 नाविक बचाए गए, तीन लापता", (_LEAD, *_REST), 0),
    _printed("sandhya", "tat", "तटरक्षक बल ने 14 नाविकों को बचाया", (_LEAD, *_REST[:2]), 20),
    _printed("kiran", "arab", "अरब सागर में पोत डूबा", (_LEAD, _REST[1], _REST[0], _REST[2]), 35),
    _printed("prabhat", "sagar-2", "डूबे पोत से 16 नाविक बचाए गए, एक शव मिला", _UPDATED, 300),
    _printed("kiran", "pokhran", "पोखरण में वायुसेना का रात्रि अभ्यास", _OTHER, 10),
)
"""A wire story, a shorter and a re-ordered copy of it, the first outlet's update, and another story."""
