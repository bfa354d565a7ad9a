"""Memory of a running process and its children, from Linux's /proc."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")


def resident(pid: int) -> int:
    """Bytes of memory that the process holds for itself, without mapped files (an index has hundreds of
    megabytes of them, which the system takes back at will); 0 if there is no such process (any more)."""
    with suppress(OSError):
        status = (PROC / str(pid) / "status").read_text()
        found = re.search(r"^RssAnon:\s*(\d+) kB", status, re.MULTILINE)
        return int(found[1]) * 1024 if found else 0
    return 0


def descendants(pid: int) -> Iterator[int]:
    """The children of a process, and theirs."""
    for task in PROC.glob(f"{pid}/task/*/children"):
        with suppress(OSError):
            for child in map(int, task.read_text().split()):
                yield child
                yield from descendants(child)
