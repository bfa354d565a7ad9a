"""APScheduler set up for Prahari: jobs in our database, and on purpose these three settings.

- ``misfire_grace_time=None``: a run that is late (the machine slept, the process was down) still runs.
  APScheduler's default of one second would drop it silently.
- ``coalesce=True``: many missed runs become one. Running them all would be a stampede on the outlets,
  and the second would find nothing due.
- ``max_instances=1``: a crawl that takes longer than its interval is not joined by another.
"""

from __future__ import annotations

import logging
import signal
import threading
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from scheduler import jobs

logger = logging.getLogger(__name__)

IST = ZoneInfo("Asia/Kolkata")


@dataclass(frozen=True, slots=True)
class Job:
    """A function of `scheduler.jobs` and how often it runs."""

    id: str
    seconds: int
    at_start: bool
    """Run once as soon as the service starts, too."""


JOBS = (
    # Each outlet has an interval of its own; this is only how often we look who is due.
    Job("crawl_due", 60, at_start=True),
    Job("drain_index", 300, at_start=True),
    Job("purge_refusals", 24 * 3600, at_start=False),
)


def build(store_url: str) -> BackgroundScheduler:
    """The scheduler with its jobs, not started. The job store lives in the database at ``store_url``."""
    return BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(url=store_url, tablename="scheduler_jobs")},
        executors={"default": ThreadPoolExecutor(len(JOBS))},
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        timezone=IST,
    )


def add_jobs(scheduler: BackgroundScheduler) -> None:
    """Add what is missing and correct what changed; a job that is there keeps its next run time.

    Must be called after ``start(paused=True)``, since only a started scheduler sees its job store.
    """
    now = datetime.now(IST)
    for job in JOBS:
        if scheduler.get_job(job.id) is not None:
            continue
        scheduler.add_job(
            f"scheduler.jobs:{job.id}",
            "interval",
            seconds=job.seconds,
            id=job.id,
            **({"next_run_time": now} if job.at_start else {}),
        )
    known = {job.id for job in JOBS}
    for old in scheduler.get_jobs():
        if old.id not in known:
            old.remove()


def serve(store_url: str) -> int:
    """Run until SIGTERM or SIGINT; crawls under way may finish their running requests."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    scheduler = build(store_url)
    scheduler.start(paused=True)
    add_jobs(scheduler)
    scheduler.resume()
    logger.info("the watch runs; Ctrl-C ends it")
    stop.wait()
    logger.info("ending")
    scheduler.pause()
    jobs.CHILDREN.stop()
    scheduler.shutdown(wait=True)
    return 0


def once() -> int:
    """One round: crawl what is due, index it, purge. The exit code of the crawl, else of the index."""
    return jobs.crawl_due() or jobs.drain_index() or jobs.purge_refusals()
