"""The service: stand by, have the watch, run the jobs, do what people ask for, end.

stand by ──seize──▶ watch ──SIGTERM──▶ end
    ▲                 │ lost the watch: its crawls end, too
    └─────────────────┘
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

from sqlalchemy.exc import SQLAlchemyError

from crawler.leases import crawled
from crawler.services import ProjectSettings
from crawler.stop import SIGNALS, Stop, signalled
from pipelines.store import Store, StoreProblem
from scheduler import jobs, watch
from scheduler.beside import assisted
from scheduler.clock import Clock
from scheduler.crawls import BATCHES, CHILDREN
from scheduler.leadership import Leadership
from scheduler.watch import Watch
from scheduler.worker import work
from scheduler.working import Working

logger = logging.getLogger(__name__)

TICK = 1.0
"""Seconds after which the service looks again whether somebody wants something."""


def assist(settings: ProjectSettings) -> int:
    """Crawl what is due, as a worker, until SIGTERM or SIGINT; 0. Raises Problem as `beside.check`."""
    working = Working(settings, CHILDREN, BATCHES)
    with signalled(*SIGNALS) as stop, assisted(settings, working):
        return work(stop, working)


def serve(store_url: str, seconds: float) -> int:
    """Run until SIGTERM or SIGINT, then end the crawls under way; 0.

    ``seconds`` as ``PRAHARI_WATCH_SECONDS``. Raises StoreProblem at the start.
    """
    with signalled(*SIGNALS) as stop, closing(Store(store_url)) as store:
        leadership, begun, told = Leadership(store, seconds), False, ""
        while not stop.is_set():
            try:
                if leadership.seize():
                    _have_the_watch(store_url, store, leadership, stop)
            except StoreProblem as problem:
                if not begun:
                    raise
                if str(problem) != told:  # each second the same would say no more
                    logger.warning("standing by: %s", problem)
                told = str(problem)
            begun = True
            stop.wait(TICK)
        leadership.retire()
    return 0


def _have_the_watch(store_url: str, store: Store, leadership: Leadership, stop: Stop) -> None:
    """Run the jobs until told to stop, or until the watch is lost. Raises StoreProblem at the start."""
    CHILDREN.begin()
    try:
        with _running(store_url) as scheduler:
            logger.info("the watch runs; Ctrl-C ends it")
            kept = _go_on(scheduler, store, leadership, stop)
            if kept:
                logger.info("ending")
            else:
                logger.error("the watch is lost: another may have it by now")
    finally:
        leadership.leave()


@contextmanager
def _running(store_url: str) -> Iterator[Watch]:
    scheduler = watch.build(store_url)
    try:
        scheduler.start(paused=True)
        watch.add_jobs(scheduler)
    except SQLAlchemyError as error:
        raise scheduler._lookup_jobstore("default").problem(error) from error
    scheduler.resume()
    try:
        yield scheduler
    finally:
        # Nothing is begun any more; then the crawls end, for which running jobs wait.
        scheduler.pause()
        CHILDREN.stop()
        scheduler.shutdown(wait=True)


def _go_on(scheduler: Watch, store: Store, leadership: Leadership, stop: Stop) -> bool:
    """Until ``stop``: True; False once the watch is lost."""
    clock, alive_at, told = Clock(), time.monotonic(), ""
    while not stop.wait(TICK):
        CHILDREN.awake.look()
        jump = clock.jumped()
        if jump is not None or time.monotonic() - alive_at >= leadership.beat:
            if not leadership.keep():
                return False
            alive_at = time.monotonic()
        try:
            if jump is not None:
                _adjust(scheduler, jump)
            if _wanted(store):
                watch.run_now(scheduler, "crawl_wanted")
        except (SQLAlchemyError, StoreProblem) as problem:
            if told != (told := " ".join(str(getattr(problem, "orig", problem)).split())):
                logger.warning("%s", told)
    return True


def _adjust(scheduler: Watch, jump: float) -> None:
    """The clock was set, or the machine slept: what is late runs now, what is too far off comes nearer."""
    logger.warning("the clock went %s by %.0f s", "forward" if jump > 0 else "back", abs(jump))
    if far := watch.correct(scheduler):
        logger.info("brought nearer: %s", ", ".join(far))
    CHILDREN.awake.begin()
    watch.run_now(scheduler, "correct_instants")
    scheduler.wakeup()


def _wanted(store: Store) -> bool:
    """Whether somebody wants a visit that can begin."""
    wanted = store.wanted()
    if not wanted:
        return False
    waits = {*BATCHES.outlets(), *crawled(store.holdings()), *store.pauses()}
    return any(outlet not in waits for outlet in wanted)


def once() -> int:
    """One round: crawl what is due, index it, purge; 0, or 1 if one of them failed.

    SIGTERM and SIGINT end the round early, as they end the service.
    """
    with signalled(*SIGNALS) as stop, ThreadPoolExecutor(1) as thread:
        ending = thread.submit(_round)
        ending.add_done_callback(lambda _: stop.set())
        stop.wait()
        CHILDREN.stop()
        return ending.result()


def _round() -> int:
    failed = 0
    for job in (jobs.correct_instants, jobs.crawl_all_due, jobs.drain_index, jobs.purge_refusals):
        if not CHILDREN.stopping:
            failed |= job()
    return failed
