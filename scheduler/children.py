"""Crawls in processes of their own, which end with the scheduler however it ends.

A crawl that crashes or leaks never reaches the scheduler. The other way round, each process holds one
end of a pipe as its standard input (see `scheduler.child`): if the scheduler is killed, even with
kill -9, the pipe closes and the crawl ends itself. Otherwise it would go on unseen, and the restarted
scheduler would begin a second one that visits the same outlets at the same time.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress

from crawler.services import PROJECT
from scheduler.child import STOP_SECONDS
from scheduler.clock import Awake

logger = logging.getLogger(__name__)


class Children:
    """The crawl processes under way. Safe to use from several threads."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._ended = dict.fromkeys(("finished", "failed", "stopped"), 0)
        self.awake = Awake()
        """Since when this process works: what did not come before is nobody's fault."""

    @property
    def stopping(self) -> bool:
        """True once `stop` was called: nothing new is to be begun."""
        return self._stopping.is_set()

    def begin(self) -> None:
        """Processes may be begun, after a `stop`, too."""
        self._stopping.clear()
        self.awake.begin()

    def scrapy(self, *arguments: str) -> int | None:
        """Run ``scrapy ARGUMENTS`` to its end; its exit code (negative: the signal that ended it).

        None if it was told to stop, or not begun, because the scheduler is stopping.
        """
        with self._lock:
            if self.stopping:
                return None
            process = subprocess.Popen(
                [sys.executable, "-m", "scheduler.child", *arguments],
                cwd=PROJECT,
                # Where the package was installed there is no scrapy.cfg.
                env={"SCRAPY_SETTINGS_MODULE": "crawler.settings", **os.environ},
                stdin=subprocess.PIPE,
                # Ctrl-C in the terminal reaches the scheduler only, which then ends the crawl.
                start_new_session=True,
            )
            self._running.add(process)
        try:
            code = process.wait()
        finally:
            with self._lock:
                self._running.discard(process)
            assert process.stdin is not None
            process.stdin.close()
        return self._ends(None if self.stopping else code)

    def _ends(self, code: int | None) -> int | None:
        with self._lock:
            self._ended["stopped" if code is None else "failed" if code else "finished"] += 1
        return code

    def ended(self) -> dict[str, int]:
        """Processes by how they ended."""
        with self._lock:
            return dict(self._ended)

    def stop(self) -> None:
        """Ask every process to end, wait, and kill what has not ended after `STOP_SECONDS`."""
        with self._lock:
            self._stopping.set()
            running = list(self._running)
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                logger.warning("crawl %d did not end in %.0f s: killed", process.pid, STOP_SECONDS)
                # Its session, so that its worker processes go with it.
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
