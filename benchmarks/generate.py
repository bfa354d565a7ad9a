"""Made-up Hindi stories in any number, always the same ones, for measuring.

Sentences are filled from the lists below; one in a few holds a name put together from syllables, so that
the vocabulary grows with the number of stories as that of real news does. Every tenth story is the copy of
the one before that another outlet prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random

from search.index import Document, Name


def _list(text: str) -> list[str]:
    return text.split(" | ")


FORCES = _list(
    "सेना | वायुसेना | नौसेना | तटरक्षक बल | सीमा सुरक्षा बल | थलसेना | एनएसजी | असम राइफल्स | आईटीबीपी | डीआरडीओ"
)
WEAPONS = _list(
    "राफेल | तेजस | ब्रह्मोस मिसाइल | एस-400 | सी-17 विमान | मिग-29 | सुखोई-30 | "
    "अग्नि-5 मिसाइल | पिनाक रॉकेट | ड्रोन | टी-90 टैंक | के-9 वज्र तोप | आईएनएस विक्रांत | "
    "पनडुब्बी | रडार | हेलीकॉप्टर | युद्धपोत | C-130J | MQ-9B ड्रोन | आकाश मिसाइल | तोप | "
    "हथियार"
)
PLACES = _list(
    "दिल्ली | लद्दाख | पोखरण | बालासोर | विशाखापत्तनम | जैसलमेर | श्रीनगर | तवांग | गलवान | "
    "अंबाला | हिंडन | जोधपुर | कारवार | चांदीपुर | सियाचिन | उरी | पठानकोट | गोवा | "
    "कोच्चि | पुणे | झांसी | लखनऊ | देहरादून | शिलांग | अगरतला | भुज | बीकानेर | बेंगलुरु | "
    "हैदराबाद | मुंबई"
)
COUNTRIES = _list(
    "भारत | पाकिस्तान | चीन | रूस | अमेरिका | फ्रांस | इजरायल | जापान | नेपाल | "
    "बांग्लादेश | श्रीलंका | ईरान | यूक्रेन | ब्रिटेन"
)
FIRST = _list(
    "राजेश | अनिल | सुनीता | मनोज | विक्रम | अजय | संजय | प्रिया | अर्जुन | दीपक | रोहित | "
    "कविता | राहुल | सुरेश | महेश | नीरज | पूजा | हरीश"
)
LAST = _list(
    "सिंह | शर्मा | यादव | चौहान | राठौड़ | नेगी | रावत | ठाकुर | मिश्रा | पांडे | गुप्ता | "
    "मेनन | नायर | थापा | बिष्ट | त्रिपाठी"
)
OFFICES = _list(
    "रक्षा मंत्री | थलसेना अध्यक्ष | वायुसेना प्रमुख | नौसेना प्रमुख | रक्षा सचिव | "
    "प्रवक्ता | कर्नल | मेजर जनरल | अधिकारी | विश्लेषक"
)
DEEDS = _list(
    "का सफल परीक्षण किया | की खरीद को मंजूरी दी | की तैनाती बढ़ा दी | का निरीक्षण किया | "
    "के निर्यात का रास्ता खोला | की पहली खेप सौंपी | के लिए करार पर हस्ताक्षर किए | "
    "की मारक क्षमता दिखाई | के उन्नयन की योजना बनाई | "
    "के पुर्जे देश में बनाने का फैसला किया"
)
EVENTS = _list(
    "अभ्यास | घुसपैठ | मुठभेड़ | संघर्ष विराम | वार्ता | परेड | बाढ़ राहत | तलाशी अभियान | "
    "सम्मेलन | प्रदर्शनी | बैठक | भर्ती रैली"
)
QUALITIES = _list(
    "स्वदेशी | आधुनिक | संवेदनशील | ऐतिहासिक | संयुक्त | त्वरित | व्यापक | गोपनीय | रणनीतिक | महत्वपूर्ण | कठिन | सीमित"
)
TIMES = _list(
    "सोमवार को | मंगलवार देर रात | बुधवार सुबह | इस सप्ताह | पिछले महीने | अगले वर्ष तक | कुछ ही घंटों में | लंबे इंतजार के बाद"
)
SYLLABLES = _list(
    "का | की | कु | गा | गो | चा | चि | जा | टो | डा | ता | दे | ना | नी | पा | पु | बा | "
    "बे | भा | मा | मो | या | रा | री | ला | वा | शा | सा | सी | हा"
)

SENTENCES = (
    "{place} में {force} ने {time} {weapon} {deed}।",
    "{office} {first} {last} ने कहा कि {country} के साथ {quality} {event} जारी रहेगी।",
    "{country} और {other} के बीच {place} में {event} {time} हुई, जिसमें {number} जवान शामिल हुए।",
    "उन्होंने बताया कि {weapon} पर {number} करोड़ रुपये खर्च होंगे।",
    "सूत्रों के अनुसार {village} के पास {force} की टुकड़ियां {event} के लिए पहुंच चुकी हैं।",
    "इससे पहले {time} {force} ने {quality} क्षमता बढ़ाने के लिए {weapon} {deed}।",
    "विशेषज्ञों का मानना है कि यह कदम {country} की {quality} नीति में बदलाव का संकेत है।",
    "{village} निवासी {first} {last} ने {event} के दौरान लोगों की मदद की।",
    "मंत्रालय ने एक बयान में कहा कि स्थिति नियंत्रण में है और {event} पर नजर रखी जा रही है।",
    "रिपोर्ट में कहा गया है कि {number} में से {few} {weapon} सीमा पर भेजे जा चुके हैं।",
    "हालांकि {office} ने इन दावों को खारिज करते हुए {quality} जांच की बात कही।",
    "इस मौके पर {place} के स्थानीय प्रशासन और {force} के जवान बड़ी संख्या में मौजूद थे।",
)
HEADLINES = (
    "{place} में {force} ने {weapon} {deed}",
    "{country} से {event}: {office} {first} {last} ने दी जानकारी",
    "{weapon} पर {country} और {other} में सहमति",
    "{quality} {event} के लिए {force} तैयार",
    "{village} में {event}, {few} घायल",
)

OUTLETS = tuple((f"outlet-{n}", (f"{word} समाचार", f"Outlet {n}")) for n, word in enumerate(QUALITIES))
CONCEPTS = (
    *(Name(f"w-{n}", "weapon", (word, f"Weapon {n}")) for n, word in enumerate(WEAPONS)),
    *(Name(f"f-{n}", "force", (word, f"Force {n}")) for n, word in enumerate(FORCES)),
    *(Name(f"c-{n}", "country", (word, f"Country {n}")) for n, word in enumerate(COUNTRIES)),
)
START = datetime(2024, 1, 1, tzinfo=UTC)


def stories(count: int, *, first: int = 0) -> Iterator[Document]:
    """Documents number `first` to `first` + `count`, 1,500 to 2,500 characters of text each."""
    for number in range(first, first + count):
        yield story(number)


def story(number: int) -> Document:
    """Document `number`: the same whenever it is asked for."""
    copied = number - 1 if number % 10 == 9 else None
    chance = Random(number if copied is None else copied)
    length = chance.randint(1500, 2400)
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < length:
        paragraphs.append(" ".join(_filled(chance, SENTENCES) for _ in range(chance.randint(1, 3))))
    title, text = _filled(chance, HEADLINES), "\n".join(paragraphs)[:2500]
    text = text[: text.rindex("।") + 1]
    printed = chance.randrange(len(OUTLETS))
    outlet, names = OUTLETS[printed]
    published = START + timedelta(minutes=chance.randrange(3 * 365 * 24 * 60))
    url = first_url = f"https://{outlet}.example/story/{number if copied is None else copied}"
    if copied is not None:
        outlet, names = OUTLETS[(printed + 1) % len(OUTLETS)]
        url = f"https://{outlet}.example/story/{number}"
    return Document(
        id=_id(url),
        revision=1,
        url=url,
        outlet=outlet,
        outlet_names=names,
        title=title,
        text=text,
        summary=_filled(chance, SENTENCES) if chance.random() < 0.5 else None,
        published=published,
        fetched_at=published + timedelta(hours=1),
        language="hi",
        tags=tuple(concept for concept in CONCEPTS if concept.names[0] in text)[:8],
        agency=chance.choice((None, None, "भाषा", "वार्ता", "एएनआई")),
        section=chance.choice(("देश", "दुनिया", "रक्षा", "राज्य")),
        cluster_id=_id(first_url),
        relevance=chance.random(),
        relevant=True,
    )


def _id(url: str) -> str:
    return sha256(url.encode()).hexdigest()[:16]


def _filled(chance: Random, patterns: tuple[str, ...]) -> str:
    country, other = chance.sample(COUNTRIES, 2)
    return chance.choice(patterns).format(
        force=chance.choice(FORCES),
        weapon=chance.choice(WEAPONS),
        place=chance.choice(PLACES),
        country=country,
        other=other,
        first=chance.choice(FIRST),
        last=chance.choice(LAST),
        office=chance.choice(OFFICES),
        deed=chance.choice(DEEDS),
        event=chance.choice(EVENTS),
        quality=chance.choice(QUALITIES),
        time=chance.choice(TIMES),
        number=chance.randint(11, 99_000),
        few=chance.randint(2, 9),
        village="".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))
        + chance.choice(("पुर", "गढ़", "नगर", "")),
    )
