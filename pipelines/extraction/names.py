"""Names in printed and stated bylines: people told from desks, roles and places cut off.

Names stay whole: Trafilatura's own clean-up of authors strips what it takes for punctuation and with it the
final vowel sign (मिश्रा became मिश्र).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import regex

from pipelines.extraction.credits import credited
from pipelines.places import is_place
from search.text import match_key, nfc, squeeze

ROLE: Final = regex.compile(
    r"^\s*(?:story\s+)?(?P<role>written by|reported by|report by|posted by|published by|edited by|"
    r"translated by|compiled by|curated by|authored by|by|"
    r"author|authors|writer|reporter|editor|correspondent|"
    r"द्वारा\s+(?:लिखित|संपादित|अनूदित|अनुवादित|प्रकाशित)|लेखक|लेखिका|संवाददाता|रिपोर्टर|रिपोर्ट|संपादक|संपादन|द्वारा|प्रस्तुतकर्ता|प्रस्तुति|अनुवाद)"
    r"(?![\p{L}\p{M}])\s*[:：,\-–—|]*\s*",
    regex.I,
)
# "A | Edited by: B": each has a role of his own.
_BEFORE_ROLE: Final = regex.compile(
    r"[\s|•·,]+(?=(?:written|reported|edited|translated|curated|posted|published|compiled|produced) by\b|"
    r"(?:लेखक|संपादन|संपादक|अनुवाद|रिपोर्ट|प्रस्तुति)\s*[:：])"
    # "By: A BEdited By: C DPublish Date: …": elements without white space between them.
    r"|(?-i:(?<=[\p{Ll}\p{M}\p{Lo}])(?=(?:Written|Reported|Edited|Translated|Curated|Posted|Publish|Published|Updated?)"
    r"(?:\s+(?:By|Date|On|At)(?![\p{L}\p{M}])|\s*:)))",
    regex.I,
)
_EDITOR: Final = regex.compile(
    r"^(?:edited|curated|published|posted|translated|editor|संपाद|अनुवाद|"
    r"द्वारा\s+(?:संपादित|अनूदित|अनुवादित|प्रकाशित))",
    regex.I,
)
_STOP: Final = regex.compile(
    r"\s*(?:[|•·\n]|\b(?:last\s+)?updated?\b|\bpublish(?:ed)?\b|\bposted\b|\bedited\b|\bwritten by\b|"
    r"\bmodified\b|\bfirst published\b|\bfollow\b|\brole\b|\bdate\s*[:：]|दिनांक|"
    r"अपडेट|प्रकाशित|पब्लिश|(?:^|[\s,(])[\d०-९]{1,2}[\s:./-]|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b|"
    r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d).*$",
    regex.I | regex.S,
)
AND: Final = regex.compile(r"\s*[,;/&]\s*|\s+(?:and|और|एवं|व|तथा|र)\s+", regex.I)
DESK: Final = regex.compile(
    r"(?:(?<![\p{L}\p{M}])(?:डेस्क|ब्यूरो|टीम|संवाददाता|संवाद|न्यूज|न्यूज़|समाचार|एजेंसी|"
    r"एजेंसियां|नेटवर्क|मीडिया|जेएनएन|भाषा|वार्ता|यूनीवार्ता|पीटीआई|पीटीआइ|एएनआई|एएनआइ|आईएएनएस|आइएएनएस|रॉयटर्स|एएफपी|पीआईबी|प्रतिनिधि|सम्पादक|संपादक|"
    r"दैनिक|संस्करण)"
    r"(?![\p{L}\p{M}])|\b(?:desk|bureau|team|news|network|agency|agencies|staff|correspondent|"
    r"reporter|editor|editorial|admin|administrator|web|online|digital|"
    r"media|samachar|publisher|pti|ani|ians|uni|afp|reuters|pib|bhasha|input|inputs|jnn|tv|hindi|live"
    r")\b|\.(?:com|in)\b|@)",
    regex.I,
)
_NO_NAME: Final = regex.compile(
    r"[\d०-९।?!<>{}=]|https?:|\b(?:share|comment|read|subscribe|min|ago|more|login|view|all|home|"
    r"the|copy|link|information|details|about|profile|photo|image)\b|(?:पहले|पढ़ें|शेयर|कॉपी)",
    regex.I,
)
_COMMA: Final = regex.compile(r"\s*,\s*")
REGION: Final = regex.compile(
    r"(?:^|\s)(?:प्रदेश|दिल्ली|बंगाल|कश्मीर|नाडु|खंड|नोएडा|मुंबई|ब्लेयर|खबर|ख़बर|खबरें|ख़बरें|देश|विदेश|दुनिया|खेल|"
    r"राज्य|Pradesh|Delhi|Bengal|Kashmir|Nadu)$",
    regex.I,
)
_GRAMMAR: Final = regex.compile(
    r"(?:^|\s)(?:का|की|के|को|में|से|पर|ने|तक|और|या|कि|है|हैं|हो|था|थी|थे|नहीं|भी|ही|यह|वह|इस|उस|अब)(?:\s|$)"
)
"""Words that no name has."""
_GIVEN: Final = frozenset(map(match_key, ("वैशाली", "विदिशा", "द्वारका", "अयोध्या", "काशी")))
"""Places whose names are people's, too: alone they are the author's."""
TRIM: Final = " \t:：,;|-–—()[].·•'\""
_TAIL: Final = regex.compile(r"\s+(?:at|on|in|for|पर|द्वारा|ने)$", regex.I)


@dataclass(frozen=True, slots=True)
class Byline:
    people: tuple[str, ...]
    desks: tuple[str, ...]

    @property
    def agency(self) -> str | None:
        """An agency among the desks."""
        return next((d for d in self.desks if credited(d) and len(d) < 20), None)

    @property
    def authors(self) -> tuple[str, ...]:
        """People; where nobody is named, the desk that signs."""
        return self.people or self.desks[:2]


def read_names(texts: Iterable[str]) -> Byline:
    """The people and desks in printed or stated names: roles cut off, names that were joined taken apart."""
    writers: list[str] = []
    editors: list[str] = []
    desks: list[str] = []
    for text in [piece for printed in texts for piece in _BEFORE_ROLE.split(printed)]:
        role = ROLE.match(text)
        rest = text[role.end() :] if role else text
        if not _STOP.sub("", rest).strip(TRIM) and role is None:
            continue
        for name in _without_place(_STOP.sub("", rest)):
            name = _TAIL.sub("", nfc(squeeze(name)).strip(TRIM)).strip(TRIM)
            inner = ROLE.match(name)
            if inner:
                name = name[inner.end() :].strip(TRIM)
            if not _is_name(name):
                continue
            shelf = (
                desks if DESK.search(name) else editors if role and _EDITOR.match(role["role"]) else writers
            )
            shelf.append(name)
    return Byline(_unique(writers or editors), _unique(desks))


def _without_place(text: str) -> list[str]:
    """The names in a printed byline without places: "रमेश तिवारी, लखनऊ", "लखनऊ, समाचार डेस्क".

    What has one word and follows a whole name after a comma is its place, too, known or not.
    """
    parts = [part for part in _COMMA.split(text) if part]
    people = [part for part in parts if not is_place(part)]
    first, *others = people or [part for part in parts if match_key(part) in _GIVEN] or [""]
    if len(first.split()) > 1 or DESK.search(first):
        others = [other for other in others if len(other.split()) > 1 and not REGION.search(other)]
    return [name for part in (first, *others) for name in AND.split(part)]


def _is_name(text: str) -> bool:
    return (
        1 < len(text) <= 60
        and len(text.split()) <= 6
        and not _NO_NAME.search(text)
        and bool(regex.search(r"\p{L}{2}|\p{L}\p{M}", text))
    )


def is_person(text: str) -> bool:
    """Are these two to six words that may be somebody's name, and no desk, place or piece of a sentence?"""
    return (
        1 < len(text.split()) <= 6
        and _is_name(text)
        and not DESK.search(text)
        and not is_place(text)
        and not _GRAMMAR.search(text)
    )


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(match_key(name), name)
    return tuple(seen.values())
