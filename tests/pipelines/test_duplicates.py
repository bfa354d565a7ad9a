"""Exact duplicates: the fingerprint, the decision, and both inside the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.duplicates import First, decide, fingerprint
from pipelines.store import Store
from pipelines.story import Rejected, Story
from tests.pipelines.outcomes import NOON, TEXT, story

FIRST = First("00000000000000aa", "prabhat", "https://www.prabhat.example/desh/first", "00000000000000cc")

# --- fingerprint -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("सेना ने कहा।", "सेना  ने\nकहा"),
        ("“सेना” — ने कहा", 'सेना, "ने" कहा!'),
        ("हिन्दी ख़बर", "हिंदी खबर"),
        ("चाँद पर", "चांद पर"),
        ("क\u200d्ष २९० किमी", "क्ष 290 किमी"),
        ("S-400 प्रणाली", "s 400 प्रणाली"),
        ("आॅपरेशन", "ऑपरेशन"),
        ("\u0915\u093c", "\u0958"),
    ],
)
def test_spelling_space_and_points_do_not_count(one: str, other: str) -> None:
    assert fingerprint(one) == fingerprint(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("सात जवान घायल", "आठ जवान घायल"),
        ("290 किमी", "291 किमी"),
        # Vowel signs are letters here: without them दिन and दीन would be one word.
        ("दिन", "दीन"),
        ("सेना", "सेन"),
        ("कम", "काम"),
    ],
)
def test_one_letter_or_digit_counts(one: str, other: str) -> None:
    assert fingerprint(one) != fingerprint(other)


@pytest.mark.parametrize("text", ["", " \n", "।—!", "\u200d", "🙂"])
def test_a_text_without_letters_is_nobodys_copy(text: str) -> None:
    assert fingerprint(text) == ""


@given(st.text())
def test_a_fingerprint_does_not_change_with_space_around(text: str) -> None:
    found = fingerprint(text)
    assert len(found) in (0, 40)
    assert fingerprint(f" \n{text}।\n") == found


# --- decision ----------------------------------------------------------------------------------------


def test_a_text_that_nobody_had_begins_a_cluster() -> None:
    assert decide(story(), None) == replace(story(), cluster_id=story().id)


def test_a_copy_in_the_same_outlet_is_refused_and_kept() -> None:
    outcome = decide(story(), FIRST)
    assert isinstance(outcome, Rejected)
    assert (outcome.stage, outcome.reason, outcome.story) == ("duplicates", "same-text", story())
    assert FIRST.url in outcome.detail


def test_a_copy_in_another_outlet_joins_the_cluster() -> None:
    copy = story(outlet="sandhya")
    assert decide(copy, FIRST) == replace(copy, cluster_id=FIRST.cluster_id)


def test_pages_that_no_outlet_owns_are_not_one_outlet() -> None:
    page = story(outlet="")
    assert decide(page, replace(FIRST, outlet="")) == replace(page, cluster_id=FIRST.cluster_id)


def test_a_story_is_no_copy_of_itself() -> None:
    assert decide(story(), replace(FIRST, id=story().id)) == replace(story(), cluster_id=story().id)


# --- in the store ------------------------------------------------------------------------------------


def save(store: Store, one: Story) -> Story | Rejected:
    return store.save(one).outcome


def test_a_second_address_of_a_text_is_a_stored_rejection(store: Store) -> None:
    save(store, story("first"))
    second = story("second", text=f" {TEXT}!", requested_url="https://short.example/2")
    outcome = save(store, second)
    assert isinstance(outcome, Rejected)
    assert (store.counts().stories, store.counts().rejections) == (1, 1)
    kept = store.rejection(second.url)
    assert kept is not None
    assert (kept.stage, kept.reason, kept.story) == ("duplicates", "same-text", second)
    assert story("first").url in kept.detail
    marks = store.seen([second.url, second.requested_url])
    assert [(m.outcome, m.final) for m in marks.values()] == [("rejected", True)] * 2


def test_wire_copies_stay_and_share_a_cluster(store: Store) -> None:
    save(store, story("a", outlet="prabhat", published=NOON - timedelta(minutes=1)))
    for outlet in ("sandhya", "kiran"):
        outcome = save(store, story("b", outlet=outlet, published=NOON))
        assert isinstance(outcome, Story)
        assert outcome.cluster_id == story("a").id
    assert store.counts().stories == 3
    # A second copy within one of them is a duplicate there, and names that outlet's own.
    outcome = save(store, story("c", outlet="kiran"))
    assert isinstance(outcome, Rejected)
    assert story("b", outlet="kiran").url in outcome.detail


def test_a_copy_of_the_text_before_the_edit_is_still_a_copy(store: Store) -> None:
    save(store, story("a", published=NOON - timedelta(minutes=1)))
    edited = story("a", text="अब कुछ और।", published=NOON - timedelta(minutes=1))
    save(store, replace(edited, fetched_at=NOON.replace(hour=13)))
    assert isinstance(save(store, story("b")), Rejected)
    copy = save(store, story("c", outlet="sandhya"))
    assert isinstance(copy, Story)
    assert copy.cluster_id == story("a").id


def test_a_story_edited_into_a_copy_stays_a_story(store: Store) -> None:
    save(store, story("a", published=NOON - timedelta(minutes=1)))
    save(store, story("b", text="पहले कुछ और।"))
    edited = save(store, replace(story("b"), fetched_at=NOON.replace(hour=13)))
    assert isinstance(edited, Story)
    assert (edited.version, edited.cluster_id) == (2, story("a").id)


def test_a_duplicate_that_is_edited_becomes_a_story(store: Store) -> None:
    save(store, story("a"))
    save(store, story("b"))
    outcome = save(store, story("b", text="अब अपनी ख़बर।"))
    assert isinstance(outcome, Story)
    assert (outcome.version, outcome.cluster_id) == (1, outcome.id)
    assert store.rejections() == []


def test_stories_without_letters_are_not_each_others_copies(store: Store) -> None:
    save(store, story("a", text="…"))
    assert isinstance(save(store, story("b", text="—")), Story)


@pytest.mark.shared
def test_of_the_labelled_pairs_only_same_ones_are_equal() -> None:
    """Some pairs have one fingerprint, and people called all of them the same."""
    import json

    path = Path(__file__).parents[3] / "shared/data/duplicates/labelled_pairs.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    equal = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        if fingerprint(pair["a"]["text"]) == fingerprint(pair["b"]["text"]):
            equal.add(pair["label"])
    assert equal == {"same"}
