"""Tells systemd that the watch runs, and goes on running (sd_notify; ``Type=notify``, ``WatchdogSec=``).

Without ``NOTIFY_SOCKET`` in the environment it does nothing. The watchdog is fed only while the watch gets
its jobs done, so one that stands still in a process that looks alive is restarted.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self

logger = logging.getLogger(__name__)


def notify(state: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Send a state such as ``READY=1``; whether there was somebody to send it to."""
    path = environment.get("NOTIFY_SOCKET", "")
    if not path.startswith(("/", "@")):
        return False
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
        sender.connect(f"\0{path[1:]}" if path.startswith("@") else path)
        sender.sendall(state.encode())
        return True
    return False


class Watchdog:
    """Feeds systemd while it is entered: ready as soon as ``stalled`` says nothing, and then each half of
    the time after which systemd would restart the service."""

    def __init__(
        self, stalled: Callable[[], str | None], environment: Mapping[str, str] = os.environ
    ) -> None:
        self._stalled, self._environment = stalled, environment
        self._ended = threading.Event()
        self._every = _every(environment)

    def __enter__(self) -> Self:
        if self._environment.get("NOTIFY_SOCKET"):
            threading.Thread(target=self._run, name="watchdog", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        notify("STOPPING=1", self._environment)

    def _run(self) -> None:
        ready = False
        while True:
            stalled = self._stalled()
            if stalled is None:
                notify("WATCHDOG=1" if ready else "READY=1\nWATCHDOG=1", self._environment)
                ready = True
            elif ready:
                logger.error("%s: systemd is not told that it lives", stalled)
            if self._ended.wait(self._every if ready else 1.0):
                return


def _every(environment: Mapping[str, str]) -> float:
    """Seconds; systemd says how long it waits in microseconds."""
    try:
        return max(0.05, int(environment["WATCHDOG_USEC"]) / 2_000_000)
    except (KeyError, ValueError):
        return 30.0
