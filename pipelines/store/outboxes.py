"""The part of `Store` that leads to indexes: which there are, and what each is to take."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime

from pipelines.store import arrivals, indexes, reading, withdrawn
from pipelines.store.database import Database
from pipelines.store.outbox import BOTH
from pipelines.store.pending import pending_rejections, pending_stories
from pipelines.store.records import Holds, IndexFailure, PendingRejections, RegisteredIndex
from pipelines.story import Story


class Outboxes:
    """Base of `Store`. An index holds stories, or rejections; most methods work for both."""

    _database: Database

    # --- indexes -----------------------------------------------------------------------------------

    def register_index(self, name: str, holds: Holds = "stories") -> None:
        """Make an index known: from now on it is to take every change; the first time, everything.

        Raises ValueError for an index that is known to hold the other kind.
        """
        with self._database.write() as connection:
            indexes.register(connection, name, holds)

    def unregister_index(self, name: str) -> None:
        """Forget an index with all that waits for it; an unknown one is no error."""
        with self._database.write() as connection:
            indexes.unregister(connection, name)

    def indexes(self) -> list[RegisteredIndex]:
        """Every index that is known, by name."""
        with self._database.read() as connection:
            return indexes.known(connection)

    def pending_count(self, name: str) -> int:
        """How many stories, or rejections, the index is to take."""
        with self._database.read() as connection:
            return sum(outbox.count(connection, name) for outbox in BOTH)

    def enqueue_all(self, name: str, holds: Holds = "stories") -> None:
        """The index is to take everything (again). Registers it, as `register_index` does."""
        with self._database.write() as connection:
            indexes.enqueue_all(connection, name, holds)

    def index_failures(self, name: str) -> list[IndexFailure]:
        """What the index would not take, oldest first."""
        with self._database.read() as connection:
            return [one for outbox in BOTH for one in outbox.failures(connection, name)]

    def retry_failures(self, name: str) -> int:
        """What the index would not take is pending again; returns how many."""
        with self._database.write() as connection:
            return sum(outbox.retry(connection, name) for outbox in BOTH)

    def pending(self, name: str, limit: int = 500) -> list[tuple[Story, int]]:
        """At most ``limit`` stories that the index is to take, with revisions, oldest story first."""
        with self._database.read() as connection:
            return pending_stories(connection, name, limit)

    def withdrawn(self, ids: Collection[str]) -> set[str]:
        """Those of these stories that no index is to hold: they are not about defence any more."""
        with self._database.read() as connection:
            return withdrawn.among(connection, ids)

    def pending_rejections(self, name: str, limit: int = 500) -> PendingRejections:
        """At most ``limit`` rejections that the index is to take, or to remove."""
        with self._database.read() as connection:
            return pending_rejections(connection, name, limit)

    # --- both kinds: an id is a story's, or a rejection's key ----------------------------------------

    def acknowledge(self, name: str, revisions: Mapping[str, int]) -> None:
        """The index has committed these, id → revision, or has removed them. What changed since stays
        pending."""
        with self._database.write() as connection:
            outbox = indexes.outbox_of(connection, name)
            outbox.acknowledge(connection, name, revisions)
            if outbox.holds == "stories":
                arrivals.indexed(connection, revisions, datetime.now(UTC))

    def refuse(self, name: str, refused: Mapping[str, tuple[int, str]], at: datetime) -> None:
        """The index would not take these: id → (revision, reason). Pending again when they change."""
        with self._database.write() as connection:
            indexes.outbox_of(connection, name).refuse(connection, name, refused, at)

    def waiting(self, name: str, ids: Collection[str]) -> set[str]:
        """Which of these the index is yet to take, or to remove."""
        with self._database.read() as connection:
            return indexes.outbox_of(connection, name).waits(connection, name, ids)

    def enqueue(self, name: str, ids: Collection[str], holds: Holds = "stories") -> None:
        """The index is to take these (again). Registers it; unknown ids are no error."""
        with self._database.write() as connection:
            indexes.register(connection, name, holds)
            indexes.OUTBOXES[holds].enqueue(connection, name, ids)

    def revisions(self, batch: int = 10_000, holds: Holds = "stories") -> Iterator[tuple[str, int]]:
        """Id and revision of all that an index is to hold, sorted by id, ``batch`` in memory at a time."""
        return reading.revisions(self._database, indexes.OUTBOXES[holds], batch)

    def revisions_of(self, ids: Collection[str], holds: Holds = "stories") -> dict[str, int]:
        """Id → revision, of those of ``ids`` that an index is to hold."""
        with self._database.read() as connection:
            found = indexes.OUTBOXES[holds].revisions(connection, ids)
            if holds == "stories":
                for id in withdrawn.among(connection, found):
                    del found[id]
            return found

    def outrank(self, above: Mapping[str, int], holds: Holds = "stories") -> None:
        """Raise the revisions of these over those given, for an index that claims to hold higher ones than
        there are (it is newer than this database); every index is to take them again."""
        with self._database.write() as connection:
            indexes.outrank(connection, indexes.OUTBOXES[holds], above)
