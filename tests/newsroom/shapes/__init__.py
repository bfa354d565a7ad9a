"""Page shapes: each module makes the pages of one kind of content management system.

Every module has ``article(sheet) -> str``, the page of a story, and ``frame(sheet, title, main) -> str``,
the same furniture around anything else (home, section, video, error page).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Protocol, cast

from tests.newsroom.markup import Sheet


class Shape(Protocol):
    article: Callable[[Sheet], str]
    frame: Callable[[Sheet, str, str], str]


def shape(name: str) -> Shape:
    """The shape called `name`; ModuleNotFoundError if there is none."""
    return cast(Shape, import_module(f"tests.newsroom.shapes.{name}"))
