"""`Store`: all that the other packages see of the database."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pipelines.answers import NO_VALIDATORS, Validators
from pipelines.copies.decision import compare
from pipelines.revisits import NEVER, Plan
from pipelines.store import answering, candidates, frontier, hosts, reading, saving, schema, seen, tallies
from pipelines.store.copies import Copies
from pipelines.store.database import Database
from pipelines.store.linking import Judge, Linker
from pipelines.store.observing import Observing
from pipelines.store.outboxes import Outboxes
from pipelines.store.pages import Pages
from pipelines.store.problem import StoreProblem
from pipelines.store.records import Saved, SeenMark
from pipelines.store.refusals import Refusals
from pipelines.store.revisiting import Again
from pipelines.store.stories import Stories
from pipelines.store.visits import Visits
from pipelines.store.watching import Watching
from pipelines.story import Outcome, Story

if TYPE_CHECKING:
    from typing import Self

DEFAULT_URL = "sqlite:///data/prahari.db"
COPIES_DAYS = 14
"""Agencies' copies come within three days; updates of a running story within a week or two."""

_log = logging.getLogger(__name__)


class Store(Pages, Stories, Refusals, Copies, Outboxes, Visits, Observing, Watching):
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

    # --- what is not kept for ever -------------------------------------------------------------------

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
