"""What the newsroom prints in the week: its own stories, hour after hour, and as many again made up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from benchmarks import generate
from tests.newsroom import Newsroom
from tests.newsroom.stories import NewsStory, Printing, Text

HOURS = 7 * 24
FIRST, LAST = 2.0, HOURS - 6.0
"""Hours of the week in which stories come out."""
SHORTEST, LONGEST = 150, 240
"""Minutes: the bounds of the time between two visits, where the outlet's rhythm decides."""
THREE_HOURS = 'cron = "0 */3 * * *"'
OUTLETS = {
    "navprabhat": "",
    "tezkhabar": "",
    "bharatsetu": THREE_HOURS,
    "rakshapatra": THREE_HOURS,
    "yugdarpan": THREE_HOURS,
    "grambharti": THREE_HOURS,
}
"""Outlet → when its file wants visits. Each crawl costs seconds: most of them visit several."""
MADE = 20
"""Stories an outlet, beside the newsroom's."""


def fill(room: Newsroom) -> None:
    """Spread the newsroom's stories over the week before its `base`, with others between them."""
    own = [story for story in room.stories if any(p.outlet in OUTLETS for p in story.printings)]
    made = [_made(n, outlet) for n, outlet in enumerate([*OUTLETS] * MADE)]
    room.stories = (*_spread(own), *_spread(made))


def write_outlets(room: Newsroom, directory: Path) -> None:
    """The outlets of the week only, with its times."""
    for file in room.write_outlets(directory):
        if file.stem not in OUTLETS:
            file.unlink()
            continue
        told = f"interval = {SHORTEST}\n{OUTLETS[file.stem]}"
        text = re.sub(r"(?m)^interval = .*$", told, file.read_text("utf-8"))
        file.write_text(text, "utf-8")


def announced(room: Newsroom) -> Iterable[tuple[str, str, datetime]]:
    """(URL, outlet, when it came out) of what is to be stored of that which sources announce now."""
    for page in room.expected():
        wanted = page.kind == "article" and page.announced and page.language == "hi"
        if wanted and page.relevant == "yes" and page.outlet in OUTLETS and page.published:
            yield page.url, page.outlet, page.published


def longest(outlet: str) -> int:
    """Minutes between two visits, at most."""
    return 180 if OUTLETS[outlet] else LONGEST


def _spread(stories: Sequence[NewsStory]) -> list[NewsStory]:
    hours = (LAST - FIRST) / max(1, len(stories) - 1)
    return [replace(one, hours_ago=HOURS - FIRST - n * hours) for n, one in enumerate(stories)]


def _made(number: int, outlet: str) -> NewsStory:
    # Every tenth of the generator is a copy of the one before: here each story is another.
    story = generate.story(number // 9 * 10 + number % 9)
    return NewsStory(
        id=f"week-{number}",
        text=Text(story.title, "", tuple(story.text.splitlines())),
        language="hi",
        relevant="yes",
        tags=(),
        section="raksha",
        hours_ago=0,
        printings=(Printing(outlet=outlet),),
        slug=f"week-{number}",
    )
