"""Stored stories and kept refusals under a vocabulary that has changed since."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines import reprocess
from pipelines.relevance import judge
from pipelines.reprocess import Retagged, TakenBack, retag, take_back
from pipelines.store import Store
from pipelines.story import Rejected, Story, Tag, reject
from pipelines.tags import tag
from tests.pipelines.outcomes import edit, story

ROAD = "नगर निगम ने बाजार की सड़क बनाई।\nलोगों ने खुशी जताई।"
OLD = Tag("no-such-concept", "org", "पुराना", "Old")


def stale(slug: str, **fields: object) -> Story:
    """A story as an older vocabulary tagged it."""
    given = story(slug, **fields)  # type: ignore[arg-type]
    return replace(given, tags=(OLD,), tag_names=("पुराना",), relevance=0.9, relevant=True)


def test_every_story_is_tagged_anew_and_waits_for_the_index(store: Store) -> None:
    stories = [stale(f"s{n}", text=f"सेना ने मिसाइल {n} दागी।") for n in range(5)]
    for one in (*stories, stale("road", title="सड़क", text=ROAD)):
        store.save(one)
    store.register_index("tantivy")
    store.acknowledge("tantivy", dict(store.revisions()))
    steps: list[int] = []
    assert retag(store, steps.append, batch=4) == Retagged(stories=6, changed=6, irrelevant=1)
    assert steps == [4, 2]
    for one in stories:
        found = store.story(one.id)
        assert found is not None and found.relevant
        assert "missile-generic" in {item.id for item in found.tags} and OLD not in found.tags
        assert found.evidence and found.summary and found.version == 1
    road = store.story(stale("road").id)
    assert road is not None and (road.relevant, road.tags) == (False, ())
    assert store.pending_count("tantivy") == 6

    store.acknowledge("tantivy", dict(store.revisions()))
    assert retag(store) == Retagged(stories=6, changed=0, irrelevant=1)
    assert store.pending_count("tantivy") == 0


def test_what_a_crawl_saves_meanwhile_is_not_overwritten(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading and writing the story gets another text: that one is tagged."""
    store = sqlite_store
    store.save(stale("a", text="सेना ने मिसाइल दागी।"))
    edited = replace(edit(stale("a")), text="भारतीय नौसेना का युद्धपोत रवाना हुआ।")
    looked: list[str] = []

    def slow(one: Story) -> Story:
        looked.append(one.text)
        if len(looked) == 1:
            store.save(edited)
        return tag(one)

    monkeypatch.setattr(reprocess, "tag", slow)
    assert retag(store) == Retagged(stories=1, changed=1, irrelevant=0)
    assert looked == ["सेना ने मिसाइल दागी।", edited.text]
    found = store.story(edited.id)
    assert found is not None and found.text == edited.text
    assert "indian-navy" in {item.id for item in found.tags}


def refused(one: Story, stage: str = "relevance", detail: str = "0.10 (old)") -> Rejected:
    return reject(one, stage, "not-defence", detail)


def test_refused_stories_come_back_under_a_better_vocabulary(store: Store) -> None:
    good = replace(story("good"), requested_url="https://www.prabhat.example/?p=1")
    bad, foreign = story("bad", text=ROAD, title="सड़क"), story("foreign", text="अन्य")
    for outcome in (refused(good), refused(bad), refused(foreign, "fetch")):
        store.save(outcome)
    store.register_index("shelf", "rejections")
    steps: list[int] = []
    assert store.kept_count("relevance") == 2
    assert take_back(store, "relevance", steps.append, batch=1) == TakenBack(2, stories=1, others=1)
    assert steps == [1, 1]
    found = store.story(good.id)
    assert found is not None and found.relevant and found.tags and found.text == good.text
    assert store.story(good.requested_url) == found
    assert store.rejection(good.url) is None
    still = store.rejection(bad.url)
    expected = judge(tag(bad))
    assert still is not None and isinstance(expected, Rejected)
    assert (still.detail, still.story is not None) == (expected.detail, True)
    # once more: nothing is left to take back, and nothing changes
    assert take_back(store, "relevance") == TakenBack(1, stories=0, others=0)


def test_a_copy_of_a_story_that_came_meanwhile_is_a_duplicate(sqlite_store: Store) -> None:
    sqlite_store.save(refused(story("late")))
    sqlite_store.save(story("first"))
    assert take_back(sqlite_store, "relevance").stories == 0
    found = sqlite_store.rejection(story("late").url)
    assert found is not None and (found.stage, found.reason) == ("duplicates", "same-text")


def test_stories_whose_time_is_over_do_not_come_back(sqlite_store: Store) -> None:
    sqlite_store.save(refused(story("old")))
    kept = sqlite_store.rejection(story("old").url)
    assert kept is not None and kept.keep_until is not None
    sqlite_store.purge(kept.keep_until)
    assert take_back(sqlite_store, "relevance") == TakenBack(0, 0, 0)
