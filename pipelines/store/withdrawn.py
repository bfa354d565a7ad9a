"""Stories that turned out not to be about defence when the vocabulary changed.

    story, relevant = false ─┐
                             ├─▶ withdrawn: no index holds it, no export lists it; nothing of it is lost
    rejection, "relevance"  ─┘

A story keeps its row, its versions and its place in a cluster, so it comes back as it was. Without the
rejection an irrelevant story is not withdrawn: who crawls with PRAHARI_RELEVANT_ONLY=0 wants to find all.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, exists, insert, select, update

from pipelines.store import indexes
from pipelines.store.outbox import REJECTIONS, STORIES
from pipelines.store.rows import rejection_row
from pipelines.store.seen import CHUNK
from pipelines.store.tables import rejections, stories
from pipelines.story import Rejected, story_id

STAGE = "relevance"

WITHDRAWN = stories.c.relevant.is_(False) & exists().where(
    rejections.c.key == stories.c.id, rejections.c.stage == STAGE
)
"""Condition on a row of `stories`."""

_BUMPED = (
    update(stories)
    .where(stories.c.id == bindparam("id_"), stories.c.relevant.is_(False))
    .values(revision=stories.c.revision + 1)
    .returning(stories.c.number, stories.c.revision)
)


def among(connection: Connection, ids: Collection[str]) -> set[str]:
    """Those of these stories that are withdrawn."""
    given, found = list(ids), set[str]()
    query = select(stories.c.id).where(WITHDRAWN)
    for start in range(0, len(given), CHUNK):
        found |= set(connection.scalars(query.where(stories.c.id.in_(given[start : start + CHUNK]))))
    return found


def details(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Id → why it was refused, of those of these stories that have a refusal for their relevance."""
    query = select(rejections.c.key, rejections.c.detail)
    query = query.where(rejections.c.stage == STAGE, rejections.c.key.in_(list(ids)))
    return {row[0]: row[1] for row in connection.execute(query)}


def refuse(connection: Connection, rejected: Rejected) -> None:
    """Put the refusal of a stored story on record. Its text stays where it is, however long."""
    key, row = story_id(rejected.url), rejection_row(rejected) | {"story": None, "keep_until": None}
    known = connection.scalar(select(rejections.c.revision).where(rejections.c.key == key))
    row["revision"] = indexes.next_revision(known or indexes.last_waiting(connection, key))
    if known is None:
        connection.execute(insert(rejections), row | {"key": key, "first_at": rejected.at, "attempts": 1})
    else:
        connection.execute(update(rejections).where(rejections.c.key == key).values(**row))
    if indexes.has_rejection_index(connection):
        REJECTIONS.changed(connection, key, row["revision"])


def reconsider(connection: Connection, url: str) -> None:
    """A refusal of a page came or ended: if its story is irrelevant, indexes let it go or take it again."""
    for number, revision in connection.execute(_BUMPED, {"id_": story_id(url)}).all():
        STORIES.changed(connection, number, revision)
