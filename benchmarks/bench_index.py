"""How fast the embedded index writes and answers.

    python -m benchmarks.bench_index [--documents 100000] [--batch 500] [--rounds 5] [--directory DIR]

Stories come from `benchmarks.generate`, whose time is not counted. ``docs/s`` is the time of `upsert`, with
analysis, commits and merges. Each of 50 queries is asked `--rounds` times; times are wall clock, for ten hits
with highlights (``search``), the same with four facets (``facets``), and the total alone (``count``).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from benchmarks.generate import stories
from search.index import Document, Index, SearchRequest
from search.query import Query, parse
from search.tantivy import TantivyIndex
from search.tantivy_directory import size
from search.tantivy_schema import row

QUERIES = tuple(
    """
सेना
मिसाइल
ब्रह्मोस
राफेल
एस-400
S-400
C-17
सी-17/C-17
rafale
rajesh sharma
brahmos
पोखरण
परीक्षणों
सेनाओं
बाढ़ राहत
चीन सीमा
भारत पाकिस्तान वार्ता
रक्षा मंत्री चीन
तेजस OR राफेल
तेजस OR राफेल OR सुखोई-30 OR मिग-29
(तेजस OR राफेल) NOT चीन
सेना NOT नौसेना
NOT सेना
"सफल परीक्षण"
"सीमा सुरक्षा बल"
"रक्षा मंत्री" ईरान
"मारक क्षमता दिखाई" लद्दाख
"खरीद को मंजूरी"
outlet:outlet-3 सेना
country:चीन तवांग
country:पाकिस्तान घुसपैठ
tag:w-3
tag:राफेल country:फ्रांस
lang:hi युद्धपोत
from:2025-06 to:2025-07 मुठभेड़
from:2026 अग्नि-5
from:2024-03-01 to:2024-03-02
outlet:(स्वदेशी समाचार OR आधुनिक समाचार) ड्रोन
के लिए की
मंत्रालय ने एक बयान में कहा
विशेषज्ञों का मानना
लद्दाख सियाचिन गलवान
करोड़ रुपये खर्च
कर्नल विक्रम राठौड़
"असम राइफल्स" मुठभेड़ NOT भारत
कातादेपुर
नामौजूदशब्द
MQ-9B
पनडुब्बी गोवा नौसेना प्रमुख
ईरान इजरायल
""".strip().split("\n")
)


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


def latencies(
    queries: Iterable[Query], ask: Callable[[Query], object], rounds: int
) -> list[tuple[float, int]]:
    """Milliseconds of each answer with the number of its query, fastest first."""
    found = []
    for number, query in enumerate(queries):
        for _ in range(rounds):
            start = time.perf_counter()
            ask(query)
            found.append(((time.perf_counter() - start) * 1000, number))
    return sorted(found)


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
            latencies(queries, ask, 1)  # files into memory
            times = latencies(queries, ask, rounds)
            figures[f"{name} p50, ms"] = times[len(times) // 2][0]
            figures[f"{name} p99, ms"] = times[int(len(times) * 0.99)][0]
            sys.stderr.write(f"slowest {name}: {QUERIES[times[-1][1]]}\n")
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
