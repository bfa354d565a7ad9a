"""Keep the clusters of the store in step with its links."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, or_, select, update

from pipelines.copies.clusters import COPIES, Link, Member, sources
from pipelines.store.outbox import STORIES
from pipelines.store.seen import CHUNK
from pipelines.store.tables import arrivals, stories, story_links

LARGEST = 1000
"""Stories that are clustered together. What hangs together beyond that is no agency story but a form that
somebody fills in every day, and clustering it anew with each one would hold up all who write: there, a story
follows its surest copy."""

_LINKS = (
    select(story_links.c.first, story_links.c.second, story_links.c.relation, story_links.c.score)
    .where(
        or_(
            story_links.c.first.in_(bindparam("numbers", expanding=True)),
            story_links.c.second.in_(bindparam("numbers", expanding=True)),
        )
    )
    .order_by(story_links.c.first, story_links.c.second)
)
# A story without a date is as old as its first fetch; `dated` is then that of the last.
_MEMBERS = (
    select(
        stories.c.number,
        stories.c.id,
        func.coalesce(stories.c.published, arrivals.c.at, stories.c.dated).label("dated"),
        stories.c.cluster_id,
        stories.c.revision,
    )
    .outerjoin(arrivals, arrivals.c.story == stories.c.number)
    .where(stories.c.number.in_(bindparam("numbers", expanding=True)))
)
_MOVE = (
    update(stories)
    .where(stories.c.number == bindparam("moved"))
    .values(cluster_id=bindparam("to"), revision=bindparam("new"))
)


def renew(connection: Connection, changed: Collection[int]) -> None:
    """Cluster all that hangs together with these stories, whose links changed; the index learns of it."""
    left = set(changed)
    while left:
        start = min(left)
        links, reached = _together(connection, start)
        left -= reached
        if len(reached) <= LARGEST:
            _cluster(connection, links, reached)
        else:
            _join(connection, links, start)


def _together(connection: Connection, start: int) -> tuple[dict[tuple[int, int], Row[Any]], set[int]]:
    """What hangs together with a story through copies: all links met on the way, and the stories."""
    links: dict[tuple[int, int], Row[Any]] = {}
    reached, edge = {start}, {start}
    while edge and len(reached) <= LARGEST:
        found = _rows(connection, _LINKS, edge)
        links |= {(row.first, row.second): row for row in found}
        ends = {end for row in found if row.relation in COPIES for end in (row.first, row.second)}
        edge = ends - reached
        reached |= edge
    return links, reached


def _cluster(connection: Connection, links: dict[tuple[int, int], Row[Any]], reached: set[int]) -> None:
    members = {row.number: row for row in _rows(connection, _MEMBERS, reached)}
    between = [
        Link(members[first].id, members[second].id, row.relation, row.score)
        for (first, second), row in links.items()
        if first in members and second in members
    ]
    source = sources([Member(row.id, row.dated) for row in members.values()], between)
    for _, row in sorted(members.items()):
        _move(connection, row, source[row.id])


def _join(connection: Connection, links: dict[tuple[int, int], Row[Any]], number: int) -> None:
    """Let one story follow its surest copy: what hangs together with it is too much."""
    copies = [row for ends, row in links.items() if number in ends and row.relation in COPIES]
    if not copies:
        return
    surest = max(copies, key=lambda row: (row.score, -row.first, -row.second))
    other = surest.first if surest.second == number else surest.second
    rows = {row.number: row for row in _rows(connection, _MEMBERS, {number, other})}
    _move(connection, rows[number], rows[other].cluster_id)


def _move(connection: Connection, story: Row[Any], to: str) -> None:
    if story.cluster_id != to:
        new = story.revision + 1
        connection.execute(_MOVE, {"moved": story.number, "to": to, "new": new})
        STORIES.changed(connection, story.number, new)


def _rows(connection: Connection, query: Any, numbers: Collection[int]) -> list[Row[Any]]:
    given = sorted(numbers)
    found: list[Row[Any]] = []
    for start in range(0, len(given), CHUNK):
        found += connection.execute(query, {"numbers": given[start : start + CHUNK]}).all()
    return found
