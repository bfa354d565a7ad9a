"""Crawls under way in this process: no two of them take one outlet, and a long one holds up no other."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final

LONG: Final = 600.0
"""Seconds after which a crawl makes room for another: what is left of it is some slow host."""
BESIDE: Final = 2
"""So many times the usual number of crawls there may be, with the long ones."""


class Batches:
    """The outlets of each crawl under way. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._running: dict[tuple[str, ...], float] = {}

    @contextmanager
    def one(
        self, usual: int | None, choose: Callable[[set[str]], Iterable[str]]
    ) -> Iterator[tuple[str, ...]]:
        """A crawl, until the block is left, of what ``choose`` gives when told the outlets that others have.

        Nothing if there are ``usual`` crawls already (None: any number may be).
        """
        with self._lock:
            ids = tuple(choose(self.outlets())) if usual is None or self._room(usual) else ()
            if ids:
                self._running[ids] = self._clock()
        try:
            yield ids
        finally:
            with self._lock:
                self._running.pop(ids, None)

    def __len__(self) -> int:
        """Crawls under way."""
        with self._lock:
            return len(self._running)

    def outlets(self) -> set[str]:
        """Ids of all that some crawl has."""
        return {id for ids in self._running for id in ids}

    def _room(self, usual: int) -> bool:
        short = sum(self._clock() - begun < LONG for begun in self._running.values())
        return short < usual and len(self._running) < BESIDE * usual
