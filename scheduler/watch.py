"""APScheduler set up for Prahari: jobs in our database, and on purpose these settings.

- ``misfire_grace_time=None``: a run that is late (the machine slept, the process was down) still runs.
  APScheduler's default of one second would drop it silently.
- ``coalesce=True``: many missed runs become one. Running them all would be a stampede on the outlets,
  and the second would find nothing due.
- ``max_instances=1``: a job that takes longer than its interval is not joined by another. Crawls are: of
  other outlets (`scheduler.batches`), so that a long one holds up nobody.

A clock that was ahead leaves next times behind that nobody would live to see: `correct` finds them.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from apscheduler.executors.pool import ThreadPoolExecutor as JobThreads
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import STATE_RUNNING
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.exc import SQLAlchemyError

from crawler import settings
from pipelines.india import INDIA
from pipelines.store import StoreProblem
from pipelines.store.database import Database
from scheduler.batches import BESIDE

logger = logging.getLogger(__name__)

TABLE = "scheduler_jobs"
"""Made by APScheduler, so no migration knows it."""
_SLACK: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Job:
    """A function of `scheduler.jobs` and when it runs."""

    id: str
    seconds: int = 24 * 3600
    """Between two runs; of a job at an hour of the day, at most."""
    at_start: bool = False
    """Run as soon as the watch begins, too."""
    hour: tuple[int, int] | None = None
    """Hour and minute of the Indian day at which it runs, instead."""
    beside: int = 1
    """How many runs of it there may be at once."""

    def trigger(self) -> IntervalTrigger | CronTrigger:
        """As APScheduler wants it."""
        if self.hour is not None:
            return CronTrigger(hour=self.hour[0], minute=self.hour[1], timezone=INDIA)
        return IntervalTrigger(seconds=self.seconds, timezone=INDIA)

    def latest(self, now: datetime) -> datetime:
        """No next run is later."""
        if self.hour is not None:
            found: datetime = self.trigger().get_next_fire_time(None, now)
            return found
        return now + timedelta(seconds=self.seconds)


JOBS = (
    # Each outlet has an interval of its own; this is only how often we look who is due.
    Job("crawl_due", 10, at_start=True, beside=BESIDE * settings.PRAHARI_BATCHES),
    # It is also run as soon as somebody asks (`scheduler.service`).
    Job("crawl_wanted", 60, at_start=True, beside=3),
    Job("drain_index", 300, at_start=True),
    Job("watch_alarms", 60),
    Job("watch_outlets", 900, at_start=True),
    Job("correct_instants", 600, at_start=True),
    Job("keep_archive", 3600),
    Job("purge_refusals"),
    # When readers and outlets sleep.
    Job("verify_index", hour=(3, 40)),
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
        executors={"default": JobThreads(sum(job.beside for job in JOBS))},
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        timezone=INDIA,
    )


def add_jobs(scheduler: BackgroundScheduler) -> None:
    """Bring the job table to `JOBS`: add, correct, remove. A run that is late stays late, and so runs.

    Must be called after ``start(paused=True)``, since only a started scheduler sees its job store.
    """
    now = datetime.now(INDIA)
    before = {job.id: job for job in scheduler.get_jobs()}
    for job in JOBS:
        old = before.pop(job.id, None)
        # An interval that became shorter counts from now, not only after the old one.
        latest = now if job.at_start else job.latest(now)
        due = min(old.next_run_time or latest, latest) if old else latest
        scheduler.add_job(
            f"scheduler.jobs:{job.id}",
            job.trigger(),
            id=job.id,
            next_run_time=due,
            max_instances=job.beside,
            replace_existing=True,
        )
    for old in before.values():
        old.remove()


def correct(scheduler: BackgroundScheduler) -> list[str]:
    """Bring nearer what is planned for later than can be right; the jobs. Raises SQLAlchemyError."""
    now = datetime.now(INDIA)
    latest = {job.id: job.latest(now) for job in JOBS}
    far = [job.id for job in scheduler.get_jobs() if job.next_run_time > latest.get(job.id, now) + _SLACK]
    for id in far:
        scheduler.modify_job(id, next_run_time=latest.get(id, now))
    return far


def run_now(scheduler: BackgroundScheduler, id: str) -> None:
    """Run a job at once, beside its usual times. Raises SQLAlchemyError."""
    scheduler.modify_job(id, next_run_time=datetime.now(INDIA))
