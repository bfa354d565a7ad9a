"""Killed at any instant, nothing is lost and nothing doubled; several at once, none fails."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from pipelines.store import Store
from pipelines.store.database import Database
from pipelines.store.tables import outbox, rejections, seen, stories, versions
from pipelines.story import Outcome, story_id
from tests.pipelines.outcomes import NOON, prose, rejected, story

LENGTH = 240
KILLS = {"sqlite": 40, "postgresql": 15}
"""How often a process is killed at most. PostgreSQL ends a transaction itself when its client is gone."""
INDEXES = ("tantivy", "elasticsearch")


# --- killed ------------------------------------------------------------------------------------------


def outcome(n: int) -> Outcome:
    """The n-th of a sequence of all kinds of outcomes, each fetched a second after the one before."""
    at = NOON + timedelta(seconds=n)
    base, kind = n - n % 5, n % 5
    slug, text = f"s{base}", f"ख़बर {prose(base)}"
    alias = f"https://short.example/{n}"
    if kind == 0:
        return story(slug, text=text, fetched_at=at, requested_url=alias)
    if kind == 1:
        return story(slug, outlet="sandhya", text=text, fetched_at=at, requested_url=alias)
    if kind == 2:  # a duplicate in its outlet
        return story(f"{slug}-again", text=text, fetched_at=at, requested_url=alias)
    if kind == 3:  # the first one, edited
        return story(slug, text=text + "बाद में जोड़ा गया।", fetched_at=at, requested_url=alias)
    return rejected(f"https://www.prabhat.example/gone/{n}", at=at, requested_url=alias, final=n % 2 == 0)


def save_from(url: str, start: int, log: str, ready: Any) -> None:
    """Save the sequence from ``start`` on; a line in ``log`` says what a save has returned from."""
    with Store(url) as store:
        file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        ready.set()
        for n in range(start, LENGTH):
            store.save(outcome(n))
            os.write(file, b"%d\n" % n)


def lines(log: Path) -> int:
    return log.read_bytes().count(b"\n")


def table(connection: sa.Connection, *columns: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(sa.select(*columns))]


def check(database: Database) -> set[str]:
    """What must hold between the tables at every instant; returns the seen URLs."""
    with database.read() as connection:
        marks = table(connection, seen.c.key, seen.c.url, seen.c.outcome, seen.c.leads_to)
        of_story = {
            row[0]: row[1:] for row in table(connection, stories.c.id, stories.c.number, stories.c.version)
        }
        of_rejection = {row[0] for row in table(connection, rejections.c.key)}
        known = {key for key, *_ in marks}
        for _, url, kind, leads_to in marks:
            assert leads_to in (of_story if kind == "story" else of_rejection), url
        assert of_story.keys() <= known
        assert of_rejection <= known
        numbers = defaultdict(list)
        for number, version in table(connection, versions.c.story, versions.c.version):
            numbers[number].append(version)
        assert {n: sorted(v) for n, v in numbers.items()} == {
            number: list(range(1, version + 1)) for number, version in of_story.values()
        }
        waiting = set(table(connection, outbox.c.index_name, outbox.c.story, outbox.c.revision))
        assert waiting == {
            (name, number, revision)
            for number, revision in table(connection, stories.c.number, stories.c.revision)
            for name in INDEXES
        }
    return {url for _, url, *_ in marks}


def content(url: str) -> tuple[Any, ...]:
    """All that a store says, apart from how often it was told."""
    with Store(url) as store:
        found = sorted(store.stories(), key=lambda one: one.url)
        refused = sorted(store.rejections(limit=None), key=lambda one: one.url)
        urls = [u for n in range(LENGTH) for u in (outcome(n).url, outcome(n).requested_url)]
        return (
            found,
            [store.versions(one.id) for one in found],
            [replace(one, attempts=0, revision=0) for one in refused],
            {url: replace(mark, attempts=0) for url, mark in store.seen(urls).items()},
        )


def test_killed_at_many_instants(
    processes: ForkServerContext, store_url: str, database_kind: str, tmp_path: Path
) -> None:
    chance = random.Random(7)
    log = tmp_path / "saved.log"
    log.touch()
    with Store(store_url) as store:
        for name in INDEXES:
            store.register_index(name)
    database = Database(store_url)
    killed_at: list[int] = []
    start = 0
    while start < LENGTH:
        done = lines(log)
        ready = processes.Event()
        child = processes.Process(target=save_from, args=(store_url, max(0, start - 3), str(log), ready))
        child.start()
        assert ready.wait(60)
        if len(killed_at) < KILLS[database_kind]:
            # Some way on, and then somewhere within a save, which takes a few milliseconds.
            target = done + chance.randint(0, 12)
            while child.is_alive() and lines(log) < target:
                time.sleep(0.0005)
            time.sleep(chance.uniform(0, 0.01))
            child.kill()
            killed_at.append(lines(log))
        child.join(60)
        if database_kind == "sqlite":
            with sqlite3.connect(store_url.removeprefix("sqlite:///")) as plain:
                assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        returned = {int(line) for line in log.read_text().split()}
        assert {outcome(n).url for n in returned} <= check(database)
        start = max(returned, default=-1) + 1
    database.close()
    assert len(set(killed_at)) >= KILLS[database_kind] // 2  # or the kills came before or after the saves

    calm = f"sqlite:///{tmp_path / 'calm.db'}"
    with Store(calm) as store:
        for n in range(LENGTH):
            store.save(outcome(n))
    assert content(store_url) == content(calm)


# --- at once -----------------------------------------------------------------------------------------

ROUNDS = 15


def save_beside_others(url: str, process: int, start: Barrier) -> None:
    """Save what the others save, too: the same URL, the same text in one outlet, and in several."""
    with Store(url) as store:
        for n in range(ROUNDS):
            start.wait(60)
            store.save(story(f"same-url-{n}", outlet="kiran", text=f"एक पता {n}"))
            store.save(story(f"one-outlet-{n}-{process}", outlet="prabhat", text=f"एक अख़बार {n}"))
            store.save(story(f"agency-{n}", outlet=f"outlet{process}", text=f"एजेंसी {n}"))
            store.save(rejected(f"https://www.prabhat.example/gone/{n}"))
            store.mark_polled("prabhat", "https://www.prabhat.example/rss", True, None, n, NOON)


def test_several_processes_at_once(processes: ForkServerContext, store_url: str) -> None:
    number = 3
    with Store(store_url) as store:
        store.register_index("tantivy")
    start = processes.Barrier(number)
    running: list[ForkServerProcess] = [
        processes.Process(target=save_beside_others, args=(store_url, process, start))
        for process in range(number)
    ]
    for process in running:
        process.start()
    for process in running:
        process.join(120)
    assert [process.exitcode for process in running] == [0] * number

    with Store(store_url) as store:
        assert store.pending_count("tantivy") == store.counts().stories == ROUNDS * (1 + 1 + number)
        found = list(store.stories())
        one_outlet = Counter(one.text for one in found if one.outlet == "prabhat")
        assert one_outlet == {f"एक अख़बार {n}": 1 for n in range(ROUNDS)}
        refused = store.rejections(stage="duplicates", limit=None)
        assert Counter(one.story.text for one in refused if one.story) == {
            f"एक अख़बार {n}": number - 1 for n in range(ROUNDS)
        }
        clusters = defaultdict(set)
        for one in found:
            if one.outlet.startswith("outlet"):
                clusters[one.text].add((one.id == one.cluster_id, one.cluster_id))
        for n in range(ROUNDS):
            of_text = clusters[f"एजेंसी {n}"]
            assert sorted(is_first for is_first, _ in of_text) == [False, True]
            assert len({cluster for _, cluster in of_text}) == 1
        urls = [f"https://www.kiran.example/desh/same-url-{n}" for n in range(ROUNDS)]
        assert {mark.attempts for mark in store.seen(urls).values()} == {number}
        assert {one.version for one in found} == {1}
        assert {r.attempts for r in store.rejections(stage="fetch", limit=None)} == {number}


def test_readers_see_whole_transactions_while_another_writes(
    processes: ForkServerContext, store_url: str, tmp_path: Path
) -> None:
    with Store(store_url) as store:
        for name in INDEXES:
            store.register_index(name)
        ready = processes.Event()
        child = processes.Process(target=save_from, args=(store_url, 0, str(tmp_path / "log"), ready))
        child.start()
        assert ready.wait(60)
        looked = found = 0
        while child.is_alive():
            one = store.story(story_id(outcome(5 * (looked % (LENGTH // 5))).url))
            assert one is None or len(store.versions(one.id)) >= one.version
            looked += 1
            found += one is not None
            time.sleep(0.005)
        assert child.exitcode == 0
        assert found > 3
