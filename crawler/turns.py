"""A backfill takes turns with visits: it has the outlet to itself for a window, and news goes first.

Two crawls never work on one outlet. A backfill that kept it for days would keep visits away as long.
"""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from crawler.leases import Leases
from crawler.ready import facts
from crawler.timetable import standing
from pipelines.storing import StoreThread

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.outlet import Outlet

logger = logging.getLogger(__name__)

LOOK_AGAIN: Final = 2.0
"""Seconds."""
ASIDE: Final = 60.0
"""Seconds for which a backfill steps aside for a visit that is due; if none comes, nobody is watching."""
NOT_AGAIN: Final = 900.0
"""Seconds for which it does not do so then."""


class Turns:
    """One outlet's turns."""

    def __init__(self, crawler: Crawler, leases: Leases) -> None:
        self._store = StoreThread.of(crawler)
        self._leases = leases
        self._settings = crawler.settings
        self._aside_at = 0.0

    async def take(self, outlet: Outlet) -> None:
        """Have the outlet to this crawl alone; waits for a crawl that has it."""
        if await self._leases.take([outlet], quietly=True):
            return
        logger.info("%s: waiting until the other crawl is done", outlet.id)
        while not await self._leases.take([outlet], quietly=True):
            await asyncio.sleep(LOOK_AGAIN)

    async def give_back(self, outlet: Outlet) -> None:
        """The window is read: if a visit is due, there is time for it now."""
        await self._leases.give_back([outlet.id])
        begun = time.monotonic()
        if begun < self._aside_at:
            return
        while await self._is_due(outlet):
            if time.monotonic() - begun > ASIDE:
                self._aside_at = time.monotonic() + NOT_AGAIN
                return
            await asyncio.sleep(LOOK_AGAIN)

    async def _is_due(self, outlet: Outlet) -> bool:
        """Whether a visit is due, or wanted. Outlets that were never visited have no visits."""
        now = datetime.now(UTC)
        known = await self._store.run(facts, self._store.store, {outlet.id: outlet}, now)
        stands = standing(outlet, known[outlet.id], self._settings, now)
        # Due for its pages only is what the backfill itself makes it.
        visit = stands.state == "due" and stands.due_at is not None and stands.due_at <= now
        return visit or stands.state == "wanted"
