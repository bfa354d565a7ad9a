"""`Store`: all that the other packages see of the database."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pipelines.answers import NO_VALIDATORS, Validators
from pipelines.copies.decision import compare
from pipelines.entry import Entry
from pipelines.revisits import NEVER, Plan
from pipelines.store import (
    answering,
    archived,
    arrivals,
    backfills,
    candidates,
    deaths,
    frontier,
    hosts,
    learning,
    reading,
    reprocessing,
    saving,
    schema,
    seen,
    tallies,
    workload,
)
from pipelines.store.copies import Copies
from pipelines.store.database import Database
from pipelines.store.linking import Judge, Linker
from pipelines.store.observing import Observing
from pipelines.store.outboxes import Outboxes
from pipelines.store.problem import StoreProblem
from pipelines.store.records import (
    ArchivedPage,
    Arrival,
    Backfilled,
    Counts,
    Filed,
    LearnedLine,
    Lease,
    RefusalRate,
    RejectCount,
    Rejection,
    RuleFigures,
    Saved,
    SeenMark,
    Version,
    Work,
)
from pipelines.store.revisiting import Again
from pipelines.store.visits import Visits
from pipelines.store.watching import Watching
from pipelines.story import Outcome, Story

if TYPE_CHECKING:
    from typing import Self

DEFAULT_URL = "sqlite:///data/prahari.db"
COPIES_DAYS = 14
"""Agencies' copies come within three days; updates of a running story within a week or two."""

_log = logging.getLogger(__name__)


class Store(Copies, Outboxes, Visits, Observing, Watching):
    """Stories, versions, rejections, seen URLs, crawl state and outbox in one SQL database.

    Synchronous; may be used from several threads and, each with a Store of its own, several processes.
    Each method is one transaction (those that iterate: one for each batch) and raises StoreProblem if the
    database cannot be reached, read or written. Instants are aware, on the way in and out.
    """

    def __init__(
        self,
        url: str = DEFAULT_URL,
        *,
        keep_rejected_days: float = 30,
        copies_days: float = COPIES_DAYS,
        judge: Judge = compare,
        revisits: Plan = NEVER,
    ) -> None:
        """Open the database at ``url``, create or migrate its tables.

        The stories of refusals are kept for ``keep_rejected_days``. Stories are compared by ``judge`` if they
        were published at most ``copies_days`` apart. Their pages are due again as ``revisits`` says. Raises
        StoreProblem, also for a database that a newer version of this program has migrated.
        """
        self._database = Database(url)
        self._keep = timedelta(days=keep_rejected_days)
        self._revisits = revisits
        self._linker = Linker(self._database, judge, timedelta(days=copies_days))
        try:
            schema.upgrade(self._database)
        except BaseException:
            self._database.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of connections; the store opens new ones if it is used again."""
        self._database.close()

    # --- outcomes ----------------------------------------------------------------------------------

    def save(
        self,
        outcome: Outcome,
        announced: datetime | None = None,
        requested_url: str = "",
        *,
        replayed: bool = False,
        validators: Validators = NO_VALIDATORS,
    ) -> Saved:
        """Commit a story or a rejection with all that belongs to it; durable when this returns.

        ``announced`` and ``requested_url`` stand in for what the outcome itself does not say. A story
        whose text its outlet has printed at another address comes back as a rejection (stage
        ``duplicates``); see `pipelines.duplicates` and `pipelines.store.saving` for what else happens.
        ``replayed``: the page was fetched earlier and comes from the archive, so this is no new attempt.
        ``validators``: what the server said of the page, for its next visit.
        """
        outcome = replace(
            outcome,
            announced=announced or outcome.announced,
            requested_url=requested_url or outcome.requested_url,
        )
        with self._database.write() as connection:
            saved = saving.save(connection, outcome, self._keep, replayed=replayed)
            if not replayed:
                again = Again(self._revisits, saved.edited, validators)
                frontier.complete(connection, saved.outcome, again)
            number = candidates.number_waiting(connection, saved.outcome)
        if isinstance(saved.outcome, Story) and number is not None:
            return replace(saved, outcome=self._linked(saved.outcome, number))
        return saved

    def _linked(self, story: Story, number: int) -> Story:
        """The story with its cluster. It is committed, so trouble here only makes it wait."""
        try:
            cluster = self._linker.link(number)
        except StoreProblem as problem:
            _log.warning("%s is stored, and yet to be compared with others: %s", story.url, problem)
            return story
        return replace(story, cluster_id=cluster)

    def seen(self, urls: Collection[str]) -> dict[str, SeenMark]:
        """URL → mark, of those of ``urls`` with a committed outcome. Look at `SeenMark.final`, too."""
        with self._database.read() as connection:
            return seen.marks(connection, urls)

    # --- the frontier ------------------------------------------------------------------------------

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

    # --- looking back ------------------------------------------------------------------------------

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

    # --- what came -------------------------------------------------------------------------------

    def arrivals(self, since: datetime) -> list[Arrival]:
        """Stories that came then or later, in the order in which they came; all in memory."""
        with self._database.read() as connection:
            return arrivals.since(connection, since)

    def first_arrivals(self) -> dict[str, datetime]:
        """Outlet id → when its first story came."""
        with self._database.read() as connection:
            return arrivals.firsts(connection)

    def refusal_rates(self, end: datetime, days: int) -> list[RefusalRate]:
        """How many URLs were refused, by outlet and reason: in the last day and week before ``end``, and in
        the ``days`` before that week."""
        week, day = end - timedelta(days=7), end - timedelta(days=1)
        with self._database.read() as connection:
            return arrivals.refusals(connection, week - timedelta(days=days), week, day, end)

    # --- the raw archive ---------------------------------------------------------------------------

    def archived(self, url: str) -> ArchivedPage | None:
        """Where the archive holds the body of the last fetch of ``url``; None if it does not."""
        with self._database.read() as connection:
            return archived.find(connection, url)

    def note_archived(self, page: ArchivedPage) -> None:
        """Remember where the archive holds a page, in place of what was known of its URL."""
        with self._database.write() as connection:
            archived.note(connection, page)

    # --- stories -----------------------------------------------------------------------------------

    def story(self, id_or_url: str) -> Story | None:
        """The story with this id or canonical URL, or to which this announced URL led."""
        with self._database.read() as connection:
            return reading.story(connection, id_or_url)

    def stories(
        self,
        since: datetime | None = None,
        relevant: bool | None = None,
        outlet: str | None = None,
        batch: int = 1000,
    ) -> Iterator[Story]:
        """Stories in the order in which they came, read ``batch`` at a time, so in flat memory.

        ``since``: published (or, where that is not known, fetched) then or later.
        """
        return reading.iterate(self._database, since, relevant, outlet, batch)

    def versions(self, story_id: str) -> list[Version]:
        """All versions of a story, the current one last; empty for an unknown id."""
        with self._database.read() as connection:
            return reading.history(connection, story_id)

    def rule_figures(self, outlet: str, last: int = 50, body: str | None = None) -> dict[str, RuleFigures]:
        """How the outlet's extraction rules fared on its ``last`` pages, by `Hints.rules` name.

        ``body`` is the name of the rule for the body, against which pages without text count.
        """
        with self._database.read() as connection:
            return reading.rule_figures(connection, outlet, last, body)

    def counts(self) -> Counts:
        """How much there is."""
        with self._database.read() as connection:
            return reading.counts(connection)

    def learned_lines(self, outlet: str | None = None) -> list[LearnedLine]:
        """The lines that outlets (or one) repeat, as far as they were found to be furniture or text."""
        with self._database.read() as connection:
            return learning.learned(connection, outlet)

    def judge_line(self, outlet: str, line: str, verdict: learning.Verdict | None, at: datetime) -> int:
        """Say what a line of an outlet is: taken out of its stories or put back, now and later.

        None forgets what was said and learned. Returns how many stories that changed.
        """
        with self._database.write() as connection:
            return learning.judge(connection, outlet, line, verdict, at)

    # --- rejections --------------------------------------------------------------------------------

    def rejection(self, id_or_url: str) -> Rejection | None:
        """Why this URL gave no story, the last time."""
        with self._database.read() as connection:
            return reading.rejection(connection, id_or_url)

    def rejections(
        self,
        outlet: str | None = None,
        reason: str | None = None,
        stage: str | None = None,
        since: datetime | None = None,
        limit: int | None = 100,
    ) -> list[Rejection]:
        """Rejections, newest first, at most ``limit`` (None: all, in memory)."""
        with self._database.read() as connection:
            return reading.list_rejections(connection, outlet, reason, stage, since, limit)

    def reject_counts(self, since: datetime | None = None) -> list[RejectCount]:
        """(outlet, stage, reason, number of URLs), most first."""
        with self._database.read() as connection:
            return reading.reject_counts(connection, since)

    # --- another look ------------------------------------------------------------------------------

    def filed(self, after: int = 0, batch: int = 200, *, withdrawn_only: bool = False) -> list[Filed]:
        """The next ``batch`` stories (or withdrawn stories) after number ``after``; empty at the end."""
        with self._database.read() as connection:
            return reprocessing.filed(connection, after, batch, withdrawn_only)

    def filed_again(self, numbers: Collection[int]) -> list[Filed]:
        """These stories as they are now."""
        with self._database.read() as connection:
            return reprocessing.filed_again(connection, numbers)

    def write_tags(self, looked_at: Sequence[tuple[Filed, Outcome]]) -> tuple[int, list[int]]:
        """Write the tags, relevance and summary that another look gave: how many stories that changed, and
        the numbers of those that were saved anew meanwhile, which stay as they are.

        Refused stories are withdrawn (`pipelines.store.withdrawn`), those no more refused come back.
        """
        with self._database.write() as connection:
            return reprocessing.write_tags(connection, looked_at)

    def kept(self, stage: str, after: str = "", batch: int = 200) -> list[Rejection]:
        """The next ``batch`` refusals of a stage whose story is still kept, after key ``after``."""
        with self._database.read() as connection:
            return reprocessing.kept(connection, stage, after, batch)

    def kept_count(self, stage: str) -> int:
        """How many refusals of a stage keep their story."""
        with self._database.read() as connection:
            return reprocessing.kept_count(connection, stage)

    def withdrawn_count(self) -> int:
        """How many stories are withdrawn."""
        with self._database.read() as connection:
            return reprocessing.withdrawn_count(connection)

    def purge(self, at: datetime) -> int:
        """Drop kept stories of rejections whose time is over ``at``, not their reasons; returns how many.

        Pages that ended long ago leave the frontier, too.
        """
        with self._database.write() as connection:
            frontier.purge(connection, at - frontier.KEPT)
            hosts.purge(connection, at)
            answering.purge(connection, at)
            tallies.purge(connection, at)
            return reading.purge(connection, at)
