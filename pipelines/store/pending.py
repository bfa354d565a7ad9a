"""What waits for an index, as it is now."""

from __future__ import annotations

from sqlalchemy import Connection, select

from pipelines.store.records import PendingRejections
from pipelines.store.rows import rejection_of, story_of
from pipelines.store.tables import outbox, rejection_outbox, rejections, stories, versions
from pipelines.story import Story


def pending_stories(connection: Connection, name: str, limit: int) -> list[tuple[Story, int]]:
    """At most ``limit`` stories that wait, with their revisions, in the order in which they came."""
    query = (
        select(stories, versions.c.title, versions.c.text)
        .join(outbox, outbox.c.story == stories.c.number)
        .join(versions, (versions.c.story == stories.c.number) & (versions.c.version == stories.c.version))
        .where(outbox.c.index_name == name)
        .order_by(outbox.c.story)
        .limit(limit)
    )
    return [(story_of(row), row["revision"]) for row in connection.execute(query).mappings()]


def pending_rejections(connection: Connection, name: str, limit: int) -> PendingRejections:
    """At most ``limit`` rejections that wait, by key; those that there are not any more apart."""
    kept = [column for column in rejections.c if column is not rejections.c.story]
    query = (
        select(*kept, rejection_outbox.c.key.label("waiting"), rejection_outbox.c.revision.label("until"))
        .select_from(rejection_outbox.outerjoin(rejections, rejections.c.key == rejection_outbox.c.key))
        .where(rejection_outbox.c.index_name == name)
        .order_by(rejection_outbox.c.key)
        .limit(limit)
    )
    rows = connection.execute(query).mappings().all()
    return PendingRejections(
        present=tuple(rejection_of({**row, "story": None}) for row in rows if row["key"] is not None),
        gone={row["waiting"]: row["until"] for row in rows if row["key"] is None},
    )
