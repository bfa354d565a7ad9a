"""Count the lines that outlets repeat, and keep their stories in step with what was learned of them.

`look` says what is to be taken out of a story before it is saved; `note` counts its lines once it has a
number and, where that changed what a line is, takes it out of the outlet's earlier stories or puts it back. A
line that was taken out stands in its sighting, so nothing is lost. Only current versions are touched: the
same version, corrected, with a new revision for the index.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, delete, func, insert, select, update

from pipelines.duplicates import fingerprint
from pipelines.furniture import STORIES, candidates, is_furniture, line_key, restored, without
from pipelines.store.candidates import wait
from pipelines.store.outbox import STORIES as OUTBOX
from pipelines.store.records import LearnedLine
from pipelines.store.tables import learned_lines, sightings, stories, versions
from pipelines.story import Story

Verdict = Literal["furniture", "text"]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the store knows of a story's lines."""

    text: str
    """The story's text without furniture."""
    lines: tuple[str, ...] = ()
    """All lines of the text as it came."""
    places: Mapping[str, int] = field(default_factory=dict)
    """Key → place of the lines that are counted."""
    cut: frozenset[int] = frozenset()
    """Places of the lines that were taken out."""
    changed: Mapping[str, Verdict] = field(default_factory=dict)
    """Key → new verdict of lines about which this story changes it."""


def look(connection: Connection, story: Story, number: int | None) -> Lesson:
    """What becomes of the text of ``story``, which has this number if it is stored already."""
    if not story.outlet:
        return Lesson(story.text)
    places = candidates(story.text)
    verdicts, fixed = _verdicts(connection, story.outlet, places)
    changed: dict[str, Verdict] = {}
    for key, (count, first) in _counts(connection, story.outlet, places, number).items():
        known = verdicts.get(key, "text") == "furniture"
        if key in fixed or not (known or count + 1 >= STORIES):
            continue
        of = _stories_since(connection, story.outlet, first) + (number is None)
        if (now := is_furniture(count + 1, of, known)) != known:
            changed[key] = "furniture" if now else "text"
    now_furniture = {key for key in places if {**verdicts, **changed}.get(key) == "furniture"}
    cut = frozenset(places[key] for key in now_furniture)
    text = without(story.text, cut)
    if text == story.text:
        cut = frozenset()
    return Lesson(text, tuple(story.text.split("\n")), places, cut, changed)


def note(connection: Connection, outlet: str, number: int, lesson: Lesson, at: datetime) -> None:
    """Count the lines of the story with this number, and let the others follow what that changes."""
    connection.execute(delete(sightings).where(sightings.c.story == number))
    rows = [
        {
            "outlet": outlet,
            "line": key,
            "story": number,
            "place": place,
            "text": lesson.lines[place] if place in lesson.cut else None,
        }
        for key, place in lesson.places.items()
    ]
    if rows:
        connection.execute(insert(sightings), rows)
    for key, verdict in lesson.changed.items():
        decide(connection, outlet, key, lesson.lines[lesson.places[key]], verdict, False, at)


def judge(connection: Connection, outlet: str, line: str, verdict: Verdict | None, at: datetime) -> int:
    """A person says what a line of an outlet is (None: the figures say); how many stories that changed."""
    key = line_key(line)
    if verdict is not None:
        return decide(connection, outlet, key, line, verdict, True, at)
    connection.execute(
        delete(learned_lines).where(learned_lines.c.outlet == outlet, learned_lines.c.line == key)
    )
    return _follow(connection, outlet, key)


def decide(
    connection: Connection, outlet: str, key: str, line: str, verdict: Verdict, fixed: bool, at: datetime
) -> int:
    """Write a verdict down and let the outlet's stories follow it; how many that changed."""
    this = (learned_lines.c.outlet == outlet) & (learned_lines.c.line == key)
    connection.execute(delete(learned_lines).where(this))
    connection.execute(
        insert(learned_lines).values(outlet=outlet, line=key, text=line, verdict=verdict, fixed=fixed, at=at)
    )
    return _follow(connection, outlet, key)


def learned(connection: Connection, outlet: str | None) -> list[LearnedLine]:
    """What was learned, the commonest lines first."""
    count = func.count(sightings.c.story).label("n")
    query = (
        select(learned_lines, count)
        .outerjoin(
            sightings,
            (sightings.c.outlet == learned_lines.c.outlet) & (sightings.c.line == learned_lines.c.line),
        )
        .group_by(*learned_lines.c)
        .order_by(learned_lines.c.outlet, count.desc(), learned_lines.c.text)
    )
    if outlet is not None:
        query = query.where(learned_lines.c.outlet == outlet)
    return [
        LearnedLine(row.outlet, row.text, row.verdict == "furniture", row.fixed, row.n, row.at)
        for row in connection.execute(query)
    ]


def _verdicts(
    connection: Connection, outlet: str, keys: Collection[str]
) -> tuple[dict[str, str], frozenset[str]]:
    rows = connection.execute(
        select(learned_lines.c.line, learned_lines.c.verdict, learned_lines.c.fixed).where(
            learned_lines.c.outlet == outlet, learned_lines.c.line.in_(keys)
        )
    ).all()
    return {row.line: row.verdict for row in rows}, frozenset(row.line for row in rows if row.fixed)


def _counts(
    connection: Connection, outlet: str, keys: Collection[str], besides: int | None
) -> dict[str, tuple[int, int]]:
    """Key → how many other stories have the line, and the first that has."""
    query = (
        select(sightings.c.line, func.count(), func.min(sightings.c.story))
        .where(sightings.c.outlet == outlet, sightings.c.line.in_(keys))
        .group_by(sightings.c.line)
    )
    if besides is not None:
        query = query.where(sightings.c.story != besides)
    return {line: (count, first) for line, count, first in connection.execute(query)}


def _stories_since(connection: Connection, outlet: str, first: int) -> int:
    here = (stories.c.outlet == outlet) & (stories.c.number >= first)
    return connection.scalar(select(func.count()).select_from(stories).where(here)) or 0


def _follow(connection: Connection, outlet: str, key: str) -> int:
    """Bring the stories that have the line in step with the verdicts; how many changed."""
    numbers: Iterable[int] = connection.scalars(
        select(sightings.c.story).where(sightings.c.outlet == outlet, sightings.c.line == key)
    ).all()
    return sum(_renewed(connection, outlet, number) for number in numbers)


def _renewed(connection: Connection, outlet: str, number: int) -> bool:
    story = connection.execute(
        select(stories.c.version, stories.c.revision, versions.c.text)
        .join(versions, (versions.c.story == stories.c.number) & (versions.c.version == stories.c.version))
        .where(stories.c.number == number)
    ).one_or_none()
    if story is None:
        return False  # the story that is being saved brings its text with it
    seen = connection.execute(select(sightings).where(sightings.c.story == number)).all()
    whole = restored(story.text, {row.place: row.text for row in seen if row.text is not None})
    lines = whole.split("\n")
    verdicts, _ = _verdicts(connection, outlet, [row.line for row in seen])
    gone = {row.place for row in seen if verdicts.get(row.line) == "furniture" and row.place < len(lines)}
    text = without(whole, gone)
    if text == whole:
        gone = set()
    if text == story.text:
        return False
    for row in seen:
        connection.execute(
            update(sightings)
            .where(sightings.c.story == number, sightings.c.line == row.line)
            .values(text=lines[row.place] if row.place in gone else None)
        )
    this = (versions.c.story == number) & (versions.c.version == story.version)
    connection.execute(update(versions).where(this).values(text=text, text_hash=fingerprint(text)))
    connection.execute(update(stories).where(stories.c.number == number).values(revision=story.revision + 1))
    OUTBOX.changed(connection, number, story.revision + 1)
    wait(connection, number)
    return True
