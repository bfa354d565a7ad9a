"""What the tests need around a running scheduler: an installation, its log, its processes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.newsroom import Newsroom
from tests.project import PROJECT, Installation

OUTLETS = ("grambharti", "rakshapatra")
"""Enough to crawl: the whole newsroom takes ten seconds and more."""


def installation(newsroom: Newsroom, directory: Path, **extra: str) -> Installation:
    """An installation that watches `OUTLETS` only."""
    for file in newsroom.write_outlets(directory / "outlets"):
        if file.stem not in OUTLETS:
            file.unlink()
    return Installation(directory / "data", directory / "outlets", {"PRAHARI_WORKERS": "1", **extra})


def processes(here: Installation) -> dict[int, str]:
    """Running processes of an installation, children and grandchildren too: id → command line."""
    mark = f"PRAHARI_DATA={here.data}\0".encode()
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended while we looked
            # A zombie has no environment any more; the trailing \0 keeps /tmp/1 and /tmp/11 apart.
            if mark in (folder / "environ").read_bytes() + b"\0":
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
                found[int(folder.name)] = command.decode(errors="replace")
    return found


def wait_for(what: Callable[[], bool], seconds: float = 30) -> bool:
    """True as soon as it holds; False if it does not within the time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return what()


class Service:
    """``python -m scheduler`` with its log in a file."""

    def __init__(self, here: Installation, log: Path, *options: str) -> None:
        self.here = here
        self._log = log
        with log.open("w") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "scheduler", *options],
                cwd=PROJECT,
                env=here.environment(),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
            )

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def says(self, pattern: str, seconds: float = 30) -> bool:
        """True once the log has the pattern."""
        return wait_for(lambda: re.search(pattern, self.log) is not None, seconds)

    def end(self, number: int = signal.SIGTERM, seconds: float = 20) -> float:
        """Send a signal and wait for the end; how long that took."""
        begun = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(seconds)
        return time.monotonic() - begun

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever the test did, nothing of it goes on running."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for number in processes(self.here):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
