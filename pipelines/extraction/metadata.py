"""The lead picture and the section, as the page states them."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urljoin


from pipelines.extraction.statements import Statements, plain
from pipelines.extraction.survey import Survey
from search.text import match_key

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
        ),
    )
)
_PICTURES: Final = ("data-src", "data-original", "data-lazy-src", "src")


def find_image(statements: Statements, survey: Survey, top: int | None, url: str) -> str | None:
    """Absolute address of the lead picture: og:image, JSON-LD, else the first picture in the story."""
    for candidate in (
        statements.first(
            "og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"
        ),
        _stated(statements.article.get("image")),
    ):
        if address := _absolute(candidate, url):
            return address
    if top is not None:
        for element in survey.elements[top].iter("img", "amp-img"):
            for attribute in _PICTURES:
                if address := _absolute(element.get(attribute), url):
                    return address
    return None


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


def find_section(statements: Statements, survey: Survey, title: str) -> str | None:
    """The section by its printed name: the last step of the breadcrumb before the story, else what meta elements say."""
    for trail in (statements.breadcrumb, _printed_trail(survey)):
        steps = [
            s
            for s in trail
            if match_key(s) not in _HOME and len(s) <= 40 and match_key(s) != match_key(title)
        ]
        if steps and len(trail) > 1:
            # The story itself often ends the trail, shortened or in another script.
            last = (
                steps[-1]
                if len(steps) < len(trail) - 1 or trail[-1] != steps[-1] or len(steps) == 1
                else steps[-2]
            )
            return last
    return statements.first("article:section", "og:section", "section") or plain(
        statements.ld("articleSection") or ""
    )


def _printed_trail(survey: Survey) -> tuple[str, ...]:
    for place, element in enumerate(survey.elements):
        name = f"{element.get('class', '')} {element.get('id', '')}".lower()
        if ("crumb" in name or "bredcrum" in name or "breadcrum" in name) and 0 < survey.total[place] < 300:
            links = [t for a in element.iter("a") if (t := " ".join(a.text_content().split()))]
            return (*links, "") if links else ()
    return ()
