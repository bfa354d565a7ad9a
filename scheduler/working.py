"""What a worker does, for its health pages and figures: they are of this process, and of nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from typing import Final

from crawler.services import ProjectSettings, Services
from scheduler.batches import Batches
from scheduler.children import Children
from scheduler.probe import Probe

LATE: Final = 300.0
"""Seconds that a look at what is due may take: a writer may wait 60 s for its turn, and so may its last."""


class Working:
    """Safe to use from several threads."""

    parts = ("store", "worker")

    def __init__(
        self,
        settings: ProjectSettings,
        children: Children,
        batches: Batches,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._children, self._batches, self._clock = children, batches, clock
        self._idle_at = clock()
        self.store: Probe[None] = Probe(self._ask)

    def look(self, running: int) -> None:
        """To be told each time that the worker looks again: so many of its threads crawl, or look."""
        if running <= len(self._batches):
            self._idle_at = self._clock()

    @property
    def looking(self) -> float:
        """Seconds since no look was under way."""
        return self._clock() - self._idle_at

    @property
    def crawls(self) -> int:
        """Under way."""
        return len(self._batches)

    @property
    def outlets(self) -> int:
        """That are being crawled."""
        return len(self._batches.outlets())

    def ended(self) -> dict[str, int]:
        """Crawls by how they ended: finished, failed, stopped."""
        return self._children.ended()

    def stalled(self) -> str | None:
        """Why the worker would be better restarted; None if it works. A store that is away is no reason."""
        if (late := self.looking) > LATE:
            return f"a look at what is due takes {late:.0f} s; the worker stands still"
        return None

    def complaints(self) -> dict[str, str]:
        """What is not as it should be, by ``store`` and ``worker``; empty if all is well."""
        told = {"store": self.store.latest().problem, "worker": self.stalled()}
        return {name: what for name, what in told.items() if what}

    def close(self) -> None:
        """Nothing is kept open."""

    def _ask(self) -> None:
        with closing(Services.open(self._settings)) as services:
            services.store.holdings()
