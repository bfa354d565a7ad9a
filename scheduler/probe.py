"""Asks something that may take long, in a thread of its own, and remembers the answer for a while.

Whoever looks never waits for longer than its patience: a database or a server that hangs costs one daemon
thread, not the exporter, and not the end of the watch.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from pipelines.store import StoreProblem

logger = logging.getLogger(__name__)

T = TypeVar("T")

FRESH: Final = 10.0
"""Seconds for which an answer is good."""
PATIENCE: Final = 5.0


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """The latest answer, perhaps of some time ago."""

    value: T | None
    """None if there has been none yet."""
    age: float | None
    """Of the value; seconds."""
    problem: str | None
    """Why there is no newer one; None if it is as new as it should be."""


class Probe(Generic[T]):
    """One question. Safe to use from several threads; asks nothing while nobody looks."""

    def __init__(
        self,
        ask: Callable[[], T],
        *,
        fresh: float = FRESH,
        patience: float = PATIENCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask, self._fresh, self._patience, self._clock = ask, fresh, patience, clock
        self._lock = threading.Lock()
        self._asking: threading.Thread | None = None
        self._begun = self._ended = -1e9
        self._value: T | None = None
        self._answered: float | None = None
        self._problem: str | None = None

    def latest(self) -> Reading[T]:
        """The answer; asks again if it is not fresh any more, and waits for that at most ``patience``."""
        with self._lock:
            if self._asking is None and self._clock() - self._ended >= self._fresh:
                self._begun = self._clock()
                self._asking = threading.Thread(target=self._run, name="probe", daemon=True)
                self._asking.start()
            asking = self._asking
        if asking is not None:
            asking.join(self._patience)
        with self._lock:
            now = self._clock()
            age = None if self._answered is None else now - self._answered
            if self._asking is not None and now - self._begun >= self._patience:
                return Reading(self._value, age, f"no answer for {now - self._begun:.0f} s")
            return Reading(self._value, age, self._problem)

    def _run(self) -> None:
        value, problem = None, None
        try:
            value = self._ask()
        except StoreProblem as error:
            problem = str(error)
        except Exception as error:  # a figure that fails must not take the others with it
            logger.exception("a figure cannot be had")
            problem = f"{type(error).__name__}: {error}"
        with self._lock:
            self._ended = self._clock()
            self._problem = problem
            if problem is None:
                self._value, self._answered = value, self._ended
            self._asking = None
