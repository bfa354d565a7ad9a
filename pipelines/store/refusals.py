"""The part of `Store` that knows what was refused, and takes another look at what there is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from pipelines.store import reading, reprocessing
from pipelines.store.database import Database
from pipelines.store.records import Filed, RejectCount, Rejection
from pipelines.story import Outcome


class Refusals:
    """Base of `Store`."""

    _database: Database

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
