"""Which stories an index has yet to take, and which it would not.

A row of the outbox says: this index has not acknowledged this revision. It is written in the transaction
that changes the story and removed when the index has committed that revision, so a crash in between
only sends the story again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite

from pipelines.store.records import IndexFailure
from pipelines.store.rows import storable, story_of
from pipelines.store.tables import Number, index_failures, outbox, search_indexes, stories, versions
from pipelines.story import Story

_TARGET = ("index_name", "story")


def _upsert(table: Table, names: list[str], rows: Select[Any], dialect: str) -> Any:
    """Statement that inserts ``rows`` into ``table``, or replaces the row that the story has already."""
    insert_of = sqlite.insert if dialect == "sqlite" else postgresql.insert
    # "WHERE true" keeps SQLite's parser from reading ON CONFLICT as a join condition.
    statement = insert_of(table).from_select(names, rows.where(true()))
    changed = {name: statement.excluded[name] for name in names if name not in _TARGET}
    return statement.on_conflict_do_update(index_elements=_TARGET, set_=changed)


_WAITING = [*_TARGET, "revision"]
_ENQUEUE = {
    dialect: _upsert(
        outbox,
        _WAITING,
        select(search_indexes.c.name, bindparam("number", type_=Number), bindparam("new", type_=Integer)),
        dialect,
    )
    for dialect in ("sqlite", "postgresql")
}


def enqueue(connection: Connection, story: int, revision: int) -> None:
    """Every registered index is to take the revision of the story with this number."""
    connection.execute(_ENQUEUE[connection.dialect.name], {"number": story, "new": revision})


def register(connection: Connection, name: str) -> bool:
    """Make an index known; all stories wait for it if it was not. Returns whether it was new."""
    if connection.scalar(select(search_indexes.c.name).where(search_indexes.c.name == name)) is not None:
        return False
    connection.execute(insert(search_indexes).values(name=name))
    _enqueue_stories(connection, name)
    return True


def enqueue_all(connection: Connection, name: str) -> None:
    """All stories wait for the index, which is registered if it was not."""
    if not register(connection, name):
        _enqueue_stories(connection, name)


def _enqueue_stories(connection: Connection, name: str) -> None:
    rows = select(literal(name), stories.c.number, stories.c.revision)
    connection.execute(_upsert(outbox, _WAITING, rows, connection.dialect.name))


def pending(connection: Connection, name: str, limit: int) -> list[tuple[Story, int]]:
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


def pending_count(connection: Connection, name: str) -> int:
    query = select(func.count()).select_from(outbox).where(outbox.c.index_name == name)
    return connection.scalar(query) or 0


def acknowledge(connection: Connection, name: str, revisions: Mapping[str, int]) -> None:
    """The index holds these revisions; a story that has changed since goes on waiting."""
    _settle(connection, outbox, name, revisions)
    _settle(connection, index_failures, name, revisions)


def refuse(connection: Connection, name: str, refused: Mapping[str, tuple[int, str]], at: datetime) -> None:
    """The index would not take these: id → (revision, reason). They wait no more, until they change."""
    for id, (revision, reason) in refused.items():
        row = select(
            literal(name), stories.c.number, literal(revision), literal(storable(reason)), literal(at)
        ).where(stories.c.id == id)
        names = [*_WAITING, "reason", "at"]
        connection.execute(_upsert(index_failures, names, row, connection.dialect.name))
    _settle(connection, outbox, name, {id: revision for id, (revision, _) in refused.items()})


def _settle(connection: Connection, table: Table, name: str, revisions: Mapping[str, int]) -> None:
    """Remove the rows of these stories up to these revisions."""
    if not revisions:
        return
    number = select(stories.c.number).where(stories.c.id == bindparam("story_id")).scalar_subquery()
    statement = (
        delete(table)
        .where(table.c.index_name == name)
        .where(table.c.story == number)
        .where(table.c.revision <= bindparam("up_to"))
    )
    connection.execute(statement, [{"story_id": id, "up_to": revision} for id, revision in revisions.items()])


def failures(connection: Connection, name: str) -> list[IndexFailure]:
    """What the index would not take, oldest first."""
    failed = index_failures
    query = (
        select(stories.c.id, failed.c.revision, failed.c.reason, failed.c.at)
        .join(stories, stories.c.number == failed.c.story)
        .where(failed.c.index_name == name)
        .order_by(failed.c.at, failed.c.story)
    )
    return [IndexFailure(*row) for row in connection.execute(query)]


def retry_failures(connection: Connection, name: str) -> int:
    """What the index would not take waits again. A failure is forgotten once the index takes the story."""
    failed = index_failures
    rows = (
        select(failed.c.index_name, failed.c.story, stories.c.revision)
        .join(stories, stories.c.number == failed.c.story)
        .where(failed.c.index_name == name)
    )
    connection.execute(_upsert(outbox, _WAITING, rows, connection.dialect.name))
    query = select(func.count()).select_from(failed).where(failed.c.index_name == name)
    return connection.scalar(query) or 0
