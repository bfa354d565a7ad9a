"""The schedulers of the week: real processes by its clock, one of which has the watch."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.project import PROJECT, Installation
from tests.scheduler.watch import processes, wait_for


class Watchers:
    """Any number of them; each has a log of its own in `folder`."""

    def __init__(self, here: Installation, folder: Path) -> None:
        self.here, self.folder = here, folder
        self.running: dict[Path, subprocess.Popen[bytes]] = {}
        self.begun = 0

    def start(self) -> None:
        """One more, until it has the watch or stands by."""
        self.begun += 1
        log = self.folder / f"watch-{self.begun}.log"
        with log.open("w") as file:
            self.running[log] = subprocess.Popen(
                [sys.executable, "-m", "tests.week.service"],
                cwd=PROJECT,
                env=self.here.environment(),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
            )
        assert wait_for(lambda: re.search("the watch runs|standing by", log.read_text()) is not None, 60)

    def end_leader(self, number: int) -> None:
        """Send a signal to the one that has the watch, and wait for its end and for another to take over."""
        log, process = next(self._leaders())
        process.send_signal(number)
        process.wait(30)
        del self.running[log]
        assert not self.running or wait_for(lambda: any(self._leaders()), 30), "nobody took over"

    def kill_all(self) -> None:
        while self.running:
            _, process = self.running.popitem()
            process.kill()
            process.wait()

    def kill_crawl(self) -> bool:
        """kill -9 for a crawl that runs; False if there is none."""
        for number in self.crawls():
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
                return True
        return False

    def crawls(self) -> list[int]:
        """Process ids of what the watch has started."""
        return [number for number, line in processes(self.here).items() if "scheduler.child" in line]

    def said(self, pattern: str) -> int:
        """How often the logs have the pattern."""
        return sum(len(re.findall(pattern, log.read_text())) for log in self.folder.glob("watch-*.log"))

    def stop(self) -> None:
        """End them in order, then whatever is left."""
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(30)
        for number in processes(self.here):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)

    def _leaders(self) -> Iterator[tuple[Path, subprocess.Popen[bytes]]]:
        for log, process in self.running.items():
            told = re.findall("the watch runs|standing by|the watch is lost", log.read_text())
            if process.poll() is None and told and told[-1] == "the watch runs":
                yield log, process
