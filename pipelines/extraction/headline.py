"""The story's headline: the H1 that belongs to it, over what og:title and the title element say.

A page has more than one H1 often enough: the logo, the headline twice, those of the next stories. The one
meant is the one that shares words with what the page states as its title; failing that, the first that is
not the logo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import regex

from pipelines.extraction.blocks import headline_text
from pipelines.extraction.instants import parse_instant
from pipelines.extraction.statements import Statements
from pipelines.extraction.survey import Survey
from pipelines.extraction.words import FURNITURE, naming
from search.text import match_key

_BARS: Final = regex.compile(r"\s+(?:[|»›•~]|[-–—]|::)\s+|\s*[|»]\s*")
_SITE_WORDS: Final = regex.compile(
    r"(?:\b(?:news|hindi|live|samachar|khabar|bharat|\w+\.(?:com|in|net|org))\b|न्यूज़|न्यूज|"
    r"समाचार|खबर|ख़बर|हिंदी|हिन्दी|पत्रिका|टीवी)",
    regex.I,
)
_DATE: Final = 40
"""A heading of a date has no more characters: blogs have one above each day's posts."""
_ANY_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)
_SAME: Final = 0.5
_SAID: Final = 0.3
"""What saying all of the title adds to a heading's likeness."""
_HEADINGS: Final = 150
"""Headings that are looked at; home pages have some hundred, and a headline comes early."""
TITLE_CLASS: Final = regex.compile(
    r"-(?:[a-z]*title|[a-z]*headline|heading|head\d?|hd|hdl|hdg|hed|storyhead|shirshak)\d*-"
)


@dataclass(frozen=True, slots=True)
class Headline:
    text: str
    place: int | None
    """Where on the page it stands; None if only stated in the head."""


def find_headline(survey: Survey, statements: Statements, names: Sequence[str]) -> Headline:
    """The headline; its text is empty if the page has none. ``names`` are those of the site."""
    site = _site_names(statements, names)
    stated = [cut_site(t, site) for t in (statements.meta.get("og:title"), statements.ld("headline")) if t]
    if title := statements.meta.get("title"):
        stated.append(title)
    known = [key_words(text) for text in stated]
    best: tuple[float, int, str] | None = None
    looked_at = 0
    for place, element in enumerate(survey.elements):
        if element.tag not in ("h1", "h2", "h3") or survey.total[place] < 8:
            continue
        looked_at += 1
        if looked_at > _HEADINGS:
            break
        text = headline_text(element)
        if not text or len(text) > 400:
            continue
        if element.tag == "h3" and not TITLE_CLASS.search(naming(element)):
            continue
        key = match_key(text)
        words = frozenset(key.split())
        alike = max((likeness(words, other) for other in known), default=0.0)
        if element.tag != "h1":
            # A page without an H1 of its own: PIB's releases, old templates. A subhead of few words may have
            # all of them in common with the title.
            whole = any(2 * len(words) >= len(other) for other in known)
            score = alike - 0.15 if alike >= 0.75 and whole and key not in site else -1.0
        else:
            # The logo's words may all be in the title: the headline has most of them.
            score = alike + _SAID * max(
                (len(words & other) / len(other) for other in known if other), default=0.0
            )
            if _is_logo(survey, place, text, site):
                score -= 2.0
            elif alike < _SAME and len(text.split()) >= 3:
                score = max(score, 0.3) + (
                    0.1
                    if TITLE_CLASS.search(naming(element)) or element.get("itemprop") == "headline"
                    else 0.0
                )
        if score > 0.05 and (best is None or score > best[0] + 0.05):
            best = (score, place, text)
    if best is not None:
        return Headline(cut_site(best[2], site, certain=True), best[1])
    for text in stated:
        if (
            (short := cut_site(text, site))
            and match_key(short) not in site
            and text != statements.meta.get("title")
        ):
            return Headline(short, None)
    above = _above_text(survey, site)
    if above is not None:
        return Headline(cut_site(headline_text(survey.elements[above]), site, certain=True), above)
    for text in stated:
        if short := cut_site(text, site):
            return Headline(short, None)
    return Headline("", None)


def _above_text(survey: Survey, site: frozenset[str]) -> int | None:
    """The heading with most running text under it: old templates have no H1, or only that of the logo."""
    before = [0.0]
    for prose in survey.prose:
        before.append(before[-1] + prose)
    best, most = None, 0.0
    for place, element in enumerate(survey.elements):
        if element.tag not in ("h2", "h3", "h4") or not 15 <= survey.total[place] <= 300:
            continue
        text = headline_text(element)
        if match_key(text) in site or (len(text) <= _DATE and parse_instant(text, _ANY_TIME)):
            continue
        around = survey.parent[survey.parent[place]] if survey.parent[place] > 0 else survey.parent[place]
        under = before[survey.last[around] + 1] - before[survey.last[place] + 1]
        if under > 1.3 * most + 1:
            best, most = place, under
    return best


def key_words(text: str) -> frozenset[str]:
    """The words of a text, folded."""
    return frozenset(match_key(text).split())


def likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """Share of the words of the shorter text that the other has too."""
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def cut_site(title: str, site: frozenset[str], certain: bool = False) -> str:
    """`title` without the name of the site at its end or beginning.

    ``site`` are match keys of its names. ``certain``: cut only what is such a name, not what looks like one.
    """
    parts = _BARS.split(title)
    bars = _BARS.findall(title)
    while len(parts) > 1:
        last = match_key(parts[-1])
        looks = not certain and len(last.split()) <= 5 and bool(_SITE_WORDS.search(parts[-1]))
        if last in site or not last or (looks and len(" ".join(parts[:-1]).split()) >= 3):
            parts.pop()
            bars.pop()
        elif match_key(parts[0]) in site:
            parts.pop(0)
            bars.pop(0)
        else:
            break
    text = parts[0]
    for bar, part in zip(bars, parts[1:], strict=False):
        text += bar + part
    return text.strip()


def _site_names(statements: Statements, names: Sequence[str]) -> frozenset[str]:
    publisher = statements.article.get("publisher")
    stated = [
        publisher.get("name") if isinstance(publisher, dict) else None,
        statements.meta.get("og:site_name"),
        statements.meta.get("application-name"),
    ]
    return frozenset(key for name in (*names, *stated) if isinstance(name, str) and (key := match_key(name)))


def _is_logo(survey: Survey, place: int, text: str, site: frozenset[str]) -> bool:
    if match_key(text) in site:
        return True
    element = survey.elements[place]
    if any((a.get("href") or "").rstrip("/").count("/") <= 2 and a.get("href") for a in element.iter("a")):
        return True
    above = element.getparent()
    for _ in range(3):
        if above is None:
            return False
        if above.tag == "a":
            return True
        name = naming(above)
        if "-logo-" in name or (FURNITURE.search(name) and survey.total[place] < 40):
            return True
        above = above.getparent()
    return False
