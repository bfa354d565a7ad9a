"""The part of `Store` that leads to indexes: which there are, and what each is to take."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from pipelines.store import indexes, reading
from pipelines.store.database import Database
from pipelines.store.outbox import BOTH, REJECTIONS, STORIES
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

    # --- outbox of stories -------------------------------------------------------------------------

    def pending(self, name: str, limit: int = 500) -> list[tuple[Story, int]]:
        """At most ``limit`` stories that the index is to take, with revisions, oldest story first."""
        with self._database.read() as connection:
            return pending_stories(connection, name, limit)

    def acknowledge(self, name: str, revisions: Mapping[str, int]) -> None:
        """The index has committed these: story id → revision. What changed since stays pending."""
        with self._database.write() as connection:
            STORIES.acknowledge(connection, name, revisions)

    def refuse(self, name: str, refused: Mapping[str, tuple[int, str]], at: datetime) -> None:
        """The index would not take these: story id → (revision, reason). Pending again when they change."""
        with self._database.write() as connection:
            STORIES.refuse(connection, name, refused, at)

    def revisions(self, batch: int = 10_000) -> Iterator[tuple[str, int]]:
        """Id and revision of every story, sorted by id, read ``batch`` at a time, so in flat memory."""
        return reading.revisions(self._database, STORIES, batch)

    def revisions_of(self, ids: Collection[str]) -> dict[str, int]:
        """Id → revision, of those of ``ids`` that are stories."""
        with self._database.read() as connection:
            return STORIES.revisions(connection, ids)

    def waiting(self, name: str, ids: Collection[str]) -> set[str]:
        """Which of these stories the index is yet to take."""
        with self._database.read() as connection:
            return STORIES.waits(connection, name, ids)

    def enqueue(self, name: str, ids: Collection[str]) -> None:
        """The index is to take these stories (again). Registers it; unknown ids are no error."""
        with self._database.write() as connection:
            indexes.register(connection, name, "stories")
            STORIES.enqueue(connection, name, ids)

    def outrank(self, above: Mapping[str, int]) -> None:
        """Raise the revisions of these stories over those given, for an index that claims to hold higher
        ones than there are (it is newer than this database); every index is to take them again."""
        with self._database.write() as connection:
            indexes.outrank(connection, STORIES, above)

    # --- outbox of rejections ----------------------------------------------------------------------

    def pending_rejections(self, name: str, limit: int = 500) -> PendingRejections:
        """At most ``limit`` rejections that the index is to take, or to remove."""
        with self._database.read() as connection:
            return pending_rejections(connection, name, limit)

    def acknowledge_rejections(self, name: str, revisions: Mapping[str, int]) -> None:
        """The index has committed these: key → revision, of what it took and of what it removed."""
        with self._database.write() as connection:
            REJECTIONS.acknowledge(connection, name, revisions)

    def refuse_rejections(self, name: str, refused: Mapping[str, tuple[int, str]], at: datetime) -> None:
        """As `refuse`, by key."""
        with self._database.write() as connection:
            REJECTIONS.refuse(connection, name, refused, at)

    def rejection_revisions(self, batch: int = 10_000) -> Iterator[tuple[str, int]]:
        """Key and revision of every rejection, sorted by key, read as `revisions` does."""
        return reading.revisions(self._database, REJECTIONS, batch)

    def rejection_revisions_of(self, keys: Collection[str]) -> dict[str, int]:
        """Key → revision, of those of ``keys`` that are rejections."""
        with self._database.read() as connection:
            return REJECTIONS.revisions(connection, keys)

    def waiting_rejections(self, name: str, keys: Collection[str]) -> set[str]:
        """Which of these rejections the index is yet to take, or to remove."""
        with self._database.read() as connection:
            return REJECTIONS.waits(connection, name, keys)

    def enqueue_rejections(self, name: str, keys: Collection[str]) -> None:
        """As `enqueue`, by key."""
        with self._database.write() as connection:
            indexes.register(connection, name, "rejections")
            REJECTIONS.enqueue(connection, name, keys)

    def outrank_rejections(self, above: Mapping[str, int]) -> None:
        """As `outrank`, by key."""
        with self._database.write() as connection:
            indexes.outrank(connection, REJECTIONS, above)
