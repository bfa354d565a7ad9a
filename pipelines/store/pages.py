"""The part of `Store` that knows the pages: which are to be fetched, and where the archive holds them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from pipelines.entry import Entry
from pipelines.revisits import Plan
from pipelines.store import archived, backfills, deaths, frontier, hosts, workload
from pipelines.store.database import Database
from pipelines.store.records import ArchivedPage, Backfilled, Lease, Work


class Pages:
    """Base of `Store`."""

    _database: Database
    _revisits: Plan

    def announce(self, outlet: str, entries: Mapping[str, Entry], at: datetime) -> frontier.News:
        """Pages (canonical URL → entry) of an outlet are to be fetched; see `pipelines.store.frontier`.

        Returns what of it was news.
        """
        with self._database.write() as connection:
            return frontier.announce(connection, outlet, entries, at)

    def claim(
        self,
        owner: str,
        outlets: Collection[str],
        at: datetime,
        lease: timedelta,
        limit: int = 500,
        *,
        eager: datetime | None = None,
    ) -> list[Lease]:
        """Lease due pages of ``outlets`` to ``owner`` for so long, the newest first, at most ``limit``.

        No page is leased to two owners at once. ``eager``: also pages that failed before
        then and wait for another try.
        """
        with self._database.claim() as connection:
            return frontier.claim(connection, owner, outlets, at, at + lease, limit, eager=eager)

    def renew_leases(self, owner: str, at: datetime, lease: timedelta) -> int:
        """Let the leases of ``owner`` last so long from ``at``; returns how many there are."""
        with self._database.write() as connection:
            return frontier.renew(connection, owner, at + lease)

    def release_leases(self, owners: Collection[str]) -> int:
        """Give back what ``owners`` hold without outcome: it is due again; returns how many pages."""
        with self._database.write() as connection:
            return frontier.release(connection, owners)

    def take_over_leases(self, owners: Collection[str]) -> int:
        """As `release_leases`, of ``owners`` that were killed, which counts against their pages."""
        with self._database.write() as connection:
            return deaths.take_over(connection, owners)

    def hand_on(self, url: str, at: datetime) -> None:
        """A leased page that may have killed crawls is given to be processed now."""
        with self._database.write() as connection:
            deaths.hand_on(connection, url, at)

    def lease_owners(self) -> list[str]:
        """Who holds leases, expired ones, too."""
        with self._database.read() as connection:
            return frontier.owners(connection)

    def with_work(self, outlet_ids: Collection[str], at: datetime) -> list[str]:
        """Those of ``outlet_ids`` that have pages to be fetched now."""
        with self._database.read() as connection:
            return workload.with_work(connection, outlet_ids, at)

    def work(self, at: datetime) -> dict[str, Work]:
        """Outlet id → how many of its pages wait, are in flight, done, failed."""
        with self._database.read() as connection:
            return workload.counts(connection, at)

    def next_visit(self, *urls: str) -> datetime | None:
        """When the first of these pages is to be fetched next, for edits or after a failure; None: never,
        unless it is announced anew."""
        with self._database.read() as connection:
            return workload.next_visit(connection, urls)

    def postpone(self, url: str, until: datetime) -> None:
        """Give the lease on a page back without outcome; it is due at ``until``."""
        with self._database.write() as connection:
            frontier.postpone(connection, url, until)

    def unchanged(self, url: str, at: datetime) -> None:
        """A page that gave a story was asked for, and the server says that it is as it was."""
        with self._database.write() as connection:
            frontier.unchanged(connection, url, at, self._revisits)

    def leave_host_alone(self, host: str, until: datetime, reason: str) -> None:
        """A server asked for it: no process is to send ``host`` anything before ``until``."""
        with self._database.write() as connection:
            hosts.leave_alone(connection, host, until, reason)

    def hosts_left_alone(self, at: datetime) -> dict[str, datetime]:
        """Host → until when, of those that are not to be asked ``at`` that instant."""
        with self._database.read() as connection:
            return hosts.left_alone(connection, at)

    # --- looking back --------------------------------------------------------------------------------

    def backfilled(self, outlet: str, source: str) -> tuple[Backfilled, ...]:
        """Which parts of a source (by its address) were read when looking back."""
        with self._database.read() as connection:
            return backfills.parts(connection, outlet, source)

    def note_backfilled(
        self, outlet: str, source: str, read: Backfilled, instead: Collection[str] = ()
    ) -> None:
        """A part was read, all its pages have outcomes or wait; it stands for the parts ``instead``, too."""
        with self._database.write() as connection:
            backfills.note(connection, outlet, source, read, instead)

    # --- the raw archive -----------------------------------------------------------------------------

    def archived(self, url: str) -> ArchivedPage | None:
        """Where the archive holds the body of the last fetch of ``url``; None if it does not."""
        with self._database.read() as connection:
            return archived.find(connection, url)

    def note_archived(self, page: ArchivedPage) -> None:
        """Remember where the archive holds a page, in place of what was known of its URL."""
        with self._database.write() as connection:
            archived.note(connection, page)
