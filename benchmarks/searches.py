"""Searches of every kind for the stories of `benchmarks.generate`, and the time that answers take."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from search.index import Facet, SearchRequest
from search.query import Query, parse

Asked = TypeVar("Asked")


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.strip().split("\n"))


TYPED: Final = {
    "one word": _lines(
        """
सेना
मिसाइल
ब्रह्मोस
राफेल
पोखरण
परीक्षणों
सेनाओं
लद्दाख
युद्धपोत
पनडुब्बी
डीआरडीओ
रक्षा
कातादेपुर
नामौजूदशब्द
"""
    ),
    "several words": _lines(
        """
बाढ़ राहत
चीन सीमा
भारत पाकिस्तान वार्ता
रक्षा मंत्री चीन
लद्दाख सियाचिन गलवान
करोड़ रुपये खर्च
कर्नल विक्रम राठौड़
पनडुब्बी गोवा नौसेना प्रमुख
ईरान इजरायल
के लिए की
मंत्रालय ने एक बयान में कहा
विशेषज्ञों का मानना
स्वदेशी ड्रोन निर्यात
वायुसेना प्रमुख जोधपुर तेजस
"""
    ),
    "phrase": _lines(
        """
"सफल परीक्षण"
"सीमा सुरक्षा बल"
"रक्षा मंत्री" ईरान
"मारक क्षमता दिखाई" लद्दाख
"खरीद को मंजूरी"
"अग्नि-5 मिसाइल"
"आईएनएस विक्रांत"
"संघर्ष विराम" पाकिस्तान
"थलसेना अध्यक्ष"
"स्थिति नियंत्रण में है"
"असम राइफल्स" मुठभेड़ NOT भारत
"इस मौके पर"
"""
    ),
    "designation": _lines(
        """
एस-400
S-400
C-17
सी-17/C-17
C-130J
MQ-9B
मिग-29
सुखोई-30
अग्नि-5
टी-90
के-9 वज्र
K-9
"""
    ),
    "Latin letters": _lines(
        """
rafale
rajesh sharma
brahmos
DRDO
tejas
ladakh
vikrant
pokhran test
sukhoi
galwan china
vikram rathore
agni missile
"""
    ),
    "OR, NOT, groups": _lines(
        """
तेजस OR राफेल
तेजस OR राफेल OR सुखोई-30 OR मिग-29
(तेजस OR राफेल) NOT चीन
सेना NOT नौसेना
NOT सेना
(चीन OR पाकिस्तान) (घुसपैठ OR मुठभेड़)
ड्रोन NOT (चीन OR रूस OR अमेरिका)
(लद्दाख OR सियाचिन OR गलवान) हेलीकॉप्टर
"सफल परीक्षण" OR "पहली खेप"
मिसाइल NOT परीक्षण NOT ब्रह्मोस
पिनाक OR आकाश OR S-400 OR rafale
(रूस NOT अमेरिका) OR (अमेरिका NOT रूस)
"""
    ),
    "filter": _lines(
        """
outlet:outlet-3 सेना
country:चीन तवांग
country:पाकिस्तान घुसपैठ
tag:w-3
tag:राफेल country:फ्रांस
lang:hi युद्धपोत
outlet:(स्वदेशी समाचार OR आधुनिक समाचार) ड्रोन
tag:(तेजस OR राफेल) सौदा
country:china NOT country:pakistan
outlet:outlet-5 tag:w-7 मुठभेड़
lang:en सेना
tag:f-2 विशाखापत्तनम
"""
    ),
    "date": _lines(
        """
from:2025-06 to:2025-07 मुठभेड़
from:2026 अग्नि-5
from:2024-03-01 to:2024-03-02
to:2024-02 राफेल
from:2025-01-26 to:2025-01-26 परेड
from:2026-06 country:चीन
from:2024 to:2026 सेना
from:2025-10-01 to:2025-10-31 "रक्षा मंत्री"
to:2024-01-15
from:2026-12 ड्रोन OR हथियार
"""
    ),
    "everything": ("",),
}
"""Kind → queries as they are typed."""

QUERIES: Final = tuple(text for texts in TYPED.values() for text in texts)
FACETS: Final[tuple[Facet, ...]] = ("outlet", "tag", "person", "country")
"""Those of ``scrapy search --facets``."""


@dataclass(frozen=True, slots=True)
class Search:
    """One search of the list."""

    kind: str
    text: str
    request: SearchRequest


def searches() -> Iterator[Search]:
    """Each query as ``scrapy search`` asks it: ten hits, passages, copies folded; some with its options."""
    for kind, texts in TYPED.items():
        for text in texts:
            yield Search(kind, text, SearchRequest(parse(text), fold=True))
    for text in (*QUERIES[::6], ""):
        query: Query = parse(text)
        yield Search("--newest", text, SearchRequest(query, sort="newest", fold=True))
        yield Search("--facets", text, SearchRequest(query, facets=FACETS, fold=True))
        yield Search("--unfold", text, SearchRequest(query))


@dataclass(frozen=True, slots=True)
class Latencies:
    """Times of a number of answers, in milliseconds."""

    sorted: tuple[float, ...]

    @classmethod
    def of(cls, times: Iterable[float]) -> Latencies:
        return cls(tuple(sorted(times)))

    def percentile(self, percent: float) -> float:
        return self.sorted[min(len(self.sorted) - 1, int(len(self.sorted) * percent / 100))]


def latencies(asked: Sequence[Asked], ask: Callable[[Asked], object], rounds: int) -> list[list[float]]:
    """For each of ``asked`` the milliseconds of each round. The first round, into memory, is not counted."""
    times: list[list[float]] = [[] for _ in asked]
    for number in range(-1, rounds):
        for one, found in zip(asked, times, strict=True):
            start = time.perf_counter()
            ask(one)
            if number >= 0:
                found.append((time.perf_counter() - start) * 1000)
    return times
