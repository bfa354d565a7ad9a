"""Lines that an outlet repeats: learned, taken out of its stories, and put back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.furniture import LONGEST, STORIES, candidates, is_furniture, line_key, restored, without
from pipelines.store import Store
from pipelines.story import Story
from tests.pipelines.outcomes import NOON, story

LINE = "देश की हर खबर के लिए हमारे साथ बने रहिए"
HOUR = timedelta(hours=1)


def told(number: int, line: str = LINE, outlet: str = "prabhat", **fields: Any) -> Story:
    first = f"सेना ने चौकी {number} पर अभ्यास किया, जिसमें {number * 7} जवान शामिल हुए।"
    text = f"{first}\n{line}\nअभ्यास {number} दिन चलेगा।"
    return story(f"story-{number}", outlet, text, **fields)


def texts(store: Store) -> list[str]:
    return [one.text for one in store.stories()]


def test_a_line_of_many_stories_is_taken_out_of_all(store: Store) -> None:
    store.register_index("i")
    for number in range(STORIES - 1):
        store.save(told(number))
    assert all(LINE in text for text in texts(store))
    store.acknowledge("i", {one.id: revision for one, revision in store.pending("i")})
    last = store.save(told(STORIES)).outcome
    assert isinstance(last, Story)
    assert LINE not in last.text
    assert not any(LINE in text for text in texts(store))
    assert store.pending_count("i") == STORIES
    assert [one.version for one in store.stories()] == [1] * STORIES
    (learned,) = store.learned_lines("prabhat")
    assert (learned.text, learned.furniture, learned.fixed, learned.stories) == (LINE, True, False, STORIES)
    store.save(told(50, LINE + " ।"))
    assert not any("बने रहिए" in text for text in texts(store))


def test_it_comes_back_where_it_stood_if_a_person_says_so(store: Store) -> None:
    for number in range(STORIES):
        store.save(told(number))
    assert store.judge_line("prabhat", LINE, "text", NOON) == STORIES
    assert [one.text for one in store.stories()] == [told(number).text for number in range(STORIES)]
    store.save(told(STORIES))
    assert all(LINE in text for text in texts(store))
    assert store.judge_line("prabhat", LINE, "furniture", NOON) == STORIES + 1
    assert not any(LINE in text for text in texts(store))
    assert store.judge_line("prabhat", LINE, None, NOON) == STORIES + 1
    assert store.learned_lines() == []


def test_it_comes_back_when_more_is_known(store: Store) -> None:
    for number in range(STORIES):
        store.save(told(number))
    assert not any(LINE in text for text in texts(store))
    for number in range(100, 100 + 60 * STORIES):
        store.save(told(number, f"यह पंक्ति {number} केवल एक बार छपी है"))
    assert not any(LINE in text for text in texts(store))
    store.save(told(STORIES))
    assert sum(LINE in text for text in texts(store)) == STORIES + 1
    (learned,) = store.learned_lines()
    assert not learned.furniture


def test_what_every_reporter_writes_now_and_then_stays(store: Store) -> None:
    sentence = "पुलिस मामले की जांच कर रही है।"
    for number in range(30 * STORIES):
        store.save(told(number, sentence if number % 30 == 0 else f"यह पंक्ति {number} केवल एक बार छपी है"))
    assert sum(sentence in text for text in texts(store)) == STORIES
    assert store.learned_lines() == []


def test_outlets_learn_by_themselves_and_pages_of_nobody_not_at_all(store: Store) -> None:
    for number in range(STORIES - 1):
        store.save(told(number))
    store.save(told(90, outlet="other"))
    for number in range(STORIES + 2):
        store.save(told(number + 200, outlet=""))
    assert store.learned_lines() == []


def test_the_same_story_again_counts_once(store: Store) -> None:
    for hour in range(STORIES + 2):
        store.save(told(1, title=f"शीर्षक {hour}", fetched_at=NOON + hour * HOUR))
    assert store.learned_lines() == []
    for number in range(2, STORIES + 1):
        store.save(told(number))
    version = store.save(told(1, title="नया शीर्षक", fetched_at=NOON + 50 * HOUR)).outcome
    assert isinstance(version, Story)
    assert LINE not in version.text
    again = store.save(told(1, title="नया शीर्षक", fetched_at=NOON + 51 * HOUR))
    assert not again.changed


def test_a_story_of_little_else_keeps_it(store: Store) -> None:
    for number in range(STORIES):
        store.save(told(number))
    short = story("short", text=f"ठीक।\n{LINE}")
    store.save(short)
    found = store.story(short.id)
    assert found is not None
    assert found.text == short.text


@pytest.mark.parametrize(
    ("stories", "of", "furniture", "now"),
    [
        (5, 5, False, False), (6, 6, False, True), (6, 120, False, True), (6, 121, False, False),
        (6, 121, True, True), (6, 300, True, True), (6, 301, True, False), (1, 1, True, True),
    ],
)  # fmt: skip
def test_thresholds(stories: int, of: int, furniture: bool, now: bool) -> None:
    assert is_furniture(stories, of, furniture) is now


def test_long_lines_and_lines_without_letters_are_not_counted() -> None:
    text = f"{'क' * (LONGEST + 1)}\n***\n{LINE}\nजय हिंद\n{LINE}।"
    assert candidates(text) == {line_key(LINE): 2, line_key("जय हिन्द"): 3}


@given(
    st.lists(
        st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=30), min_size=1, max_size=12
    ),
    st.sets(st.integers(0, 11)),
)
def test_what_was_taken_out_can_be_put_back(lines: list[str], places: set[int]) -> None:
    text = "\n".join(lines)
    left = without(text, places)
    cut = {place: lines[place] for place in places if place < len(lines)}
    assert left == text or restored(left, cut) == text
