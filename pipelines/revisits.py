"""When a story is visited again to catch edits: some hours after it came, and no more often than is of use.

    came ──1 h──▶ again ──6 h──▶ again ──24 h──▶ the last time
     └──────────────────────────────────────────────▲   where the outlet never edits

All but the last visit ask conditionally, which costs little where the server knows its pages; the last one
has the whole, whatever a server says. Nothing here touches network, store or clock.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

ENOUGH: Final = 60
"""So many visits in a row without an edit make an outlet one that does not edit: with 95 % confidence, less
than one visit in twenty would find one (3/60, the rule of three)."""
_LONGEST: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Plan:
    """The visits after the first."""

    after: tuple[timedelta, ...] = ()
    """Since the story came, the shortest first; empty: never."""

    def next(self, came: datetime, at: datetime, unedited: int = 0) -> datetime | None:
        """When the story that came then is visited next, after a visit `at`; None: never.

        `unedited`: visits in a row that found no edit at the outlet.
        """
        open_ones = [came + wait for wait in self.after if came + wait > at]
        if not open_ones:
            return None
        return open_ones[-1] if unedited >= ENOUGH else open_ones[0]

    def is_last(self, came: datetime, at: datetime) -> bool:
        """Whether a visit `at` is the story's last."""
        return self.next(came, at) is None

    def is_news(self, published: datetime | None, at: datetime) -> bool:
        """Whether a story that comes `at` may still be edited; one from an archive is not."""
        return published is None or not self.after or at - published <= self.after[-1]


NEVER: Final = Plan()


def plan(hours: str) -> Plan:
    """Of a setting such as ``1,6,24``; empty or ``off``: never. Raises ValueError."""
    if hours.strip().lower() in ("", "off"):
        return NEVER
    numbers = [float(part) for part in hours.split(",")]
    if not all(math.isfinite(number) and 0 < number <= _LONGEST / timedelta(hours=1) for number in numbers):
        raise ValueError(hours)
    return Plan(tuple(timedelta(hours=number) for number in sorted(set(numbers))))
