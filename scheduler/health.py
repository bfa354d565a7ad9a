"""``python -m scheduler.health``: exit code 0 if the watch gets its jobs done in time, else 1 and one line.

A process that is there proves little: APScheduler's thread may have ended, the store be away. Each run of a
job first writes when the next one is due, so no time in the job table is long past while the watch works.

``--worker`` asks the worker that serves its health on ``PRAHARI_WORKER_METRICS``.
"""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import closing
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import sqlalchemy as sa

from crawler import settings
from pipelines.store import StoreProblem
from pipelines.store.database import Database
from scheduler.watch import TABLE

LATE = 300.0
"""Seconds that a job may be overdue: the shortest interval is 60 s, a writer may wait 60 s for its turn."""


def overdue(store_url: str, now: float) -> float | None:
    """Seconds by which the latest job is overdue (negative: none is); None if there are no jobs yet.

    ``now`` is Unix time. Raises StoreProblem.
    """
    with closing(Database(store_url)) as database, database.read() as connection:
        if not sa.inspect(connection).has_table(TABLE):
            return None
        jobs = sa.table(TABLE, sa.column("next_run_time", sa.Float))
        first = connection.execute(sa.select(sa.func.min(jobs.c.next_run_time))).scalar()
    return None if first is None else now - first


def main(arguments: list[str] | None = None) -> int:
    """See above."""
    parser = argparse.ArgumentParser(prog="python -m scheduler.health", description=__doc__)
    parser.add_argument("--worker", action="store_true", help="ask the worker of PRAHARI_WORKER_METRICS")
    try:
        told = _of_worker() if parser.parse_args(arguments).worker else _of_watch()
    except StoreProblem as problem:
        told = str(problem)
    if told is not None:
        sys.stderr.write(f"prahari: {told}\n")
    return int(told is not None)


def _of_watch() -> str | None:
    """What is wrong; None: nothing. Raises StoreProblem."""
    late = overdue(settings.PRAHARI_STORE, time.time())
    if late is None:
        return "the watch has not begun"
    return f"a job is {late:.0f} s late; the watch stands still" if late > LATE else None


def _of_worker() -> str | None:
    at = settings.PRAHARI_WORKER_METRICS
    try:
        # Not through a proxy: it is this machine, or another of the same network.
        with build_opener(ProxyHandler({})).open(f"http://{at}/healthz", timeout=10):
            return None
    except HTTPError as error:
        return error.read().decode("utf-8", "replace").strip()
    except (OSError, ValueError) as error:
        return f"PRAHARI_WORKER_METRICS: {at}: {getattr(error, 'reason', error)}"


if __name__ == "__main__":
    sys.exit(main())
