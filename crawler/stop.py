"""Being told to stop, by a signal that may come at any instant.

Not `threading.Event`: Python runs the handler of a signal in the main thread, wherever that is. If it is just
about to wait for the event, it holds the lock of the event, and the handler would wait for that for ever.
"""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Stop:
    """An event that a signal's handler may set, and any thread."""

    def __init__(self) -> None:
        self._told, self._tell = os.pipe()
        os.set_blocking(self._tell, False)

    def set(self) -> None:
        """For good."""
        with suppress(BlockingIOError):  # it was set thousands of times
            os.write(self._tell, b"!")

    def is_set(self) -> bool:
        return self.wait(0)

    def wait(self, seconds: float | None = None) -> bool:
        """Until it is set (True), or for so long (False)."""
        return bool(select.select([self._told], [], [], seconds)[0])

    def __del__(self) -> None:
        for end in (self._told, self._tell):
            os.close(end)


@contextmanager
def signalled(*numbers: signal.Signals) -> Iterator[Stop]:
    """Set when one of the signals comes while the block runs."""
    stop = Stop()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
