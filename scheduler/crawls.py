"""The jobs that crawl: what is due, and what somebody wants now. Each crawl is a process of its own."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from crawler.foundsources import with_found
from crawler.outlet import Outlet
from crawler.ready import facts, ready
from crawler.registry import Registry, load_outlets
from crawler.services import Services
from crawler.spiderloader import no_outlets
from crawler.summary import named
from crawler.timetable import standing
from scheduler.batches import Batches
from scheduler.children import Children
from scheduler.reservations import reservation

logger = logging.getLogger(__name__)

CHILDREN = Children()
BATCHES = Batches()


def crawl_due(*, all_at_once: bool = False, any_of_them: bool = False) -> int:
    """Crawl outlets that are due or have pages to fetch, together in one process: those that wait longest, or
    ``any_of_them`` (else all who look at one time would choose the same), at most ``PRAHARI_BATCH`` of them
    unless ``all_at_once``. 0, or 1 if that failed. Raises StoreProblem."""
    with closing(Services.of_project()) as services:
        settings, outlets = services.settings, registry(services)
        now = datetime.now(UTC)
        due = list(ready(facts(services.store, outlets, now), outlets, settings, now).ids)
    if any_of_them:
        random.shuffle(due)
    most = None if all_at_once else settings.getint("PRAHARI_BATCH")
    usual = None if all_at_once else settings.getint("PRAHARI_BATCHES")
    if not due:
        logger.debug("no outlet is due")
        return 0
    with _chosen([outlets[id] for id in due], usual, most) as ids:
        if not ids:
            logger.debug("others crawl what is due")
            return 0
        waiting = len(due) - len(ids)
        logger.info("crawling %s%s", named(ids), f"; {waiting} more are due" if waiting else "")
        return _crawl("all", "-a", f"outlets={','.join(ids)}")[1]


def crawl_wanted() -> int:
    """Crawl what `scrapy schedule run-now` asked for, due or not. As `crawl_due`."""
    with closing(Services.of_project()) as services:
        now, outlets = datetime.now(UTC), registry(services)
        known, asked = facts(services.store, outlets, now), services.store.wanted()
        if lost := {id: at for id, at in asked.items() if id not in outlets}:
            logger.warning("a visit is wanted of outlets that are no more: %s", ", ".join(lost))
            services.store.visit_ended(lost)
        free = [
            id
            for id in asked
            if id in outlets and standing(outlets[id], known[id], services.settings, now).state == "wanted"
        ]
        if not free:
            return 0
        with _chosen([outlets[id] for id in free], None, None) as ids:
            if not ids:
                return 0
            logger.info("crawling %s, as somebody wants it", named(ids))
            every = ("all", "-a", "force=1", "-a", f"outlets={','.join(ids)}")
            ended, failed = _crawl(*(ids if len(ids) == 1 else every))
            if ended:
                services.store.visit_ended({id: asked[id] for id in ids})
            return failed


@contextmanager
def _chosen(outlets: list[Outlet], usual: int | None, most: int | None) -> Iterator[tuple[str, ...]]:
    """Those of ``outlets`` that a crawl is to have, until the block is left: neither another crawl of this
    process has them, nor has anybody else chosen them for one. Raises StoreProblem."""
    with (
        reservation() as reserved,
        BATCHES.one(
            usual, lambda others: reserved.of([one for one in outlets if one.id not in others], most)
        ) as ids,
    ):
        yield ids


def _crawl(*arguments: str) -> tuple[bool, int]:
    """Whether a crawl came to an end by itself, and 1 if that was none to be content with, else 0."""
    code = CHILDREN.scrapy("crawl", *arguments)
    if code is None:
        logger.info("the crawl was cut short: what it committed stays, the rest is due again")
        return False, 0
    if code:
        how = f"ended with exit code {code}" if code > 0 else f"was killed by signal {-code}"
        logger.error("the crawl %s: what it committed stays, the rest is due again", how)
    return True, int(code != 0)


def registry(services: Services) -> Registry:
    """The outlets as their files are now, which are only read again if one changed, with what the store knows
    beyond them. Raises StoreProblem."""
    directory = Path(services.settings["PRAHARI_OUTLETS"])
    return with_found(_read(directory, _stamps(directory.glob("*.toml"))), services.store)


def _stamps(files: Iterable[Path]) -> tuple[tuple[str, int, int], ...]:
    stats = [(path.name, path.stat()) for path in sorted(files)]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


@lru_cache(maxsize=1)
def _read(directory: Path, _stamps: object) -> Registry:
    found = load_outlets(directory, strict=False)
    for problem in found.problems:
        logger.warning("%s", problem)
    if not found:
        logger.error("%s", no_outlets(found))
    return found
