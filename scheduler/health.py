"""``python -m scheduler.health``: exit code 0 if the watch gets its jobs done in time, else 1 and one line.

A process that is there proves little: APScheduler's thread may have ended, the store be away. Each run of a
job first writes when the next one is due, so no time in the job table is long past while the watch works.
"""

from __future__ import annotations

import sys
import time
from contextlib import closing

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


def main() -> int:
    """See above."""
    try:
        late = overdue(settings.PRAHARI_STORE, time.time())
    except StoreProblem as problem:
        sys.stderr.write(f"prahari: {problem}\n")
        return 1
    if late is None:
        sys.stderr.write("prahari: the watch has not begun\n")
        return 1
    if late > LATE:
        sys.stderr.write(f"prahari: a job is {late:.0f} s late; the watch stands still\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
