"""Pages that are no story: judged before their text is looked at, and once more by what the text is.

The order matters: an error page is often a list of the latest stories, a login page has a headline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipelines.extraction import notices
from pipelines.extraction.blocks import Block
from pipelines.extraction.container import Container
from pipelines.extraction.links import leads_to_same_page
from pipelines.extraction.pruning import Pruned
from pipelines.extraction.running import ends_sentence, is_running
from pipelines.extraction.statements import Statements, is_video
from pipelines.extraction.survey import Survey
from search.text import fold, squeeze

_HOME_PATH: Final = re.compile(
    r"^/?(?:index\.\w+|home|hi|hindi|ne|default\.aspx|hindi/home|home\.html?)?/?$", re.I
)
_SECTION_PATH: Final = re.compile(
    r"^/(?:category|tag|tags|topic|topics|section|author|authors|archive|archives|page|search|"
    r"label|latest-news|videos?|photos?)(?:/|$)",
    re.I,
)
_VIDEO_PLAYERS: Final = re.compile(
    r"youtube|youtu\.be|dailymotion|jwplayer|brightcove|vidgyor|player\.|/video", re.I
)

_ONE_TEASER: Final = 900
"""More running text than this is a story, whatever its headline leads to."""
MAX_BLOCKS: Final = 4000
MAX_CHARS: Final = 400_000
"""Longer texts are archives, registers, logs: the longest reportage has some 30,000 characters."""
MIN_CHARS: Final = 140
"""Shorter texts are captions and teasers."""
PAYWALLED_CHARS: Final = 60
"""Of a story that is sold, its first sentence."""
_TEASER_DISTANCE: Final = 8
"""Elements between a teaser and its headline."""
_HEADLINE_WORDS: Final = 6
"""A section's name has fewer."""
_TEASER_CHARS: Final = 420
MANY_LINKS: Final = 25
"""Headline-like links that make a page look like a list."""
SOME_LINKS: Final = 12
"""As many, where neither the headline nor a statement of the page speaks for a story."""


@dataclass(frozen=True, slots=True)
class Refusal:
    reason: str
    detail: str


def refuse_page(
    root: HtmlElement,
    statements: Statements,
    url: str,
    title: str,
    status: int,
    container: Container | None,
    links: int,
) -> Refusal | None:
    """Why a page is no story, whatever text may be found on it; None if it may be one.

    ``links`` is how many links on the page look like headlines.
    """
    prose = container.prose if container else 0.0
    head = fold(f"{title} {statements.meta.get('title', '')}"[:300])
    if status >= 400:
        return Refusal("error-page", f"status {status}, title {title[:80]!r}")
    if prose < 900 and notices.NOT_FOUND.search(head) and not statements.article:
        return Refusal("soft-404", f"status {status}, but titled {(title or head)[:80]!r}")
    if prose < 400 and notices.ERROR.search(head) and not statements.article:
        return Refusal("error-page", f"status {status}, but titled {(title or head)[:80]!r}")
    passwords = sum(1 for e in root.iter("input") if (e.get("type") or "").lower() == "password")
    if prose < 400 and not statements.article and (passwords or notices.LOGIN.search(head)):
        return Refusal(
            "login-page",
            f"{passwords} password fields, {prose:.0f} characters of running text, title {title[:60]!r}",
        )
    if prose < 900 and not statements.article and notices.CONSENT.search(head):
        return Refusal("login-page", f"asks for consent, title {title[:80]!r}")
    if not statements.says_article and notices.SERVICE_PATH.match(urlsplit(url).path):
        return Refusal("not-an-article", f"a page about the outlet: {urlsplit(url).path[:80]}")
    if not statements.article and notices.SERVICE_TITLE.fullmatch(fold(title)):
        return Refusal("not-an-article", f"a page about the outlet: {title[:80]!r}")
    if _HOME_PATH.match(urlsplit(url).path) and not urlsplit(url).query and not statements.article:
        return Refusal(
            "home-page",
            f"{links} links that look like headlines, {prose:.0f} characters of running text",
        )
    return None


def refuse_size(blocks: list[Block]) -> Refusal | None:
    """Why so much text is no story, before it costs anything; None if it may be one."""
    length = sum(len(block.text) for block in blocks)
    if len(blocks) > MAX_BLOCKS or length > MAX_CHARS:
        return Refusal("not-an-article", f"{length:,} characters in {len(blocks):,} paragraphs")
    return None


def refuse_text(
    root: HtmlElement,
    statements: Statements,
    url: str,
    blocks: list[Block],
    text: str,
    links: int,
    teasers: bool,
    headed: bool,
    paywalled: bool,
) -> Refusal | None:
    """Why the text that was found is no story; None if it is one.

    ``teasers`` is what `are_teasers` says and ``headed`` what `is_headed` says; of a ``paywalled`` page less
    text is expected.
    """
    running = sum(len(b.text) for b in blocks if is_running(b) or (b.kind != "h" and ends_sentence(b)))
    least, least_running = (PAYWALLED_CHARS, PAYWALLED_CHARS) if paywalled else (MIN_CHARS, 80)
    enough = len(text) >= least and running >= least_running
    if not enough:
        if is_video(statements):
            return Refusal("video-without-text", f"a video and {len(text)} characters of text")
        if _collection(statements, url, links, running, headed) or (teasers and not statements.article):
            return Refusal(
                _list_reason(statements, url),
                f"{links} links that look like headlines, {running} characters of running text",
            )
        if _has_player(root):
            return Refusal("video-without-text", f"a video and {len(text)} characters of text")
        if text:
            return Refusal("too-short", f"{len(text)} characters of text, {MIN_CHARS} make a story")
        return Refusal("no-text", f"no running text among {links} links that look like headlines")
    if not statements.says_article and running < 600 and notices.GONE.search(fold(squeeze(text[:300]))):
        return Refusal("soft-404", f"the text begins with {text[:60]!r}")
    if not statements.article and not headed and (_cards(blocks, url) or teasers):
        return Refusal(
            _list_reason(statements, url),
            f"{len(blocks)} teasers under linked headlines, {links} such links on the page",
        )
    if _collection(statements, url, links, running, headed) and not statements.article:
        return Refusal(
            _list_reason(statements, url),
            f"{links} links that look like headlines, {running} characters of running text",
        )
    return None


def _collection(statements: Statements, url: str, links: int, running: int, headed: bool) -> bool:
    """Far more headlines than text: a list of stories."""
    if statements.article:
        return False
    kind = (statements.meta.get("og:type") or "").lower()
    stated = kind in ("website", "") and bool(
        statements.types & {"CollectionPage", "ItemList", "SearchResultsPage"}
    )
    # A section that explains itself above its list has few links for a section.
    many = MANY_LINKS if headed or statements.says_article else SOME_LINKS
    if links >= many and running < links * 25:
        return True
    if _SECTION_PATH.match(urlsplit(url).path) and links >= 8 and running < 1500:
        return True
    return stated and links >= 10 and running < 1200


def _list_reason(statements: Statements, url: str) -> str:
    return "home-page" if _HOME_PATH.match(urlsplit(statements.canonical or url).path) else "list-page"


def are_teasers(
    survey: Survey, pruned: Pruned, title: int | None, container: Container | None, url: str
) -> bool:
    """Does the running text stand in short pieces under linked headlines, as on a list of stories?"""
    if container is None:
        return False
    core = container.core
    pieces: list[float] = []
    under = 0.0
    headline = -100
    place, count = 0, len(survey.elements)
    while place < count:
        if place in pruned.cut:
            place = survey.last[place] + 1
            continue
        own = survey.own[place]
        if (
            own >= 15
            and survey.own_links[place] > 0.8 * own
            and survey.elements[survey.block[place]].tag != "li"
        ):
            tag = survey.elements[place].tag
            if place != title or not (tag == "h1" or _leads_to_itself(survey, place, url)):
                headline = place
        elif survey.prose[place] and core <= place <= survey.last[core]:
            pieces.append(survey.prose[place])
            if place - headline <= _TEASER_DISTANCE:
                under += survey.prose[place]
        place += 1
    if not pieces or max(pieces) > _TEASER_CHARS:
        return False
    return under >= 0.6 * sum(pieces)


def is_headed(survey: Survey, title: int | None, text: str, url: str) -> bool:
    """Is ``text`` the headline of one story: an H1 that is a sentence, leads nowhere and announces no list?

    Under such a one, links to other stories between the paragraphs are "read also" and not headlines.
    """
    return (
        title is not None
        and survey.elements[title].tag == "h1"
        and len(text.split()) >= _HEADLINE_WORDS
        and not notices.LIST_TITLE.search(fold(text))
        and _leads_to_itself(survey, title, url)
    )


def is_one_teaser(survey: Survey, title: int | None, url: str, container: Container | None) -> bool:
    """Does the headline lead to another page, with a few sentences under it: a list of one story?

    An H1 may lead anywhere, and a headline to its own page: themes do that.
    """
    if title is None or survey.elements[title].tag == "h1" or (container and container.prose > _ONE_TEASER):
        return False
    return not _leads_to_itself(survey, title, url)


def _leads_to_itself(survey: Survey, place: int, url: str) -> bool:
    """Does every link around or in an element lead to the page it stands on (or is there none)?"""
    element = survey.elements[place]
    links = [*(e for e in element.iterancestors() if e.tag == "a"), *element.iter("a")]
    return all(leads_to_same_page(link.get("href") or "", url) for link in links)


def _cards(blocks: list[Block], url: str) -> bool:
    """Is the text a row of teasers: linked headline, a sentence or two, linked headline ...?"""
    running = [n for n, b in enumerate(blocks) if is_running(b) and b.linked < 0.5]
    if not running:
        return False
    headed = [n for n in running if any(_is_linked_headline(b, url) for b in blocks[max(0, n - 2) : n])]
    mean = sum(len(blocks[n].text) for n in running) / len(running)
    return len(headed) >= 0.6 * len(running) and mean < 400


def _is_linked_headline(block: Block, url: str) -> bool:
    elsewhere = any(not leads_to_same_page(href, url) for href in block.hrefs)
    return elsewhere and block.linked > 0.8 and len(block.text) >= 15


def _has_player(root: HtmlElement) -> bool:
    for element in root.iter("video", "iframe", "amp-youtube", "amp-video", "amp-iframe"):
        if element.tag in ("video", "amp-youtube", "amp-video") or _VIDEO_PLAYERS.search(
            element.get("src") or element.get("data-src") or ""
        ):
            return True
    return False
