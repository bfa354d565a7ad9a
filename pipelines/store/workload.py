"""How much work the frontier holds, and whose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from pipelines.store.records import Work
from pipelines.store.tables import frontier
from pipelines.story import story_id


def due(at: datetime) -> ColumnElement[bool]:
    """To be fetched, and nobody is fetching it."""
    return and_(
        frontier.c.due_at <= at,
        or_(frontier.c.lease_until.is_(None), frontier.c.lease_until <= at),
    )


def with_work(connection: Connection, outlets: Collection[str], at: datetime) -> list[str]:
    """Those of ``outlets`` that have pages to be fetched now, as given."""
    found = set(connection.scalars(select(frontier.c.outlet).where(due(at)).distinct()))
    return [outlet for outlet in outlets if outlet in found]


def counts(connection: Connection, at: datetime) -> dict[str, Work]:
    """Outlet id → how many pages are in which state, of every outlet that announced any."""
    number_due = func.sum(_as_number(due(at)))
    query = select(frontier.c.outlet, frontier.c.state, func.count(), number_due).group_by(
        frontier.c.outlet, frontier.c.state
    )
    states: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for outlet, state, number, of_them_due in connection.execute(query):
        states[outlet][state] = number
        states[outlet]["due"] += int(of_them_due or 0)
    return {
        outlet: Work(n["due"], n["waiting"], n["flight"], n["done"], n["failed"])
        for outlet, n in sorted(states.items())
    }


def next_visit(connection: Connection, urls: Collection[str]) -> datetime | None:
    """When the first of these pages is to be fetched next; None: when it is announced anew, if ever."""
    keys = {story_id(url) for url in urls if url}
    due: datetime | None = connection.scalar(
        select(func.min(frontier.c.due_at)).where(frontier.c.key.in_(keys))
    )
    return due


def _as_number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
