"""What the scheduler runs, as plain functions without arguments that return an exit code.

They are named by text (``scheduler.jobs:crawl_due``) in the job store. Each opens what it needs and closes
it again; nothing is shared between two runs but the crawls under way (`scheduler.crawls`), which the service
must end when it is told to. What may crash or leak runs in a process of its own.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime

from crawler.archive import files, retention
from crawler.archive.files import ArchiveProblem
from crawler.command import Problem
from crawler.services import Services
from crawler.troubles import all_paused
from pipelines.outbox import Drained
from pipelines.store import StoreProblem
from pipelines.vocabulary import VocabularyProblem
from scheduler import alarms, crawls
from scheduler.clock import Since
from scheduler.crawls import CHILDREN
from search.index import IndexProblem

logger = logging.getLogger(__name__)

VISITING = Since()
"""Since when there are visits: after a pause of all, silence counts from its end."""


class _Stopping(Exception):
    """Ends a drain between two batches."""


def _told(job: Callable[[], int]) -> Callable[[], int]:
    """What a job could not do is one line in the log, and its exit code 1; the next run tries again."""

    @functools.wraps(job)
    def run() -> int:
        try:
            return job()
        except (Problem, StoreProblem, IndexProblem, VocabularyProblem, ArchiveProblem) as problem:
            logger.error("%s: %s", job.__name__, problem)
            return 1

    return run


@_told
def crawl_due() -> int:
    """See `scheduler.crawls.crawl_due`."""
    return crawls.crawl_due()


@_told
def crawl_all_due() -> int:
    """The same in one crawl, however many there are."""
    return crawls.crawl_due(all_at_once=True)


@_told
def crawl_any_due() -> int:
    """The same of outlets chosen by chance, as a worker does it."""
    return crawls.crawl_due(any_of_them=True)


@_told
def crawl_wanted() -> int:
    """See `scheduler.crawls.crawl_wanted`."""
    return crawls.crawl_wanted()


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


def verify_index() -> int:
    """Compare index and store, and mend the index. It reads all of both: a process of its own."""
    code = CHILDREN.scrapy("index", "verify")
    if code:
        logger.error("the index could not be verified or mended: exit code %d", code)
    return int(bool(code))


@_told
def purge_refusals() -> int:
    """Drop the kept text of refusals past their time; reasons and counts stay."""
    with closing(Services.of_project()) as services:
        dropped = services.store.purge(datetime.now(UTC))
    logger.log(logging.INFO if dropped else logging.DEBUG, "text of %d old refusals dropped", dropped)
    return 0


@_told
def keep_archive() -> int:
    """Close archive files that killed crawls left open; remove those past their time or over the limit."""
    with closing(Services.of_project()) as services:
        settings = services.settings
    directory = files.directory_of(settings["PRAHARI_ARCHIVE"])
    if directory is None or not directory.is_dir():
        return 0
    closed = files.adopt_left(directory)
    removed = retention.remove_old(
        directory, datetime.now(UTC).date(), settings.getint("PRAHARI_ARCHIVE_DAYS")
    )
    if total := settings.getint("PRAHARI_ARCHIVE_TOTAL"):
        removed += retention.remove_over(directory, total)
    if closed or removed:
        logger.info("archive: %d files closed that were left open, %d old ones removed", len(closed), removed)
    return 0


@_told
def watch_alarms() -> int:
    """Tell what is wrong, and what is over."""
    with closing(Services.of_project()) as services:
        now, began = datetime.now(UTC), CHILDREN.awake.at
        if all_paused(services):
            VISITING.begin()
        visited = max(began, VISITING.at)
        return alarms.watch_alarms(services, now, began, visited, lambda: CHILDREN.stopping)


@_told
def watch_outlets() -> int:
    """Look for outlets that have collapsed. It reads weeks of figures, so it is done more rarely."""
    with closing(Services.of_project()) as services:
        return alarms.watch_outlets(services, datetime.now(UTC))


@_told
def correct_instants() -> int:
    """Mend what a clock noted that was ahead, so that nothing waits until then."""
    with closing(Services.of_project()) as services:
        moved = services.store.correct_instants(datetime.now(UTC))
    if moved:
        logger.warning("%d instants lay in the future, as of a clock that was wrong: corrected", moved)
    return 0
