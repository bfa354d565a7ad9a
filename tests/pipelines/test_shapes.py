"""Whole pages of many shapes: the text, the whole text, nothing but the text."""

from __future__ import annotations

from datetime import datetime

import pytest

from pipelines.story import Rejected, Story
from tests.pipelines.pages import extracted
from tests.pipelines.shapes import SHAPES
from tests.pipelines.shapes.article import Shape
from tests.pipelines.shapes.nostories import NO_STORIES, NoStory
from tests.pipelines.shapes.portals import PORTALS, SUB, TEXT


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name.split(":")[0])
def test_shape(shape: Shape) -> None:
    story = extracted(shape.html, shape.url)
    assert isinstance(story, Story), story
    assert story.text.split("\n") == list(shape.text)
    assert story.title == shape.title
    if shape.authors is not None:
        assert story.authors == shape.authors
    if shape.published is not None:
        assert story.published == datetime.fromisoformat(shape.published)
    if shape.modified is not None:
        assert story.modified == datetime.fromisoformat(shape.modified)
    if shape.agency is not None:
        assert story.agency == shape.agency


@pytest.mark.parametrize("page", NO_STORIES, ids=lambda page: page.name.split(":")[0])
def test_no_story(page: NoStory) -> None:
    outcome = extracted(page.html, page.url)
    assert isinstance(outcome, Rejected), outcome.text
    assert outcome.reason in page.reasons


def test_stories_of_two_paragraphs_on_the_same_pages() -> None:
    """Most agency copy is short: nothing around it may outweigh it, next to nothing of it be lost."""
    lines = lost = 0
    foreign: list[tuple[str, str]] = []
    for shape in PORTALS:
        if not set(TEXT[:2]) <= set(shape.text):
            continue
        html = shape.html
        for gone in (*TEXT[2:], SUB):
            html = html.replace(gone, "")
        text = [line for line in shape.text if line in html]
        story = extracted(html, shape.url)
        assert isinstance(story, Story), (shape.name, story)
        found = story.text.split("\n")
        foreign += [(shape.name, line) for line in found if line not in text]
        lines += len(text)
        lost += sum(line not in found for line in text)
    assert lines > 50
    assert len(foreign) <= 1, foreign
    assert lost <= 0.05 * lines, f"{lost} of {lines}"
