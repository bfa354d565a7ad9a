"""Memory of a running process and its children, from Linux's /proc."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

PROC = Path("/proc")


def resident(pid: int) -> int:
    """Bytes of memory that the process holds for itself, without mapped files (an index has hundreds of
    megabytes of them, which the system takes back at will); 0 if there is no such process (any more).

    Of what it shares with others, its part (Linux's Pss_Anon): else a process that is just being forked would
    count all that its parent has once more.
    """
    with suppress(OSError):
        status = (PROC / str(pid) / "smaps_rollup").read_text()
        found = re.search(r"^Pss_Anon:\s*(\d+) kB", status, re.MULTILINE)
        return int(found[1]) * 1024 if found else 0
    return 0


def descendants(pid: int) -> Iterator[int]:
    """The children of a process, and theirs."""
    for task in PROC.glob(f"{pid}/task/*/children"):
        with suppress(OSError):
            for child in map(int, task.read_text().split()):
                yield child
                yield from descendants(child)


class Sample(NamedTuple):
    """Memory at one moment, in bytes."""

    pages: int
    crawl: int
    workers: tuple[int, ...]


def sampled(process: subprocess.Popen[Any], pages: Callable[[], int]) -> list[Sample]:
    """A sample a second until the process ends; ``pages`` says how many there are so far."""
    samples = []
    while process.poll() is None:
        workers = tuple(map(resident, descendants(process.pid)))
        samples.append(Sample(pages(), resident(process.pid), workers))
        time.sleep(1)
    return samples
