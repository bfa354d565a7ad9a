"""`Store`: all that the other packages see of the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pipelines.store import learning, polling, reading, saving, schema, seen
from pipelines.store.copies import Copies
from pipelines.store.database import Database
from pipelines.store.outboxes import Outboxes
from pipelines.store.records import (
    Counts,
    LearnedLine,
    OutletState,
    RejectCount,
    Rejection,
    RuleFigures,
    Saved,
    SeenMark,
    Version,
)
from pipelines.story import Outcome, Story

if TYPE_CHECKING:
    from typing import Self

DEFAULT_URL = "sqlite:///data/prahari.db"


class Store(Copies, Outboxes):
    """Stories, versions, rejections, seen URLs, crawl state and outbox in one SQL database.

    Synchronous; may be used from several threads and, each with a Store of its own, several processes.
    Each method is one transaction (those that iterate: one for each batch) and raises StoreProblem if the
    database cannot be reached, read or written. Instants are aware, on the way in and out.
    """

    def __init__(
        self, url: str = DEFAULT_URL, *, keep_rejected_days: float = 30, copies_days: float = 14
    ) -> None:
        """Open the database at ``url``, create or migrate its tables.

        The stories of refusals are kept for ``keep_rejected_days``; stories published within ``copies_days``
        of each other are compared. Raises StoreProblem, also for a
        database that a newer version of this program has migrated.
        """
        self._database = Database(url)
        self._keep = timedelta(days=keep_rejected_days)
        self._window = timedelta(days=copies_days)
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

    def save(self, outcome: Outcome, announced: datetime | None = None, requested_url: str = "") -> Saved:
        """Commit a story or a rejection with all that belongs to it; durable when this returns.

        ``announced`` and ``requested_url`` stand in for what the outcome itself does not say. A story
        whose text its outlet has printed at another address comes back as a rejection (stage
        ``duplicates``); see `pipelines.duplicates` and `pipelines.store.saving` for what else happens.
        """
        outcome = replace(
            outcome,
            announced=announced or outcome.announced,
            requested_url=requested_url or outcome.requested_url,
        )
        with self._database.write() as connection:
            return saving.save(connection, outcome, self._keep, self._window)

    def seen(self, urls: Collection[str]) -> dict[str, SeenMark]:
        """URL → mark, of those of ``urls`` with a committed outcome. Look at `SeenMark.final`, too."""
        with self._database.read() as connection:
            return seen.marks(connection, urls)

    # --- crawl state -------------------------------------------------------------------------------

    def mark_polled(
        self, outlet: str, source_url: str, ok: bool, error: str | None, entries: int | None, at: datetime
    ) -> None:
        """A source was polled ``at``: it announced ``entries``, or failed with ``error`` (one line)."""
        with self._database.write() as connection:
            polling.mark_source(connection, outlet, source_url, ok, error, entries, at)

    def mark_outlet(self, outlet: str, ok: bool, next_due: datetime | None, at: datetime) -> None:
        """A visit to an outlet ended ``at``; the next one is due at ``next_due`` (None: at once)."""
        with self._database.write() as connection:
            polling.mark_outlet(connection, outlet, ok, next_due, at)

    def due(self, outlet_ids: Collection[str], at: datetime) -> list[str]:
        """Those of ``outlet_ids`` that are due: never visited first, then whoever waits longest."""
        with self._database.read() as connection:
            return polling.due(connection, outlet_ids, at)

    def outlet_states(self) -> dict[str, OutletState]:
        """Outlet id → state, of every outlet that was ever polled."""
        with self._database.read() as connection:
            return polling.states(connection)

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

    def purge(self, at: datetime) -> int:
        """Drop kept stories of rejections whose time is over ``at``, not their reasons; returns how many."""
        with self._database.write() as connection:
            return reading.purge(connection, at)
