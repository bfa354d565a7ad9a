"""What the scheduler runs: a crawl of what is due, the index drain, the purge of old refusals.

Jobs are named by text (``scheduler.jobs:crawl_due``) in the job store, so they are plain functions
without arguments. Each opens what it needs and closes it again; nothing is shared between two runs but
the set of child processes, which the service must end when it is told to stop.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime

from crawler.services import PROJECT, Services
from search.index import IndexProblem

logger = logging.getLogger(__name__)

STOP_SECONDS = 40.0
"""How long a crawl may take to finish its running requests (DOWNLOAD_TIMEOUT is 30 s) before it is
killed. Killing loses nothing: what is not committed is fetched again."""


class Children:
    """The crawl processes under way."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._stopping = False

    def run(self, command: list[str]) -> int:
        """Run a process to its end; its exit code, or -1 if the service is stopping and none was begun."""
        with self._lock:
            if self._stopping:
                return -1
            # A session of its own: Ctrl-C in the terminal reaches the service, which then ends the crawl.
            process = subprocess.Popen(command, cwd=PROJECT, start_new_session=True)
            self._running.add(process)
        try:
            return process.wait()
        finally:
            with self._lock:
                self._running.discard(process)

    def stop(self) -> None:
        """Ask every process to end, wait, and kill what has not ended by then."""
        with self._lock:
            self._stopping = True
            running = list(self._running)
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                logger.warning("crawl %d did not end in %.0f s: killed", process.pid, STOP_SECONDS)
                process.kill()


CHILDREN = Children()


def crawl_due() -> int:
    """Crawl every outlet that is due, together, in one Scrapy process of its own; its exit code.

    A crash or a leak in a crawl never reaches the scheduler. Nothing due starts no process.
    """
    with closing(Services.of_project()) as services:
        due = services.store.due(list(services.registry), datetime.now(UTC))
    if not due:
        logger.debug("no outlet is due")
        return 0
    logger.info("crawling %d outlets: %s%s", len(due), ", ".join(due[:8]), " ..." if len(due) > 8 else "")
    code = CHILDREN.run([sys.executable, "-m", "scrapy", "crawl", "all"])
    if code > 0:
        logger.error(
            "the crawl ended with exit code %d; what it committed stays, the rest is due again", code
        )
    return code


def drain_index() -> int:
    """Index what a crawl left in the outbox (an index that was away, a crawl that was killed)."""
    with closing(Services.of_project()) as services:
        try:
            done = services.drain()
        except IndexProblem as problem:
            logger.warning("the index is behind: %s", problem)
            return 1
    if done.indexed:
        logger.info("%d stories indexed", done.indexed)
    return 0


def purge_refusals() -> int:
    """Drop the kept text of refusals past their time; reasons and counts stay."""
    with closing(Services.of_project()) as services:
        dropped = services.store.purge(datetime.now(UTC))
    logger.info("text of %d old refusals dropped", dropped)
    return 0
