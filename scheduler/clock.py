"""Notices when the clock was set or the machine slept (the two clocks of a process drift apart then), and
when this process stood still: with its machine, or stopped by somebody."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

LEAST: Final = 2.0
"""Seconds. Less is a clock that is kept right."""


BREAK: Final = timedelta(minutes=2)
"""Without a look for so long, the process stood still."""


class Since:
    """An instant that moves to now when something begins anew."""

    def __init__(self, of_day: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._of_day = of_day
        self._at = of_day()

    def begin(self) -> None:
        """What was before does not count."""
        self._at = self._of_day()

    @property
    def at(self) -> datetime:
        return self._at


class Awake(Since):
    """Since when this process has been at work without a break. Safe to use from several threads."""

    def __init__(self, of_day: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__(of_day)
        self._looked = self._at

    def look(self) -> None:
        """To be called more often than each `BREAK`."""
        now = self._of_day()
        if now - self._looked > BREAK:
            self._at = now
        self._looked = now

    @property
    def at(self) -> datetime:
        """Right after a break even before the next look."""
        self.look()
        return self._at


class Clock:
    """The time of day beside the time since boot, which nobody sets and which stands still in sleep."""

    def __init__(
        self, of_day: Callable[[], float] = time.time, since_boot: Callable[[], float] = time.monotonic
    ) -> None:
        self._of_day, self._since_boot = of_day, since_boot
        self._apart = of_day() - since_boot()

    def jumped(self) -> float | None:
        """Seconds by which the time of day jumped since the last call, negative if back; None: it did not."""
        apart = self._of_day() - self._since_boot()
        jump, self._apart = apart - self._apart, apart
        return jump if abs(jump) >= LEAST else None
