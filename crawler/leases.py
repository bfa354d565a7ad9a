"""This process's leases on outlets and pages: taken, kept alive while it lives, given back when it ends.

Two crawls never work on one outlet: each has the outlets that it visits to itself (`Leases.take`), and ends
if it finds that it lost one, because it gave no sign of life for too long.

A process that is killed gives nothing back. Its leases run out (``PRAHARI_LEASE_SECONDS``); another process
on the same machine sees that it is gone and takes them over at once.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import socket
import time
import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scrapy import signals

from pipelines.store import Holding, Lease, StoreProblem
from pipelines.storing import StoreThread

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

WATCH: Final = "watch"
"""Under which the running scheduler is held (`Store.take`)."""
_OUTLET: Final = "outlet:"
_OWNER: Final = re.compile(r"(.+):(\d+):(\d+):[0-9a-f]{8}")


def name() -> str:
    """A name for a crawl of this process: machine, process id, when it began, and something unique."""
    pid = os.getpid()
    return f"{_machine()}:{pid}:{_began(pid) or 0}:{uuid.uuid4().hex[:8]}"


def gone(owners: Iterable[str]) -> list[str]:
    """Those of ``owners`` that are processes of this machine and have ended. Others may live."""
    found = []
    for owner in owners:
        parts = _OWNER.fullmatch(owner)
        if parts and parts[1] == _machine() and parts[3] != "0" and _began(int(parts[2])) != parts[3]:
            found.append(owner)
    return found


def told(owner: str) -> str:
    """Who that is, for a person: ``process 4711 on crawler-1``."""
    parts = _OWNER.fullmatch(owner)
    return f"process {parts[2]} on {parts[1].split(':')[0]}" if parts else owner


def outlet_name(outlet: str) -> str:
    """Under which an outlet that is being crawled is held (`Store.take`)."""
    return f"{_OUTLET}{outlet}"


def crawled(holdings: Mapping[str, Holding]) -> dict[str, Holding]:
    """Outlet id → which crawl has it, of what `Store.holdings` told. Those that ended may be left over."""
    return {name.removeprefix(_OUTLET): one for name, one in holdings.items() if name.startswith(_OUTLET)}


def watch(holdings: Mapping[str, Holding]) -> Holding | None:
    """The scheduler that runs, of what `Store.holdings` told; None: there is none."""
    found = holdings.get(WATCH)
    return None if found is None or found.ended or gone([found.owner]) else found


def _machine() -> str:
    """The host's name and its boot: process ids mean nothing beyond."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        # A container of the same name has process ids of its own.
        space = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        boot = space = ""
    return f"{socket.gethostname()}:{boot}:{space}"


def _began(pid: int) -> str | None:
    """When a process began, in ticks since boot; None if there is none, or no way to know."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] == "Z" else fields[19]


class Leases:
    """The leases of one crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._thread = StoreThread.of(crawler)
        self._crawler = crawler
        self._lease = timedelta(seconds=crawler.settings.getfloat("PRAHARI_LEASE_SECONDS"))
        self._limit = crawler.settings.getint("PRAHARI_MAX_ENTRIES")
        self._beat: asyncio.Task[None] | None = None
        self._begun = datetime.now(UTC)
        self._outlets: set[str] = set()
        self._alive_at = time.monotonic()
        self._ending: asyncio.Task[None] | None = None
        self.owner = name()
        crawler.signals.connect(self._end, signals.spider_closed)

    async def begin(self) -> None:
        """Take from processes that are no more what they held."""
        store = self._thread.store
        holders = {one.owner for one in (await self._thread.run(store.holdings)).values()}
        dead = gone(holders.union(await self._thread.run(store.lease_owners)))
        if dead:
            await self._thread.run(store.give_back, dead)
            pages = await self._thread.run(store.take_over_leases, dead)
            logger.info("taking up %d pages of %d crawls that were killed", pages, len(dead))

    async def take(self, outlets: Collection[str], *, quietly: bool = False) -> set[str]:
        """Have outlets to this crawl alone; those of them that no other crawl has. The others are told of,
        unless it is done ``quietly``."""
        store, seconds = self._thread.store, self._lease.total_seconds()
        self._alive_at = time.monotonic()
        names = [outlet_name(id) for id in outlets]
        taken = set(await self._thread.run(store.take, names, self.owner, seconds))
        mine = {id for id in outlets if outlet_name(id) in taken}
        self._outlets |= mine
        if (others := [id for id in outlets if id not in mine]) and not quietly:
            holders = crawled(await self._thread.run(store.holdings))
            for id in others:
                who = told(holders[id].owner) if id in holders else "another crawl"
                logger.info("%s is left out: %s is crawling it", id, who)
        self._begin_to_beat()
        return mine

    async def give_back(self, outlets: Collection[str]) -> None:
        """The work on outlets has ended: others may crawl them. Raises StoreProblem."""
        names = [outlet_name(id) for id in outlets if id in self._outlets]
        self._outlets.difference_update(outlets)
        if names:
            await self._thread.run(self._thread.store.give_back, [self.owner], names)

    def _begin_to_beat(self) -> None:
        if self._beat is None:
            self._beat = asyncio.ensure_future(self._keep_alive())

    async def claim(self, outlets: list[str], *, eager: bool) -> list[Lease]:
        """Pages of ``outlets`` that this crawl is to fetch. See `Store.claim`."""
        store = self._thread.store
        # What failed in this run, or in another beside it, is not tried again at once.
        before = self._begun if eager else None
        self._begin_to_beat()
        now = datetime.now(UTC)
        return await self._thread.run(
            store.claim, self.owner, outlets, now, self._lease, self._limit, eager=before
        )

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(self._lease.total_seconds() / 4)
            try:
                lost = await self._renew()
            except StoreProblem as problem:
                # The next beat may succeed; if none does, others may take the outlets, as they should.
                logger.warning("leases not renewed: %s", problem)
                silent = time.monotonic() - self._alive_at > self._lease.total_seconds()
                lost = set(self._outlets) if silent else set()
            if lost and self._ending is None:
                logger.error("ending: others may be crawling %s by now", ", ".join(sorted(lost)))
                assert self._crawler.engine is not None
                closing = self._crawler.engine.close_spider_async(reason="leases lost")
                self._ending = asyncio.ensure_future(closing)

    async def _renew(self) -> set[str]:
        """Show that this crawl lives; the outlets that it has lost. Raises StoreProblem."""
        store, begun, mine = self._thread.store, time.monotonic(), set(self._outlets)
        await self._thread.run(store.renew_leases, self.owner, datetime.now(UTC), self._lease)
        names = [outlet_name(id) for id in mine]
        held = await self._thread.run(store.renew, names, self.owner, self._lease.total_seconds())
        self._alive_at = begun
        return {id for id in mine & self._outlets if outlet_name(id) not in held}

    async def _end(self) -> None:
        if self._beat is not None:
            self._beat.cancel()
        try:
            await self._thread.run(self._thread.store.release_leases, [self.owner])
            await self._thread.run(self._thread.store.give_back, [self.owner])
        except StoreProblem as problem:
            logger.warning("leases not given back, they run out: %s", problem)
