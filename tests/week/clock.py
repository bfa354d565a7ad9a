"""A time of day that we move, for the processes that we start and their children (`clock.c`).

    while nobody crawls       it goes `STEP` seconds further every `PAUSE`: some 1,000 times faster than real
    while a process crawls    it runs as all clocks do

So what happens between two requests takes as long in the week as it really takes, and gaps between requests
to a host are the same by any clock. The monotonic clock, by which processes wait, is the real one: to a
scheduler this is the week of a machine that falls asleep as soon as it has nothing to do.
"""

from __future__ import annotations

import mmap
import shutil
import struct
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

SOURCE = Path(__file__).with_name("clock.c")


def compiler() -> str | None:
    """The C compiler; None where there is none."""
    return shutil.which("cc")


class Clock:
    """The time of day of all processes with its `environment`."""

    def __init__(self, folder: Path) -> None:
        """Raises CalledProcessError where `clock.c` cannot be compiled."""
        self._library, self._file = folder / "clock.so", folder / "clock"
        command = ["cc", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o"]
        subprocess.run([*command, self._library, SOURCE], check=True)
        self._file.write_bytes(struct.pack("d", 0.0))
        with self._file.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), 8)
        self._ahead = 0.0

    @property
    def environment(self) -> dict[str, str]:
        """For a process that is to live by this clock; its children do, too."""
        return {"LD_PRELOAD": str(self._library), "PRAHARI_TEST_CLOCK": str(self._file)}

    def now(self) -> datetime:
        """What the processes take for the time of day; aware, UTC."""
        return datetime.now(UTC) + timedelta(seconds=self._ahead)

    def forward(self, seconds: float) -> None:
        """Move it, for all processes at once."""
        self._ahead += seconds
        self._shared[:] = struct.pack("d", self._ahead)
