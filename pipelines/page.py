"""A page: bytes as fetched. Live crawl, replay and a file on disk all yield this one type.

Nothing after it knows where the page came from (the habit is fundus's
``src/fundus/scraping/html.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pipelines.entry import Entry, SourceRef


@dataclass(frozen=True, slots=True)
class Hints:
    """What an outlet's file says about its pages. Selectors are CSS, or XPath if they begin with / or (."""

    body: tuple[str, ...] = ()
    """Where the story text is; the first selector that matches wins."""
    drop: tuple[str, ...] = ()
    """What to remove before extraction."""
    title: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    valid_until: date | None = None
    """Last day on which pages had this layout; None while it is in use."""
    day_first: bool = True
    """How the outlet writes 03/04/2026: True for 3 April."""
    older: tuple[Hints, ...] = ()
    """Layouts from before this one, the newest first: for stories that still have theirs."""

    @property
    def rules(self) -> dict[str, str]:
        """Field → name of its rule, such as ``body: div.story, //article``; without fields that have none."""
        fields = {
            "body": self.body,
            "drop": self.drop,
            "title": self.title,
            "authors": self.authors,
            "published": self.published,
        }
        return {name: f"{name}: {', '.join(found)}" for name, found in fields.items() if found}


@dataclass(frozen=True, slots=True)
class Page:
    """One fetched document, before anybody has looked into it."""

    url: str
    """Where the bytes came from, after redirects."""
    outlet: str
    """Outlet id; an empty string if no outlet owns the host."""
    body: bytes = field(repr=False)
    """As served, content encoding (gzip, br) removed, character encoding untouched."""
    fetched_at: datetime
    """Aware, UTC."""
    source: SourceRef
    """What announced the page."""
    requested_url: str = ""
    """The URL that was asked for before redirects, cleaned; `url` if empty."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Response headers, names in lower case."""
    status: int = 200
    """HTTP status."""
    entry: Entry | None = field(default=None, repr=False)
    """What the source said of the story; None for a page asked for by hand."""
    hints: Hints = field(default_factory=Hints, repr=False)
    """The outlet's extraction hints."""
    outlet_names: tuple[str, ...] = field(default=(), repr=False)
    """Names of the outlet (to be cut off titles and refused as authors)."""
