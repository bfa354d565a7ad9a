"""Stories a second into Elasticsearch: by our own code, by the client's bulk helper alone, from a store."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, cast

from elasticsearch.helpers import streaming_bulk

from benchmarks.bench_index import fill
from pipelines.entry import SourceRef
from pipelines.outbox import drain
from pipelines.store import Store
from pipelines.story import Story, Tag
from search.elasticsearch import ElasticsearchIndex
from search.elasticsearch_document import source, to_bytes
from search.elasticsearch_writing import CHUNK_BYTES
from search.index import Document, Written
from tests.project import Installation

Action = tuple[dict[str, Any], bytes]


@dataclass
class Side:
    """One of two that write the same documents."""

    seconds: list[float] = field(default_factory=list)
    """Wall clock of each round."""
    processor: list[float] = field(default_factory=list)
    """Processor time of this process, without the server's."""

    def measure(self, write: Callable[[], object]) -> None:
        processor, wall = time.process_time(), time.perf_counter()
        write()
        self.seconds.append(time.perf_counter() - wall)
        self.processor.append(time.process_time() - processor)


@dataclass(frozen=True)
class Comparison:
    """Two sides that took turns."""

    documents: int
    ours: Side
    helper: Side

    @property
    def rounds(self) -> list[float]:
        """Our rate by the helper's, of each round."""
        return [bare / ours for ours, bare in zip(self.ours.seconds, self.helper.seconds, strict=True)]

    @property
    def ratio(self) -> float:
        """Of all rounds together."""
        return sum(self.helper.seconds) / sum(self.ours.seconds)

    def lines(self) -> Iterator[str]:
        for name, side in (("upsert", self.ours), ("bulk helper alone", self.helper)):
            rate = self.documents * len(side.seconds) / sum(side.seconds)
            own = sum(side.processor) / len(side.processor) / self.documents * 1e6
            yield f"{name:<20}{rate:>8,.0f} stories/s{own:>8,.0f} µs of our processor a story"
        low, middle, high = min(self.rounds), median(self.rounds), max(self.rounds)
        yield f"{'ratio':<20}{self.ratio:>8.3f} (rounds: median {middle:.3f}, {low:.3f} to {high:.3f})"


def compare(index: ElasticsearchIndex, documents: Sequence[Document], batch: int, rounds: int) -> Comparison:
    """`upsert` against `streaming_bulk` with the same bodies, made beforehand.

    Each writes all documents into a new index, in turns: what begins a round ends the next. The first round
    warms the server up and is not counted.
    """
    bodies = [(one.id, one.revision, to_bytes(source(one))) for one in documents]
    found = Comparison(len(documents), Side(), Side())

    def ours() -> None:
        fill(index, documents, batch)

    def helper() -> None:
        target = index.where(writing=True)
        actions: list[Action] = [
            ({"index": {"_index": target, "_id": id, "version": revision, "version_type": "external"}}, body)
            for id, revision, body in bodies
        ]
        sent = streaming_bulk(
            index.client,
            cast(Any, actions),
            chunk_size=batch,
            max_chunk_bytes=CHUNK_BYTES,
            expand_action_callback=cast(Any, lambda action: action),
            require_alias=True,
        )
        assert sum(1 for _ in sent) == len(bodies)

    for number in range(rounds + 1):
        turns: list[tuple[Side, Callable[[], None]]] = [(found.ours, ours), (found.helper, helper)]
        for side, write in turns if number % 2 else reversed(turns):
            index.clear()  # a new index; the old one is removed, with the merges that it still had to do
            side.measure(write)
    for side in (found.ours, found.helper):
        del side.seconds[0], side.processor[0]
    return found


class Timed(ElasticsearchIndex):
    """Adds up the time that `upsert` takes."""

    spent = 0.0

    def upsert(self, documents: Sequence[Document]) -> Written:
        start = time.perf_counter()
        try:
            return super().upsert(documents)
        finally:
            self.spent += time.perf_counter() - start


def fill_store(database: str, documents: Sequence[Document]) -> int:
    """Save them as stories; how many the store took."""
    with Store(database) as store:
        for one in documents:
            store.save(_story(one))
        return store.counts().stories


def drain_lines(index: Timed, database: str) -> Iterator[str]:
    """A whole drain of a store into a new index, and where its time goes."""
    names: dict[str, tuple[str, ...]] = {}
    index.clear()
    index.spent = 0.0
    with Store(database) as store:
        start = time.perf_counter()
        done = drain(store, index, names)
        whole = time.perf_counter() - start
    assert not done.refused
    rest = whole - index.spent
    shares = f"{rest / whole:.1%} of its time in the store, {index.spent / whole:.1%} in upsert"
    yield f"{'drain from SQLite':<20}{done.indexed / whole:>8,.0f} stories/s, {shares}"


def rebuild_lines(url: str, prefix: str, folder: Path, stories: int) -> Iterator[str]:
    """``scrapy index rebuild`` of the store in ``folder``, begun and ended as a command."""
    here = Installation(
        folder,
        folder / "outlets",
        {"PRAHARI_ELASTICSEARCH_URL": url, "PRAHARI_ELASTICSEARCH_PREFIX": prefix},
    )
    here.outlets.mkdir()
    for arguments in (("index", "setup"), ("index", "rebuild")):
        start = time.perf_counter()
        done = here.scrapy(*arguments, timeout=3600)
        took = time.perf_counter() - start
        assert done.returncode == 0, done.stderr
    assert f"replaced, filled with {stories} from the store" in done.stdout, done.stdout
    yield (
        f"{'index rebuild':<20}{took / stories * 10_000:>8,.1f} s for 10,000 stories "
        f"({stories:,} in {took:.1f} s, start of the command included)"
    )


def _story(one: Document) -> Story:
    """The story of which the document could have been made."""
    return Story(
        url=one.url,
        outlet=one.outlet,
        title=one.title,
        text=one.text,
        fetched_at=one.fetched_at,
        source=SourceRef("feed", f"https://{one.outlet}.example/feed.xml"),
        published=one.published,
        language=one.language,
        summary=one.summary,
        section=one.section,
        agency=one.agency,
        tags=tuple(Tag(tag.id, tag.type, tag.names[0], tag.names[1]) for tag in one.tags),
        relevance=one.relevance,
        relevant=one.relevant,
    )
