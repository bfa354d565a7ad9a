"""Sources that discovery found of outlets whose files cannot be written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from pipelines.store.tables import found_sources


@dataclass(frozen=True, slots=True)
class FoundSource:
    """As it would stand in the outlet's file."""

    kind: str
    url: str
    section: str | None
    archive: bool
    content: str
    found_at: datetime


def replace(connection: Connection, outlet: str, found: Iterable[FoundSource]) -> None:
    """All that is known of the outlet; none: nothing any more."""
    connection.execute(delete(found_sources).where(found_sources.c.outlet == outlet))
    for one in found:
        connection.execute(
            insert(found_sources).values(
                outlet=outlet,
                url=one.url,
                kind=one.kind,
                section=one.section,
                archive=one.archive,
                content=one.content,
                found_at=one.found_at,
            )
        )


def all_found(connection: Connection) -> dict[str, tuple[FoundSource, ...]]:
    """By outlet."""
    found: defaultdict[str, list[FoundSource]] = defaultdict(list)
    ordered = select(found_sources).order_by(found_sources.c.outlet, found_sources.c.url)
    for row in connection.execute(ordered):
        one = FoundSource(row.kind, row.url, row.section, row.archive, row.content, row.found_at)
        found[row.outlet].append(one)
    return {outlet: tuple(of_outlet) for outlet, of_outlet in found.items()}
