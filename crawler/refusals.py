"""Entries of a source that cannot be visited, as refusals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urljoin

from crawler.outlet import Outlet
from crawler.sources import Announced
from pipelines.entry import SourceRef
from pipelines.story import Rejected
from pipelines.urls import BadUrl, canonical


def refused_entries(read: Announced, outlet: Outlet, source: SourceRef, now: datetime) -> Iterable[Rejected]:
    """Entries that cannot be visited, under their link or, where they have none, under the source's."""
    for number, entry in enumerate(read.refused):
        link = urljoin(source.url, entry.link or "")
        if not entry.link or not link.startswith(("http://", "https://")):
            link = f"{source.url}#{entry.guid or entry.title or number}"
        url = canonical_or(link)
        yield Rejected("entry", entry.reason, entry.detail, url, outlet.id, now, source, final=False)


def canonical_or(url: str) -> str:
    """The canonical form of ``url``; ``url`` itself if it has none, or a fragment tells entries apart."""
    try:
        return url if "#" in url else canonical(url)
    except BadUrl:
        return url
