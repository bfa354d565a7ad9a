"""The frontier: what is due, leases, and outcomes that end them; on both databases, with real processes."""

from __future__ import annotations

import os
import time
from collections import Counter
from datetime import timedelta
from multiprocessing.context import ForkServerContext
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest

from pipelines.entry import Entry
from pipelines.store import Store, Work
from pipelines.store.database import Database
from pipelines.store.frontier import KEPT
from tests.pipelines.outcomes import FEED, NOON, rejected, story

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
URL = "https://www.prabhat.example/desh/brahmos"


def entry(url: str = URL, **fields: Any) -> Entry:
    return Entry(url, FEED, **fields)


def announce(store: Store, *urls: str, at: Any = NOON, **fields: Any) -> None:
    store.announce("prabhat", {url: entry(url, **fields) for url in urls}, at)


def claimed(store: Store, at: Any = NOON, owner: str = "one", **options: Any) -> list[str]:
    leases = store.claim(owner, ["prabhat"], at, MINUTE, **options)
    return [lease.url for lease in leases]


def test_what_is_announced_is_leased_once(store: Store) -> None:
    announce(store, URL)
    assert store.claim("one", ["other"], NOON, MINUTE) == []
    lease = store.claim("one", ["prabhat"], NOON, MINUTE)[0]
    assert (lease.url, lease.outlet, lease.until, lease.failures) == (URL, "prabhat", NOON + MINUTE, 0)
    assert claimed(store, owner="two") == claimed(store) == []
    announce(store, URL)  # by another source, while it is being fetched
    assert claimed(store, owner="two") == []


def test_an_entry_comes_back_whole(store: Store) -> None:
    whole = entry(
        title="ब्रह्मोस\x00",
        published=NOON.astimezone(),
        updated=NOON,
        summary="सार",
        full_text="<p>पाठ</p>",
        categories=("देश", "रक्षा"),
        guid="77",
        authors=("सुधा रावत",),
        image="https://www.prabhat.example/1.jpg",
        language="hi",
    )
    store.announce("prabhat", {URL: whole}, NOON)
    found = store.claim("one", ["prabhat"], NOON, MINUTE)[0].entry
    assert found.title == "ब्रह्मोस\ufffd"  # no database takes NUL
    assert [getattr(found, name) for name in Entry.__slots__ if name != "title"] == [
        getattr(whole, name) for name in Entry.__slots__ if name != "title"
    ]


def test_a_lease_runs_out_unless_it_is_renewed(store: Store) -> None:
    announce(store, URL)
    claimed(store)
    assert claimed(store, NOON + MINUTE - timedelta(seconds=1), "two") == []
    assert store.renew_leases("one", NOON + MINUTE / 2, MINUTE) == 1
    assert claimed(store, NOON + MINUTE, "two") == []
    assert claimed(store, NOON + 2 * MINUTE, "two") == [URL]
    assert store.renew_leases("one", NOON, MINUTE) == 0
    assert store.lease_owners() == ["two"]


def test_deaths_count_against_what_was_being_processed(store: Store) -> None:
    other = f"{URL}-2"
    announce(store, URL, other)

    def killed(*handed_on: str, at: Any = NOON) -> dict[str, int]:
        """Deaths after a crawl took both pages, handed these on and was killed."""
        assert len(claimed(store, at)) == 2
        for url in handed_on:
            store.hand_on(url, at)
        assert store.take_over_leases(["one"]) == 2
        leases = store.claim("three", ["prabhat"], at, MINUTE)
        store.release_leases(["three"])
        return {lease.url: lease.deaths for lease in leases}

    # Nobody says of the first crawl which of its pages it had begun.
    assert killed() == {URL: 1, other: 1}
    assert killed(URL) == {URL: 2, other: 1}
    assert killed(URL) == {URL: 3, other: 1}
    # A lease that ran out is a death, too; one that was given back is none.
    assert len(claimed(store)) == 2
    store.hand_on(URL, NOON)
    late = store.claim("two", ["prabhat"], NOON + MINUTE, MINUTE)
    assert {lease.url: lease.deaths for lease in late} == {URL: 4, other: 1}
    store.hand_on(URL, NOON)
    store.release_leases(["two"])
    assert killed(at=NOON + HOUR) == {URL: 4, other: 1}
    # An outcome ends the suspicion.
    claimed(store, NOON + HOUR)
    store.save(story(url=URL, fetched_at=NOON + HOUR))
    announce(store, URL, at=NOON + 2 * HOUR, updated=NOON + 2 * HOUR)
    last = store.claim("one", ["prabhat"], NOON + 2 * HOUR, MINUTE)
    assert {lease.url: lease.deaths for lease in last} == {URL: 0, other: 1}


def test_a_page_that_kills_each_crawl_costs_so_many_and_no_more(store: Store) -> None:
    announce(store, URL)
    killed = refused = 0
    at = NOON
    while leases := store.claim("one", ["prabhat"], at, MINUTE):
        if leases[0].deaths >= 3:
            refused += 1
            store.save(rejected(URL, reason="crawler-died", final=False, at=at))
        else:
            store.hand_on(URL, at)
            store.take_over_leases(["one"])
            killed += 1
        at += 2 * HOUR if refused == 1 else 48 * HOUR
    assert (killed, refused) == (6, 4), "three, and one for each try that `pipelines.backoff` allows"
    assert store.work(at)["prabhat"].failed == 1
    # After the first refusal it has waited: who was killed by chance is had then.
    announce(store, f"{URL}-2", at=at)
    for _ in range(3):
        store.claim("one", ["prabhat"], at, MINUTE)
        store.hand_on(f"{URL}-2", at)
        store.take_over_leases(["one"])
    store.claim("one", ["prabhat"], at, MINUTE)
    store.save(rejected(f"{URL}-2", reason="crawler-died", final=False, at=at))
    assert claimed(store, at + HOUR - MINUTE) == []
    assert claimed(store, at + HOUR) == [f"{URL}-2"]


def test_what_is_given_back_is_due_at_once(store: Store) -> None:
    announce(store, URL)
    claimed(store)
    assert store.release_leases(["two"]) == 0
    assert store.release_leases(["one", "two"]) == 1
    assert claimed(store, owner="two") == [URL]


def test_the_newest_first_and_no_more_than_asked_for(store: Store) -> None:
    for number, hours in enumerate((3, 1, 2)):
        announce(store, f"{URL}/{number}", published=NOON - hours * HOUR)
    announce(store, f"{URL}/undated")
    assert claimed(store, limit=3) == [f"{URL}/1", f"{URL}/2", f"{URL}/0"]
    assert claimed(store, limit=3) == [f"{URL}/undated"]


@pytest.mark.parametrize(
    "outcome",
    [
        story(),
        story("elsewhere", requested_url=URL),
        rejected(stage="language", reason="not-hindi"),
        rejected(reason="private-address"),
    ],
)
def test_an_outcome_ends_the_work(store: Store, outcome: Any) -> None:
    announce(store, URL)
    claimed(store)
    store.save(outcome)
    assert store.with_work(["prabhat"], NOON + 99 * HOUR) == []
    assert claimed(store, NOON + 99 * HOUR, eager=NOON + 99 * HOUR) == []
    assert store.lease_owners() == []


def test_a_failure_waits_longer_each_time_and_is_given_up(store: Store) -> None:
    announce(store, URL)
    at, waits = NOON, []
    while store.with_work(["prabhat"], at + timedelta(days=2)):
        begun = at
        while not claimed(store, at):
            at += 5 * MINUTE
        waits.append((at - begun) / MINUTE)
        store.save(rejected(reason="timeout", final=False, at=at))
    assert waits == [0, 5, 15, 45, 135, 405, 1215, 1440]
    assert store.work(at)["prabhat"] == Work(0, 0, 0, 0, 1)
    announce(store, URL, at=at)  # as the feed goes on saying
    assert claimed(store, at) == []
    announce(store, URL, at=at, updated=at + MINUTE)  # an edit
    assert claimed(store, at) == [URL]


def test_who_is_eager_does_not_wait(store: Store) -> None:
    announce(store, URL)
    claimed(store)
    store.save(rejected(reason="timeout", final=False))
    announce(store, URL)
    assert claimed(store) == []
    assert claimed(store, eager=NOON) == []  # it failed in this run
    assert claimed(store, eager=NOON + MINUTE) == [URL]
    assert claimed(store, eager=NOON + MINUTE) == []  # but what is in flight is in flight


def test_a_page_not_found_is_looked_for_again(store: Store) -> None:
    announce(store, URL)
    claimed(store)
    store.save(rejected(reason="http-404"))
    assert claimed(store, eager=NOON + MINUTE) == []
    assert claimed(store, NOON + HOUR) == [URL]


def test_an_edit_is_work_again(store: Store) -> None:
    announce(store, URL, published=NOON)
    claimed(store)
    store.save(story())
    announce(store, URL, published=NOON, updated=NOON + HOUR, at=NOON + HOUR)
    lease = store.claim("one", ["prabhat"], NOON + HOUR, MINUTE)[0]
    assert lease.entry.updated == NOON + HOUR


@pytest.mark.parametrize("stated", [None, NOON - HOUR, NOON])
def test_what_another_process_has_ended_meanwhile_is_no_work(store: Store, stated: Any) -> None:
    """Two crawls read a feed, both find a page new; one has fetched it before the other announces it."""
    announce(store, URL)
    claimed(store)
    store.save(story())
    announce(store, URL, published=stated)
    assert claimed(store, owner="two") == []


def test_the_page_where_another_led_is_not_fetched_again(store: Store) -> None:
    announce(store, URL, f"{URL}?p=1")
    store.claim("one", ["prabhat"], NOON, MINUTE, 1)
    store.release_leases(["one"])
    store.save(story(requested_url=f"{URL}?p=1"))
    assert claimed(store) == []


def test_what_ended_long_ago_is_forgotten(store: Store) -> None:
    announce(store, URL, f"{URL}/2", f"{URL}/3")
    store.save(story())
    store.save(rejected(f"{URL}/2", reason="timeout", final=False))
    store.purge(NOON + KEPT)
    assert store.work(NOON)["prabhat"] == Work(1, 2, 0, 1, 0)
    store.purge(NOON + KEPT + MINUTE)
    assert store.work(NOON + 5 * MINUTE)["prabhat"] == Work(2, 2, 0, 0, 0)


# --- processes ---------------------------------------------------------------------------------------

PAGES = 120


def fetch_all(url: str, owner: str, log: str, start: Barrier) -> None:
    """Claim few at a time, note each, and save its outcome, until there is nothing to claim."""
    with Store(url) as store:
        start.wait(60)
        file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        while leases := store.claim(owner, ["prabhat"], NOON, HOUR, 3):
            for lease in leases:
                os.write(file, f"{owner} {lease.url}\n".encode())
                store.save(story(url=lease.url, text=f"ख़बर {lease.url}"))


def test_two_processes_never_fetch_the_same(
    processes: ForkServerContext, store_url: str, tmp_path: Path
) -> None:
    urls = [f"{URL}/{number}" for number in range(PAGES)]
    with Store(store_url) as store:
        announce(store, *urls)
    log, start = tmp_path / "log", processes.Barrier(2)
    children = [
        processes.Process(target=fetch_all, args=(store_url, name, str(log), start)) for name in ("a", "b")
    ]
    for child in children:
        child.start()
    for child in children:
        child.join(120)
    assert [child.exitcode for child in children] == [0, 0]
    lines = [line.split() for line in log.read_text().splitlines()]
    assert Counter(url for _, url in lines) == Counter(urls)
    assert {owner for owner, _ in lines} == {"a", "b"}
    with Store(store_url) as store:
        assert store.work(NOON)["prabhat"] == Work(0, 0, 0, PAGES, 0)


def hold(url: str, held: Any) -> None:
    with Store(url) as store:
        store.claim("killed", ["prabhat"], NOON, MINUTE)
        held.set()
        time.sleep(600)


def test_what_a_killed_process_held_is_taken_up(processes: ForkServerContext, store_url: str) -> None:
    with Store(store_url) as store:
        announce(store, URL)
        held = processes.Event()
        child = processes.Process(target=hold, args=(store_url, held))
        child.start()
        assert held.wait(60)
        child.kill()
        child.join()
        assert claimed(store) == []
        assert store.with_work(["prabhat"], NOON) == []
        assert store.with_work(["prabhat"], NOON + MINUTE) == ["prabhat"]
        assert claimed(store, NOON + MINUTE) == [URL]


@pytest.mark.postgres
def test_nobody_waits_for_one_who_claims(postgres_url: str) -> None:
    """FOR UPDATE SKIP LOCKED: rows locked by an unfinished claim are passed by, not waited for."""
    with Store(postgres_url) as store:
        announce(store, f"{URL}/1", f"{URL}/2")
        database = Database(postgres_url)
        with database.claim() as connection:
            from pipelines.store import frontier

            first = frontier.claim(connection, "a", ["prabhat"], NOON, NOON + MINUTE, 1)
            other = claimed(store, owner="b")  # would time out if it waited
        database.close()
        assert sorted([first[0].url, *other]) == [f"{URL}/1", f"{URL}/2"]
