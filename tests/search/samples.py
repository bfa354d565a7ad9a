"""Small stories, made up, for tests of an index: any engine must find the same ones among them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from search.index import Document, Name

INDIA = Name("c-india", "country", ("भारत", "India", "हिंदुस्तान"))
PAKISTAN = Name("c-pakistan", "country", ("पाकिस्तान", "Pakistan", "पाक"))
CHINA = Name("c-china", "country", ("चीन", "China"))
RUSSIA = Name("c-russia", "country", ("रूस", "Russia"))
RAJNATH = Name("p-rajnath", "person", ("राजनाथ सिंह", "Rajnath Singh", "राजनाथ"))
DRDO = Name("drdo", "org", ("डीआरडीओ", "DRDO", "रक्षा अनुसंधान एवं विकास संगठन"))
S400 = Name("s-400", "air_defence", ("एस-400", "S-400", "ट्रायम्फ"))
C17 = Name("c-17", "aircraft", ("सी-17", "C-17 Globemaster", "ग्लोबमास्टर"))
TEJAS = Name("tejas", "aircraft", ("तेजस", "Tejas", "एलसीए"))
MALABAR = Name("ex-malabar", "exercise", ("मालाबार", "Malabar"))

JAGRAN = ("jagran", ("दैनिक जागरण", "Dainik Jagran"))
BHASKAR = ("bhaskar", ("दैनिक भास्कर", "Dainik Bhaskar"))
UJALA = ("amar-ujala", ("अमर उजाला", "Amar Ujala"))

FIRST = datetime(2026, 1, 1, 6, 0, tzinfo=UTC)


def document(id: str, title: str = "शीर्षक", text: str = "पाठ", **more: Any) -> Document:
    """A document; what is not given is plain. `outlet` takes a pair of id and names."""
    outlet, names = more.pop("outlet", JAGRAN)
    fields: dict[str, Any] = {
        "revision": 1,
        "url": f"https://news.example/{id}",
        "outlet": outlet,
        "outlet_names": names,
        "summary": None,
        "published": FIRST,
        "fetched_at": FIRST + timedelta(hours=1),
        "language": "hi",
        "tags": (),
    }
    return Document(id=id, title=title, text=text, **(fields | more))


_ROWS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    (
        "s400-hi",
        "एस-400 की चौथी खेप भारत पहुंची",
        "रूस ने एस-४०० प्रणाली की चौथी रेजिमेंट भारत को सौंप दी। वायु सेना इसे पंजाब में तैनात करेगी।",
        {"tags": (S400, RUSSIA, INDIA), "agency": "भाषा"},
    ),
    (
        "s400-en",
        "S-400 deal back on track",
        "Russia will deliver the S400 regiments by next year, officials said.",
        {"outlet": UJALA, "language": "en", "tags": (S400, RUSSIA)},
    ),
    ("s400-untagged", "मॉस्को से नई खबर", "वहां बताया गया कि S 400 की आपूर्ति जारी रहेगी।", {"outlet": BHASKAR}),
    (
        "c17-dev",
        "सी-17 से पहुंची राहत सामग्री",
        "वायुसेना का सी-17 विमान राहत लेकर काठमांडू में उतरा।",
        {"tags": (C17,), "section": "देश"},
    ),
    (
        "c17-lat",
        "राहत लेकर उड़ा C-17 विमान",
        "The C17 Globemaster took off from Hindon.",
        {"outlet": BHASKAR, "section": "देश"},
    ),
    (
        "rajnath-1",
        "राजनाथ सिंह ने लद्दाख का दौरा किया",
        "रक्षा मंत्री राजनाथ सिंह ने अग्रिम चौकियों पर जवानों से भेंट की। उन्होंने भारतीय सेना की तैयारी देखी।",
        {"tags": (RAJNATH, INDIA), "agency": "भाषा"},
    ),
    (
        "rajnath-2",
        "रक्षा मंत्री बोले, सीमा सुरक्षित",
        "राजनाथ ने कहा कि चीन से लगी सीमा पर सेनाएं सतर्क हैं।",
        {"tags": (RAJNATH, CHINA), "outlet": BHASKAR},
    ),
    ("singh-other", "सिंह साहब की राजनीति", "राजनाथ नहीं, यह कहानी मनोहर सिंह की है।", {"outlet": UJALA}),
    ("drdo-hi", "डीआरडीओ ने किया मिसाइल परीक्षण", "ओडिशा तट से नई मिसाइल का सफल परीक्षण हुआ।", {"tags": (DRDO,)}),
    ("drdo-dots", "डी.आर.डी.ओ. का नया रडार", "रडार पहाड़ी इलाकों के लिए बना है।", {"outlet": UJALA}),
    (
        "drdo-en",
        "DRDO tests new radar",
        "The radar was tested at Chandipur.",
        {"language": "en", "tags": (DRDO,)},
    ),
    (
        "army-sg",
        "सेना ने घुसपैठ नाकाम की",
        "नियंत्रण रेखा पर सेना ने दो आतंकवादियों को मार गिराया। पाकिस्तान ने आरोप नकारे।",
        {"tags": (PAKISTAN, INDIA), "section": "देश"},
    ),
    (
        "army-pl",
        "दोनों सेनाओं का साझा अभ्यास",
        "भारत और रूस की सेनाएं राजस्थान में अभ्यास करेंगी।",
        {"tags": (RUSSIA, INDIA)},
    ),
    ("army-phrase", "अधिकारियों का सम्मान", "भारतीय सेना के अधिकारियों को पदक मिले। यह सेना भारतीय गौरव है।", {}),
    ("army-split", "परंपरा और सेना", "भारतीय परंपरा में सेना का स्थान ऊंचा रहा।", {"outlet": UJALA}),
    (
        "tejas-hi",
        "तेजस की पहली उड़ान",
        "स्वदेशी लड़ाकू विमान तेजस मार्क 1ए ने बेंगलुरु में उड़ान भरी।",
        {"tags": (TEJAS, INDIA)},
    ),
    (
        "tejas-train",
        "तेजस एक्सप्रेस देर से चली",
        "रेलवे ने बताया कि तेजस एक्सप्रेस तीन घंटे देर से पहुंची।",
        {"outlet": BHASKAR},
    ),
    (
        "navy",
        "नौसेना को मिला नया युद्धपोत",
        "आईएनएस विक्रांत के साथ नया युद्धपोत अरब सागर में उतरा।",
        {"section": "देश"},
    ),
    (
        "malabar",
        "मालाबार अभ्यास शुरू",
        "चार देशों की नौसेनाएं बंगाल की खाड़ी में अभ्यास कर रही हैं।",
        {"tags": (MALABAR, INDIA)},
    ),
    (
        "pak",
        "पाकिस्तान में आर्थिक संकट",
        "पाकिस्तान की सरकार ने ईंधन के दाम बढ़ाए।",
        {"tags": (PAKISTAN,), "outlet": BHASKAR},
    ),
    (
        "indo-pak",
        "भारत-पाकिस्तान वार्ता टली",
        "दोनों देशों के बीच वार्ता अगले महीने होगी।",
        {"tags": (INDIA, PAKISTAN)},
    ),
    (
        "china",
        "चीनी विदेश मंत्री का बयान",
        "बीजिंग ने कहा कि चीन बातचीत चाहता है।",
        {"tags": (CHINA,), "outlet": UJALA},
    ),
    (
        "rafale",
        "राफेल सौदे पर फैसला जल्द",
        "फ़्रांस से 26 राफ़ेल मरीन विमान खरीदे जाएंगे। बजट में 1,27,000 करोड़ रुपये रखे गए।",
        {},
    ),
    ("article-370", "अनुच्छेद 370 पर बहस", "अदालत ने 24/7 निगरानी की बात कही।", {"outlet": UJALA}),
    ("summary", "संक्षिप्त समाचार", "विस्तार से पढ़ें।", {"summary": "ब्रह्मोस मिसाइल का निर्यात बढ़ा"}),
    ("brahmos", "ब्रह्मोस का निर्यात", "फिलीपींस को ब्रह्मोस मिसाइलें भेजी गईं। ब्रह्मोस की मांग बढ़ी है। ब्रह्मोस तेज है।", {}),
    (
        "mention",
        "बाजार में तेजी",
        "शेयर बाजार में ब्रह्मोस बनाने वाली कंपनी चढ़ी।" + " बाजार की बाकी खबरें यहां हैं।" * 30,
        {},
    ),
    ("mr", "लष्कराची कारवाई", "सैन्याने सीमेवर कारवाई केली.", {"language": "mr", "outlet": UJALA}),
    ("ne", "सेनाको अभ्यास", "नेपाली सेनाले अभ्यास गर्‍यो।", {"language": "ne", "outlet": BHASKAR}),
    (
        "undated",
        "बिना तारीख की खबर",
        "समय का पता नहीं चला।",
        {"published": None, "language": None, "outlet": ("", ())},
    ),
    ("joiners", "क्\u200dया कहा\u200b गया", "ज़मीनी हक़ीक़त और हिन्दी में लिखा पाँच।", {}),
    ("odd", "😀 — “…” ©", "\u200d\n\n\x00 ॥ ।", {"outlet": UJALA}),
)

DOCUMENTS = tuple(
    document(id, title, text, **({"published": FIRST + timedelta(days=day)} | more))
    for day, (id, title, text, more) in enumerate(_ROWS)
)
"""One a day from 1 January 2026, 11:30 in India."""
