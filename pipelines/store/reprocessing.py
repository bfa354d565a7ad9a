"""Read stories and kept refusals for another look, and write down what it changed in the stories' tags.

Between reading and writing lies the work of the vocabulary, outside any transaction: a crawl saves its
stories meanwhile. So a story is written only in the revision in which it was read.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, func, select, update

from pipelines.store.outbox import STORIES
from pipelines.store.records import Filed, Rejection
from pipelines.store.rows import rejection_of, story_of, story_row
from pipelines.store.tables import rejections, stories, versions
from pipelines.story import Story

TAGGED = ("tags", "tag_names", "relevance", "relevant", "evidence", "summary")
"""Columns that follow from the vocabulary."""


def filed(connection: Connection, after: int, batch: int) -> list[Filed]:
    """At most ``batch`` stories with numbers above ``after``, in their order."""
    return _filed(connection, stories.c.number > after, batch)


def filed_again(connection: Connection, numbers: Collection[int]) -> list[Filed]:
    """The stories with these numbers as they are now."""
    return _filed(connection, stories.c.number.in_(list(numbers)), None)


def _filed(connection: Connection, which: object, limit: int | None) -> list[Filed]:
    current = (versions.c.story == stories.c.number) & (versions.c.version == stories.c.version)
    query = select(stories, versions.c.title, versions.c.text).join(versions, current)
    query = query.where(which).order_by(stories.c.number).limit(limit)  # type: ignore[arg-type]
    rows = connection.execute(query).mappings()
    return [Filed(row["number"], row["revision"], story_of(row)) for row in rows]


def write_tags(connection: Connection, looked_at: Sequence[tuple[Filed, Story]]) -> tuple[int, list[int]]:
    """Write what differs of `TAGGED`: (how many stories that changed, numbers of those that changed since
    they were read, which stay as they are)."""
    changed, missed = 0, list[int]()
    for was, now in looked_at:
        old, new = story_row(was.story), story_row(now)
        values = {name: new[name] for name in TAGGED if new[name] != old[name]}
        if not values:
            continue
        this = (stories.c.number == was.number) & (stories.c.revision == was.revision)
        revision = was.revision + 1
        if connection.execute(update(stories).where(this).values(**values, revision=revision)).rowcount:
            STORIES.changed(connection, was.number, revision)
            changed += 1
        else:
            missed.append(was.number)
    return changed, missed


def kept(connection: Connection, stage: str, after: str, batch: int) -> list[Rejection]:
    """At most ``batch`` refusals of a stage whose story is kept, by key, with keys above ``after``."""
    query = (
        select(rejections)
        .where(rejections.c.stage == stage, rejections.c.keep_until.is_not(None), rejections.c.key > after)
        .order_by(rejections.c.key)
        .limit(batch)
    )
    return [rejection_of(row) for row in connection.execute(query).mappings()]


def kept_count(connection: Connection, stage: str) -> int:
    """How many there are of `kept`."""
    which = (rejections.c.stage == stage) & rejections.c.keep_until.is_not(None)
    return connection.scalar(select(func.count()).select_from(rejections).where(which)) or 0
