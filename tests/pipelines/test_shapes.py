"""Whole pages of many shapes: the text, the whole text, nothing but the text."""

from __future__ import annotations

from datetime import datetime

import pytest

from pipelines.story import Rejected, Story
from tests.pipelines.pages import extracted
from tests.pipelines.shapes import SHAPES
from tests.pipelines.shapes.article import Shape
from tests.pipelines.shapes.nostories import NO_STORIES, NoStory


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
