"""``scrapy crawl all``: every outlet that is due, as `crawler.timetable` has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from crawler.ready import Ready, facts, ready
from crawler.registry import Outlet
from crawler.replay import outlet_ids
from crawler.spiders.outlet import OutletSpider
from crawler.timetable import DISCOVERY_INTERVAL, Facts


class AllSpider(OutletSpider):
    """Crawls all that are due; ``-a force=1``: those that are not, too; ``-a outlets=a,b``: of these."""

    name = "all"
    ready: Ready

    def __init__(self, *args: Any, force: str = "0", outlets: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only = outlet_ids(outlets)
        self.force = force.strip().lower() in ("1", "true", "yes")
        self.eager = self.force

    async def chosen(self) -> list[Outlet]:
        outlets = {id: outlet for id, outlet in self.registry.items() if not self.only or id in self.only}
        store, now = self.store.store, datetime.now(UTC)
        known = await self.store.run(facts, store, outlets, now)
        self.ready = ready(known, outlets, self.settings, now)
        if self.force:
            ids = [id for id, of_outlet in known.items() if self._may_be_searched(id, of_outlet, now)]
        else:
            ids = list(self.ready.visit)
        self.among = len(outlets)
        return [outlets[id] for id in ids]

    def _may_be_searched(self, id: str, known: Facts, now: datetime) -> bool:
        """Sources are not looked for more often than each day, forced or not."""
        last = known.state and known.state.last_polled
        return bool(self.registry[id].enabled_sources or not last or now - last >= DISCOVERY_INTERVAL)

    async def with_work(self, chosen: Sequence[Outlet]) -> Sequence[Outlet]:
        """Those with pages to fetch, whether their sources are due or not."""
        return chosen if self.force else [self.registry[id] for id in self.ready.pages]
