"""Who wrote the story: the visible byline, else what JSON-LD and meta elements state.

Names stay whole: Trafilatura's own clean-up of authors strips what it takes for punctuation and with it the
final vowel sign (मिश्रा became मिश्र). Desks, bureaus and agencies are kept only where no person is named;
editors only where no writer is.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import regex
from lxml.html import HtmlElement

from pipelines.extraction.credits import credited
from pipelines.extraction.instants import parse_instant
from pipelines.extraction.statements import Statements, plain
from pipelines.extraction.survey import Survey
from pipelines.extraction.words import AUTHOR, naming
from search.text import match_key, nfc, squeeze

_ROLE: Final = regex.compile(
    r"^\s*(?:story\s+)?(?P<role>written by|reported by|report by|posted by|published by|edited by|"
    r"translated by|compiled by|curated by|authored by|by|"
    r"author|authors|writer|reporter|editor|correspondent|"
    r"द्वारा\s+(?:लिखित|संपादित|अनूदित|अनुवादित|प्रकाशित)|लेखक|लेखिका|संवाददाता|रिपोर्टर|रिपोर्ट|संपादक|संपादन|द्वारा|प्रस्तुति|अनुवाद)"
    r"(?![\p{L}\p{M}])\s*[:：,\-–|]*\s*",
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
    r"\bmodified\b|\bfirst published\b|\bfollow\b|\brole\b|"
    r"अपडेट|प्रकाशित|पब्लिश|(?:^|[\s,(])[\d०-९]{1,2}[\s:./-]|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b|"
    r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d).*$",
    regex.I | regex.S,
)
_AND: Final = regex.compile(r"\s*[,;/&]\s*|\s+(?:and|और|एवं|व|तथा|र)\s+", regex.I)
DESK: Final = regex.compile(
    r"(?:(?<![\p{L}\p{M}])(?:डेस्क|ब्यूरो|टीम|संवाददाता|संवाद|न्यूज|न्यूज़|समाचार|एजेंसी|"
    r"एजेंसियां|नेटवर्क|मीडिया|जेएनएन|भाषा|वार्ता|पीटीआई|एएनआई|आईएएनएस|प्रतिनिधि|सम्पादक|संपादक|"
    r"दैनिक|संस्करण)"
    r"(?![\p{L}\p{M}])|\b(?:desk|bureau|team|news|network|agency|agencies|staff|correspondent|"
    r"reporter|editor|editorial|admin|administrator|web|online|digital|"
    r"media|samachar|publisher|pti|ani|ians|uni|bhasha|input|inputs|jnn|tv|hindi|live"
    r")\b|\.(?:com|in)\b|@)",
    regex.I,
)
_NO_NAME: Final = regex.compile(
    r"[\d०-९।?!<>{}=]|https?:|\b(?:share|comment|read|subscribe|min|ago|more|login|view|all|home|"
    r"the|copy|link|information|details|about|profile|photo|image)\b|(?:पहले|पढ़ें|शेयर|कॉपी)",
    regex.I,
)
_AUTHOR_PAGE: Final = regex.compile(
    r"/(?:authors?|reporters?|writers?|journalists?|columnists?|contributors?|bylines?|profiles?)[/-][^/]",
    regex.I,
)
"""Addresses of pages about who writes."""
_NAME_AND_DATE: Final = regex.compile(r"([^,]{4,50}),\s*(.+)", regex.S)
_WRITTEN: Final = regex.compile(r"written by|author|लिखित|लेखक", regex.I)
_PRINTED: Final = 200
"""Characters of a line with a byline, its editor and its dates, at most."""
_COMMA: Final = regex.compile(r"\s*,\s*")
_BAR: Final = regex.compile(r"\s*[|•·]\s*")
_REGION: Final = regex.compile(
    r"(?:^|\s)(?:प्रदेश|दिल्ली|बंगाल|कश्मीर|नाडु|खंड|नोएडा|मुंबई|ब्लेयर|खबर|ख़बर|खबरें|ख़बरें|देश|विदेश|दुनिया|खेल|"
    r"राज्य|Pradesh|Delhi|Bengal|Kashmir|Nadu)$",
    regex.I,
)
_ANY_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""From which relative dates count where only their being dates matters."""
_TRIM: Final = " \t:：,;|-–—()[].·•'\""
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


def find_byline(
    survey: Survey,
    statements: Statements,
    start: int,
    stop: int,
    end: int,
    rule: Iterable[str] = (),
    text: Set[int] = frozenset(),
) -> Byline:
    """The byline between the places ``start`` (the headline) and ``stop`` (in the first paragraphs), outside
    the paragraphs at the places ``text``.

    Where there is none, what stands around ``end`` (of the text), and what the page states. ``rule`` are
    texts that the outlet's own selectors found; they win.
    """
    stated = stated_authors(statements)
    for texts in (
        list(rule),
        _named(survey, start, stop, text),
        _printed(survey, start, stop, text),
        _printed(survey, end - 12, end + 12, text),
    ):
        byline = read_names(texts)
        if byline.people or byline.desks:
            # A desk on the page and a person in JSON-LD: the person wrote it.
            return byline if byline.people or not stated.people else Byline(stated.people, byline.desks)
    if stated.people or stated.desks:
        return stated
    sections = (*statements.breadcrumb, statements.first("article:section", "section") or "")
    begin = min((place for place in text if place > start), default=stop)
    return read_names(_beside_date(survey, start, begin, {match_key(name) for name in sections}))


def stated_authors(statements: Statements) -> Byline:
    """Authors as JSON-LD, else meta elements name them."""
    value = statements.article.get("author") or statements.article.get("creator")
    names = [name for item in (value if isinstance(value, list) else [value]) if (name := _name_of(item))]
    if not names:
        meta = statements.first(
            "author",
            "article:author",
            "dc.creator",
            "twitter:creator",
            "byl",
            "sailthru.author",
            "parsely-author",
        )
        if meta is None and _WRITTEN.search(statements.first("twitter:label1") or ""):
            meta = statements.first("twitter:data1")  # as WordPress' Yoast states it
        names = [meta] if meta and "://" not in meta and not meta.startswith("@") else []
    return read_names(names)


def _name_of(value: object) -> str | None:
    if isinstance(value, dict):
        name = value.get("name")
        if isinstance(name, list):
            name = ", ".join(str(n) for n in name)
        return plain(name) if name else None
    return plain(value) if isinstance(value, str) and "://" not in value else None


def _named(survey: Survey, start: int, stop: int, text: Set[int]) -> list[str]:
    """Texts of elements that call themselves author, byline ...; the innermost ones."""
    found: list[str] = []
    place = max(start, 0)
    while place < min(stop, len(survey.elements)):
        element = survey.elements[place]
        if (
            survey.block[place] not in text
            and 0 < _length(survey, place) < 160
            and element.get("aria-hidden") != "true"
            and element.tag not in ("html", "body", "main", "article", "section", "h1", "h2")
            and (
                element.get("itemprop") == "author"
                or "author" in (element.get("rel") or "")
                or AUTHOR.search(naming(element))
                or (element.tag == "a" and _AUTHOR_PAGE.search(element.get("href") or ""))
            )
        ):
            inner = [
                p
                for p in range(place + 1, survey.last[place] + 1)
                if survey.elements[p].get("itemprop") == "name"
                or (survey.elements[p].tag == "a" and survey.elements[p].text_content().strip())
            ]
            whole = survey.text_of(place)
            if inner and not _ROLE.match(whole) and len(whole) > 40:
                found.extend(survey.text_of(p) for p in inner[:3])
            else:
                found.append(_role_before(element) + _spaced(survey, place))
            place = survey.last[place]
        place += 1
    return found


def _role_before(element: HtmlElement) -> str:
    """The role that is printed just before a link to an author: "Edited By: <a>…"."""
    previous, parent = element.getprevious(), element.getparent()
    if element.tag != "a" or (previous is None and parent is None):
        return ""
    text = parent.text if previous is None and parent is not None else (previous.tail or previous.text)
    role = _ROLE.fullmatch(text or "")
    return f"{role[0]} " if role else ""


def _length(survey: Survey, place: int) -> int:
    """Characters at and below an element; the survey counts those of an inline one for the block around."""
    if survey.total[place] or survey.last[place] - place > 20:
        return survey.total[place]
    return len(survey.elements[place].text_content().strip())


def _beside_date(survey: Survey, start: int, stop: int, sections: Set[str]) -> list[str]:
    """The name in "गौरव शर्मा | 3 घंटे पहले" (or with a comma): a line of a name and then a date.

    What the first paragraph says too is its place; regions and `sections` (match keys) are no people.
    """
    first = match_key(survey.text_of(stop)[:300]) if stop < len(survey.elements) else ""
    for place in range(max(start, 0) + 1, min(stop, len(survey.elements))):
        if not 6 <= survey.own[place] <= 140 or survey.prose[place] > 80:
            continue
        texts = survey.elements[place].itertext()
        pieces = [piece for text in texts for p in _BAR.split(text) if (piece := squeeze(p).strip(_TRIM))]
        together = _NAME_AND_DATE.fullmatch(pieces[0]) if pieces else None
        if together:
            stated = parse_instant(together[2], _ANY_TIME)
            if stated is not None and stated.position == 0:
                pieces[:1] = [together[1], together[2]]
        dated = next((n for n, piece in enumerate(pieces) if parse_instant(piece, _ANY_TIME)), 0)
        if dated != 1 and not (dated == 2 and match_key(pieces[1]) in first):
            continue
        name = pieces[0]
        if (
            all(1 < len(one.split()) <= 4 and not _REGION.search(one) for one in _AND.split(name))
            and match_key(name) not in sections
            and match_key(name) not in first
        ):
            return [name]
    return []


def _spaced(survey: Survey, place: int) -> str:
    return squeeze(" ".join(t for t in survey.elements[place].itertext() if t.strip()))


def _printed(survey: Survey, start: int, stop: int, text: Set[int]) -> list[str]:
    """Short blocks that begin with "By", "लेखक:" and the like."""
    found = []
    for place in range(max(start, 0) + 1, min(stop, len(survey.elements))):
        if survey.block[place] in text:
            continue
        inline = survey.elements[place].tag == "span" and 3 < survey.total[place] < 100
        if inline or 3 < survey.own[place] < _PRINTED:
            line = _spaced(survey, place)
            role = _ROLE.match(line)
            if role and role.end() > len(role["role"]) and len(line) < _PRINTED:
                found.append(line)
    return found


def read_names(texts: Iterable[str]) -> Byline:
    """The people and desks in printed or stated names: roles cut off, names that were joined taken apart."""
    writers: list[str] = []
    editors: list[str] = []
    desks: list[str] = []
    for text in [piece for printed in texts for piece in _BEFORE_ROLE.split(printed)]:
        role = _ROLE.match(text)
        rest = text[role.end() :] if role else text
        if not _STOP.sub("", rest).strip(_TRIM) and role is None:
            continue
        for name in _without_place(_STOP.sub("", rest)):
            name = _TAIL.sub("", nfc(squeeze(name)).strip(_TRIM)).strip(_TRIM)
            inner = _ROLE.match(name)
            if inner:
                name = name[inner.end() :].strip(_TRIM)
            if not _is_name(name):
                continue
            shelf = (
                desks if DESK.search(name) else editors if role and _EDITOR.match(role["role"]) else writers
            )
            shelf.append(name)
    return Byline(_unique(writers or editors), _unique(desks))


def _without_place(text: str) -> list[str]:
    """The names in a printed byline; what follows a whole name after a comma and has one word is its place:
    "रमेश तिवारी, लखनऊ"."""
    first, *others = _COMMA.split(text)
    if len(first.split()) > 1 or DESK.search(first):
        others = [other for other in others if len(other.split()) > 1 and not _REGION.search(other)]
    return [name for part in (first, *others) for name in _AND.split(part)]


def _is_name(text: str) -> bool:
    return (
        1 < len(text) <= 60
        and len(text.split()) <= 6
        and not _NO_NAME.search(text)
        and bool(regex.search(r"\p{L}{2}|\p{L}\p{M}", text))
    )


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(match_key(name), name)
    return tuple(seen.values())
