"""The first stage: a page becomes a story, or the reason why it is none.

The steps are in `pipelines.extraction`, one a file; this one puts them in order and knows no more of them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from lxml.html import HtmlElement

from pipelines.extraction.assembly import (
    first_paragraph,
    lines_above,
    story_lines,
    third_paragraph,
    unmarked_headline,
)
from pipelines.extraction.blocks import headline_text, read_blocks
from pipelines.extraction.byline import find_byline
from pipelines.extraction.container import find_container, headline_links
from pipelines.extraction.dates import find_dates
from pipelines.extraction.document import Unparsable, parse
from pipelines.extraction.encoding import decode, legacy_font, may_be_legacy, mend, mojibake_share, not_text
from pipelines.extraction.filters import story_blocks
from pipelines.extraction.headline import Headline, find_headline
from pipelines.extraction.layout import find_layout, instant_texts
from pipelines.extraction.metadata import find_image, find_keywords, find_language, find_section
from pipelines.extraction.names import Byline, read_names
from pipelines.extraction.notarticle import (
    Refusal,
    are_teasers,
    is_headed,
    is_one_teaser,
    refuse_page,
    refuse_size,
    refuse_text,
)
from pipelines.extraction.paywall import is_paywalled, states_paywall, until_prompt
from pipelines.extraction.pruning import prune
from pipelines.extraction.repetition import without_repetition
from pipelines.extraction.signature import take_signature
from pipelines.extraction.standfirst import find_standfirst
from pipelines.extraction.statements import Statements, read_statements
from pipelines.extraction.surroundings import Around, look_around
from pipelines.extraction.survey import survey
from pipelines.extraction.unmarked import names_the_site, site_names
from pipelines.page import Page
from pipelines.stage import StagePipeline
from pipelines.story import Rejected, Story
from pipelines.urls import BadUrl, page_canonical
from search.text import cut, devanagari_share, match_key, nfc

STAGE: Final = "extract"
MOJIBAKE: Final = 0.05
"""Share of double-encoded Devanagari from which a text is unreadable."""
_TITLE: Final = 100
"""User-perceived characters of the first line that stand in for a title, at most."""


def extract(page: Page) -> Story | Rejected:
    """The story on `page`; never raises for what a page may hold."""
    if what := not_text(page.body):
        return _rejected(page, page.url, Refusal("unreadable", f"{what} of {len(page.body):,} bytes"))
    decoded = decode(page.body, page.headers.get("content-type"))
    try:
        root = parse(decoded.text)
    except Unparsable as error:
        return _rejected(page, page.url, Refusal("unreadable", f"{error} ({decoded.encoding})"))
    statements = read_statements(root, page.url)
    url = _url(page, statements)
    found = _read(root, statements, page, url)
    if isinstance(found, Refusal) and found.reason in _NO_TEXT and page.entry and page.entry.full_text:
        found = _from_feed(page, statements, url) or found
    latin = isinstance(found, Story) and devanagari_share(found.text[:_SAMPLE]) < _DEVANAGARI
    textless = isinstance(found, Refusal) and found.reason in (*_NO_TEXT, "list-page")
    if (latin or textless) and may_be_legacy(decoded.text):
        shown = "\n".join(
            " ".join(e.text_content().split())
            for e in root.iter("p", "td", "div", "font", "span", "h1")
            if not len(e) or e.tag in ("p", "font")
        )
        if why := legacy_font(shown, decoded.text):
            found = Refusal("legacy-font", why)
    return _rejected(page, url, found) if isinstance(found, Refusal) else found


_SAMPLE: Final = 600
"""Characters that tell the script of a text."""
_DEVANAGARI: Final = 0.1
"""Share of Devanagari below which a text may be Hindi in a legacy font."""
_NO_TEXT: Final = frozenset(("no-text", "too-short", "video-without-text"))


def _read(root: HtmlElement, statements: Statements, page: Page, url: str) -> Story | Refusal:
    seen = survey(root)
    rules = find_layout(root, page.hints, page.fetched_at.date(), _stated_day(statements, page, url))
    headline = find_headline(seen, statements, page.outlet_names)
    chosen = next(iter(rules.title), None)
    if chosen is not None:  # an element without children is false
        headline = Headline(headline_text(chosen), seen.index.get(chosen))
    headed = is_headed(seen, headline.place, headline.text, url)
    pruned = prune(seen, headline.place, frozenset(rules.drop), closed=states_paywall(statements) is True)
    pruned = without_repetition(seen, pruned, headline.place, url, headed or statements.says_article)
    container = find_container(seen, pruned, headline.place)
    links = headline_links(seen)
    if refusal := refuse_page(root, statements, url, headline.text, page.status, container, links):
        return refusal
    tops = [place for e in rules.body if (place := seen.index.get(e)) is not None]
    if not tops and container:
        tops = [container.place]
    raw = [block for top in tops for block in read_blocks(seen, pruned, top)]
    if refusal := refuse_size(raw):
        return refusal
    core = None
    if container and tops == [container.place]:
        core = (container.core, seen.last[container.core])
    kept = story_blocks(raw, headline.text, headline.place, core)
    kept = until_prompt(kept, raw, states_paywall(statements) is True)
    if chosen is None and names_the_site(headline.text, site_names(seen, url), url):
        headline = unmarked_headline(seen, pruned, raw, kept, url) or Headline("", None)
        kept = [b for b in kept if b.text != headline.text]
    lines, agency, opening = story_lines(kept, raw)
    end_of_text = max((b.place for b in kept if lines and lines[-1] in b.text), default=0)
    lines, signed = take_signature(lines, [b for b in raw if b.place > end_of_text > 0])
    begin = first_paragraph(kept, tops)
    if tops and not rules.body:
        apart = headline.place is None or tops[0] > headline.place
        body = tops[0] if apart or not kept else kept[0].place
        first = find_standfirst(seen, pruned, statements, headline.place, body, headline.text)
        if first and match_key(first) not in {match_key(line) for line in lines}:
            lines.insert(0, first)
    text = mend(nfc("\n".join(lines)))[0]
    paywalled = is_paywalled(statements, raw)
    if refusal := refuse_text(
        root,
        statements,
        url,
        raw,
        text,
        links,
        are_teasers(seen, pruned, headline.place, container, url)
        or is_one_teaser(seen, headline.place, url, container),
        headed,
        paywalled,
    ):
        return refusal
    if (share := mojibake_share(text)) > MOJIBAKE:
        return Refusal("unreadable", f"{share:.0%} of the text is UTF-8 encoded twice, with bytes lost")
    start = headline.place if headline.place is not None and headline.place < begin else max(0, begin - 40)
    # A date in the headline is one of the events'.
    below = seen.last[start] + 1 if start == headline.place else start
    told = frozenset(lines)
    places = frozenset(b.place for b in kept if b.text in told)
    stop = third_paragraph(kept, begin)
    end = seen.last[kept[-1].place if kept else tops[-1]]
    heads = lines_above(raw, kept, headline)
    around = look_around(
        seen,
        below,
        stop,
        end,
        page.fetched_at,
        page.hints.day_first,
        places,
        heads,
    )
    dates = find_dates(
        statements,
        around,
        page.fetched_at,
        url=url,
        feed=page.entry.published if page.entry else None,
        feed_updated=page.entry.updated if page.entry else None,
        day_first=page.hints.day_first,
        rule=instant_texts(rules.published),
    )
    byline = find_byline(
        seen,
        statements,
        start,
        stop,
        end,
        [e.text_content() for e in rules.authors],
        places,
        heads,
    )
    entry = page.entry
    return Story(
        url=url,
        outlet=page.outlet,
        title=mend(headline.text)[0] or (entry.title if entry and entry.title else cut(lines[0], _TITLE)),
        text=text,
        fetched_at=page.fetched_at,
        source=page.source,
        authors=_authors(byline if byline.people else Byline(signed, byline.desks), page),
        published=dates.published,
        published_from=dates.source or None,
        modified=dates.modified,
        modified_from=dates.modified_source or None,
        declared_language=find_language(statements, entry),
        keywords=find_keywords(statements),
        paywalled=paywalled,
        rules_used=rules.used,
        rules_missed=rules.missed,
        summary=statements.description or (entry.summary if entry else None),
        image=find_image(statements, seen, start, seen.last[tops[-1]], page.url)
        or (entry.image if entry else None),
        section=find_section(statements, seen, headline.place, headline.text),
        agency=agency or opening.agency or byline.agency,
        dateline=opening.dateline,
        requested_url=page.requested_url or page.url,
        announced=_announced(page),
    )


def _from_feed(page: Page, statements: Statements, url: str) -> Story | Refusal | None:
    """The story from the full text that the feed carried, with what the page states about it."""
    assert page.entry is not None and page.entry.full_text is not None
    try:
        root = parse(f"<html><body><article>{page.entry.full_text}</article></body></html>")
    except Unparsable:
        return None
    found = _read(root, statements, page, url)
    if isinstance(found, Story) and page.entry.title:
        stands_in = cut(found.text.split("\n", 1)[0], _TITLE)
        return replace(found, title=page.entry.title if found.title == stands_in else found.title)
    return found


def _stated_day(statements: Statements, page: Page, url: str) -> date | None:
    """The day of publication as far as it is known before the page's layout is."""
    if not any(hints.valid_until for hints in (page.hints, *page.hints.older)):
        return None  # nobody asks
    feed = page.entry.published if page.entry else None
    nothing = Around((), (), ())
    stated = find_dates(statements, nothing, page.fetched_at, url=url, feed=feed).published
    return stated.date() if stated else None


def _url(page: Page, statements: Statements) -> str:
    try:
        return page_canonical(page.url, statements.canonical, statements.meta.get("og:url"))
    except BadUrl:
        return page.url


def _authors(byline: Byline, page: Page) -> tuple[str, ...]:
    """People of the page, else of the feed; if none, the desk that signs, but never the outlet itself."""
    stated = read_names(page.entry.authors if page.entry else ())
    own = {match_key(name) for name in page.outlet_names}
    names = byline.people or stated.people or (byline.desks or stated.desks)[:2]
    return tuple(name for name in names if match_key(name) not in own)


def _announced(page: Page) -> datetime | None:
    if page.entry is None:
        return None
    return page.entry.announced


def _rejected(page: Page, url: str, refusal: Refusal) -> Rejected:
    return Rejected(
        stage=STAGE,
        reason=refusal.reason,
        detail=refusal.detail,
        url=url,
        outlet=page.outlet,
        at=page.fetched_at,
        source=page.source,
        requested_url=page.requested_url or page.url,
        announced=_announced(page),
    )


class ExtractPipeline(StagePipeline):
    """`extract` in a worker process."""

    stage = STAGE
    function = staticmethod(extract)
    takes = Page
    in_workers = True
