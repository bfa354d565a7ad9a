"""Stories that are visited again: which are asked conditionally, and what a 304 then means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipelines import revisits
from pipelines.answers import validators
from pipelines.store import Lease
from pipelines.storing import StoreThread

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class Revisits:
    """The part of a spider that knows of earlier visits to a page. See `pipelines.revisits`."""

    def __init__(self, crawler: Crawler) -> None:
        self._store = StoreThread.of(crawler)
        self._plan = revisits.plan(crawler.settings["PRAHARI_REVISIT_HOURS"])
        self._crawler = crawler

    async def conditions(self, leases: Sequence[Lease]) -> list[tuple[Lease, Mapping[str, str]]]:
        """The leases, each with the headers of its request: none where the whole is asked for."""
        now = datetime.now(UTC)
        asked = {lease.outlet for lease in leases if lease.story_at and lease.validators.headers}
        # A server whose 304s about a feed were false is not believed about pages, either.
        liars = await self._store.run(self._store.store.distrusted, now) if asked else set()
        return [(lease, self._headers(lease, now) if lease.outlet not in liars else {}) for lease in leases]

    def _headers(self, lease: Lease, now: datetime) -> Mapping[str, str]:
        if lease.story_at is None or self._plan.is_last(lease.story_at, now):
            return {}
        self._count("asked")
        return lease.validators.headers

    async def unchanged(self, key: str, at: datetime) -> None:
        """The server says that the page is as it was."""
        await self._store.run(self._store.store.unchanged, key, at)
        self._count("304")

    def remember(self, key: str, response: Response) -> None:
        """What the server says of the page is stored with its outcome, not before: else a kill in between
        would make the next visit take an edit for known."""
        said = validators(response.headers.get(b"ETag"), response.headers.get(b"Last-Modified"))
        if said.headers:
            self._store.validators[key] = said

    def _count(self, what: str) -> None:
        stats = self._crawler.stats
        assert stats is not None
        stats.inc_value(f"prahari/revisits/{what}")
