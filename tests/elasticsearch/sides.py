"""Both sides of the outbox, a real store and a real index, and whether they agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from pipelines.outbox import Drained, document, drain
from pipelines.store import Store
from pipelines.story import Story
from pipelines.verification import Difference, verify
from search.elasticsearch import ElasticsearchIndex
from search.elasticsearch_client import Connection
from search.index import IndexUnavailable, Written
from tests.pipelines.outcomes import prose, story

PAUSES = (0.02, 0.04, 0.08)
"""Between attempts, where the tests do not want to wait."""
SECRETS = ("s3cr3t", "Zm9vOnMzY3IzdA==")
"""A password and an API key, which no message may show."""


def connection(url: str, *, seconds: float = 20, **more: Any) -> Connection:
    """To a server of the tests; impatient."""
    return Connection(url, seconds=seconds, pauses=PAUSES, **more)


@dataclass
class Sides:
    """A store, the index that follows it, and stories whose ids no other test has."""

    store: Store
    index: ElasticsearchIndex
    mark: str
    made: int = 0

    def fill(self, count: int, **fields: Any) -> list[Story]:
        stories = []
        for _ in range(count):
            self.made += 1
            text = f"ख़बर {self.mark} {self.made} सेना ने सीमा पर अभ्यास किया। {prose(self.made, 30)}"
            stories.append(story(f"{self.mark}-{self.made}", text=text, **fields))
            self.store.save(stories[-1])
        return stories

    def edit(self, stories: Sequence[Story]) -> list[Story]:
        """Each story once more, with another text."""
        edited = [
            replace(one, text=one.text + " और", fetched_at=one.fetched_at + timedelta(hours=1))
            for one in stories
        ]
        for one in edited:
            assert self.store.save(one)
        return edited

    def through(self, connection: Connection) -> Sides:
        """The same store and index by another way."""
        return replace(self, index=ElasticsearchIndex(connection, self.index.prefix))

    def drain(self, batch: int = 500) -> Drained:
        return drain(self.store, self.index, {}, batch)

    def send(self, stories: Sequence[Story], revision: int) -> Written:
        """A batch as a drain that was held up would send it, whatever the store says."""
        return self.index.upsert([document(one, revision, ()) for one in stories])

    @property
    def waiting(self) -> int:
        return self.store.pending_count(self.index.name)

    def assert_agree(self, refused: int = 0) -> None:
        """Every id in every revision on both sides, and nothing waits."""
        stored = self.store.counts().stories
        found = verify(self.store, self.index)
        assert found == Difference(stored, stored - refused, 0, found.missing)
        failed = {failure.id for failure in self.store.index_failures(self.index.name)}
        assert set(found.missing) == failed and len(failed) == refused
        kept = [(id, revision) for id, revision in self.store.revisions() if id not in failed]
        assert list(self.index.revisions()) == kept


@contextmanager
def fails(*says: str) -> Iterator[None]:
    """What is done here raises IndexUnavailable, in one clear line without any secret."""
    with pytest.raises(IndexUnavailable) as caught:
        yield
    told = str(caught.value)
    assert "\n" not in told and len(told) < 400, told
    assert told.startswith(("http://127.0.0.1:", "https://127.0.0.1:", "PRAHARI_")), told
    assert not any(secret in told for secret in SECRETS), told
    for words in says:
        assert words in told, told
