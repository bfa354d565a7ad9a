"""Read what stories are to each other."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from sqlalchemy import Connection, and_, case, or_, select

from pipelines.copies.decision import Relation
from pipelines.store.reading import history
from pipelines.store.records import Cluster, Copy, Edition, StoryLink
from pipelines.store.tables import stories, story_links, versions

_ORDER: Final[tuple[Relation, ...]] = ("same", "syndicated", "update", "same_event")
MOST_EDITIONS: Final = 100
"""Addresses that are followed from one update to the next."""


def links(connection: Connection, id: str) -> list[StoryLink]:
    """Copies, updates, then the same event; the surest first."""
    number = _number(connection, id)
    if number is None:
        return []
    other = case((story_links.c.first == number, story_links.c.second), else_=story_links.c.first)
    query = (
        select(
            story_links.c.relation,
            story_links.c.score,
            story_links.c.evidence,
            stories.c.id,
            stories.c.url,
            stories.c.outlet,
            versions.c.title,
            stories.c.dated,
        )
        .join(stories, stories.c.number == other)
        .join(versions, _current())
        .where(_ends_at(number))
    )
    found = [StoryLink(*row) for row in connection.execute(query)]
    return sorted(found, key=lambda link: (_ORDER.index(link.relation), -link.score, link.dated, link.id))


def cluster(connection: Connection, id: str) -> Cluster | None:
    """The copies of a story, the earliest first; None for an unknown id."""
    source = connection.scalar(select(stories.c.cluster_id).where(stories.c.id == id))
    if source is None:
        return None
    query = (
        select(
            stories.c.id,
            stories.c.url,
            stories.c.outlet,
            versions.c.title,
            stories.c.agency,
            stories.c.dated,
        )
        .join(versions, _current())
        .where(stories.c.cluster_id == source)
        .order_by(stories.c.dated, stories.c.id)
    )
    copies = tuple(Copy(*row) for row in connection.execute(query))
    return Cluster(source, _agency(copies), copies)


def editions(connection: Connection, id: str) -> list[Edition]:
    """All versions of a story and of its outlet's updates of it at other addresses, in order of time."""
    row = connection.execute(select(stories.c.number, stories.c.outlet).where(stories.c.id == id)).first()
    if row is None:
        return []
    reached, edge = {row.number}, [row.number]
    while edge and row.outlet and len(reached) < MOST_EDITIONS:
        found = [number for one in edge for number in _updates(connection, one, row.outlet)]
        edge = sorted(set(found) - reached)
        reached |= set(edge)
    named = connection.execute(
        select(stories.c.id, stories.c.url, stories.c.dated).where(stories.c.number.in_(sorted(reached)))
    ).all()
    made = [
        (_when(story, version.version, version.fetched_at), Edition(story.id, story.url, version))
        for story in named
        for version in history(connection, story.id)
    ]
    return [
        edition for _, edition in sorted(made, key=lambda one: (one[0], one[1].id, one[1].version.version))
    ]


def _when(story: Any, version: int, fetched: Any) -> Any:
    """A story's first version is as old as the story; later ones are seen when they are fetched."""
    return story.dated if version == 1 else fetched


def _updates(connection: Connection, number: int, outlet: str) -> list[int]:
    """The stories of the outlet that update this one, or that it updates."""
    other = case((story_links.c.first == number, story_links.c.second), else_=story_links.c.first)
    query = (
        select(stories.c.number)
        .join(story_links, stories.c.number == other)
        .where(_ends_at(number), story_links.c.relation == "update", stories.c.outlet == outlet)
    )
    return list(connection.scalars(query))


def _number(connection: Connection, id: str) -> int | None:
    return connection.scalar(select(stories.c.number).where(stories.c.id == id))


def _ends_at(number: int) -> Any:
    return or_(story_links.c.first == number, story_links.c.second == number)


def _current() -> Any:
    return and_(versions.c.story == stories.c.number, versions.c.version == stories.c.version)


def _agency(copies: tuple[Copy, ...]) -> str | None:
    """The agency that most copies credit; of equally many, the one credited first."""
    credited = Counter(copy.agency for copy in copies if copy.agency)
    return credited.most_common(1)[0][0] if credited else None
