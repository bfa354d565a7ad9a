"""Finding copies: the look-up at 10,000, 100,000 and, with --large, 1,000,000 stories; ingest; bytes a story.

usage: python -m benchmarks.bench_copies [--large] [--url URL] [--ingest 1000]

Filling a million takes some minutes. Look-ups are timed on prints that are drawn by chance: thirty a story,
two of them from a thousand stock passages that many stories print, 5,000 stories a day; every tenth story is
a copy. They go through the store's own SQL, in SQLite or the database of --url, which is to be empty. Ingest
is timed on generated stories: every tenth is a copy, and what else their sentences have in common is cut by
shuffling their words.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median
from time import perf_counter
from typing import Any, Final

from sqlalchemy import Connection, insert, text

from benchmarks.generate import story as generated
from pipelines.copies.prints import prints_of
from pipelines.entry import SourceRef
from pipelines.store import Store
from pipelines.store.database import Database
from pipelines.store.sketching import candidates, remember
from pipelines.store.tables import stories
from pipelines.story import Story, story_id

A_DAY: Final = 5_000
PRINTS: Final = 30
STOCK: Final = 1_000
WINDOW: Final = timedelta(days=14)
LOOKUPS: Final = 400
BEGIN: Final = datetime(2026, 1, 1, tzinfo=UTC)
_BATCH: Final = 5_000


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--large", action="store_true", help="a million stories, too")
    parser.add_argument("--url", help="an empty database; else SQLite in a temporary directory")
    parser.add_argument("--ingest", type=int, default=1_000, help="generated stories that are stored")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print_ingest(f"sqlite:///{folder}/ingest.db", options.ingest)
        url = options.url or f"sqlite:///{folder}/prahari.db"
        Store(url).close()
        database = Database(url)
        have = 0
        for size in (10_000, 100_000, *((1_000_000,) if options.large else ())):
            begun = perf_counter()
            before = used(database)
            fill(database, have, size)
            took = perf_counter() - begun
            grown = (used(database) - before) / (size - have)
            have = size
            times = sorted(lookups(database, size))
            print(
                f"{size:>9,} stories: look-up {median(times) * 1000:.2f} ms (median), "
                f"{times[len(times) * 95 // 100] * 1000:.2f} ms (95 of 100); "
                f"{grown:,.0f} bytes a story; filled in {took:.0f} s",
                flush=True,
            )
        database.close()


def drawn(number: int) -> set[int]:
    """The prints of a made-up story; every tenth has those of the one before."""
    chance = Random(number - 1 if number % 10 == 0 else number)
    stock = [Random(chance.randrange(STOCK)).getrandbits(62) for _ in range(2)]
    return {*stock, *(chance.getrandbits(62) for _ in range(PRINTS - 2))}


def dated(number: int) -> datetime:
    """When it was published."""
    return BEGIN + timedelta(days=number / A_DAY)


def fill(database: Database, first: int, last: int) -> None:
    """Store stories without text, but with prints, from number ``first`` to ``last``."""
    for start in range(first, last, _BATCH):
        numbers = range(start, min(start + _BATCH, last))
        with database.write() as connection:
            connection.execute(insert(stories), [_row(number) for number in numbers])
            for number in numbers:
                remember(connection, number + 1, dated(number), drawn(number))


def lookups(database: Database, size: int) -> Iterator[float]:
    """Seconds of each look-up, for stories of the last days. Raises AssertionError if a copy is not found."""
    chance = Random(7)
    recent = range(max(1, size - 10 * A_DAY) // 10, size // 10)
    with database.read() as connection:
        for turn in range(LOOKUPS + 20):
            number = 10 * chance.choice(recent)
            begun = perf_counter()
            found = candidates(connection, number + 1, dated(number), drawn(number), WINDOW)
            took = perf_counter() - begun
            assert number == 0 or number in found, number
            if turn >= 20:  # the first look-ups read the disk
                yield took


def print_ingest(url: str, count: int) -> None:
    """Store generated stories, and time their prints alone."""
    made = [_story(number) for number in range(count)]
    prints_of(made[0].text)
    begun = perf_counter()
    for one in made:
        prints_of(one.text)
    printed = perf_counter() - begun
    with Store(url) as store:
        begun = perf_counter()
        for one in made:
            store.save(one)
        took = perf_counter() - begun
        counts = store.copy_counts()
    print(
        f"{count:>9,} stories stored and linked: {count / took:,.0f} a second, "
        f"{took * 1000 / count:.1f} ms each, {printed * 1000 / count:.1f} ms of it for prints; "
        f"{counts.clusters:,} clusters, {sum(counts.links.values()):,} links",
        flush=True,
    )


def _story(number: int) -> Story:
    document = generated(number)
    # The generator has few patterns. Shuffled within sentences, its stories share as little as strangers do.
    chance = Random(number - 1 if number % 10 == 9 else number)
    sentences = [sentence.split() for sentence in generated(number).text.split("।")]
    for sentence in sentences:
        chance.shuffle(sentence)
    at = BEGIN + timedelta(days=number / A_DAY)
    return Story(
        url=document.url,
        outlet=document.outlet,
        title=document.title,
        text="।".join(" ".join(sentence) for sentence in sentences),
        fetched_at=at,
        published=at,
        source=SourceRef("feed", "https://made.example/feed"),
    )


def _row(number: int) -> dict[str, Any]:
    url = f"https://made.example/{number}"
    at = dated(number)
    return {
        "authors": [],
        "tags": [],
        "tag_names": [],
        "number": number + 1,
        "id": story_id(url),
        "url": url,
        "outlet": f"outlet{number % 185}",
        "fetched_at": at,
        "dated": at,
        "source_kind": "feed",
        "source_url": "",
        "cluster_id": story_id(url),
        "version": 1,
        "requested_url": "",
        "revision": 1,
    }


_SIZES: Final = {
    "sqlite": "SELECT sum(pgsize) FROM dbstat WHERE name IN "
    "('prints', 'sketches', 'ix_sketches_scheme', 'links', 'ix_links_b')",
    "postgresql": "SELECT pg_total_relation_size('prints') + pg_total_relation_size('sketches') + "
    "pg_total_relation_size('links')",
}


def used(database: Database) -> int:
    """Bytes that the tables of copies take."""
    with database.read() as connection:
        return _size(connection, database.dialect)


def _size(connection: Connection, dialect: str) -> int:
    return int(connection.scalar(text(_SIZES[dialect])) or 0)


if __name__ == "__main__":
    main()
