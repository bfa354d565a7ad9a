"""Pages a second of the whole crawl, against bare Scrapy fetching the same pages and dropping them.

usage: python -m benchmarks.bench_crawl [--rounds 3]
On the sample newsroom, and on the real pages of ../shared where they are. Both sides run in a process of
their own with the same politeness (one request at a time a host, robots.txt, delay 0), one after the other,
best of the rounds. The newsroom has few pages, so start-up (worker processes) weighs more than in life.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.crawler.servers import Served, serve
from tests.newsroom import Newsroom
from tests.project import PROJECT, SHARED, Installation
from tests.real_outlet import write_real_outlet


def run(here: Installation, *arguments: str) -> dict[str, Any]:
    """What `benchmarks.crawl_run` measured."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.crawl_run", *arguments],
        cwd=PROJECT,
        env=here.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


@contextmanager
def newsroom_world(directory: Path) -> Iterator[tuple[Path, list[str]]]:
    """The newsroom's outlet files, and every URL that a crawl of it fetches."""
    with Newsroom() as newsroom:
        newsroom.write_outlets(directory)
        probe = Installation(directory.parent / "probe", directory)
        run(probe, "full")
        urls = [f"http://{v.host}:{newsroom.port}{v.path}" for v in newsroom.log if v.path != "/robots.txt"]
        yield directory, urls


@contextmanager
def real_world(directory: Path, copies: int = 10) -> Iterator[tuple[Path, list[str]]]:
    """The real pages as one outlet, each under so many addresses that start-up does not hide the work."""
    pages: dict[str, Served] = {}
    for file in sorted((SHARED / "data" / "pages").glob("*.html")):
        for copy in range(copies):
            pages[f"/{copy}/{file.name}"] = Served(file.read_bytes())
    with serve(pages) as server:
        feed = write_real_outlet(directory, server, list(pages))
        urls = [server.url("/feed.xml"), *map(server.url, pages)]
        pages["/feed.xml"] = feed
        yield directory, urls


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    worlds = {"newsroom": newsroom_world}
    if (SHARED / "data" / "pages").is_dir():
        worlds["real pages"] = real_world
    for name, world in worlds.items():
        with (
            tempfile.TemporaryDirectory() as temporary,
            world(Path(temporary) / "outlets") as (outlets, urls),
        ):
            (Path(temporary) / "urls.json").write_text(json.dumps(urls))
            best: dict[str, dict[str, Any]] = {}
            for number in range(rounds):
                here = Installation(Path(temporary) / f"data{number}", outlets)
                for side, arguments in (("bare", ["bare", f"{temporary}/urls.json"]), ("full", ["full"])):
                    result = run(here, *arguments)
                    rate = result["pages"] / result["seconds"]
                    if side not in best or rate > best[side]["rate"]:
                        best[side] = result | {"rate": rate}
        bare, full = best["bare"], best["full"]
        print(
            f"{name}: whole crawl {full['rate']:.1f} pages/s "
            f"({full['pages']:.0f} pages in {full['seconds']:.1f} s, "
            f"event loop held {1000 * full['lag']:.0f} ms at most), bare Scrapy {bare['rate']:.1f} pages/s "
            f"({bare['pages']:.0f} pages), ratio {full['rate'] / bare['rate']:.2f}"
        )


if __name__ == "__main__":
    main()
