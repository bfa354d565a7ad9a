"""What an index has yet to take, and what it would not: stories, or rejections.

A row of an outbox says: this index has not acknowledged this revision. It is written in the transaction
that changes the story and removed when the index has committed that revision, so a crash in between
only sends the story again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    Join,
    Select,
    Table,
    bindparam,
    delete,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite

from pipelines.store.records import Holds, IndexFailure
from pipelines.store.rows import storable
from pipelines.store.seen import CHUNK
from pipelines.store.tables import (
    index_failures,
    outbox,
    rejection_failures,
    rejection_outbox,
    rejections,
    search_indexes,
    stories,
)


@dataclass(frozen=True, eq=False)
class Outbox:
    """The way to all indexes that hold one kind of thing. Methods work inside the caller's transaction."""

    holds: Holds
    things: Table
    id: Column[str]
    """By which others know a thing."""
    reference: Column[Any]
    """By which the two tables below do."""
    waiting: Table
    failed: Table

    @property
    def column(self) -> str:
        """What holds the reference in `waiting` and `failed`."""
        return "story" if self.holds == "stories" else "key"

    def _id_in(self, table: Table) -> Column[str]:
        """The id of what a row of `waiting` or `failed` is about, once `_joined`."""
        return self.id if self.holds == "stories" else table.c.key

    def _joined(self, table: Table) -> Join:
        return table.outerjoin(self.things, self.reference == table.c[self.column])

    @cached_property
    def _resolve(self) -> ColumnElement[Any]:
        """The reference for the parameter ``thing``; a story that there is not has none."""
        if self.holds == "rejections":  # also one that there is not any more
            return bindparam("thing", type_=self.id.type)
        found = select(self.reference).where(self.id == bindparam("thing", type_=self.id.type))
        return found.scalar_subquery()

    def enqueue(self, connection: Connection, name: str, ids: Collection[str] | None = None) -> None:
        """The things with these ids (None: all) wait for the index, in their present revision."""
        rows = select(literal(name), self.reference, self.things.c.revision, _now())
        if ids is None:
            return self._put(connection, self.waiting, rows)
        given = list(ids)
        for start in range(0, len(given), CHUNK):
            self._put(connection, self.waiting, rows.where(self.id.in_(given[start : start + CHUNK])))
        return None

    def changed(self, connection: Connection, reference: object, revision: int) -> None:
        """Every index that holds such things is to take this revision of one."""
        statement = self._changed[connection.dialect.name]
        connection.execute(statement, {"thing": reference, "new": revision, "now": datetime.now(UTC)})

    @cached_property
    def _changed(self) -> dict[str, Any]:
        """By dialect. Built once: building a statement costs as much as running it."""
        row = select(
            search_indexes.c.name,
            bindparam("thing", type_=self.reference.type),
            bindparam("new", type_=self.things.c.revision.type),
            bindparam("now", type_=self.waiting.c.since.type),
        ).where(search_indexes.c.holds == self.holds)
        names = ["index_name", self.column, "revision", "since"]
        return {dialect: _upsert(self.waiting, names, row, dialect) for dialect in ("sqlite", "postgresql")}

    def count(self, connection: Connection, name: str) -> int:
        """How many things wait for the index."""
        return _count(connection, self.waiting, name)

    def oldest(self, connection: Connection, name: str) -> datetime | None:
        """Since when something waits for the index; None if nothing does, or if that is not known."""
        query = select(func.min(self.waiting.c.since)).where(self.waiting.c.index_name == name)
        found: datetime | None = connection.scalar(query)
        return found

    def refused(self, connection: Connection, name: str) -> int:
        """How many things the index would not take."""
        return _count(connection, self.failed, name)

    def revisions(self, connection: Connection, ids: Collection[str]) -> dict[str, int]:
        """Id → revision, of those of ``ids`` that there are."""
        given, found = list(ids), dict[str, int]()
        query = select(self.id, self.things.c.revision)
        for start in range(0, len(given), CHUNK):
            rows = connection.execute(query.where(self.id.in_(given[start : start + CHUNK])))
            found |= {row[0]: row[1] for row in rows}
        return found

    def waits(self, connection: Connection, name: str, ids: Collection[str]) -> set[str]:
        """Which of these things wait for the index."""
        given, found = list(ids), set[str]()
        id = self._id_in(self.waiting)
        query = select(id).select_from(self._joined(self.waiting)).where(self.waiting.c.index_name == name)
        for start in range(0, len(given), CHUNK):
            found |= set(connection.scalars(query.where(id.in_(given[start : start + CHUNK]))))
        return found

    def acknowledge(self, connection: Connection, name: str, revisions: Mapping[str, int]) -> None:
        """The index holds these revisions; what has changed since goes on waiting."""
        self._settle(connection, self.waiting, name, revisions)
        self._settle(connection, self.failed, name, revisions)

    def refuse(
        self, connection: Connection, name: str, refused: Mapping[str, tuple[int, str]], at: datetime
    ) -> None:
        """The index would not take these: id → (revision, reason). They wait no more, until they change."""
        for id, (revision, reason) in refused.items():
            row = select(
                search_indexes.c.name,
                self._resolve,
                literal(revision, BigInteger),
                literal(storable(reason)),
                literal(at),
            ).where(search_indexes.c.name == name, self._resolve.is_not(None))
            self._put(connection, self.failed, row, {"thing": id})
        settled = {id: revision for id, (revision, _) in refused.items()}
        self._settle(connection, self.waiting, name, settled)

    def failures(self, connection: Connection, name: str) -> list[IndexFailure]:
        """What the index would not take, oldest first."""
        failed = self.failed
        query = (
            select(self._id_in(failed), failed.c.revision, failed.c.reason, failed.c.at)
            .select_from(self._joined(failed))
            .where(failed.c.index_name == name)
            .order_by(failed.c.at, failed.c[self.column])
        )
        return [IndexFailure(*row) for row in connection.execute(query)]

    def retry(self, connection: Connection, name: str) -> int:
        """What the index would not take waits again. A failure is forgotten once the index takes it."""
        failed = self.failed
        revision = func.coalesce(self.things.c.revision, failed.c.revision)
        rows = (
            select(failed.c.index_name, failed.c[self.column], revision, _now())
            .select_from(self._joined(failed))
            .where(failed.c.index_name == name)
        )
        self._put(connection, self.waiting, rows)
        return _count(connection, failed, name)

    def forget(self, connection: Connection, name: str) -> None:
        """Nothing waits for the index or was refused by it."""
        for table in (self.waiting, self.failed):
            connection.execute(delete(table).where(table.c.index_name == name))

    def _put(
        self,
        connection: Connection,
        table: Table,
        rows: Select[Any],
        parameters: Mapping[str, Any] | None = None,
    ) -> None:
        names = ["index_name", self.column, "revision"]
        names += ["reason", "at"] if table is self.failed else ["since"]
        connection.execute(_upsert(table, names, rows, connection.dialect.name), parameters)

    def _settle(self, connection: Connection, table: Table, name: str, revisions: Mapping[str, int]) -> None:
        """Remove the rows of these things up to these revisions."""
        if not revisions:
            return
        statement = (
            delete(table)
            .where(table.c.index_name == name)
            .where(table.c[self.column] == self._resolve)
            .where(table.c.revision <= bindparam("up_to", type_=BigInteger))
        )
        connection.execute(statement, [{"thing": id, "up_to": up_to} for id, up_to in revisions.items()])


STORIES = Outbox("stories", stories, stories.c.id, stories.c.number, outbox, index_failures)
REJECTIONS = Outbox(
    "rejections", rejections, rejections.c.key, rejections.c.key, rejection_outbox, rejection_failures
)
BOTH = (STORIES, REJECTIONS)


def _now() -> BindParameter[datetime]:
    return literal(datetime.now(UTC), outbox.c.since.type)


def _count(connection: Connection, table: Table, name: str) -> int:
    query = select(func.count()).select_from(table).where(table.c.index_name == name)
    return connection.scalar(query) or 0


def _upsert(table: Table, names: list[str], rows: Select[Any], dialect: str) -> Any:
    """Statement that inserts ``rows`` into ``table``, or raises the row that the thing has already."""
    insert_of = sqlite.insert if dialect == "sqlite" else postgresql.insert
    # "WHERE true" keeps SQLite's parser from reading ON CONFLICT as a join condition.
    statement = insert_of(table).from_select(names, rows.where(true()))
    # A thing that changes while it waits has waited from the beginning.
    changed = {name: statement.excluded[name] for name in names[2:] if name != "since"}
    not_lower = statement.excluded["revision"] >= table.c.revision
    return statement.on_conflict_do_update(index_elements=names[:2], set_=changed, where=not_lower)
