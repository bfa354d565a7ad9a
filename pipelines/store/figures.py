"""How the store stands, in some quick queries: for the exporter, for ``scrapy status``, for alarms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from pipelines.store import hosts, indexes, workload
from pipelines.store.records import Holds, Work
from pipelines.store.tables import arrivals, stories, unlinked


@dataclass(frozen=True, slots=True)
class Backlog:
    """What an index has yet to take, and what it would not."""

    index: str
    holds: Holds
    waiting: int
    since: datetime | None
    """When the oldest of it began to wait."""
    refused: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The store at one instant."""

    stories: Mapping[str, int]
    """Outlet id → stories."""
    newest: datetime | None
    """When the newest story came."""
    work: Work
    """The frontier, of all outlets together."""
    busy_hosts: int
    """Hosts that asked to be left alone."""
    uncompared: int
    """Stories that are yet to be compared with others."""
    backlogs: tuple[Backlog, ...]


def figures(connection: Connection, at: datetime) -> Figures:
    """All of them, in one transaction."""
    by_outlet = select(stories.c.outlet, func.count()).group_by(stories.c.outlet).order_by(stories.c.outlet)
    return Figures(
        stories={row[0]: row[1] for row in connection.execute(by_outlet)},
        newest=connection.scalar(select(func.max(arrivals.c.at))),
        work=_work(workload.counts(connection, at).values()),
        busy_hosts=len(hosts.left_alone(connection, at)),
        uncompared=connection.scalar(select(func.count()).select_from(unlinked)) or 0,
        backlogs=tuple(_backlogs(connection)),
    )


def _work(of_outlets: Iterable[Work]) -> Work:
    works = list(of_outlets)
    return Work(
        due=sum(work.due for work in works),
        waiting=sum(work.waiting for work in works),
        flight=sum(work.flight for work in works),
        done=sum(work.done for work in works),
        failed=sum(work.failed for work in works),
    )


def _backlogs(connection: Connection) -> Iterator[Backlog]:
    for name, holds in indexes.known(connection):
        outbox = indexes.OUTBOXES[holds]
        yield Backlog(
            name,
            holds,
            outbox.count(connection, name),
            outbox.oldest(connection, name),
            outbox.refused(connection, name),
        )
