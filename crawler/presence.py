"""Who is there beside the watch: schedulers that stand by, and workers.

Each has a mark in the store, which nobody else needs: people are told of it. A mark that is not renewed runs
out, so who is killed on another machine is there a while longer; on this one it is seen at once.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from crawler.leases import gone
from pipelines.store import StoreProblem

if TYPE_CHECKING:
    from pipelines.store import Holding, Store

logger = logging.getLogger(__name__)

Kind = Literal["standby", "worker"]
FORGOTTEN: Final = timedelta(hours=1)
"""So long after its end a mark that nobody took away is dropped; it is of a process that was killed."""


class Mark:
    """Of one process."""

    def __init__(self, kind: Kind, owner: str, seconds: float) -> None:
        """``seconds``: how long it lasts from one sign of life."""
        self._name, self._owner, self._seconds = f"{kind}:{owner}", owner, seconds

    def show(self, store: Store) -> None:
        """The process lives. A store that is away is no matter: others tell of it."""
        try:
            store.take([self._name], self._owner, self._seconds)
            oldest = datetime.now(UTC) - FORGOTTEN
            for one in store.holdings().values():
                if one.name == _name(one) and one.ended and one.until < oldest:
                    store.give_back([one.owner], [one.name])
        except StoreProblem as problem:
            logger.debug("the store is not told that this process lives: %s", problem)

    def remove(self, store: Store) -> None:
        """The process ends, or is something else now."""
        try:
            store.give_back([self._owner], [self._name])
        except StoreProblem as problem:
            logger.debug("the store is not told that this process ends: %s", problem)


def present(holdings: Mapping[str, Holding], kind: Kind) -> list[Holding]:
    """Those who live as far as is known, of what `Store.holdings` told; the first first."""
    marks = [one for name, one in holdings.items() if name == f"{kind}:{one.owner}" and not one.ended]
    dead = gone({one.owner for one in marks})
    return sorted((one for one in marks if one.owner not in dead), key=lambda one: one.since)


def _name(one: Holding) -> str | None:
    """As a mark of its owner's is named; None: it is none."""
    kind = one.name.partition(":")[0]
    return f"{kind}:{one.owner}" if kind in ("standby", "worker") else None
