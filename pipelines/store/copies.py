"""The part of `Store` that tells what stories are to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, or_, select, update

from pipelines.agencies import name_of
from pipelines.copies.prints import SCHEME
from pipelines.store import linking
from pipelines.store.database import Database
from pipelines.store.outbox import STORIES
from pipelines.store.tables import links, prints, sketches, stories, versions


@dataclass(frozen=True, slots=True)
class Link:
    """What another story is to a story."""

    id: str
    url: str
    outlet: str
    title: str
    published: datetime
    """When it was published, else fetched; aware, UTC."""
    relation: str
    score: float
    evidence: Mapping[str, Any]
    """As `pipelines.copies.relation.Comparison.evidence`; the story asked about is ``a``."""
    later: bool
    """Whether it was published after the story asked about."""


@dataclass(frozen=True, slots=True)
class ClusterMember:
    id: str
    url: str
    outlet: str
    title: str
    published: datetime
    agency: str | None
    """As printed."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """All copies of one story."""

    id: str
    """Of the story that was published first, the source."""
    agency: str | None
    """The agency that most copies credit, by its one name (`pipelines.agencies`)."""
    members: tuple[ClusterMember, ...]
    """In the order of publication."""


@dataclass(frozen=True, slots=True)
class CopyCounts:
    """How much is linked."""

    stories: int
    clusters: int
    links: Mapping[str, int]
    """Relation → pairs."""
    waiting: int
    """Stories that were not compared yet, or by an older rule."""


class Copies:
    """Base of `Store`: clusters, versions and threads of stories."""

    _database: Database
    _window: timedelta

    def links(self, story_id: str) -> list[Link]:
        """What other stories are to this one, in the order of their publication; empty for an unknown id."""
        with self._database.read() as connection:
            return _links(connection, story_id)

    def cluster(self, story_id: str) -> Cluster | None:
        """The cluster of a story; None for an unknown id."""
        with self._database.read() as connection:
            return _cluster(connection, story_id)

    def copy_counts(self) -> CopyCounts:
        """How many stories, clusters and links there are, and how many stories wait to be compared."""
        with self._database.read() as connection:
            total = connection.scalar(select(func.count()).select_from(stories)) or 0
            alone = connection.scalar(select(func.count(stories.c.cluster_id.distinct()))) or 0
            known = select(func.count()).select_from(sketches).where(sketches.c.scheme == SCHEME)
            pairs = connection.execute(select(links.c.relation, func.count()).group_by(links.c.relation))
            relations = Counter({row[0]: row[1] for row in pairs})
            return CopyCounts(total, alone, relations, total - (connection.scalar(known) or 0))

    def forget_copies(self) -> None:
        """Forget all clusters, links and prints: `link_waiting` finds them anew."""
        with self._database.write() as connection:
            for table in (links, prints, sketches):
                connection.execute(delete(table))
            moved = connection.execute(
                select(stories.c.number, stories.c.revision).where(stories.c.cluster_id != stories.c.id)
            )
            for number, revision in moved.all():
                row = stories.c.number == number
                values = {"cluster_id": stories.c.id, "revision": revision + 1}
                connection.execute(update(stories).where(row).values(values))
                STORIES.changed(connection, number, revision + 1)

    def link_waiting(self, limit: int = 200) -> int:
        """Compare at most ``limit`` of the stories that wait, first come first; returns how many it were."""
        with self._database.write() as connection:
            numbers = connection.scalars(_WAITING.limit(limit)).all()
            for number in numbers:
                linking.relink(connection, number, self._window, being_saved=False)
            return len(numbers)


_WAITING: Select[Any] = (
    select(stories.c.number)
    .outerjoin(sketches, sketches.c.story == stories.c.number)
    .where(or_(sketches.c.scheme.is_(None), sketches.c.scheme != SCHEME))
    .order_by(stories.c.number)
)
_CURRENT: ColumnElement[bool] = (versions.c.story == stories.c.number) & (
    versions.c.version == stories.c.version
)
_FIELDS = (stories.c.id, stories.c.url, stories.c.outlet, versions.c.title, stories.c.dated)


def _links(connection: Connection, story_id: str) -> list[Link]:
    own = connection.execute(
        select(stories.c.number, stories.c.dated).where(stories.c.id == story_id)
    ).one_or_none()
    if own is None:
        return []
    mine = or_(links.c.a == own.number, links.c.b == own.number)
    query = (
        select(links, stories.c.number, *_FIELDS)
        .join(stories, stories.c.number.in_((links.c.a, links.c.b)) & (stories.c.number != own.number))
        .join(versions, _CURRENT)
        .where(mine)
        .order_by(stories.c.dated, stories.c.id)
    )
    return [
        Link(
            row.id,
            row.url,
            row.outlet,
            row.title,
            row.dated,
            row.relation,
            row.score,
            row.evidence if row.a == own.number else _turned(row.evidence),
            (row.dated, row.id) > (own.dated, story_id),
        )
        for row in connection.execute(query)
    ]


def _turned(evidence: Mapping[str, Any]) -> dict[str, Any]:
    """The same evidence, seen from the other story."""
    facts = [{**fact, "a": fact["b"], "b": fact["a"]} for fact in evidence["replaced"]]
    return {**evidence, "lead_a": evidence["lead_b"], "lead_b": evidence["lead_a"], "replaced": facts}


def _cluster(connection: Connection, story_id: str) -> Cluster | None:
    source = connection.scalar(select(stories.c.cluster_id).where(stories.c.id == story_id))
    if source is None:
        return None
    query = (
        select(*_FIELDS, stories.c.agency)
        .join(versions, _CURRENT)
        .where(stories.c.cluster_id == source)
        .order_by(stories.c.dated, stories.c.id)
    )
    members = tuple(ClusterMember(*row) for row in connection.execute(query))
    credited = Counter(name for member in members if (name := name_of(member.agency)))
    return Cluster(source, credited.most_common(1)[0][0] if credited else None, members)
