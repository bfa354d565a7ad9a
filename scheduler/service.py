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
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor as JobThreads
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import STATE_RUNNING
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.exc import SQLAlchemyError

from pipelines.store import StoreProblem
from pipelines.store.database import Database
from scheduler import jobs

logger = logging.getLogger(__name__)

IST = ZoneInfo("Asia/Kolkata")
TABLE = "scheduler_jobs"
"""Made by APScheduler, so no migration knows it."""


@dataclass(frozen=True, slots=True)
class Job:
    """A function of `scheduler.jobs` and how often it runs."""

    id: str
    seconds: int
    at_start: bool
    """Run as soon as the service starts, too."""


JOBS = (
    # Each outlet has an interval of its own; this is only how often we look who is due.
    Job("crawl_due", 60, at_start=True),
    Job("drain_index", 300, at_start=True),
    Job("purge_refusals", 24 * 3600, at_start=False),
    Job("watch_alarms", 60, at_start=False),
    Job("watch_outlets", 900, at_start=True),
)


class JobTable(SQLAlchemyJobStore):  # type: ignore[misc]
    """The table of jobs in the store's database, whose troubles are StoreProblems of one line."""

    def __init__(self, database: Database) -> None:
        super().__init__(engine=database.engine, tablename=TABLE)
        self._name = database.name

    def problem(self, error: SQLAlchemyError) -> StoreProblem:
        """What APScheduler could not do here, in one line (SQLAlchemy's own words have many)."""
        reason = getattr(error, "orig", None) or error
        return StoreProblem(f"{self._name}: {' '.join(str(reason).split())}")

    def get_due_jobs(self, now: datetime) -> list[object]:
        try:
            found: list[object] = super().get_due_jobs(now)
        except SQLAlchemyError as error:
            raise self.problem(error) from error
        return found


class Watch(BackgroundScheduler):  # type: ignore[misc]
    """APScheduler, whose thread outlives a database that is away for a while.

    APScheduler itself tries again only if it cannot read the jobs that are due. If it cannot write when
    one runs next, its thread ends and nothing would ever run again, in a process that looks alive.
    """

    def _process_jobs(self) -> float | None:
        if self.state != STATE_RUNNING:
            # APScheduler looks once more while it shuts down: what is due then would be put off to its next
            # time without having run, since there are no threads any more to run it.
            return None
        try:
            seconds: float | None = super()._process_jobs()
        except SQLAlchemyError as error:
            logger.error("jobs are late: %s", " ".join(str(getattr(error, "orig", error)).split()))
            return float(self.jobstore_retry_interval)
        return seconds


def build(store_url: str) -> Watch:
    """The scheduler without jobs, not started. Its job table lives in the database at ``store_url``."""
    return Watch(
        jobstores={"default": JobTable(Database(store_url))},
        executors={"default": JobThreads(len(JOBS))},
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        timezone=IST,
    )


def add_jobs(scheduler: BackgroundScheduler) -> None:
    """Bring the job table to `JOBS`: add, correct, remove. A run that is late stays late, and so runs.

    Must be called after ``start(paused=True)``, since only a started scheduler sees its job store.
    """
    now = datetime.now(IST)
    before = {job.id: job for job in scheduler.get_jobs()}
    for job in JOBS:
        old = before.pop(job.id, None)
        trigger = IntervalTrigger(seconds=job.seconds, timezone=IST)
        # An interval that became shorter counts from now, not only after the old one.
        latest = now if job.at_start else now + timedelta(seconds=job.seconds)
        due = min(old.next_run_time or latest, latest) if old else latest
        scheduler.add_job(
            f"scheduler.jobs:{job.id}", trigger, id=job.id, next_run_time=due, replace_existing=True
        )
    for old in before.values():
        old.remove()


def serve(store_url: str) -> int:
    """Run until SIGTERM or SIGINT, then end the crawls under way; 0. Raises StoreProblem at the start."""
    stop = _signalled()
    scheduler = build(store_url)
    try:
        scheduler.start(paused=True)
        add_jobs(scheduler)
    except SQLAlchemyError as error:
        raise scheduler._lookup_jobstore("default").problem(error) from error
    scheduler.resume()
    logger.info("the watch runs; Ctrl-C ends it")
    stop.wait()
    logger.info("ending")
    scheduler.pause()
    jobs.CHILDREN.stop()
    scheduler.shutdown(wait=True)
    return 0


def once() -> int:
    """One round: crawl what is due, index it, purge; 0, or 1 if one of them failed.

    SIGTERM and SIGINT end the round early, as they end the service.
    """
    stop = _signalled()
    with ThreadPoolExecutor(1) as thread:
        ending = thread.submit(_round)
        ending.add_done_callback(lambda _: stop.set())
        stop.wait()
        jobs.CHILDREN.stop()
        return ending.result()


def _round() -> int:
    failed = 0
    for job in (jobs.crawl_due, jobs.drain_index, jobs.purge_refusals):
        if not jobs.CHILDREN.stopping:
            failed |= job()
    return failed


def _signalled() -> threading.Event:
    """Set when the process is told to end."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
