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
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path
from random import Random
from struct import Struct

from sqlalchemy import Connection, event, insert, text
from wordfreq import top_n_list, word_frequency

from pipelines.copies.sketch import buckets, sketch
from pipelines.copies.subjects import keys as keys_of
from pipelines.copies.subjects import subjects
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

ANALYSED = 5_000
CHUNK = 50_000
LOOKUPS = 400
WINDOW = COPIES_DAYS * 24 * 60
START = datetime(2026, 1, 1, tzinfo=UTC)
_MINIMA = Struct("<64I")
_WORDS = top_n_list("hi", 30_000)
_SHARES = list(accumulate(word_frequency(word, "hi") for word in _WORDS))


def made(number: int) -> Story:
    """Story ``number``: the same whenever it is asked for; every tenth a shorter copy of the one before."""
    copied = number % 10 == 9
    chance = Random(number - copied)
    paragraphs = [" ".join(chance.choices(_WORDS, cum_weights=_SHARES, k=50)) + "।" for _ in range(6)]
    at = START + timedelta(minutes=chance.randrange(365 * 24 * 60), seconds=copied)
    return Story(
        url=f"https://outlet-{number % 7}.example/story/{number}",
        outlet=f"outlet-{number % 7}",
        title=paragraphs[0][:60],
        text="\n".join(paragraphs[: 5 if copied else 6]),
        fetched_at=at + timedelta(hours=1),
        published=at,
        source=SourceRef("feed", "https://outlet.example/rss"),
        cluster_id="0" * 16,
    )


Found = tuple[bytes, bytes]
"""Minima and subjects of a story."""


def sketched(count: int) -> Iterator[Found]:
    """What as many stories are found by."""
    kept = []
    for number in range(min(count, ANALYSED)):
        story = made(number)
        minima = sketch(story.text)
        assert minima is not None
        kept.append((minima, subjects(story.title, story.text)))
        yield kept[-1]
    chance = Random(7)
    for number in range(ANALYSED, count):
        old = _MINIMA.unpack(kept[number % ANALYSED][0])
        minima = _MINIMA.pack(*(lane if chance.random() < 0.3 else chance.getrandbits(32) for lane in old))
        yield minima, _mixed([about for _, about in chance.choices(kept, k=8)])


def _mixed(some: list[bytes]) -> bytes:
    """A subject of each: popular ones stay popular."""
    return b"".join(about[8 * place : 8 * place + 8] for place, about in enumerate(some))


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
            connection.execute(
                insert(sketches),
                [{"story": n, "minute": at, "minima": one[0], "subjects": one[1]} for n, at, one in found],
            )
            keys = sorted({(key, at, n) for n, at, one in found for key in all_buckets(*one)})
            connection.execute(
                insert(bucket_table), [dict(zip(("bucket", "minute", "story"), k, strict=True)) for k in keys]
            )
        taken += size(database) - before
    return taken / count


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


def look(connection: Connection, found: Found, when: int) -> float:
    """Milliseconds that both look-ups take."""
    start = time.perf_counter()
    around = Around(0, when, WINDOW)
    candidates.near(connection, found[0], around)
    candidates.akin(connection, found[1], around)
    return (time.perf_counter() - start) * 1000


def lookups(database: Database, analysed: list[Found]) -> list[float]:
    """Milliseconds of each of `LOOKUPS` look-ups, on a connection that has seen some."""
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


def crowded(database: Database, found: Found, when: int) -> list[float]:
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
                times = lookups(database, analysed)
                show(f"{there:,} stories: look-up, ms, median", statistics.median(times))
                show(f"{there:,} stories: look-up, ms, 90 of 100", sorted(times)[len(times) * 90 // 100])
                show(f"{there:,} stories: look-up, ms, 99 of 100", sorted(times)[len(times) * 99 // 100])
                show(f"{there:,} stories: bytes a story", taken)
            rate(store, saves, there)
            when = int(START.timestamp() // 60) - 10_000
            crowd(database, analysed[0], when)
            show("furniture: look-up, ms, median", statistics.median(crowded(database, analysed[0], when)))
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
