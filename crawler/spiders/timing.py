"""When an outlet is visited next: as often as it publishes, and its dead sources ever more rarely."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from crawler.outlet import Outlet
from crawler.timetable import bounds, fixed
from pipelines import rhythm
from pipelines.storing import StoreThread

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

JITTER: Final = 0.1
"""Share by which a wait is longer or shorter by chance, so that outlets do not come due all at once."""


def jittered(wait: timedelta, floor: timedelta, ceiling: timedelta, random: Random) -> timedelta:
    """`wait`, a little longer or shorter, within `floor` and `ceiling`."""
    return min(max(wait * random.uniform(1 - JITTER, 1 + JITTER), floor), ceiling)


class Timing:
    """The part of a spider that ends visits. `random` is for tests that need the same chance each time."""

    def __init__(self, crawler: Crawler, random: Random | None = None) -> None:
        self._settings = crawler.settings
        self._store = StoreThread.of(crawler)
        self._random = random or Random()

    async def visited(
        self, outlet: Outlet, ok: bool, news: Sequence[datetime | None], now: datetime, least: timedelta
    ) -> None:
        """A visit has ended; `news` as `SourceReader.news` tells. The next one is `least` away, or more."""
        store = self._store.store
        known = await self._store.run(store.rhythm, outlet.id)
        # A visit in which a source failed did not see all that came: the next one counts for both.
        learned = rhythm.learn(known, news, now) if ok else known
        planned = fixed(outlet, now) or now + self.wait(outlet, learned, now)
        due = await self._not_before(outlet, max(planned, now + least))
        await self._store.run(store.mark_outlet, outlet.id, ok, due, now, learned if ok else None)

    async def left_alone(self, outlet: Outlet, now: datetime) -> None:
        """Every source of the outlet fails and is to be left alone for a while."""
        due = await self._not_before(outlet, now)
        await self._store.run(self._store.store.put_off, outlet.id, due)

    def wait(self, outlet: Outlet, known: rhythm.Rhythm | None, now: datetime) -> timedelta:
        """How long after now the outlet is worth a visit."""
        floor, ceiling = bounds(outlet, self._settings)
        rates = rhythm.rates(known, timedelta(minutes=outlet.interval))
        return jittered(rhythm.wait(rates, now, floor, ceiling), floor, ceiling, self._random)

    async def _not_before(self, outlet: Outlet, due: datetime) -> datetime:
        """`due`, or when the first of the outlet's sources may be asked."""
        failing = await self._store.run(self._store.store.failing_sources, outlet.id)
        alone = [failing.get(source.url, (0, None))[1] for source in outlet.enabled_sources]
        waiting = [at for at in alone if at is not None]
        return max(due, min(waiting)) if waiting and len(waiting) == len(alone) else due
