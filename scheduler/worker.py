"""A worker: crawls what is due beside the watch and other workers, on this machine or on others.

It does nothing else: index, archive and alarms are the watch's. Who crawls what is decided by the leases of
the store (`crawler.leases`), so workers need not know of each other; with SQLite they share a machine, with
PostgreSQL a network. A worker that is killed takes its crawls along, and the others take up their outlets.
"""

from __future__ import annotations

import logging
import random
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from crawler import settings
from crawler.stop import Stop
from scheduler import jobs
from scheduler.batches import BESIDE
from scheduler.crawls import CHILDREN
from scheduler.working import Working

logger = logging.getLogger(__name__)

LOOK: Final = 10.0
"""Seconds after which it looks again what is due, times 0.5 to 1.5, so that workers do not look together."""
_ROOM: Final = BESIDE * settings.PRAHARI_BATCHES


def work(stop: Stop, working: Working) -> int:
    """Run until ``stop``, then end the crawls under way; 0. ``working`` is told of each look."""
    logger.info("working; Ctrl-C ends it")
    running: list[Future[int]] = []
    with ThreadPoolExecutor(_ROOM) as threads:
        while not stop.is_set():
            running = [one for one in running if not one.done()]
            working.look(len(running))
            if len(running) < _ROOM:
                running.append(threads.submit(jobs.crawl_any_due))
            stop.wait(LOOK * random.uniform(0.5, 1.5))
        logger.info("ending")
        CHILDREN.stop()
    return 0
