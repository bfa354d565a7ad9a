"""``python -m scheduler``: the service, ended and killed at the worst moments; and its settings."""

from __future__ import annotations

import signal
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from apscheduler.events import EVENT_JOB_EXECUTED
from apscheduler.triggers.interval import IntervalTrigger

from pipelines.india import INDIA
from pipelines.store import Store
from pipelines.store.database import Database
from pipelines.store.schema import VERSION_TABLE
from pipelines.store.tables import metadata
from scheduler.watch import JOBS, TABLE
from tests.due import due
from tests.newsroom import Newsroom
from tests.newsroom.visits import Fault
from tests.scheduler.jobs import paused
from tests.scheduler.watch import OUTLETS, Service, installation, processes, wait_for

LONG_AGO = datetime(2026, 1, 1, 5, 30, tzinfo=INDIA)


# --- the real scheduler object -------------------------------------------------------------------------


def test_jobs_run_late_rather_than_never_once_and_not_twice_at_a_time(store_url: str) -> None:
    with paused(store_url) as watch:
        jobs = watch.get_jobs()
        assert {job.id for job in jobs} == {job.id for job in JOBS}
        for job in jobs:
            assert job.misfire_grace_time is None, job
            assert job.coalesce is True, job
            crawls = {"crawl_due": 4, "crawl_wanted": 3}  # of outlets that no other crawl has
            assert job.max_instances == crawls.get(job.id, 1), job
            assert callable(job.func) and job.func.__module__ == "scheduler.jobs"


def test_a_restart_keeps_what_is_late_and_corrects_what_changed(store_url: str) -> None:
    with paused(store_url) as watch:
        for job in watch.get_jobs():
            job.modify(next_run_time=LONG_AGO, misfire_grace_time=1, coalesce=False)
        watch.reschedule_job("drain_index", trigger=IntervalTrigger(days=9))
        watch.modify_job("purge_refusals", next_run_time=LONG_AGO)
        watch.add_job("scheduler.jobs:crawl_due", "interval", days=1, id="of an older program")
    with paused(store_url) as watch:
        jobs = {job.id: job for job in watch.get_jobs()}
        assert set(jobs) == {job.id for job in JOBS}
        assert jobs["purge_refusals"].next_run_time == LONG_AGO
        for job in JOBS:
            if job.hour is None:
                assert jobs[job.id].trigger.interval == timedelta(seconds=job.seconds)
            assert jobs[job.id].misfire_grace_time is None and jobs[job.id].coalesce is True
            if job.at_start:
                assert jobs[job.id].next_run_time <= datetime.now(UTC)


def test_the_job_table_and_the_migrations_leave_each_other_alone(store_url: str) -> None:
    Store(store_url).close()
    with paused(store_url):
        pass
    Store(store_url).close()
    with closing(Database(store_url)) as database, database.read() as connection:
        assert sa.inspect(connection).has_table(TABLE)
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        for difference in compare_metadata(context, metadata):
            what, thing = difference[0], difference[1]
            assert what in ("remove_table", "remove_index"), difference
            assert TABLE in (thing.name if what == "remove_table" else thing.table.name)


def test_a_database_that_cannot_be_written_for_a_while_does_not_end_the_watch(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """APScheduler's own thread ends then: here it says so in one line, and goes on."""
    ran: list[str] = []
    with paused(f"sqlite:///{tmp_path}/prahari.db") as watch:
        table = watch._lookup_jobstore("default")
        for job in watch.get_jobs():
            job.remove()
        watch.jobstore_retry_interval = 0.1
        watch.add_listener(lambda event: ran.append(event.job_id), EVENT_JOB_EXECUTED)
        watch.add_job("time:time", "interval", days=1, id="clock", next_run_time=LONG_AGO)
        with table.engine.begin() as connection:
            connection.exec_driver_sql(
                f"CREATE TRIGGER away BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
            )
        watch.resume()
        assert wait_for(lambda: "jobs are late: disk is full" in caplog.text, 5)
        with table.engine.begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER away")
        assert wait_for(lambda: watch.get_job("clock").next_run_time > datetime.now(UTC), 5)
        assert "clock" in ran


def test_what_is_due_while_the_watch_ends_is_not_put_off(store_url: str) -> None:
    with paused(store_url) as watch:
        watch.modify_job("purge_refusals", next_run_time=LONG_AGO)
    with closing(Database(store_url)) as database, database.read() as connection:
        due = connection.scalar(sa.text(f"SELECT next_run_time FROM {TABLE} WHERE id = 'purge_refusals'"))
        assert due == LONG_AGO.timestamp()


# --- the service -----------------------------------------------------------------------------------------


def has_more_than(newsroom: Newsroom, visits: int) -> bool:
    return len(newsroom.log) > visits


@pytest.mark.newsroom
def test_killed_in_a_crawl_restarted_and_ended_in_a_crawl(newsroom: Newsroom, tmp_path: Path) -> None:
    """One life of a service: kill -9, then SIGTERM, then left to finish; nothing is lost or doubled."""
    here = installation(newsroom, tmp_path)
    url = f"sqlite:///{here.data}/prahari.db"
    for outlet in OUTLETS:
        newsroom.break_down(outlet, Fault(delay=0.4))
    try:
        for number, seconds in ((signal.SIGKILL, 5), (signal.SIGTERM, 12)):
            visits = len(newsroom.log)
            with Service(here, tmp_path / f"log{number}") as watch:
                assert wait_for(partial(has_more_than, newsroom, visits + 3)), watch.log
                assert len(processes(here)) > 1
                watch.end(number, seconds)
                assert watch.process.returncode == (0 if number == signal.SIGTERM else -number)
                # After kill -9, the crawl ends itself; SIGTERM leaves nothing behind when it is over.
                patience = 12 if number == signal.SIGKILL else 0.3
                assert wait_for(lambda: not processes(here), patience), processes(here)
    finally:
        for outlet in OUTLETS:
            newsroom.repair(outlet)
    with paused(url) as jobs:
        jobs.modify_job("purge_refusals", next_run_time=LONG_AGO)
    with Service(here, tmp_path / "log", "--verbose") as watch:
        assert watch.says(r"the crawl ended \(finished\)"), watch.log
        assert watch.says("old refusals dropped", 5), "a job that is ten months late was not run"
        assert watch.log.count("old refusals dropped") == 1
        assert watch.end() < 12
        assert processes(here) == {}
    whole = {
        page.url
        for page in newsroom.expected()
        if page.outlet in OUTLETS and page.announced and page.kind == "article"
        if page.relevant == "yes" and page.language == "hi"
    }
    with Store(url) as store:
        found = [story.url for story in store.stories()]
        refused = {one.url for one in store.rejections(limit=None, stage="duplicates")}
        assert len(found) == len(set(found)) and whole <= set(found) | refused
        assert all(story.version == 1 for story in store.stories())
        assert due(store, OUTLETS) == set()
    with paused(url) as jobs:
        late = next(job for job in jobs.get_jobs() if job.id == "purge_refusals")
        assert late.next_run_time > datetime.now(UTC)
