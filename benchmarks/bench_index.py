"""How fast the embedded index writes and answers.

    python -m benchmarks.bench_index [--documents 100000] [--batch 500] [--rounds 5] [--directory DIR]

Stories come from `benchmarks.generate`, whose time is not counted. ``docs/s`` is the time of `upsert`, with
analysis, commits and merges. Each query of `benchmarks.searches` is asked `--rounds` times; times are wall
clock, for ten hits with highlights (``search``), the same with four facets (``facets``), and the total alone
(``count``).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import chain, islice
from pathlib import Path

from benchmarks.generate import stories
from benchmarks.searches import QUERIES, Latencies, latencies
from search.index import Document, Index, SearchRequest
from search.query import Query, parse
from search.tantivy import TantivyIndex
from search.tantivy_directory import size
from search.tantivy_schema import row


def fill(index: Index, documents: Iterable[Document], batch: int) -> float:
    """Write `documents` in batches; seconds spent in `upsert`."""
    spent = 0.0
    source = iter(documents)
    while block := list(islice(source, batch)):
        start = time.perf_counter()
        written = index.upsert(block)
        spent += time.perf_counter() - start
        assert len(written.acknowledged) == len(block)
    return spent


def measure(
    documents: int = 100_000, batch: int = 500, rounds: int = 5, directory: str | None = None
) -> dict[str, float]:
    """Name of the measurement → figure, with its unit in the name."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(dir=directory) as temporary:
        path = Path(temporary) / "index"
        index = TantivyIndex(path)
        sample = list(stories(200))
        start = time.perf_counter()
        for document in sample:
            row(document)
        figures["analysis and row, ms a document"] = (time.perf_counter() - start) * 1000 / len(sample)
        figures["index, docs/s"] = documents / fill(index, stories(documents), batch)
        figures["index, bytes a document"] = size(path) / documents
        figures["index, segments"] = len(list(path.glob("*.store")))
        start = time.perf_counter()
        assert sum(1 for _ in index.revisions()) == documents
        figures["revisions of all, s"] = time.perf_counter() - start

        queries = [parse(text) for text in QUERIES]
        asks: dict[str, Callable[[Query], object]] = {
            "search": lambda query: index.search(SearchRequest(query)),
            "newest": lambda query: index.search(SearchRequest(query, sort="newest")),
            "facets": lambda query: index.search(
                SearchRequest(query, facets=("outlet", "tag", "country", "agency"), highlight=True)
            ),
            "count": index.count,
        }
        for name, ask in asks.items():
            times = latencies(queries, ask, rounds)
            all_times = Latencies.of(chain.from_iterable(times))
            figures[f"{name} p50, ms"] = all_times.percentile(50)
            figures[f"{name} p99, ms"] = all_times.percentile(99)
            slowest = max(range(len(queries)), key=lambda number: max(times[number]))
            sys.stderr.write(f"slowest {name}: {QUERIES[slowest]}\n")
        index.close()
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--directory", help="where to put the index while it is measured (default: temporary)"
    )
    options = parser.parse_args()
    for name, figure in measure(**vars(options)).items():
        print(f"{name:<36}{figure:>12,.2f}")


if __name__ == "__main__":
    main()
