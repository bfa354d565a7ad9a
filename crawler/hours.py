"""Hours of the Indian day in which nobody is to be visited: ``23:00-05:30``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from pipelines.india import INDIA

NONE: Final = "none"
"""Written where the hours of the settings are not to count."""
_HOURS: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Hours:
    """From `begin` until before `end`, each day; over midnight if `end` is the earlier one."""

    begin: time
    end: time

    def until(self, at: datetime) -> datetime | None:
        """The end of the hours that `at` lies in; None if it lies in none."""
        there = at.astimezone(INDIA)
        clock, over_midnight = there.time(), self.end <= self.begin
        late = clock >= self.begin
        early = clock < self.end
        if not (late or early if over_midnight else late and early):
            return None
        day = there.date() + timedelta(days=1) if over_midnight and late else there.date()
        return datetime.combine(day, self.end, INDIA)

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"


def read(text: str) -> Hours | None:
    """Hours as people write them; None for ``none`` and for nothing. Raises ValueError, in words."""
    if text.strip().lower() in ("", NONE):
        return None
    parts = _HOURS.fullmatch(text.strip())
    if parts is None:
        raise ValueError(f"must be hours of the Indian day such as 23:00-05:30, or {NONE}, not {text!r}")
    begin, end = time(int(parts[1]), int(parts[2])), time(int(parts[3]), int(parts[4]))
    if begin == end:
        raise ValueError(f"begins and ends at once: {text!r}; a pause is `scrapy schedule pause`")
    return Hours(begin, end)
