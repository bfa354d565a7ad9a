"""The part of `Store` that knows what stories are to each other: copies, editions, threads."""

from __future__ import annotations

from pipelines.store import candidates, relations
from pipelines.store.database import Database
from pipelines.store.linking import Linker
from pipelines.store.records import Cluster, Edition, StoryLink


class Copies:
    """Base of `Store`. Stories are linked as they are saved; what was missed waits, and is caught up with."""

    _database: Database
    _linker: Linker

    def unlinked_count(self) -> int:
        """How many stories are yet to be compared with the others."""
        with self._database.read() as connection:
            return candidates.count_waiting(connection)

    def catch_up(self, limit: int = 500) -> int:
        """Compare at most ``limit`` of the stories that wait for it; returns how many that were.

        Stories wait that were stored by an older version, from which a repeated line was taken, or whose
        saving was interrupted. Each is a transaction of its own.
        """
        return self._linker.catch_up(limit)

    def forget_links(self) -> int:
        """Forget what stories are to each other, so that all of them wait (`catch_up`); returns how many.

        Until they are compared again, stories stay in the clusters that they are in.
        """
        return self._linker.forget()

    def links(self, story_id: str) -> list[StoryLink]:
        """What a story is to others and why: copies, updates, then the same event; the surest first."""
        with self._database.read() as connection:
            return relations.links(connection, story_id)

    def cluster(self, story_id: str) -> Cluster | None:
        """The copies of a story, itself among them; None for an unknown id."""
        with self._database.read() as connection:
            return relations.cluster(connection, story_id)

    def editions(self, story_id: str) -> list[Edition]:
        """All versions of a story and of its outlet's updates of it at other addresses, in order of time."""
        with self._database.read() as connection:
            return relations.editions(connection, story_id)
