"""What the store makes of pages that come from the archive, and what it remembers of the archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from pipelines.store import ArchivedPage, Store
from pipelines.story import Story, reject
from tests.pipelines.outcomes import NOON, rejected, story

HOUR = timedelta(hours=1)


def reread(one: Story, text: str, hours: float) -> Story:
    """The story as a page fetched so many hours later gives it."""
    return replace(one, text=text, fetched_at=one.fetched_at + hours * HOUR)


def test_an_old_page_never_overwrites_what_a_newer_one_confirmed(store: Store) -> None:
    """Fetched at 12 and, unchanged, at 15; a page of 13 that gave no story then must not bring its text."""
    one = story()
    store.save(one)
    assert not store.save(reread(one, one.text, 3)).changed
    between = store.save(reread(one, "कोई दूसरा पाठ जो बीच में छपा था।", 1), replayed=True)
    assert not between.changed
    found = store.story(one.id)
    assert found is not None and (found.text, found.version) == (one.text, 1)


def test_the_newest_page_is_read_anew_with_todays_rules(store: Store) -> None:
    one = story()
    store.save(one)
    store.save(reread(one, one.text, 3))
    better = one.text + "\nआज के नियम इस पंक्ति को भी पढ़ते हैं।"
    assert not store.save(replace(one, text=better), replayed=True).changed
    assert store.save(reread(one, better, 3), replayed=True).changed
    assert [v.text for v in store.versions(one.id)] == [one.text, better]
    assert not store.save(reread(one, better, 3), replayed=True).changed


def test_a_replay_is_no_attempt(store: Store) -> None:
    one, refused = story(), reject(story("list"), "extract", "list-page", "20 links")
    for outcome in (one, refused):
        store.save(outcome)
        before = store.seen([outcome.url])[outcome.url]
        for _ in range(3):
            assert not store.save(outcome, replayed=True).changed
        assert store.seen([outcome.url])[outcome.url] == before
    assert store.rejections()[0].attempts == 1


def test_a_replayed_refusal_is_told_if_it_is_another(store: Store) -> None:
    first = reject(story("list"), "extract", "list-page", "20 links")
    store.save(first)
    other = replace(first, reason="too-short")
    assert store.save(other, replayed=True).changed
    [found] = store.rejections()
    assert (found.reason, found.attempts) == ("too-short", 1)


def test_an_old_refusal_is_no_news(store: Store) -> None:
    gone = rejected(at=NOON + HOUR)
    store.save(gone)
    assert not store.save(reject(story(), "extract", "too-short", ""), replayed=True).changed
    assert [r.reason for r in store.rejections()] == [gone.reason]


def test_an_archived_page_is_remembered_by_its_url_the_last_one(store: Store) -> None:
    url = "https://www.prabhat.example/desh/1?id=१"
    assert store.archived(url) is None
    for hours, digest in ((0, "sha1:A"), (1, "sha1:B")):
        page = ArchivedPage(url, digest, NOON + hours * HOUR, "2026-11-24/x.warc.gz", 5_000_000_000)
        store.note_archived(page)
        assert store.archived(url) == page
