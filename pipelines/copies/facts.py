"""Which words of a text are facts: what an edition changes, and a copy does not.

Numbers, weekdays, months, places, names, things of a kind (राफेल, होली; see `pipelines.copies.things`), and
what became of people (घायल, गिरफ्तार). A place is known by the gazetteer (`pipelines.places`) or by what
stands after it (X जिले), a name by the title before it or the surname after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

from pipelines.copies.spelling import level, levelled
from pipelines.copies.things import same_thing, things
from pipelines.places import place_names
from search.stopwords import STOP_WORDS

Kind = Literal["", "number", "weekday", "month", "place", "name", "thing", "status"]


_OF_A_PLACE: Final = levelled("जिले जिला जनपद शहर गांव थाना तहसील सेक्टर प्रखंड कस्बे कस्बा")
TITLES: Final = levelled(
    "श्री श्रीमती डॉ डॉक्टर मेजर कर्नल जनरल ब्रिगेडियर कैप्टन लेफ्टिनेंट सूबेदार हवलदार नायक सिपाही कमांडर "
    "एडमिरल मार्शल इंस्पेक्टर कांस्टेबल न्यायाधीश जस्टिस विधायक सांसद मौलाना"
)
"""Words before a name."""
_SURNAMES: Final = levelled(
    "सिंह कुमार कुमारी शर्मा वर्मा यादव गुप्ता खान शेख अहमद मिश्रा पांडेय पांडे तिवारी चौधरी पटेल शाह अली हुसैन ठाकुर "
    "राय दास जैन अग्रवाल सिन्हा झा दुबे त्रिपाठी शुक्ला चौहान राठौड़ राठौर रावत नेगी बिष्ट जोशी पंत मीणा गहलोत रेड्डी "
    "राव नायर मेनन पिल्लई बनर्जी मुखर्जी चटर्जी घोष बोस दत्ता देवी मलिक भट मीर वानी"
)
_ORDINARY: Final = frozenset(level(word) for word in STOP_WORDS) | levelled(
    "दूसरे पहले सभी कई पूरे एक हर अन्य संबंधित पड़ोसी मुख्य वरिष्ठ पूर्व सहायक उप प्रथम द्वितीय प्रमुख नए नई आधुनिक "
    "अनुसार मुताबिक स्थित उत्तरी दक्षिणी पूर्वी पश्चिमी निकट पास आसपास सटे समेत सहित बीच अंदर बाहर पुराने बड़े छोटे"
)


_REGION: Final = levelled("प्रदेश बंगाल सूडान कोरिया")
_STATUSES: Final = {
    key: number
    for number, words in enumerate(
        (
            "घायल जख्मी आहत",
            "मौत मौतें मृत मारे मरे जान दम निधन शहीद मृतक मृतकों",
            "लापता गायब",
            "गिरफ्तार गिरफ्तारी हिरासत दबोचा",
            "फरार भाग",
            "रिहा जमानत",
            "निलंबित बर्खास्त",
            "बरी",
            "दोषी",
        )
    )
    for key in levelled(words)
}
"""What became of somebody → which of those it is; words of one are synonyms."""
_AFTER_A_NAME: Final = levelled("ने को के की का से पर और द्वारा")


def same_fact(one: str, other: str) -> bool:
    """Whether two words state one fact: equal, or two words for one fate or for one thing."""
    if one in _STATUSES:
        return _STATUSES[one] == _STATUSES.get(other)
    return one == other or (one in things() and other in things() and same_thing(one, other))


def kinds(keys: Sequence[str]) -> list[Kind]:
    """The kind of fact of each word; empty for ordinary ones."""
    found = [_kind(key) for key in keys]
    for at, (one, two) in enumerate(pairwise(keys)):
        if not found[at] and one not in _ORDINARY:
            if two in _OF_A_PLACE or two in _REGION:
                found[at] = "place"
            elif two in _SURNAMES and one not in TITLES:
                found[at] = "name"
        if two in _REGION and found[at] == "place":
            found[at + 1] = "place"
        if one in TITLES:
            _name_after(at, keys, found)
    return found


def _name_after(title: int, keys: Sequence[str], found: list[Kind]) -> None:
    """Mark what follows a title: one word, or all up to a postposition if that is near."""
    end = next(
        (at for at in range(title + 1, min(title + 5, len(keys))) if keys[at] in _AFTER_A_NAME), title + 2
    )
    for at in range(title + 1, min(end, len(keys))):
        if not found[at] and keys[at] not in _ORDINARY and keys[at] not in TITLES:
            found[at] = "name"


@lru_cache(maxsize=1 << 16)
def _kind(key: str) -> Kind:
    if key[0] == "#":
        return "number"
    if key.startswith("day-"):
        return "weekday"
    if key.startswith("month-"):
        return "month"
    if key in _SURNAMES:
        return "name"
    if key in _STATUSES:
        return "status"
    if key in places():
        return "place"
    return "thing" if key in things() else ""


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """Levelled words that name a place."""
    return frozenset(map(level, place_names()))
