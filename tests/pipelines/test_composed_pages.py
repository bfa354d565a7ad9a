"""Pages composed at random: nothing foreign on any, next to nothing lost on all of them together."""

from __future__ import annotations

from pipelines.story import Story
from tests.pipelines.pages import extracted
from tests.pipelines.shapes.composed import AUTHOR, compose
from tests.pipelines.shapes.layouts import TITLE

PAGES = 250


def test_composed_pages() -> None:
    lines = lost = 0
    for seed in range(PAGES):
        page = compose(seed)
        story = extracted(page.html)
        assert isinstance(story, Story), (seed, story)
        found = story.text.split("\n")
        assert set(found) <= set(page.text), (seed, set(found) - set(page.text))
        assert found == [line for line in page.text if line in found], seed
        assert (story.title, story.authors) == (TITLE, (AUTHOR,)), seed
        lines += len(page.text)
        lost += len(page.text) - len(found)
    assert lost <= 0.005 * lines, f"{lost} of {lines} lines lost"
