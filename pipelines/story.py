"""A story, or the reason why there is none.

Every stage of the pipeline takes a `Story` and returns a `Story` (with more fields known) or a
`Rejected`. An expected outcome is never an exception, and nothing is dropped silently.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from pipelines.entry import SourceRef


@dataclass(frozen=True, slots=True, order=True)
class Tag:
    """A concept of the vocabulary that a story is about."""

    id: str
    """The concept's id, such as ``drdo`` or ``c-china``."""
    type: str
    """``force``, ``missile``, ``person``, ``country``, ``event_type`` ... (the vocabulary's types)."""
    label_hi: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Story:
    """A news story. Fields below `fetched_at` are filled in stage by stage."""

    url: str
    """Canonical URL (`pipelines.urls.canonical`); a story's identity."""
    outlet: str
    """Outlet id; empty if no outlet owns the host."""
    title: str
    """The story's own headline, site name cut off, NFC."""
    text: str = field(repr=False)
    """The story's text and nothing else: paragraphs separated by one newline, NFC."""
    fetched_at: datetime
    """When the page was fetched; aware, UTC."""
    source: SourceRef
    """What announced the story."""
    authors: tuple[str, ...] = ()
    """People in the byline, as printed."""
    published: datetime | None = None
    """Aware, in the zone that the page states, else +05:30; never later than `fetched_at` + 1 day."""
    published_from: str | None = None
    """Where `published` was found: ``rule`` (the outlet's own), ``json-ld``, ``meta``, ``time``, ``page`` (as
    readers see it), ``feed``, ``url``."""
    modified: datetime | None = None
    """Aware; only where page or feed state it, and not before `published`."""
    modified_from: str | None = None
    """Where `modified` was found, as in `published_from`."""
    language: str | None = None
    """ISO 639-1 code found on the body (language stage)."""
    declared_language: str | None = None
    """Language as page or feed declare it, often wrongly: a BCP 47 tag such as ``hi`` or ``hi-IN``."""
    keywords: tuple[str, ...] = ()
    """Keywords as the page states them."""
    paywalled: bool = False
    """The page says that it shows only the beginning to readers who have not paid; `text` is that."""
    rules_used: tuple[str, ...] = field(default=(), repr=False, compare=False)
    """Those of the outlet's extraction rules that matched on the page, as `pipelines.page.Hints.rules` names
    them."""
    rules_missed: tuple[str, ...] = field(default=(), repr=False, compare=False)
    """Those that matched nothing."""
    summary: str | None = None
    """The standfirst as the page or the feed states it, else the first two sentences (tags stage)."""
    image: str | None = None
    """Absolute URL of the lead picture."""
    section: str | None = None
    """The outlet's section as the page states it."""
    agency: str | None = None
    """Agency credited with the story, as printed (भाषा, एएनआई ...)."""
    dateline: str | None = None
    """Place of the dateline, as printed."""
    tags: tuple[Tag, ...] = ()
    """Concepts in the order of their weight (tags stage)."""
    tag_names: tuple[str, ...] = field(default=(), repr=False)
    """All Hindi, English and abbreviated names of the tags' concepts, for the index only: so DRDO
    finds a story that prints डीआरडीओ."""
    relevance: float | None = None
    """0 to 1, how surely this is defence news (relevance stage)."""
    relevant: bool | None = None
    """`relevance` at or above the threshold."""
    evidence: tuple[tuple[str, float], ...] = field(default=(), repr=False)
    """Why `relevance` is what it is: concept or ``topic:...`` and what it adds to the logit, strongest
    first."""
    cluster_id: str | None = None
    """Id of the first story with this text; the story's own id if it is the first."""
    version: int = 1
    """1 for the text as first seen, one more for each later change of title or text."""
    requested_url: str = ""
    """URL under which the source announced it, cleaned; counts as seen together with `url`."""
    announced: datetime | None = None
    """Latest instant that the source stated (published or updated); a later one makes the crawl look
    again."""

    @property
    def id(self) -> str:
        """Sixteen hex digits made from the canonical URL."""
        return story_id(self.url)

    @property
    def event_type(self) -> tuple[str, ...]:
        """Ids of the tags that are events (``ev-test`` ...), weightiest first."""
        return tuple(tag.id for tag in self.tags if tag.type == "event_type")

    @property
    def countries(self) -> tuple[str, ...]:
        """Ids of the countries involved, weightiest first; ``c-india`` only beside another country."""
        found = tuple(tag.id for tag in self.tags if tag.type == "country")
        return () if found == ("c-india",) else found


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why a page, an entry or a source gave no story."""

    stage: str
    """``source``, ``entry``, ``fetch``, ``extract``, ``language``, ``relevance``, ``duplicates``."""
    reason: str
    """Short, stable, in lower case with hyphens, to be counted by: ``no-text``, ``not-hindi`` ..."""
    detail: str
    """One line for a person: what was found, with figures."""
    url: str
    """Canonical URL, or the URL as known at that stage."""
    outlet: str
    at: datetime
    """When the page was fetched or the refusal happened; aware, UTC."""
    source: SourceRef | None = None
    story: Story | None = field(default=None, repr=False)
    """What was known by then. Kept (for a set time) for language, relevance and duplicates, so that a
    better rule can take the story back."""
    final: bool = True
    """False if the same URL is worth trying again (time-outs, 5xx): then it does not count as seen."""
    requested_url: str = ""
    """As in `Story`."""
    announced: datetime | None = None
    """As in `Story`."""


Outcome = Story | Rejected
Stage = Callable[[Story], Outcome]


def story_id(url: str) -> str:
    """The id under which store and index know the story with this canonical URL."""
    return sha256(url.encode()).hexdigest()[:16]


def reject(story: Story, stage: str, reason: str, detail: str) -> Rejected:
    """Refuse `story`, keeping what is known of it."""
    return Rejected(
        stage=stage,
        reason=reason,
        detail=detail,
        url=story.url,
        outlet=story.outlet,
        at=story.fetched_at,
        source=story.source,
        story=story,
        requested_url=story.requested_url,
        announced=story.announced,
    )


def export(story: Story) -> dict[str, Any]:
    """The story as ``scrapy export`` prints it: a contract, so fields are added but never renamed.

    Times are ISO 8601 with offset; ``tags`` is a list of {id, type, label_hi, label_en}, ``evidence``
    one of {id, value}; ``source`` is {kind, url}; what is not known is None (or an empty list).
    """

    def instant(value: datetime | None) -> str | None:
        return value.isoformat() if value else None

    return {
        "url": story.url,
        "outlet": story.outlet,
        "title": story.title,
        "text": story.text,
        "authors": list(story.authors),
        "published": instant(story.published),
        "modified": instant(story.modified),
        "fetched_at": instant(story.fetched_at),
        "language": story.language,
        "relevant": story.relevant,
        "relevance": story.relevance,
        "tags": [
            {"id": t.id, "type": t.type, "label_hi": t.label_hi, "label_en": t.label_en} for t in story.tags
        ],
        "event_type": list(story.event_type),
        "countries": list(story.countries),
        "evidence": [{"id": id, "value": value} for id, value in story.evidence],
        "agency": story.agency,
        "cluster_id": story.cluster_id,
        "version": story.version,
        "image": story.image,
        "section": story.section,
        "summary": story.summary,
        "dateline": story.dateline,
        "published_from": story.published_from,
        "modified_from": story.modified_from,
        "keywords": list(story.keywords),
        "declared_language": story.declared_language,
        "paywalled": story.paywalled,
        "source": {"kind": story.source.kind, "url": story.source.url},
    }
