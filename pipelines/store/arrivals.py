"""When stories came and when an index had them: what an outlet's health is told from."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, insert, select, update

from pipelines.store import tallies
from pipelines.store.entries import unpacked
from pipelines.store.records import Arrival, RefusalRate
from pipelines.store.seen import CHUNK
from pipelines.store.tables import arrivals, frontier, rejections, stories
from pipelines.story import Story, story_id

LATE: Final = timedelta(days=7)
OLD: Final = timedelta(days=3)
"""What was published so long before it came is no news."""
_ADD = insert(arrivals)
_NUMBER = select(stories.c.number).where(stories.c.id == bindparam("thing")).scalar_subquery()
_INDEXED = (
    update(arrivals)
    .where(arrivals.c.story == _NUMBER, arrivals.c.indexed_at.is_(None))
    .values(indexed_at=bindparam("now"))
)


def note(connection: Connection, number: int, story: Story, published: datetime | None) -> None:
    """A new story is stored; ``published`` as its row has it. One of long ago (a backfill brings thousands)
    says nothing of how the outlet fares, and is not noted."""
    if published is None and _is_past(connection, story):
        return
    if published is not None and story.fetched_at - published > LATE:
        return
    row = {"story": number, "outlet": story.outlet, "at": story.fetched_at, "published": published}
    connection.execute(_ADD, row | {"characters": len(story.text)})


def _is_past(connection: Connection, story: Story) -> bool:
    """Whether looking back found it, in the frontier of this moment."""
    key = story_id(story.requested_url or story.url)
    entry = connection.scalar(select(frontier.c.entry).where(frontier.c.key == key))
    return entry is not None and unpacked(entry).past


def indexed(connection: Connection, ids: Collection[str], at: datetime) -> None:
    """An index has these stories; of those that one had before nothing changes. Their delays are counted,
    but for those that were old when they came: a backfill brings no news."""
    if not ids:
        return
    delays = [
        (at - published).total_seconds()
        for came, published in _not_indexed(connection, list(ids))
        if published is not None and came - published <= OLD
    ]
    tallies.add(connection, tallies.delays(delays), at)
    connection.execute(_INDEXED, [{"thing": id, "now": at} for id in ids])


def _not_indexed(connection: Connection, ids: list[str]) -> Iterator[tuple[datetime, datetime | None]]:
    """When those of these stories came, and were published, that no index had yet."""
    query = select(arrivals.c.at, arrivals.c.published).join(stories, stories.c.number == arrivals.c.story)
    for start in range(0, len(ids), CHUNK):
        some = stories.c.id.in_(ids[start : start + CHUNK])
        for row in connection.execute(query.where(some, arrivals.c.indexed_at.is_(None))):
            yield row[0], row[1]


def since(connection: Connection, at: datetime) -> list[Arrival]:
    """Stories that came ``at`` or later, in the order in which they came."""
    columns = (
        arrivals.c.outlet,
        arrivals.c.at,
        arrivals.c.published,
        arrivals.c.characters,
        arrivals.c.indexed_at,
    )
    rows = connection.execute(select(*columns).where(arrivals.c.at >= at).order_by(arrivals.c.at))
    return [Arrival(*row) for row in rows]


def firsts(connection: Connection) -> dict[str, datetime]:
    """Outlet id → when its first story came."""
    query = select(arrivals.c.outlet, func.min(arrivals.c.at)).group_by(arrivals.c.outlet)
    return {row[0]: row[1] for row in connection.execute(query)}


def refusals(
    connection: Connection, start: datetime, week: datetime, day: datetime, end: datetime
) -> list[RefusalRate]:
    """URLs refused since ``start``, by outlet, stage and reason, in the three periods that these bound."""
    at = rejections.c.at

    def between(first: datetime, last: datetime) -> ColumnElement[int]:
        return func.coalesce(func.sum(case(((at >= first) & (at < last), 1), else_=0)), 0)

    query = (
        select(
            rejections.c.outlet,
            rejections.c.stage,
            rejections.c.reason,
            between(start, week),
            between(week, end),
            between(day, end),
        )
        .where(at >= start, at < end)
        .group_by(rejections.c.outlet, rejections.c.stage, rejections.c.reason)
        .order_by(rejections.c.outlet, rejections.c.stage, rejections.c.reason)
    )
    return [RefusalRate(*row) for row in connection.execute(query)]
