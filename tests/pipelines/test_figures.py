"""How the store stands, in SQLite and in PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pipelines.store import Store
from tests.pipelines.outcomes import NOON, edit, rejected, story


def test_an_empty_store(store: Store) -> None:
    found = store.figures(NOON)
    assert (dict(found.stories), found.newest, found.backlogs) == ({}, None, ())
    assert (found.work.due, found.work.waiting, found.busy_hosts, found.uncompared) == (0, 0, 0, 0)


def test_stories_hosts_and_what_indexes_have_yet_to_take(store: Store) -> None:
    store.register_index("tantivy")
    store.register_index("refusals", "rejections")
    begun = datetime.now(UTC)
    first = story("one")
    for outcome in (first, story("two", text="दूसरी खबर। " * 40), story("three", "sandhya", "तीसरी। " * 40)):
        store.save(outcome)
    store.save(rejected("https://www.prabhat.example/desh/four"))
    store.leave_host_alone("slow.example", NOON + timedelta(hours=1), "http-429")
    found = store.figures(NOON)
    assert dict(found.stories) == {"prabhat": 2, "sandhya": 1}
    assert found.newest == NOON
    assert found.busy_hosts == 1
    refusals, stories = found.backlogs
    assert (refusals.index, refusals.holds, refusals.waiting) == ("refusals", "rejections", 1)
    assert (stories.index, stories.holds, stories.waiting, stories.refused) == ("tantivy", "stories", 3, 0)
    assert stories.since is not None and begun <= stories.since <= datetime.now(UTC)

    # A story that changes while it waits has waited from the beginning.
    store.save(edit(first))
    assert store.figures(NOON).backlogs[1].since == stories.since

    store.refuse("tantivy", {first.id: (9, "no")}, NOON)
    stories = store.figures(NOON).backlogs[1]
    assert (stories.waiting, stories.refused) == (2, 1)
    retried = datetime.now(UTC)
    store.retry_failures("tantivy")
    store.acknowledge("tantivy", {story("two").id: 9, story("three", "sandhya").id: 9})
    stories = store.figures(NOON).backlogs[1]
    assert stories.waiting == 1 and stories.since is not None and stories.since >= retried
    store.acknowledge("tantivy", {first.id: 9})
    stories = store.figures(NOON).backlogs[1]
    assert (stories.waiting, stories.since, stories.refused) == (0, None, 0)
