"""What was read of a source's archive before, and need not be read again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from crawler.lookback.times import DAY, Bounds
from pipelines.store import Backfilled

LATE: Final = DAY
"""So long after its end a part may still gain stories."""
FRESH: Final = timedelta(days=7)
"""So long a sitemap without any date is not read again."""


@dataclass(frozen=True, slots=True)
class Known:
    """What was read of one source before."""

    parts: tuple[Backfilled, ...]
    now: datetime

    def covers(
        self, part: str, wanted: Bounds, lastmod: datetime | None = None, *, dated: bool = True
    ) -> bool:
        """Whether the part was read for that time, and nothing can have been added since.

        ``dated``: it is for that time only, so it ends with it; else it is whole as long as ``lastmod`` says.
        """
        for row in self.parts:
            if row.part == part and row.first <= wanted.since and row.last >= wanted.until:
                if dated:
                    return row.at >= wanted.until + LATE
                return lastmod <= row.at if lastmod else self.now - row.at < FRESH
        return False

    def chains(self) -> list[Backfilled]:
        """Chains of pages that were followed, the newest first."""
        chains = [row for row in self.parts if row.position]
        return sorted(chains, key=lambda row: row.last, reverse=True)
