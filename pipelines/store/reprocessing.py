"""Read stories and kept refusals for another look, and write down what it changed in the stories' tags.

Between reading and writing lies the work of the vocabulary, outside any transaction: a crawl saves its
stories meanwhile. So a story is written only in the revision in which it was read.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, func, select, update

from pipelines.store import indexes, withdrawn
from pipelines.store.outbox import STORIES
from pipelines.store.records import Filed, Rejection
from pipelines.store.rows import rejection_of, story_of, story_row
from pipelines.store.tables import rejections, stories, versions
from pipelines.story import Outcome, Rejected, Story

TAGGED = ("tags", "tag_names", "relevance", "relevant", "evidence", "summary")
"""Columns that follow from the vocabulary."""


def filed(connection: Connection, after: int, batch: int, withdrawn_only: bool) -> list[Filed]:
    """At most ``batch`` stories with numbers above ``after``, in their order; all, or the withdrawn ones."""
    above = stories.c.number > after
    return _filed(connection, above & withdrawn.WITHDRAWN if withdrawn_only else above, batch)


def filed_again(connection: Connection, numbers: Collection[int]) -> list[Filed]:
    """The stories with these numbers as they are now."""
    return _filed(connection, stories.c.number.in_(list(numbers)), None)


def _filed(connection: Connection, which: object, limit: int | None) -> list[Filed]:
    current = (versions.c.story == stories.c.number) & (versions.c.version == stories.c.version)
    query = select(stories, versions.c.title, versions.c.text).join(versions, current)
    query = query.where(which).order_by(stories.c.number).limit(limit)  # type: ignore[arg-type]
    rows = connection.execute(query).mappings()
    return [Filed(row["number"], row["revision"], story_of(row)) for row in rows]


def write_tags(connection: Connection, looked_at: Sequence[tuple[Filed, Outcome]]) -> tuple[int, list[int]]:
    """Write what differs of `TAGGED`; withdraw the refused, take back the withdrawn that are not refused now.

    Returns how many stories that changed, and the numbers of those that changed since they were read, which
    stay as they are.
    """
    changed, missed = 0, list[int]()
    refused = withdrawn.details(connection, [was.story.id for was, _ in looked_at])
    for was, outcome in looked_at:
        id, refusal = was.story.id, outcome if isinstance(outcome, Rejected) else None
        now = refusal.story if refusal else outcome
        assert isinstance(now, Story)
        old, new = story_row(was.story), story_row(now)
        values = {name: new[name] for name in TAGGED if new[name] != old[name]}
        if not values and refused.get(id) == (refusal.detail if refusal else None):
            continue
        this = (stories.c.number == was.number) & (stories.c.revision == was.revision)
        revision = was.revision + 1
        if connection.execute(update(stories).where(this).values(**values, revision=revision)).rowcount:
            STORIES.changed(connection, was.number, revision)
            changed += 1
            if refusal:
                withdrawn.refuse(connection, refusal)
            elif id in refused:
                indexes.end_rejections(connection, {id})
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


def withdrawn_count(connection: Connection) -> int:
    """How many stories are withdrawn."""
    return connection.scalar(select(func.count()).select_from(stories).where(withdrawn.WITHDRAWN)) or 0


def kept_count(connection: Connection, stage: str) -> int:
    """How many there are of `kept`."""
    which = (rejections.c.stage == stage) & rejections.c.keep_until.is_not(None)
    return connection.scalar(select(func.count()).select_from(rejections).where(which)) or 0
