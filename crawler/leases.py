"""This process's leases on pages: taken, kept alive while it lives, given back when it ends.

A process that is killed gives nothing back. Its leases run out (``PRAHARI_LEASE_SECONDS``); another process
on the same machine sees that it is gone and takes them over at once.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import socket
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scrapy import signals

from pipelines.store import Lease, StoreProblem
from pipelines.storing import StoreThread

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

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
        self._lease = timedelta(seconds=crawler.settings.getfloat("PRAHARI_LEASE_SECONDS"))
        self._limit = crawler.settings.getint("PRAHARI_MAX_ENTRIES")
        self._beat: asyncio.Task[None] | None = None
        self._begun = datetime.now(UTC)
        self.owner = name()
        crawler.signals.connect(self._end, signals.spider_closed)

    async def begin(self) -> None:
        """Take from processes that are no more what they held."""
        store = self._thread.store
        dead = gone(await self._thread.run(store.lease_owners))
        if dead:
            pages = await self._thread.run(store.take_over_leases, dead)
            logger.info("taking up %d pages of %d crawls that were killed", pages, len(dead))

    async def claim(self, outlets: list[str], *, eager: bool) -> list[Lease]:
        """Pages of ``outlets`` that this crawl is to fetch. See `Store.claim`."""
        store = self._thread.store
        # What failed in this run, or in another beside it, is not tried again at once.
        before = self._begun if eager else None
        if self._beat is None:
            self._beat = asyncio.ensure_future(self._keep_alive())
        now = datetime.now(UTC)
        return await self._thread.run(
            store.claim, self.owner, outlets, now, self._lease, self._limit, eager=before
        )

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(self._lease.total_seconds() / 4)
            try:
                await self._thread.run(
                    self._thread.store.renew_leases, self.owner, datetime.now(UTC), self._lease
                )
            except StoreProblem as problem:
                # The next beat may succeed; if none does, others may take the pages, as they should.
                logger.warning("leases not renewed: %s", problem)

    async def _end(self) -> None:
        if self._beat is not None:
            self._beat.cancel()
        try:
            await self._thread.run(self._thread.store.release_leases, [self.owner])
        except StoreProblem as problem:
            logger.warning("leases not given back, they run out: %s", problem)
