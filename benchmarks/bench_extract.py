"""CPU time of page → story against bare Trafilatura, side by side on the same pages.

    python -m benchmarks.bench_extract [DIRECTORY] [--rounds N]

Both read the same bytes; Trafilatura with its default settings, text only. Rounds alternate between the two
and the best round of each counts, so that other work on the machine disturbs neither more than the other.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import trafilatura

from pipelines.entry import SourceRef
from pipelines.extract import extract
from pipelines.page import Page

SHARED_PAGES = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "pages"


def measure(directory: Path = SHARED_PAGES, rounds: int = 5) -> dict[str, float]:
    """Mean milliseconds a page of both, their ratio over all pages, and the mean of the pages' own ratios.

    Raises FileNotFoundError if there are no pages.
    """
    totals = measure_pages(directory, rounds)
    ours, theirs = (sum(figures[n] for figures in totals.values()) for n in (0, 1))
    return {
        "pages": len(totals),
        "prahari_ms": ours / len(totals),
        "trafilatura_ms": theirs / len(totals),
        "ratio": ours / theirs,
        "mean_page_ratio": sum(a / b for a, b in totals.values()) / len(totals),
    }


def measure_pages(directory: Path, rounds: int) -> dict[str, tuple[float, float]]:
    """File name → milliseconds of page → story, and of bare Trafilatura."""
    files = sorted(directory.glob("*.html"))
    if not files:
        raise FileNotFoundError(f"no *.html in {directory}")
    result = {}
    for file in files:
        page = _page(file)

        def ours(page: Page = page) -> object:
            return extract(page)

        def theirs(page: Page = page) -> object:
            return trafilatura.extract(page.body)

        best = [float("inf"), float("inf")]
        for _ in range(rounds + 1):  # the first round warms up
            for number, call in enumerate((ours, theirs)):
                best[number] = min(best[number], _milliseconds(call))
        result[file.name] = (best[0], best[1])
    return result


def _page(file: Path) -> Page:
    url = f"https://bench.example.in/news/{file.stem}.html"
    return Page(
        url=url,
        outlet="",
        body=file.read_bytes(),
        fetched_at=datetime.now(UTC),
        source=SourceRef("page", url),
        headers={"content-type": "text/html; charset=utf-8"},
    )


def _milliseconds(call: Callable[[], object]) -> float:
    begin = time.process_time()
    call()
    return (time.process_time() - begin) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description="page → story against bare Trafilatura, CPU time")
    parser.add_argument("directory", nargs="?", type=Path, default=SHARED_PAGES)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    pages = measure_pages(options.directory, options.rounds)
    for name, (ours, theirs) in pages.items():
        print(f"{name:40} {ours:8.1f} ms   trafilatura {theirs:8.1f} ms   ratio {ours / theirs:.2f}")
    ours, theirs = (sum(figures[n] for figures in pages.values()) for n in (0, 1))
    mean = sum(a / b for a, b in pages.values()) / len(pages)
    print(
        f"{'all':40} {ours:8.1f} ms   trafilatura {theirs:8.1f} ms   "
        f"ratio {ours / theirs:.2f}, mean of pages {mean:.2f}"
    )


if __name__ == "__main__":
    main()
