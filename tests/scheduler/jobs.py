"""The real scheduler object with its jobs, running none of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from scheduler.watch import Watch, add_jobs, build


@contextmanager
def paused(url: str) -> Iterator[Watch]:
    """The scheduler on a store."""
    watch = build(url)
    watch.start(paused=True)
    try:
        add_jobs(watch)
        yield watch
    finally:
        watch.shutdown()
