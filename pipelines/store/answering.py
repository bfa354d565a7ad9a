"""What was answered at each address of a source: validators, hashes, and what is to be thought of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from pipelines.answers import Answer, Validators
from pipelines.store.rows import storable
from pipelines.store.tables import answers

KEPT: Final = timedelta(days=30)
"""How long an address is remembered that nobody asks for: sitemaps of a day each become ever more."""


def find(connection: Connection, outlet: str) -> dict[str, Answer]:
    """Address → its last answer, of the outlet's sources."""
    rows = connection.execute(select(answers).where(answers.c.outlet == outlet)).mappings()
    return {row["url"]: _answer(row) for row in rows}


def note(connection: Connection, outlet: str, answer: Answer) -> None:
    """Remember an answer in place of the one before."""
    this = (answers.c.outlet == outlet) & (answers.c.url == answer.url)
    values = _row(answer)
    if connection.execute(update(answers).where(this).values(values)).rowcount == 0:
        connection.execute(insert(answers).values(outlet=outlet, url=answer.url, **values))


def forget_move(connection: Connection, outlet: str, url: str) -> None:
    """Where the address had moved, it is no more."""
    this = (answers.c.outlet == outlet) & (answers.c.url == url)
    connection.execute(update(answers).where(this).values(moved_to=None))


def moves(connection: Connection) -> dict[tuple[str, str], str]:
    """(Outlet, source) → where the source itself has moved for good."""
    query = select(answers.c.outlet, answers.c.url, answers.c.moved_to).where(
        answers.c.url == answers.c.source, answers.c.moved_to.is_not(None)
    )
    return {(row.outlet, row.url): row.moved_to for row in connection.execute(query)}


def false_304s(connection: Connection) -> dict[tuple[str, str], int]:
    """(Outlet, source) → how many 304s were found to be false, of sources with any."""
    query = (
        select(answers.c.outlet, answers.c.source, func.sum(answers.c.false_304s))
        .where(answers.c.false_304s > 0)
        .group_by(answers.c.outlet, answers.c.source)
    )
    return {(row[0], row[1]): int(row[2]) for row in connection.execute(query)}


def distrusted(connection: Connection, at: datetime) -> set[str]:
    """Outlets with a server whose 304s are not believed now."""
    return set(connection.scalars(select(answers.c.outlet).where(answers.c.distrusted_until > at).distinct()))


def purge(connection: Connection, at: datetime) -> None:
    """Forget addresses that were not asked for in a long time."""
    connection.execute(delete(answers).where(answers.c.asked_at < at - KEPT))


def _row(answer: Answer) -> dict[str, Any]:
    return {
        "source": answer.source,
        "reading": answer.reading,
        "asked_at": answer.asked_at,
        "whole_at": answer.whole_at,
        "news_at": answer.news_at,
        "gap": None if answer.gap is None else answer.gap.total_seconds(),
        "etag": storable(answer.validators.etag),
        "last_modified": storable(answer.validators.last_modified),
        "body_hash": answer.body_hash,
        "again_at": answer.again_at,
        "unchanged": answer.unchanged,
        "false_304s": answer.false_304s,
        "distrusted_until": answer.distrusted_until,
        "moved_to": storable(answer.moved_to),
    }


def _answer(row: RowMapping) -> Answer:
    return Answer(
        row["url"],
        row["source"],
        row["reading"],
        row["asked_at"],
        row["whole_at"],
        row["news_at"],
        None if row["gap"] is None else timedelta(seconds=row["gap"]),
        Validators(row["etag"], row["last_modified"]),
        row["body_hash"],
        row["again_at"],
        row["unchanged"],
        row["false_304s"],
        row["distrusted_until"],
        row["moved_to"],
    )
