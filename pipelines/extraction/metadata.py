"""The lead picture, section, keywords and language, as the page states them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urljoin

from lxml.html import HtmlElement

from pipelines.entry import Entry
from pipelines.extraction.statements import Statements, plain
from pipelines.extraction.survey import Survey
from pipelines.extraction.words import naming
from search.text import match_key, nfc, squeeze

_HOME: Final = frozenset(
    map(
        match_key,
        (
            "Home",
            "होम",
            "Hindi News",
            "हिंदी न्यूज़",
            "हिन्दी न्यूज़",
            "हिंदी न्यूज",
            "News",
            "गृहपृष्ठ",
            "मुख्य पृष्ठ",
            "समाचार",
            "हिंदी समाचार",
            "मुखपृष्ठ",
            "Hindi",
            "हिंदी",
            "Home Page",
            "मुख्यपृष्ठ",
            "देश विदेश",
        ),
    )
)
_NO_PICTURE: Final = re.compile(
    r"logo|icon|sprite|avatar|author|spacer|blank|pixel|placeholder|1x1|\.svg|\.gif|share|button|/ads?/", re.I
)
_SECTION_NAMES: Final = re.compile(
    r"-(?:cat|category|categories|section|kicker|entry-cat|post-cat|label|topic)-"
)
_STEP: Final = re.compile(r"[/>›»⁄|]")
# "crumb", "breadcrum", "BredCrumb"
_CRUMBS: Final = "descendant::*[contains(translate(concat(@class, ' ', @id), 'CRUM', 'crum'), 'crum')]"
_BETWEEN: Final = re.compile(r"[,;|،\n]")
_QUOTES: Final = " \t\"'“”‘’#.।"
_KEYWORDS: Final = 30
_KEYWORD_CHARS: Final = 80
"""What is longer is a sentence."""
_LANGUAGE: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?")
_LANGUAGE_NAMES: Final = {
    "hindi": "hi",
    "हिंदी": "hi",
    "हिन्दी": "hi",
    "english": "en",
    "nepali": "ne",
    "marathi": "mr",
}
_PICTURES: Final = ("data-src", "data-original", "data-lazy-src", "src")


def find_image(statements: Statements, survey: Survey, start: int, end: int, url: str) -> str | None:
    """Absolute address of the lead picture: og:image, JSON-LD, else the first picture between two places."""
    for candidate in (
        statements.first(
            "og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"
        ),
        _stated(statements.article.get("image")),
    ):
        if address := _absolute(candidate, url):
            return address
    for element in survey.elements[start : end + 1]:
        if element.tag not in ("img", "amp-img") or _tiny(element):
            continue
        for attribute in _PICTURES:
            address = _absolute(element.get(attribute), url)
            if address and not _NO_PICTURE.search(address):
                return address
    return None


def _tiny(element: HtmlElement) -> bool:
    width = element.get("width") or ""
    return width.isascii() and width.isdigit() and int(width) < 120


def _stated(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        return _stated(value.get("url") or value.get("contentUrl") or value.get("@id"))
    return value if isinstance(value, str) else None


def _absolute(address: str | None, url: str) -> str | None:
    if not address or address.startswith("data:"):
        return None
    try:
        whole = urljoin(url, address.strip())
    except ValueError:
        return None
    return whole if whole.startswith(("http://", "https://")) else None


def find_section(statements: Statements, survey: Survey, place: int | None, title: str) -> str | None:
    """The section by its printed name: the last step of the breadcrumb before the story, else what the head
    states.

    ``place`` is where the headline stands.
    """
    key = match_key(title)
    section = _last_step(statements.breadcrumb, key) or _last_step(_printed_trail(survey, place), key)
    if section:
        return section
    stated = statements.first("article:section", "og:section", "section") or statements.ld("articleSection")
    return stated or _printed_section(survey, place, key)


def _last_step(trail: Sequence[str], title: str) -> str | None:
    """The step above the story, which itself often ends the trail: whole, shortened or in another script."""
    steps = [s for s in trail if match_key(s) not in _HOME and match_key(s) != title]
    if len(steps) > 1 and (len(steps[-1]) > 40 or len(steps[-1].split()) > 3 or steps[-1].islower()):
        steps.pop()
    return steps[-1] if steps and len(steps[-1]) <= 40 else None


def _printed_trail(survey: Survey, headline: int | None) -> tuple[str, ...]:
    """The links of what calls itself a breadcrumb, or of a short row of links above the headline."""
    for element in survey.elements[0].xpath(_CRUMBS):
        place = survey.index.get(element)
        if place is not None and 0 < survey.total[place] < 300:
            links = _links(element)
            if links:
                return links
    for place in range(max(0, (headline or 0) - 14), headline or 0):
        if not 4 <= survey.total[place] <= 90:
            continue
        element = survey.elements[place]
        if (
            element.tag in ("ul", "ol", "nav")
            and len(links := _links(element)) >= 2
            and match_key(links[0]) in _HOME
        ):
            return links
        if survey.own[place] <= 80 and _STEP.search(text := survey.text_of(place)):
            steps = tuple(step.strip() for step in _STEP.split(text) if step.strip())
            if len(steps) > 1 and match_key(steps[0]) in _HOME:
                return steps
    return ()


def _links(element: HtmlElement) -> tuple[str, ...]:
    return tuple(t for a in element.iter("a") if (t := " ".join(a.text_content().split())))


def _printed_section(survey: Survey, headline: int | None, title: str) -> str | None:
    if headline is None:
        return None
    for place in range(max(0, headline - 12), min(headline + 12, len(survey.elements))):
        element = survey.elements[place]
        if 1 < survey.total[place] <= 30 and (
            _SECTION_NAMES.search(naming(element)) or "category" in (element.get("rel") or "")
        ):
            return survey.text_of(place)
    return None


def find_keywords(statements: Statements) -> tuple[str, ...]:
    """The keywords of the story's JSON-LD, else of its meta elements; each once, in their order."""
    stated = statements.article.get("keywords")
    texts = [str(one) for one in stated if isinstance(one, str)] if isinstance(stated, list) else []
    if isinstance(stated, str):
        texts = [plain(stated) or ""]
    if not any(texts):
        news = statements.first("news_keywords")
        texts = [news] if news else list(statements.tags) or [statements.first("keywords") or ""]
    found: dict[str, str] = {}
    for text in texts:
        for piece in _BETWEEN.split(text):
            keyword = squeeze(nfc(piece)).strip(_QUOTES)
            if 1 < len(keyword) <= _KEYWORD_CHARS and (key := match_key(keyword)):
                found.setdefault(key, keyword)
    return tuple(found.values())[:_KEYWORDS]


def find_language(statements: Statements, entry: Entry | None) -> str | None:
    """The language as JSON-LD, the html element, meta elements or the feed declare it; None if none does."""
    candidates = (
        statements.ld("inLanguage"),
        statements.language,
        statements.first("content-language", "og:locale", "language", "dc.language"),
        entry.language if entry else None,
    )
    for candidate in candidates:
        if candidate and (found := _LANGUAGE.fullmatch(candidate.strip().split(",")[0])):
            return found[1].lower() + (f"-{found[2].upper()}" if found[2] else "")
        if candidate and (code := _LANGUAGE_NAMES.get(candidate.strip().lower())):
            return code
    return None
