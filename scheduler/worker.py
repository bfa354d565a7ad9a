"""A worker: crawls what is due beside the watch and other workers, on this machine or on others.

It does nothing else: index, archive and alarms are the watch's. Who crawls what is decided by the leases of
the store (`crawler.leases`), so workers need not know of each other (`crawler.presence` is for people); with
SQLite they share a machine, with PostgreSQL a network. A worker that is killed takes its crawls along, and
the others take up their outlets.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from typing import Final

from crawler import leases, settings
from crawler.presence import Mark
from crawler.services import Services
from crawler.stop import Stop
from pipelines.store import Store, StoreProblem
from scheduler import jobs
from scheduler.batches import BESIDE
from scheduler.crawls import CHILDREN
from scheduler.working import Working

logger = logging.getLogger(__name__)

LOOK: Final = 10.0
"""Seconds after which it looks again what is due, times 0.5 to 1.5, so that workers do not look together."""
PRESENT: Final = 60.0
"""Seconds for which it is told to be there after a look; longer than several of them take."""
_ROOM: Final = BESIDE * settings.PRAHARI_BATCHES


def work(stop: Stop, working: Working) -> int:
    """Run until ``stop``, then end the crawls under way; 0. ``working`` is told of each look."""
    logger.info("working; Ctrl-C ends it")
    running: list[Future[int]] = []
    mark = Mark("worker", leases.name(), PRESENT)
    # The store is told in a thread of its own: others may all be crawling, and it may not answer.
    with ThreadPoolExecutor(_ROOM) as threads, ThreadPoolExecutor(1) as telling:
        told = telling.submit(_tell, mark.show)
        while not stop.is_set():
            if told.done():
                told = telling.submit(_tell, mark.show)
            running = [one for one in running if not one.done()]
            working.look(len(running))
            if len(running) < _ROOM:
                running.append(threads.submit(jobs.crawl_any_due))
            stop.wait(LOOK * random.uniform(0.5, 1.5))
        logger.info("ending")
        CHILDREN.stop()
        telling.submit(_tell, mark.remove)
    return 0


def _tell(what: Callable[[Store], None]) -> None:
    with suppress(StoreProblem), closing(Services.of_project()) as services:
        what(services.store)
