"""Which of the schedulers of one database has the watch: one at a time, and another if that one dies.

The others stand by. A watch that gives no sign of life for ``PRAHARI_WATCH_SECONDS`` is doubted, and has half
of that again to show itself (`pipelines.store.holdings`); one that is known to be dead is followed at once.
"""

from __future__ import annotations

import logging
import time

from crawler import leases
from crawler.command import ist
from crawler.presence import Mark
from pipelines.store import Holding, Store, StoreProblem

logger = logging.getLogger(__name__)


class Leadership:
    """This process's claim to the watch."""

    def __init__(self, store: Store, seconds: float) -> None:
        self._store = store
        self._seconds = seconds
        self._alive_at = 0.0
        self._told = ""
        self.owner = leases.name()
        self._mark = Mark("standby", self.owner, seconds)
        self._shown_at: float | None = None
        """When the store was last told that this process stands by."""

    @property
    def beat(self) -> float:
        """Seconds between two signs of life."""
        return self._seconds / 4

    def seize(self) -> bool:
        """Have the watch if nobody alive has it. Raises StoreProblem."""
        begun, holder = time.monotonic(), self._store.holdings().get(leases.WATCH)
        dead = leases.gone([holder.owner]) if holder else []
        may_be_free = holder is None or dead or holder.doubtful or holder.owner == self.owner
        if may_be_free and self._store.take([leases.WATCH], self.owner, self._seconds, dead):
            self._alive_at = begun
            self._tell_of_predecessor(holder)
            self._stand_by_no_more()
            return True
        if holder and holder.owner != self._told:
            self._told = holder.owner
            logger.info(
                "standing by: the watch is %s, since %s", leases.told(holder.owner), ist(holder.since)
            )
        self._stand_by()
        return False

    def _stand_by(self) -> None:
        now = time.monotonic()
        if self._shown_at is None or now - self._shown_at >= self.beat:
            self._mark.show(self._store)
            self._shown_at = now

    def _stand_by_no_more(self) -> None:
        if self._shown_at is not None:
            self._mark.remove(self._store)
            self._shown_at = None

    def _tell_of_predecessor(self, holder: Holding | None) -> None:
        self._told = ""
        if holder and holder.owner != self.owner:
            logger.warning("taking over from %s, which gives no sign of life", leases.told(holder.owner))

    def keep(self) -> bool:
        """Show that this process lives; False if it has lost the watch, or must believe so."""
        begun = time.monotonic()
        try:
            kept = bool(self._store.renew([leases.WATCH], self.owner, self._seconds))
        except StoreProblem as problem:
            logger.warning("no sign of life could be given: %s", problem)
            return time.monotonic() - self._alive_at < self._seconds
        if kept:
            self._alive_at = begun
        return kept

    def retire(self) -> None:
        """This process ends; whoever has the watch must `leave` it before."""
        self._stand_by_no_more()

    def leave(self) -> None:
        """Let others have the watch at once."""
        try:
            self._store.give_back([self.owner], [leases.WATCH])
        except StoreProblem as problem:
            logger.warning("the watch is not given back, its time runs out: %s", problem)
