"""An entry: a link that a source announced, with whatever the source said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Where a story was announced."""

    kind: str
    """``feed``, ``sitemap``, ``section`` ..., or ``page`` for a page asked for by hand."""
    url: str
    """Address of the source; of the page itself for kind ``page``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One announced link. Everything but the link may be missing: sources are sloppy."""

    link: str
    """Absolute http(s) URL as announced, cleaned of tracking parameters (`pipelines.urls`)."""
    source: SourceRef
    """The source that announced it."""
    title: str | None = None
    """Plain text, entities and tags resolved, NFC; never an empty string."""
    published: datetime | None = None
    """Aware. Indian sources without a zone mean +05:30."""
    updated: datetime | None = None
    """Aware. When the source says that the story changed last."""
    summary: str | None = None
    """Plain text of the description."""
    full_text: str | None = None
    """HTML of the whole story where the feed carries it (content:encoded, Atom content, JSON Feed
    ``content_html``), untouched; None where the feed has only a summary."""
    categories: tuple[str, ...] = ()
    """Category labels as printed, without empties and repetitions."""
    guid: str | None = None
    """The source's own identifier as stated; not necessarily a URL."""
    authors: tuple[str, ...] = ()
    """Names as the source states them."""
    image: str | None = None
    """Absolute URL of the picture that goes with the entry."""
    language: str | None = None
    """BCP 47 tag as the source states it (news sitemaps do)."""

    past: bool = False
    """Found by looking back: without a date of its own, its story counts as one of long ago."""

    @property
    def announced(self) -> datetime | None:
        """The latest instant that the source states; aware."""
        return max((at for at in (self.published, self.updated) if at is not None), default=None)
