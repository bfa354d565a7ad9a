"""Whose an address is, and whether what is there is of use as a source. Nothing here fetches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from crawler.failures import FetchFailure
from crawler.fetcher import Fetched
from crawler.hosts import HostPattern, patterns_for, same_site
from crawler.inspection import Inspection, fault
from crawler.outlet import Outlet
from crawler.outletfile import same_source
from crawler.registry import Registry

OWN: Final = 0.5
"""Share of the items that must lead to the outlet's own pages."""
_FEED_SERVICES: Final = frozenset({"feeds.feedburner.com", "feeds2.feedburner.com"})


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges for one outlet."""

    outlet: Outlet
    registry: Registry
    now: datetime

    def stranger(self, url: str) -> str | None:
        """Why no source of the outlet can be there; None if one can."""
        if other := self.other_outlet(url):
            return f"belongs to the outlet {other}"
        return None if self.own_host(url) else "is on a host that is not the outlet's"

    def other_outlet(self, url: str) -> str | None:
        owner = self.registry.outlet_for_url(url)
        if owner is not None and owner.id != self.outlet.id:
            return owner.id
        same = same_source(url)
        others = (o for o in self.registry.values() if o.id != self.outlet.id)
        return next((o.id for o in others if any(same_source(s.url) == same for s in o.sources)), None)

    def own_host(self, url: str) -> bool:
        """Whether a source may be there: its hosts, others below its registered name, FeedBurner."""
        known = {HostPattern.parse(host) for host in (*self.outlet.hosts, *self.outlet.feed_hosts)}
        if known & set(patterns_for(url)):
            return True
        return same_site(url, self.outlet.home) or (urlsplit(url).hostname or "") in _FEED_SERVICES

    def own_page(self, url: str) -> bool:
        if self.outlet.paths:
            owner = self.registry.outlet_for_url(url)
        else:
            owner = self.registry.owner(url, announced_by=self.outlet)
        return owner is not None and owner.id == self.outlet.id

    def refusal(self, inspection: Inspection, kind: str) -> str | None:
        """Why the source is not kept; None if it is."""
        if reason := fault(inspection, kind, self.now):
            return reason
        own = sum(map(self.own_page, inspection.links))
        if own < OWN * len(inspection.links):
            return f"only {own} of {len(inspection.links)} items are the outlet's own"
        return None

    def address(self, answer: Fetched | FetchFailure, url: str) -> str:
        """Where the source is now: the new address if it has moved for good and to somewhere allowed."""
        moved = answer.moved_to if isinstance(answer, Fetched) else None
        return moved if moved and self.own_host(moved) and not self.other_outlet(moved) else url
