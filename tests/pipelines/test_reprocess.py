"""Stored stories and kept refusals under a vocabulary that has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines import reprocess
from pipelines.outbox import drain, drain_refusals
from pipelines.relevance import judge
from pipelines.reprocess import Retagged, TakenBack, retag, take_back
from pipelines.store import Store
from pipelines.story import Outcome, Rejected, Story, Tag, reject
from pipelines.tags import tag
from pipelines.verification import verify, verify_refusals
from search.tantivy import TantivyIndex
from tests.pipelines.outcomes import edit, rejected, story
from tests.pipelines.shelf import Shelf

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

    store.acknowledge("tantivy", {one.id: revision for one, revision in store.pending("tantivy")})
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


@pytest.fixture
def index(tmp_path: Path) -> Iterator[TantivyIndex]:
    engine = TantivyIndex(tmp_path / "index")
    yield engine
    engine.close()


def held(store: Store, index: TantivyIndex) -> set[str]:
    """What the index has once it has taken all that waits for it; nothing else differs from the store."""
    drain(store, index, {})
    assert verify(store, index).agree
    return {id for id, _ in index.revisions()}


def poorer(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    """A vocabulary that does not take stories with this word for defence news."""

    def judged(one: Story, *, relevant_only: bool = True) -> Outcome:
        outcome = judge(replace(one, text=one.text.replace(word, "")), relevant_only=relevant_only)
        if isinstance(outcome, Rejected):
            assert outcome.story is not None
            return replace(outcome, story=replace(outcome.story, text=one.text))
        return replace(outcome, text=one.text)

    monkeypatch.setattr("pipelines.relevance.judge", judged)


def test_a_story_that_is_not_about_defence_any_more_is_withdrawn_and_comes_back(
    store: Store, index: TantivyIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = story("gone", title="घोषणा", text="मिसाइल के बारे में बाजार में बात हुई।")
    stays = story("stays", title="परीक्षण", text="नौसेना के युद्धपोत ने टारपीडो दागा।")
    for one in (gone, stays):
        store.save(one)
    retag(store)
    assert held(store, index) == {gone.id, stays.id}

    with monkeypatch.context() as changed:
        poorer(changed, "मिसाइल")
        assert retag(store).irrelevant == 1
        assert retag(store) == Retagged(stories=2, changed=0, irrelevant=1)
        assert take_back(store, "relevance") == TakenBack(1, stories=0, others=0)
    assert held(store, index) == {stays.id}
    refusal, found = store.rejection(gone.url), store.story(gone.id)
    assert refusal is not None and found is not None
    assert (refusal.stage, refusal.reason) == ("relevance", "not-defence")
    assert refusal.detail.startswith(f"{found.relevance:.2f} (")
    assert (found.relevant, found.text, found.version) == (False, gone.text, 1)
    assert [one.id for one in store.stories()] == [stays.id]
    store.purge(datetime(2999, 1, 1, tzinfo=UTC))
    store.enqueue_all("tantivy")
    assert held(store, index) == {stays.id}

    assert take_back(store, "relevance") == TakenBack(1, stories=1, others=0)
    assert store.rejection(gone.url) is None and store.withdrawn_count() == 0
    assert held(store, index) == {gone.id, stays.id}


def test_tagging_anew_takes_a_withdrawn_story_back_as_well(
    store: Store, index: TantivyIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = story("a", title="घोषणा", text="मिसाइल के बारे में बाजार में बात हुई।")
    store.save(one)
    with monkeypatch.context() as changed:
        poorer(changed, "मिसाइल")
        retag(store)
    assert held(store, index) == set()
    assert retag(store) == Retagged(stories=1, changed=1, irrelevant=0)
    assert store.rejection(one.url) is None
    assert held(store, index) == {one.id}


def test_who_keeps_all_stories_finds_them_all(store: Store, index: TantivyIndex) -> None:
    """Also those that were withdrawn while only defence news was kept."""
    road = story("road", title="सड़क", text=ROAD)
    store.save(road)
    assert retag(store).irrelevant == 1
    assert held(store, index) == set()
    assert retag(store, relevant_only=False) == Retagged(stories=1, changed=1, irrelevant=1)
    assert held(store, index) == {road.id}
    assert store.rejection(road.url) is None


def test_the_next_crawl_withdraws_or_brings_back_as_well(store: Store, index: TantivyIndex) -> None:
    road = judge(tag(story("road", title="सड़क", text=ROAD)), relevant_only=False)
    assert isinstance(road, Story)
    store.save(road)
    assert held(store, index) == {road.id}
    store.save(refused(edit(road)))
    assert held(store, index) == set()
    store.save(road)
    assert held(store, index) == {road.id}


def test_an_index_of_refusals_learns_of_withdrawals_and_of_their_end(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, shelf = story("a", title="घोषणा", text="मिसाइल के बारे में बाजार में बात हुई।"), Shelf()
    store.save(one)
    store.register_index(shelf.name, "rejections")
    with monkeypatch.context() as changed:
        poorer(changed, "मिसाइल")
        retag(store)
    drain_refusals(store, shelf, {})
    assert {(refusal.url, refusal.stage) for refusal in shelf.taken.values()} == {(one.url, "relevance")}
    assert verify_refusals(store, shelf).agree
    retag(store)
    drain_refusals(store, shelf, {})
    assert shelf.taken == {}


def test_a_failed_visit_of_a_withdrawn_page_does_not_bring_its_story_back(
    store: Store, index: TantivyIndex
) -> None:
    road = story("road", title="सड़क", text=ROAD)
    store.save(road)
    retag(store)
    assert held(store, index) == set()
    store.save(rejected(road.url))
    assert held(store, index) == set()
    refusal = store.rejection(road.url)
    assert refusal is not None and refusal.stage == "relevance"
    retag(store, relevant_only=False)
    store.save(rejected(road.url))
    assert held(store, index) == {road.id}
