"""Memory of one crawl at 1,000 and at 20,000 pages, over two hundred hosts at once.

usage: python -m benchmarks.bench_memory [--pages 20000]
The server runs in this process, the crawl in its own. Memory is what the crawl and its workers hold for
themselves (Linux's Pss_Anon), without the files of the index that they map.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.crowd import Crowd
from tests.memory import sampled
from tests.project import PROJECT, Installation

MB = 2**20
EARLY = 1_000


def pages_of(crowd: Crowd) -> int:
    """Pages that it was asked for, without robots.txt and feeds."""
    return sum(max(0, len(visits.begun) - 2) for visits in list(crowd.visits.values()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000)
    pages = parser.parse_args().pages
    hosts = max(1, pages // 100)
    with tempfile.TemporaryDirectory() as temporary, Crowd(hosts, pages // hosts) as crowd:
        outlets = crowd.write_outlets(Path(temporary) / "outlets")
        here = Installation(Path(temporary) / "data", outlets)
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "scrapy", "crawl", "all", "-s", "LOG_LEVEL=ERROR"],
            cwd=PROJECT,
            env=here.environment(),
        )
        samples = sampled(process, lambda: pages_of(crowd))
        seconds = time.perf_counter() - begun
        if process.returncode:
            sys.exit(process.returncode)
    for limit in sorted({min(EARLY, pages), pages}):
        near = [sample for sample in samples if 0.9 * limit <= sample.pages <= limit]
        # In a second, a fast crawl passes by all of these.
        near = near or [min(samples, key=lambda sample: abs(sample.pages - limit))]
        crawl, workers = max(one.crawl for one in near), max(sum(one.workers) for one in near)
        print(f"{limit} pages: {crawl / MB:.0f} MB, workers {workers / MB:.0f} MB")
    most = max(one.crawl + sum(one.workers) for one in samples)
    print(f"at most {most / MB:.0f} MB in all; {pages / seconds:.1f} pages/s from {hosts} hosts")


if __name__ == "__main__":
    main()
