"""Pages a second of a replay, against bare Trafilatura over the same pages in as many processes.

usage: python -m benchmarks.bench_replay [--copies 20] [--rounds 2]
An archive of the real pages of ../shared (where that is not there, of what a crawl of the sample newsroom
archived), each in so many copies whose sentences differ, so that every copy is a story of its own. The
replay's figure is the one of its summary: workers' start, reading, stages and store; Trafilatura's has the
start of its processes in it, too, gets the bodies from memory and stores nothing. Rounds alternate; the best
of each counts.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import re
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trafilatura

from crawler.archive.exchange import Exchange, Note
from crawler.archive.pages import Archived, PageReader
from crawler.archive.writer import ArchiveWriter
from pipelines.entry import SourceRef
from tests.newsroom import Newsroom
from tests.project import SHARED, Installation

PAGES = SHARED / "data" / "pages"
OUTLET = """\
id = "bench"
name_hi = "परख"
name_en = "Bench"
kind = "digital"
home = "https://bench.example/"
hosts = ["bench.example"]
interval = 60
"""
FEED = SourceRef("feed", "https://bench.example/feed.xml")
SUMMARY = re.compile(r"([\d,]+) pages of .* \(([\d.,]+) a second\)")
STORIES = re.compile(r"stories: ([\d,]+) new, ([\d,]+) changed, ([\d,]+) unchanged")


def originals(temporary: Path) -> list[bytes]:
    """Bodies of different pages."""
    if PAGES.is_dir():
        return [file.read_bytes() for file in sorted(PAGES.glob("*.html"))]
    with Newsroom() as newsroom:
        newsroom.write_outlets(temporary / "newsroom")
        here = Installation(temporary / "crawled", temporary / "newsroom")
        here.scrapy("crawl", "all").check_returncode()
    archive = sorted((here.data / "archive").rglob("*.warc.gz"))
    found = (one for path in archive for one in PageReader(1 << 24).read(path))
    return [one.body for one in found if isinstance(one, Archived)]


def copied(pages: list[bytes], copies: int) -> list[bytes]:
    """Each page so many times, every copy with other sentences."""
    danda = "।".encode()
    return [page.replace(danda, b" %d" % copy + danda) for copy in range(copies) for page in pages]


def write_archive(directory: Path, bodies: list[bytes]) -> None:
    """As a crawl of one outlet would have written it."""
    writer, begun = ArchiveWriter(directory, 64 << 20), datetime(2026, 11, 24, tzinfo=UTC)
    for number, body in enumerate(bodies):
        url = f"https://bench.example/news/story-{number}.html"
        note = Note("bench", FEED, url, begun + timedelta(seconds=number), None)
        writer.append(Exchange(note, url, 200, ((b"Content-Type", b"text/html; charset=utf-8"),), body))
    writer.close()


def replay(here: Installation, archive: Path) -> tuple[float, int]:
    """Pages a second, and stories that came of it."""
    done = here.scrapy("crawl", "replay", "-a", f"warc={archive}/**/*.warc.gz", timeout=3600)
    done.check_returncode()
    rate, stories = SUMMARY.search(done.stdout), STORIES.search(done.stdout)
    assert rate and stories, done.stdout
    count = sum(int(one.replace(",", "")) for one in stories.groups())
    return float(rate[2].replace(",", "")), count


def bare(bodies: list[bytes], processes: int) -> float:
    """Pages a second of Trafilatura alone."""
    begun = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for _ in pool.imap_unordered(trafilatura.extract, bodies, chunksize=4):
            pass
    return len(bodies) / (time.perf_counter() - begun)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    processes = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as name:
        temporary = Path(name)
        bodies = copied(originals(temporary), options.copies)
        write_archive(temporary / "archive", bodies)
        outlets = temporary / "outlets"
        outlets.mkdir()
        (outlets / "bench.toml").write_text(OUTLET, encoding="utf-8")
        ours, stories, again, theirs = 0.0, 0, 0.0, 0.0
        for number in range(options.rounds):
            here = Installation(temporary / f"data{number}", outlets, {"PRAHARI_RELEVANT_ONLY": "0"})
            rate, stories = replay(here, temporary / "archive")
            ours = max(ours, rate)
            theirs = max(theirs, bare(bodies, processes))
            again = max(again, replay(here, temporary / "archive")[0])
    share = stories / len(bodies)
    print(
        f"{len(bodies)} pages on {processes} cores: replay into an empty store {ours:.1f} pages/s "
        f"({ours * share:.1f} stories/s), once more, unchanged, {again:.1f} pages/s; "
        f"bare Trafilatura {theirs:.1f} pages/s; ratio {ours / theirs:.2f}, unchanged {again / theirs:.2f}"
    )


if __name__ == "__main__":
    main()
