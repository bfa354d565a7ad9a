"""Who wrote the story: the visible byline, else what JSON-LD and meta elements state.

Desks, bureaus and agencies are kept only where no person is named;
editors only where no writer is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from datetime import UTC, datetime
from typing import Final

import regex
from lxml.html import HtmlElement

from pipelines.extraction.instants import parse_instant
from pipelines.extraction.names import AND, REGION, ROLE, TRIM, Byline, read_names
from pipelines.extraction.statements import Statements, plain
from pipelines.extraction.survey import Survey
from pipelines.extraction.words import AUTHOR, naming
from search.text import match_key, squeeze

_AUTHOR_PAGE: Final = regex.compile(
    r"/(?:authors?|reporters?|writers?|journalists?|columnists?|contributors?|bylines?|profiles?)[/-][^/]",
    regex.I,
)
"""Addresses of pages about who writes."""
_NAME_AND_DATE: Final = regex.compile(r"([^,]{4,50}),\s*(.+)", regex.S)
_WRITTEN: Final = regex.compile(r"written by|author|लिखित|लेखक", regex.I)
_PRINTED: Final = 200
"""Characters of a line with a byline, its editor and its dates, at most."""
_BAR: Final = regex.compile(r"\s*[|•·]\s*")
_ANY_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""From which relative dates count where only their being dates matters."""


def find_byline(
    survey: Survey,
    statements: Statements,
    start: int,
    stop: int,
    end: int,
    rule: Iterable[str] = (),
    text: Set[int] = frozenset(),
    lines: Sequence[str] = (),
) -> Byline:
    """The byline between the places ``start`` (the headline) and ``stop`` (in the first paragraphs), outside
    the paragraphs at the places ``text``.

    Where there is none, what stands around ``end`` (of the text), and what the page states. ``rule`` are
    texts that the outlet's own selectors found; they win. ``lines`` stand above the first paragraph, be it in
    the same element.
    """
    stated = stated_authors(statements)
    for texts in (
        list(rule),
        _named(survey, start, stop, text),
        _printed(survey, start, stop, text),
        [line for line in lines if _has_role(line)],
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
            if inner and not ROLE.match(whole) and len(whole) > 40:
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
    role = ROLE.fullmatch(text or "")
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
        pieces = [piece for text in texts for p in _BAR.split(text) if (piece := squeeze(p).strip(TRIM))]
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
            all(1 < len(one.split()) <= 4 and not REGION.search(one) for one in AND.split(name))
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
            if _has_role(line):
                found.append(line)
    return found


def _has_role(line: str) -> bool:
    """Does a short line begin with "By", "लेखक:" and the like?"""
    role = ROLE.match(line) if len(line) < _PRINTED else None
    return role is not None and role.end() > len(role["role"])
