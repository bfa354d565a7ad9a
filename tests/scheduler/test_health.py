"""``python -m scheduler.health``: the crawler's health check in docker-compose.yml."""

from __future__ import annotations

import os
import subprocess
import time
from datetime import datetime, timedelta

from pipelines.india import INDIA
from pipelines.store import Store
from scheduler.health import LATE, overdue
from scheduler.watch import JOBS, add_jobs, build
from tests import warm


def check(store_url: str) -> subprocess.CompletedProcess[str]:
    return warm.python("scheduler.health", [], os.environ | {"PRAHARI_STORE": store_url})


def watch(store_url: str, late: float) -> None:
    """A watch that ended, whose first job was due `late` seconds ago."""
    Store(store_url).close()
    scheduler = build(store_url)
    scheduler.start(paused=True)
    add_jobs(scheduler)
    scheduler.get_job("crawl_due").modify(next_run_time=datetime.now(INDIA) - timedelta(seconds=late))
    scheduler.shutdown()


def test_a_watch_that_keeps_its_time_is_healthy(store_url: str) -> None:
    watch(store_url, late=-60)
    done = check(store_url)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_job_that_is_long_overdue_is_not(store_url: str) -> None:
    watch(store_url, late=LATE + 100)
    found = overdue(store_url, time.time())
    assert found is not None and LATE + 90 < found < LATE + 160
    done = check(store_url)
    assert done.returncode == 1
    assert "late; the watch stands still" in done.stderr and done.stderr.count("\n") == 1


def test_before_the_watch_has_begun(store_url: str) -> None:
    Store(store_url).close()
    done = check(store_url)
    assert (done.returncode, done.stderr) == (1, "prahari: the watch has not begun\n")


def test_a_store_that_is_away() -> None:
    done = check("postgresql+psycopg://nobody@127.0.0.1:9/nothing")
    assert done.returncode == 1
    assert done.stderr.startswith("prahari: ") and done.stderr.count("\n") == 1


def test_the_limit_leaves_time_for_a_run_and_a_writer() -> None:
    assert min(job.seconds for job in JOBS) + 60 < LATE
