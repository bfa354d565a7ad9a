"""How fast stories are compared with those that are there, and what that takes.

    python -m benchmarks.bench_duplicates [--stories 10000 100000] [--million] [--saves 200] [--store URL]

Words of the stories are drawn as often as they are used in Hindi (wordfreq), and every tenth story is a copy
with a paragraph less. Texts are analysed for the first 5,000 stories; the sketches beyond are these with
seven of ten minima replaced, so that popular buckets grow as they do with real stories. Stories spread over a
year; those within 14 days are looked at.

``look-up`` is the bounded search for copies and for reports of the same event in the database, ``sketch`` the
analysis before it.
``furniture`` is a look-up where all of a story's buckets hold a thousand others of its day. ``save`` is all
of ``Store.save``, in which a story is compared and clustered.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, Table, event, insert, text

from benchmarks.duplicate_stories import ANALYSED, START, Found, made, sketched
from pipelines.copies.sketch import buckets
from pipelines.copies.subjects import keys as keys_of
from pipelines.duplicates import fingerprint
from pipelines.entry import SourceRef
from pipelines.store import Store, candidates
from pipelines.store.database import Database
from pipelines.store.lookup import Around
from pipelines.store.rows import story_row, version_row
from pipelines.store.store import COPIES_DAYS
from pipelines.store.tables import buckets as bucket_table
from pipelines.store.tables import sketches, stories, versions
from pipelines.story import Story

CHUNK = 50_000
LOOKUPS = 400
WINDOW = COPIES_DAYS * 24 * 60


def fill(database: Database, first: int, source: Iterator[Found], count: int) -> float:
    """Put ``count`` more stories, from number ``first``, into the store; bytes a story that finding takes."""
    chance, taken = Random(first), 0.0
    for start in range(first, first + count, CHUNK):
        numbers = range(start + 1, min(start + CHUNK, first + count) + 1)
        minutes = [chance.randrange(365 * 24 * 60) + int(START.timestamp() // 60) for _ in numbers]
        rows = [_row(number) for number in numbers]
        with database.write() as connection:
            connection.execute(insert(stories), [row for row, _ in rows])
            connection.execute(insert(versions), [row for _, row in rows])
        before = size(database)
        with database.write() as connection:
            marks = list(islice(source, len(numbers)))
            found = list(zip(numbers, minutes, marks, strict=True))
            many(
                connection,
                sketches,
                ("story", "minute", "minima", "subjects"),
                [(n, at, *one) for n, at, one in found],
            )
            keys = sorted({(key, at, n) for n, at, one in found for key in all_buckets(*one)})
            many(connection, bucket_table, ("bucket", "minute", "story"), keys)
        taken += size(database) - before
    if database.dialect == "postgresql":
        with database.write() as connection:  # as its autovacuum does by itself after a minute
            connection.execute(text("ANALYZE"))
            numbering = "SELECT setval(pg_get_serial_sequence('stories', 'number'), :last)"
            connection.execute(text(numbering), {"last": first + count})
    return taken / count


def many(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows as fast as the database takes them: a million stories have forty million buckets."""
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])
        return
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _row(number: int) -> tuple[dict[str, object], dict[str, object]]:
    story = Story(
        url=f"https://old.example/{number}",
        outlet="old",
        title=f"{number}",
        text=f"{number}",
        fetched_at=START,
        source=SourceRef("feed", "https://old.example/rss"),
        cluster_id="0" * 16,
    )
    row = story_row(story) | {"number": number, "version": 1, "revision": 1}
    return row, version_row(story, fingerprint(story.text)) | {"story": number, "version": 1}


def size(database: Database) -> int:
    """Bytes of the database."""
    if database.dialect == "postgresql":
        with database.read() as connection:
            return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    with database.read() as connection:
        pages = connection.scalar(text("PRAGMA page_count")) or 0
        return int(pages) * int(connection.scalar(text("PRAGMA page_size")) or 0)


def all_buckets(minima: bytes, about: bytes) -> list[int]:
    return [*buckets(minima), *keys_of(about)]


def look(connection: Connection, found: Found, when: int) -> tuple[float, float]:
    """Milliseconds that both look-ups take, and those of them that this thread was at work."""
    start, worked = time.perf_counter(), time.thread_time()
    around = Around(0, when, WINDOW)
    candidates.near(connection, found[0], around)
    candidates.akin(connection, found[1], around)
    return (time.perf_counter() - start) * 1000, (time.thread_time() - worked) * 1000


def lookups(database: Database, analysed: list[Found]) -> list[tuple[float, float]]:
    """What each of `LOOKUPS` look-ups took, on a connection that has seen some."""
    chance, times = Random(3), []
    with database.read() as connection:
        for place in range(LOOKUPS + 20):
            found = analysed[chance.randrange(len(analysed))]
            when = int(START.timestamp() // 60) + chance.randrange(365 * 24 * 60)
            took = look(connection, found, when)
            if place >= 20:
                times.append(took)
    return times


def crowd(database: Database, found: Found, when: int) -> None:
    """A thousand stories of one day fall into all buckets of this one."""
    known = [
        {"bucket": k, "minute": when + n % 1440, "story": n}
        for n in range(1, 1001)
        for k in sorted(set(all_buckets(*found)))
    ]
    with database.write() as connection:
        connection.execute(insert(bucket_table), known)


def crowded(database: Database, found: Found, when: int) -> list[tuple[float, float]]:
    with database.read() as connection:
        return [look(connection, found, when + 700) for _ in range(100)]


def measure(sizes: list[int], saves: int, url: str | None) -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        store_url = url or f"sqlite:///{Path(folder) / 'bench.db'}"
        with Store(store_url) as store:
            database, filler = Database(store_url), Database(store_url)
            if filler.dialect == "sqlite":
                event.listen(filler.engine, "begin", _hurry)
            start = time.perf_counter()
            analysed = list(sketched(ANALYSED))
            show("sketch, ms a story", (time.perf_counter() - start) * 1000 / ANALYSED)
            source, there = sketched(max(sizes)), 0
            for wanted in sorted(sizes):
                taken = fill(filler, there, source, wanted - there)
                there = wanted
                tell(f"{there:,} stories: look-up, ms", lookups(database, analysed))
                show(f"{there:,} stories: bytes a story", taken)
            rate(store, saves, there)
            when = int(START.timestamp() // 60) - 10_000
            crowd(database, analysed[0], when)
            tell("furniture: look-up, ms", crowded(database, analysed[0], when))
            filler.close()
            database.close()


def _hurry(connection: Connection) -> None:
    """Filling is not what is measured: it may have more memory than a crawl has."""
    connection.exec_driver_sql("PRAGMA cache_size = -400000")


def rate(store: Store, saves: int, there: int) -> None:
    """Save stories of which every tenth is a copy of the one before."""
    given = [made(2_000_000 + number) for number in range(saves)]
    start = time.perf_counter()
    kept = [store.save(story).outcome for story in given]
    spent = time.perf_counter() - start
    assert sum(isinstance(one, Story) for one in kept) == saves
    show(f"{there:,} stories: saves a second", saves / spent)
    copies = [one for place, one in enumerate(kept) if place % 10 == 9 and isinstance(one, Story)]
    found = sum(one.cluster_id != one.id for one in copies)
    show("copies found, of 100", 100 * found / max(1, len(copies)))


def tell(name: str, times: list[tuple[float, float]]) -> None:
    """Quantiles of look-ups. In SQLite all work is this thread's: beside it, it waited for the machine."""
    waited, worked = (sorted(column) for column in zip(*times, strict=True))
    for part in (50, 90, 99):
        show(f"{name}, {part} of 100", waited[len(waited) * part // 100])
    show(f"{name}, 99 of 100, at work", worked[len(worked) * 99 // 100])


def show(name: str, figure: float) -> None:
    print(f"{name:<44}{figure:>12,.2f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--million", action="store_true", help="1,000,000 stories, too (an hour, 2 GB)")
    parser.add_argument("--saves", type=int, default=200)
    parser.add_argument("--store", help="URL of an empty database (default: SQLite in a temporary folder)")
    options = parser.parse_args()
    measure(options.stories + [1_000_000] * options.million, options.saves, options.store)


if __name__ == "__main__":
    main()
