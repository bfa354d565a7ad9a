"""Stories that are visited again: what the frontier notes of a page that gave one, and how outlets edit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, select, update

from pipelines.answers import NO_VALIDATORS, Validators
from pipelines.revisits import NEVER, Plan
from pipelines.store.entries import unpacked
from pipelines.store.tables import outlets, seen, stories
from pipelines.story import Outcome, Rejected


@dataclass(frozen=True, slots=True)
class Again:
    """What a fetched page's next visit hangs on, beside its outcome."""

    plan: Plan = NEVER
    edited: bool = False
    """The page gave its story another version."""
    validators: Validators = NO_VALIDATORS
    """What the server said of the page."""


ONCE: Final = Again()


def after(
    connection: Connection, outcome: Outcome, row: RowMapping, at: datetime, again: Again
) -> dict[str, Any]:
    """Columns of the frontier after an outcome of a page."""
    came: datetime | None = row["story_at"]
    if isinstance(outcome, Rejected):
        # The story stays, and so do its visits, where the page could be had and said something else.
        if came is None or not outcome.final or outcome.stage == "fetch":
            return {}
        return {"due_at": again.plan.next(came, at)}
    said = {"etag": again.validators.etag, "last_modified": again.validators.last_modified}
    if came is None:
        is_old = outcome.published is None and unpacked(row["entry"]).past
        due = None if is_old else _first(connection, outcome.published, row["outlet"], at, again.plan)
        return said | {"story_at": at, "due_at": due}
    unedited = _count(connection, row["outlet"], edited=again.edited)
    return said | {"due_at": again.plan.next(came, at, unedited)}


def unchanged(connection: Connection, row: RowMapping, at: datetime, plan: Plan) -> dict[str, Any]:
    """The same after a 304: the story is confirmed."""
    leads_to = select(seen.c.leads_to).where(seen.c.key == row["key"]).scalar_subquery()
    connection.execute(update(stories).where(stories.c.id == leads_to).values(confirmed_at=at))
    came: datetime = row["story_at"] or at
    return {"due_at": plan.next(came, at, _count(connection, row["outlet"], edited=False))}


def _first(
    connection: Connection, published: datetime | None, outlet: str, at: datetime, plan: Plan
) -> datetime | None:
    if not plan.is_news(published, at):
        return None
    return plan.next(at, at, _unedited(connection, outlet))


def _unedited(connection: Connection, outlet: str) -> int:
    return connection.scalar(select(outlets.c.unedited).where(outlets.c.outlet == outlet)) or 0


def _count(connection: Connection, outlet: str, *, edited: bool) -> int:
    """Note a visit to a story that was there; how many of the outlet in a row found no edit."""
    number = 0 if edited else _unedited(connection, outlet) + 1
    connection.execute(update(outlets).where(outlets.c.outlet == outlet).values(unedited=number))
    return number
