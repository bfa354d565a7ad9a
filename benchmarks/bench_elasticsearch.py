"""How fast stories go into Elasticsearch, and how fast both engines answer.

    python -m benchmarks.bench_elasticsearch [--documents 100000] [--rate-documents 1000] [--batch 500]
                                             [--rounds 5] [--heap 1g] [--directory DIR]

The server is the node of the tests (tests/elasticsearch/node.py), for which Java and Maven are needed;
without them nothing is measured. It has one processor to work with and shares the machine with this process.

Rates: `ElasticsearchIndex.upsert` in batches as the outbox is drained, against the client's bulk helper with
the same bodies made beforehand. The two take turns, each with new indexes, so that what else the machine does
hits both; trust the ratio more than the rates. Latencies: wall clock, one search after the other, indexes
warm, both engines in turns, with documents and passages as ``scrapy search`` shows them.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path

from benchmarks.bench_index import fill
from benchmarks.elasticsearch_rates import Timed, compare, drain_lines, fill_store, rebuild_lines
from benchmarks.generate import stories
from benchmarks.searches import Latencies, Search, latencies, searches
from search.elasticsearch import ElasticsearchIndex
from search.elasticsearch_client import Connection
from search.index import Index
from search.tantivy import TantivyIndex
from search.tantivy_directory import size
from tests.elasticsearch.home import Missing, version
from tests.elasticsearch.node import Node

MEGABYTE = 1_000_000
_PATIENCE = 120
"""Seconds that one request may take: a benchmark waits where a crawl would try again."""


@contextmanager
def running(heap: str) -> Iterator[Node]:
    """A node, from start to removal. Raises Missing."""
    node = Node(heap, optimise=True)
    try:
        node.start()
        yield node
    finally:
        node.remove()


def rates(node: Node, folder: Path, documents: int, batch: int, rounds: int) -> Iterator[str]:
    """Lines about writing."""
    written = list(stories(documents))
    index = Timed(Connection(node.url, seconds=_PATIENCE), "bench-rate")
    yield f"writing {documents:,} stories, {batch} at a time, {rounds} rounds of each"
    yield from compare(index, written, batch, rounds).lines()
    database = f"sqlite:///{folder}/prahari.db"
    kept = fill_store(database, written)
    yield from drain_lines(index, database)
    index.clear()
    index.close()
    yield from rebuild_lines(node.url, "bench-rebuild", folder, kept)


def side_by_side(node: Node, folder: Path, documents: int, batch: int, rounds: int) -> Iterator[str]:
    """Lines about both engines holding the same stories."""
    path = folder / "index"
    server = ElasticsearchIndex(Connection(node.url, seconds=_PATIENCE), "bench")
    engines: dict[str, Index] = {"tantivy": TantivyIndex(path), "elasticsearch": server}
    yield row(f"{documents:,} stories", *engines)
    spent = [fill(index, stories(documents), batch) for index in engines.values()]
    yield row("upsert, stories/s", *(f"{documents / seconds:,.0f}" for seconds in spent))
    for index in engines.values():
        assert sum(1 for _ in index.revisions()) == documents  # also makes them visible
    server.client.indices.flush(index=server.where())
    held = server.client.indices.stats(index=server.where(), metric="store,segments")["_all"]["primaries"]
    on_disk = (size(path), held["store"]["size_in_bytes"])
    yield row("on disk, MB", *(f"{bytes_ / MEGABYTE:,.0f}" for bytes_ in on_disk))
    yield row("bytes a story", *(f"{bytes_ / documents:,.0f}" for bytes_ in on_disk))
    yield row("segments", str(len(list(path.glob("*.store")))), str(held["segments"]["count"]))
    yield row("memory of the server, MB", "(in process)", f"{node.memory / MEGABYTE:,.0f}")
    yield from answers(list(engines.values()), list(searches()), rounds)
    for index in engines.values():
        index.close()


def answers(engines: Sequence[Index], asked: Sequence[Search], rounds: int) -> Iterator[str]:
    """Latency by kind of search, then the slowest; whether both found the same."""
    times: list[list[list[float]]] = [[[] for _ in asked] for _ in engines]
    for _ in range(rounds):
        for index, found in zip(engines, times, strict=True):
            ask: Callable[[Search], object] = partial(_ask, index)
            for number, once in enumerate(latencies(asked, ask, 1)):
                found[number] += once
    yield ""
    yield row(f"milliseconds, {rounds} rounds", "tantivy", "", "elasticsearch", "")
    yield row("searches", "p50", "p99", "p50", "p99")
    kinds = list(dict.fromkeys(one.kind for one in asked))
    for kind in (*kinds, "all"):
        numbers = [number for number, one in enumerate(asked) if kind in (one.kind, "all")]
        cells: list[str] = []
        for found in times:
            of_kind = Latencies.of(chain.from_iterable(found[number] for number in numbers))
            cells += [f"{of_kind.percentile(percent):,.1f}" for percent in (50, 99)]
        yield row(f"{len(numbers):>4} {kind}", *cells)
    yield ""
    for name, found in zip(("tantivy", "elasticsearch"), times, strict=True):
        medians = [Latencies.of(each).percentile(50) for each in found]
        slowest = sorted(range(len(asked)), key=medians.__getitem__, reverse=True)[:5]
        told = (f"{asked[number].text or '(empty)'} [{asked[number].kind}] {medians[number]:,.1f} ms"
                for number in slowest)  # fmt: skip
        yield f"slowest of {name}: {'; '.join(told)}"
    totals = [tuple(index.search(one.request).total for index in engines) for one in asked]
    differ = [one.text for one, total in zip(asked, totals, strict=True) if len(set(total)) > 1]
    yield f"searches with different totals: {', '.join(differ) or 'none'}"


def _ask(index: Index, one: Search) -> object:
    return index.search(one.request)


def row(name: str, *cells: str) -> str:
    """One line of a table."""
    return f"{name:<28}" + "".join(f"{cell:>14}" for cell in cells)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=100_000, help="stories in both engines")
    parser.add_argument("--rate-documents", type=int, default=1_000, help="stories a round of writing")
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--heap", default="1g", help="Java's memory (default 1g)")
    parser.add_argument("--directory", help="where files are put meanwhile (default: temporary)")
    options = parser.parse_args()
    begun = time.perf_counter()
    try:
        with (
            tempfile.TemporaryDirectory(dir=options.directory) as folder,
            running(options.heap) as node,
        ):
            print(
                f"Elasticsearch {version()}, heap {node.heap}, node.processors 1; this machine has "
                f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}",
                flush=True,
            )
            here = Path(folder)
            measured = (
                rates(node, here, options.rate_documents, options.batch, options.rounds),
                side_by_side(node, here, options.documents, options.batch, options.rounds),
            )
            for line in chain.from_iterable(measured):
                print(line, flush=True)
            print(f"memory of the server in the end {node.memory / MEGABYTE:,.0f} MB")
    except Missing as missing:
        print(f"elasticsearch: not measured, {missing}")
        return 0
    print(f"took {time.perf_counter() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
