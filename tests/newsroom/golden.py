"""Golden data: what a crawl of the newsroom should find on every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tests.newsroom import traps
from tests.newsroom.edition import SECTIONS, Printed
from tests.newsroom.markup import image
from tests.newsroom.site import Site
from tests.newsroom.stories import Relevant, nfc


@dataclass(frozen=True, slots=True)
class Expected:
    """One page, and what should come of it."""

    outlet: str
    shape: str
    url: str
    """Canonical URL: absolute, percent-encoded, without tracking parameters."""
    kind: str
    """``article``, or why there is no story: home, section, video, not-found, soft-404, login, pdf,
    too-large, redirect-loop, robots (a story that robots.txt forbids to fetch)."""
    announced: bool
    """A source that the registry file names points to it, on its first page."""
    story: str | None = None
    """Id of the story; two outlets that print one wire copy have the same."""
    title: str = ""
    text: tuple[str, ...] = ()
    """Standfirst (if the story has one) and paragraphs, NFC, by the policy of ``data/pages/POLICY.md``
    where `optional` does not say otherwise."""
    copy: str = ""
    """Where the text is instead, if the page itself has none."""
    optional: str = ""
    """The dateline that runs into the first sentence (``नई दिल्ली, 24 नवंबर (भाषा) ``): neither required
    nor wrong in the text, since one rule keeps it there and another moves it into a field."""
    foreign: tuple[str, ...] = ()
    """Furniture on the page that must not turn up in the text."""
    authors: tuple[str, ...] = ()
    """People of the byline; empty where a desk signs."""
    desk: str = ""
    """The desk or outlet that signs where no person does: acceptable beside or instead of no authors."""
    published: datetime | None = None
    """Aware. None where neither page nor feed states it."""
    published_from: Literal["page", "feed", "nowhere"] = "page"
    """Where a machine or a reader finds the instant; ``feed`` where the page has none, or a wrong one."""
    modified: datetime | None = None
    """Set once the story was edited."""
    dateline: str = ""
    """Place, where the page prints it."""
    agency: str = ""
    """Agency, where the page credits it."""
    section: str = ""
    image: str = ""
    language: str = ""
    relevant: Relevant = "no"
    tags: tuple[str, ...] = ()
    version: int = 1


def expected(site: Site) -> Iterator[Expected]:
    """Every page of `site` that is out now, stories first."""
    pages = site.pages()
    for page in pages:
        yield _article(site, page, pages)
    yield Expected(site.outlet.id, site.outlet.shape, site.home + "/", "home", _announces_traps(site))
    yield Expected(site.outlet.id, site.outlet.shape, site.home + "/hata-diya-gaya/", "not-found", False)
    for section in sorted({p.story.section for p in pages}):
        announced = _announces_traps(site) and section == "raksha"
        yield Expected(site.outlet.id, site.outlet.shape, f"{site.home}/{section}/", "section", announced)
    for source in site.outlet.sources:
        if source.kind == "section" and source.path.strip("/") not in SECTIONS:
            yield Expected(site.outlet.id, site.outlet.shape, site.home + source.path, "section", False)
    if _announces_traps(site):
        for trap in traps.TRAPS:
            if trap.kind not in ("home", "section"):
                yield Expected(site.outlet.id, site.outlet.shape, site.home + trap.address, trap.kind, True)


_NOT_FEEDS = ("html-error", "status-500", "comments")


def _announces_traps(site: Site) -> bool:
    return any(source.traps for source in site.outlet.sources)


def _article(site: Site, page: Printed, pages: tuple[Printed, ...]) -> Expected:
    _, asides = site.article(page, pages)
    outlet, story = page.outlet, page.story
    paragraphs = tuple(p.removeprefix("## ").removeprefix("- ") for p in page.text.paragraphs)
    standfirst = (page.text.standfirst,) if page.text.standfirst else ()
    whole = " ".join((page.text.title, page.opening, *standfirst, *paragraphs))
    foreign = {nfc(a) for a in asides}
    where = outlet.date_from if page.trap != "undated" or outlet.date_from == "page" else "nowhere"
    return Expected(
        outlet=outlet.id,
        shape=outlet.shape,
        url=site.home + page.address,
        kind="robots" if page.trap == "robots" else "article",
        announced=any(
            s.listed
            and s.section in ("", story.section)
            and s.form not in _NOT_FEEDS
            and (not s.per_page or page in pages[: s.per_page])  # older ones are on further pages
            for s in outlet.sources
        ),
        story=story.id,
        copy=f"{site.home}{page.address}amp/" if outlet.shape == "shell" else "",
        title=page.text.title,
        text=standfirst + paragraphs,
        optional=page.opening.strip(),
        # Short ones (विज्ञापन, होम) may well be words of a story.
        foreign=tuple(sorted(f for f in foreign if len(f) > 24 and f not in whole)),
        authors=page.authors,
        desk="" if page.authors else outlet.notices["desk"],
        published=None if where == "nowhere" else page.published,
        published_from=where,
        modified=page.modified,
        dateline=story.dateline if page.opening else "",
        agency=story.agency if any(story.agency in shown for shown in (page.opening, *asides)) else "",
        section=page.section_name,
        image=site.home + image(page),
        language=story.language,
        relevant=story.relevant,
        tags=story.tags,
        version=page.version,
    )
