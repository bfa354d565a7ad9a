"""What reading a source gives: the links that it announced, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pipelines.entry import Entry

Kind = Literal["rss", "atom", "rdf", "json", "sitemap", "sitemapindex", "section", "posts"]
"""The format found, whatever the outlet file or the Content-Type call it. ``rss`` is RSS 0.91 to 2.0 (and the
channels of 1997's CDF), ``rdf`` RSS 0.90 and 1.0, ``sitemap`` XML or a plain list of addresses,
``section`` a page for readers, ``posts`` those of WordPress's REST API."""


@dataclass(frozen=True, slots=True)
class RefusedEntry:
    """Something that the source announced and that cannot be visited."""

    reason: str
    """``no-link``, ``bad-link``, ``home-link`` (to a home page), ``too-many-entries``,
    ``truncated``."""
    detail: str
    """One line for a person."""
    title: str | None = None
    link: str | None = None
    """As stated."""
    guid: str | None = None
    count: int = 1
    """How many entries this stands for: more than one only for ``too-many-entries``."""


@dataclass(frozen=True, slots=True)
class ChildSitemap:
    """A sitemap that a sitemap index lists."""

    url: str
    lastmod: datetime | None = None
    """Aware; when the child changed last, as the index states it."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A source that was read. Entries in the order of the source, each link once."""

    kind: Kind
    entries: tuple[Entry, ...] = ()
    refused: tuple[RefusedEntry, ...] = ()
    children: tuple[ChildSitemap, ...] = ()
    """Only of a sitemap index."""
    title: str | None = None
    """The source's own name."""
    home: str | None = None
    """The web page that the feed belongs to."""
    language: str | None = None
    """BCP 47 tag as the source states it; many Hindi feeds state ``en-US``."""
    hub: str | None = None
    """WebSub hub."""
    next: str | None = None
    """The next older page of the source (RFC 5005, JSON Feed ``next_url``, ``Link`` header, WordPress's
    ``paged``); where that is only the platform's convention, it may not be there."""
    ttl: int | None = None
    """Minutes for which the source asks not to be polled again."""
    merged: int = 0
    """Entries that repeated another one and were merged into it."""
    notes: tuple[str, ...] = ()
    """What was wrong with the source and could be read nevertheless; one line each."""


@dataclass(frozen=True, slots=True)
class SourceRefused:
    """The answer is no source."""

    reason: str
    """``empty``, ``not-a-feed``, ``unsafe-xml`` (entity declarations), ``bad-gzip``, ``too-big``,
    ``unreadable`` (a feed, but nothing could be made of it), ``no-list`` (a section page without a list of
    stories), ``api-error`` (WordPress says why not), ``no-such-category``."""
    detail: str
    """One line for a person: what was found instead."""
