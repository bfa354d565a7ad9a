"""This process's leases on outlets and pages: taken, kept alive while it lives, given back when it ends.

Two crawls never work on one outlet, nor on two of one host: each has the outlets that it visits, and their
hosts, to itself (`Leases.take`), and ends if it finds that it lost one, because it gave no sign of life for
too long. A page that lies elsewhere is fetched once its host is free, too (`Leases.borrow`).

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

    from crawler.outlet import Outlet

logger = logging.getLogger(__name__)

WATCH: Final = "watch"
"""Under which the running scheduler is held (`Store.take`)."""
_OUTLET: Final = "outlet:"
_HOST: Final = "host:"
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


def host_name(host: str) -> str:
    """Under which a host that is being asked is held (`Store.take`)."""
    return f"{_HOST}{host}"


def names(outlet: Outlet) -> list[str]:
    """All under which an outlet that is being crawled is held: its own name, and its hosts'."""
    return [outlet_name(outlet.id), *map(host_name, outlet.asked_hosts)]


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
        self._outlets: dict[str, list[str]] = {}
        """Outlet id → the names under which this crawl holds it."""
        self._borrowed: set[str] = set()
        """Names of other hosts that it asks."""
        self._alive_at = time.monotonic()
        self._ending: asyncio.Task[None] | None = None
        self.owner = name()
        crawler.signals.connect(self._end, signals.spider_closed)

    async def begin(self) -> None:
        """Take from processes that are no more what they held."""
        store = self._thread.store
        holdings = await self._thread.run(store.holdings)
        crawls = {one.owner for one in crawled(holdings).values()}
        crawls |= set(await self._thread.run(store.lease_owners))
        dead = gone(crawls.union(one.owner for one in holdings.values()))
        if dead:
            await self._thread.run(store.give_back, dead)
            pages = await self._thread.run(store.take_over_leases, dead)
        if killed := crawls.intersection(dead):
            logger.info("taking up %d pages of %d crawls that were killed", pages, len(killed))

    async def take(self, outlets: Iterable[Outlet], *, quietly: bool = False) -> set[str]:
        """Have outlets to this crawl alone; the ids of those of which no other crawl has anything. The others
        are told of, unless it is done ``quietly``."""
        wanted = {outlet.id: names(outlet) for outlet in outlets}
        self._alive_at = time.monotonic()
        taken = await self._hold({name for of_outlet in wanted.values() for name in of_outlet})
        self._outlets |= {id: mine for id, mine in wanted.items() if taken.issuperset(mine)}
        await self._let_go(taken)
        others = {id: theirs for id, theirs in wanted.items() if id not in self._outlets}
        if others and not quietly:
            holdings = await self._thread.run(self._thread.store.holdings)
            for id, theirs in others.items():
                who = {told(holdings[name].owner) for name in theirs if name in holdings}
                who.discard(told(self.owner))
                crawl = ", ".join(sorted(who)) or "another crawl"
                logger.info("%s is left out: %s is crawling it, or its host", id, crawl)
        self._begin_to_beat()
        return wanted.keys() & self._outlets.keys()

    async def borrow(self, outlet: str, host: str) -> bool:
        """Whether the crawl may ask ``host`` for a page that ``outlet`` announced; others may not from then
        on, until it has no outlet any more. Raises StoreProblem."""
        held, name = self._outlets.get(outlet), host_name(host)
        if held is None or name in held or name in self._borrowed:
            return True
        if await self._hold({name}):
            self._borrowed.add(name)
        return name in self._borrowed

    async def give_back(self, outlets: Iterable[str]) -> None:
        """The work on outlets has ended: others may crawl them. Raises StoreProblem."""
        names = {name for id in outlets for name in self._outlets.pop(id, ())}
        if not self._outlets:
            names |= self._borrowed
            self._borrowed = set()
        await self._let_go(names)

    async def _hold(self, names: Collection[str]) -> set[str]:
        store, seconds = self._thread.store, self._lease.total_seconds()
        return set(await self._thread.run(store.take, sorted(names), self.owner, seconds))

    async def _let_go(self, names: set[str]) -> None:
        """Give names back, except those that are needed for something else."""
        free = sorted(names - self._needed())
        if free:
            await self._thread.run(self._thread.store.give_back, [self.owner], free)

    def _needed(self) -> set[str]:
        return self._borrowed.union(*self._outlets.values())

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
        store, begun, mine = self._thread.store, time.monotonic(), dict(self._outlets)
        await self._thread.attempt(store.renew_leases, self.owner, datetime.now(UTC), self._lease)
        held = set(
            await self._thread.attempt(
                store.renew, sorted(self._needed()), self.owner, self._lease.total_seconds()
            )
        )
        self._alive_at = begun
        self._borrowed &= held
        return {id for id, needed in mine.items() if id in self._outlets and not held.issuperset(needed)}

    async def _end(self) -> None:
        if self._beat is not None:
            self._beat.cancel()
        try:
            await self._thread.attempt(self._thread.store.release_leases, [self.owner])
            await self._thread.attempt(self._thread.store.give_back, [self.owner])
        except StoreProblem as problem:
            logger.warning("leases not given back, they run out: %s", problem)
