"""Notices when the clock was set, or the machine slept: the two clocks of a process drift apart then."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

LEAST: Final = 2.0
"""Seconds. Less is a clock that is kept right."""


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
