"""What the scheduler runs: a crawl of what is due, the index drain, the purge of old refusals, alarms.

Jobs are named by text (``scheduler.jobs:crawl_due``) in the job store, so they are plain functions
without arguments that return an exit code. Each opens what it needs and closes it again; nothing is
shared between two runs but the set of child processes, which the service must end when it is told to.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime

from crawler.command import Problem
from crawler.services import Services
from pipelines.outbox import Drained
from pipelines.store import StoreProblem
from pipelines.vocabulary import VocabularyProblem
from scheduler import alarms
from scheduler.children import Children
from search.index import IndexProblem

logger = logging.getLogger(__name__)

CHILDREN = Children()
BEGAN = datetime.now(UTC)
"""When this watch did."""


class _Stopping(Exception):
    """Ends a drain between two batches."""


def _told(job: Callable[[], int]) -> Callable[[], int]:
    """What a job could not do is one line in the log, and its exit code 1; the next run tries again."""

    @functools.wraps(job)
    def run() -> int:
        try:
            return job()
        except (Problem, StoreProblem, IndexProblem, VocabularyProblem) as problem:
            logger.error("%s: %s", job.__name__, problem)
            return 1

    return run


@_told
def crawl_due() -> int:
    """Crawl every outlet that is due or has pages to fetch, together in one process, if there is any."""
    with closing(Services.of_project()) as services:
        ids, now = list(services.registry), datetime.now(UTC)
        due = services.store.due(ids, now)
        # Pages wait for another try, or a crawl was killed while it fetched them.
        due += [id for id in services.store.with_work(ids, now) if id not in due]
    if not due:
        logger.debug("no outlet is due")
        return 0
    logger.info("crawling %d outlets: %s%s", len(due), ", ".join(due[:8]), " ..." if len(due) > 8 else "")
    code = CHILDREN.scrapy("crawl", "all")
    if code is None:
        logger.info("the crawl was cut short: what it committed stays, the rest is due again")
        return 0
    if code:
        how = f"ended with exit code {code}" if code > 0 else f"was killed by signal {-code}"
        logger.error("the crawl %s: what it committed stays, the rest is due again", how)
    return int(code != 0)


@_told
def drain_index() -> int:
    """Index what a crawl left in the outbox (an index that was away, a crawl that was killed)."""
    with closing(Services.of_project()) as services:
        try:
            _tell(services.drain(progress=_go_on), "stories")
            _tell(services.drain_refusals(progress=_go_on), "refusals")
        except _Stopping:
            return 0
    return 0


def _tell(done: Drained, what: str) -> None:
    if done.indexed:
        logger.info("%d %s indexed", done.indexed, what)
    if done.refused:
        logger.warning("the index refused %d %s: see `scrapy index failed`", done.refused, what)


def _go_on(_batch: int) -> None:
    if CHILDREN.stopping:
        raise _Stopping


@_told
def purge_refusals() -> int:
    """Drop the kept text of refusals past their time; reasons and counts stay."""
    with closing(Services.of_project()) as services:
        dropped = services.store.purge(datetime.now(UTC))
    logger.log(logging.INFO if dropped else logging.DEBUG, "text of %d old refusals dropped", dropped)
    return 0


@_told
def watch_alarms() -> int:
    """Tell what is wrong, and what is over."""
    with closing(Services.of_project()) as services:
        return alarms.watch_alarms(services, datetime.now(UTC), BEGAN, lambda: CHILDREN.stopping)


@_told
def watch_outlets() -> int:
    """Look for outlets that have collapsed. It reads weeks of figures, so it is done more rarely."""
    with closing(Services.of_project()) as services:
        return alarms.watch_outlets(services, datetime.now(UTC))
