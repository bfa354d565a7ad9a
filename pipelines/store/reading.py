"""Read stories, versions and rejections."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, Select, func, select, update

from pipelines.store.database import Database
from pipelines.store.outbox import Outbox
from pipelines.store.records import Counts, RejectCount, Rejection, RuleFigures, Version
from pipelines.store.rows import instant_of, rejection_of, story_of
from pipelines.store.tables import rejections, seen, stories, versions
from pipelines.store.withdrawn import WITHDRAWN
from pipelines.story import Story, story_id

_ID = re.compile("[0-9a-f]{16}")


def _whole() -> Select[Any]:
    """Stories with their current title and text."""
    current = (versions.c.story == stories.c.number) & (versions.c.version == stories.c.version)
    return select(stories, versions.c.title, versions.c.text).join(versions, current)


def _keys(connection: Connection, id_or_url: str) -> list[str]:
    """Keys under which a story or rejection may stand: the id, the URL's, and where that URL led."""
    if _ID.fullmatch(id_or_url):
        return [id_or_url]
    key = story_id(id_or_url)
    led = connection.scalar(select(seen.c.leads_to).where(seen.c.key == key))
    return [key] if led in (None, key) else [key, led]


def story(connection: Connection, id_or_url: str) -> Story | None:
    """By id, by canonical URL, or by a URL that led to it."""
    for key in _keys(connection, id_or_url):
        row = connection.execute(_whole().where(stories.c.id == key)).mappings().one_or_none()
        if row is not None:
            return story_of(row)
    return None


def iterate(
    database: Database, since: datetime | None, relevant: bool | None, outlet: str | None, batch: int
) -> Iterator[Story]:
    """Stories but the withdrawn in the order in which they came, ``batch`` in memory at a time.

    Each batch is a short transaction of its own: a reader that takes its time holds nobody up. A story
    that comes in the meantime is yielded too.
    """
    query = _whole().where(~WITHDRAWN).order_by(stories.c.number).limit(batch)
    if since is not None:
        query = query.where(stories.c.dated >= since)
    if relevant is not None:
        query = query.where(stories.c.relevant.is_(relevant))
    if outlet is not None:
        query = query.where(stories.c.outlet == outlet)
    last = 0
    while True:
        with database.read() as connection:
            rows = connection.execute(query.where(stories.c.number > last)).mappings().all()
        for row in rows:
            yield story_of(row)
        if len(rows) < batch:
            return
        last = rows[-1]["number"]


def revisions(database: Database, outbox: Outbox, batch: int) -> Iterator[tuple[str, int]]:
    """Id and revision of all rejections, or stories but the withdrawn, sorted by id, ``batch`` in memory.

    Ids are hexadecimal, so that every collation of a database sorts them as Python does.
    """
    query = select(outbox.id, outbox.things.c.revision).order_by(outbox.id).limit(batch)
    if outbox.holds == "stories":
        query = query.where(~WITHDRAWN)
    last = ""
    while True:
        with database.read() as connection:
            rows = connection.execute(query.where(outbox.id > last)).all()
        yield from ((row[0], row[1]) for row in rows)
        if len(rows) < batch:
            return
        last = rows[-1][0]


def history(connection: Connection, id: str) -> list[Version]:
    """All versions of a story, the first one first, the current one last; empty for an unknown id."""
    query = (
        select(versions)
        .join(stories, stories.c.number == versions.c.story)
        .where(stories.c.id == id)
        .order_by(versions.c.version)
    )
    return [
        Version(row["version"], row["title"], row["text"], row["fetched_at"], instant_of(row, "modified"))
        for row in connection.execute(query).mappings()
    ]


def rejection(connection: Connection, id_or_url: str) -> Rejection | None:
    """Why there is no story of this URL, or why the story could not be renewed."""
    for key in _keys(connection, id_or_url):
        row = connection.execute(select(rejections).where(rejections.c.key == key)).mappings().one_or_none()
        if row is not None:
            return rejection_of(row)
    return None


def list_rejections(
    connection: Connection,
    outlet: str | None,
    reason: str | None,
    stage: str | None,
    since: datetime | None,
    limit: int | None,
) -> list[Rejection]:
    """Newest first."""
    query = select(rejections).order_by(rejections.c.at.desc(), rejections.c.key).limit(limit)
    for column, value in (
        (rejections.c.outlet, outlet),
        (rejections.c.reason, reason),
        (rejections.c.stage, stage),
    ):
        if value is not None:
            query = query.where(column == value)
    if since is not None:
        query = query.where(rejections.c.at >= since)
    return [rejection_of(row) for row in connection.execute(query).mappings()]


def reject_counts(connection: Connection, since: datetime | None) -> list[RejectCount]:
    """Most first."""
    columns = (rejections.c.outlet, rejections.c.stage, rejections.c.reason)
    number = func.count().label("n")
    query = select(*columns, number).group_by(*columns).order_by(number.desc(), *columns)
    if since is not None:
        query = query.where(rejections.c.at >= since)
    return [RejectCount(*row) for row in connection.execute(query)]


def purge(connection: Connection, at: datetime) -> int:
    """Drop the kept stories whose time is over; returns how many."""
    over = rejections.c.keep_until <= at
    return connection.execute(update(rejections).where(over).values(story=None, keep_until=None)).rowcount


def counts(connection: Connection) -> Counts:
    by_outlet = connection.execute(
        select(stories.c.outlet, func.count()).group_by(stories.c.outlet).order_by(stories.c.outlet)
    )
    number = func.count()
    return Counts(
        stories=connection.scalar(select(number).select_from(stories)) or 0,
        relevant=connection.scalar(select(number).select_from(stories).where(stories.c.relevant)) or 0,
        versions=connection.scalar(select(number).select_from(versions)) or 0,
        rejections=connection.scalar(select(number).select_from(rejections)) or 0,
        seen=connection.scalar(select(number).select_from(seen)) or 0,
        by_outlet={row[0]: row[1] for row in by_outlet},
    )


TEXTLESS: Final = ("no-text", "too-short")
"""Reasons of extraction that tell that a rule for the body did not match."""


def rule_figures(
    connection: Connection, outlet: str, last: int, body: str | None = None
) -> dict[str, RuleFigures]:
    """Rule → on how many of the outlet's ``last`` pages it matched and on how many not.

    Counted are stories, those too that are not about defence, and for ``body``, the name of the rule for the
    body, pages that were refused because no text was found.
    """
    newest = (
        select(stories.c.fetched_at, stories.c.rules_used, stories.c.rules_missed)
        .where(stories.c.outlet == outlet)
        .order_by(stories.c.fetched_at.desc())
        .limit(last)
    )
    kept = (
        select(rejections.c.at, rejections.c.story)
        .where(rejections.c.outlet == outlet, rejections.c.keep_until.is_not(None))
        .order_by(rejections.c.at.desc())
        .limit(last)
    )
    textless = (
        select(rejections.c.at)
        .where(
            rejections.c.outlet == outlet,
            rejections.c.stage == "extract",
            rejections.c.reason.in_(TEXTLESS),
        )
        .order_by(rejections.c.at.desc())
        .limit(last if body else 0)
    )
    seen = [(row.fetched_at, row.rules_used, row.rules_missed) for row in connection.execute(newest)]
    for at, story in connection.execute(kept):
        if story:
            seen.append((at, story.get("rules_used"), story.get("rules_missed")))
    seen += [(at, (), (body,)) for (at,) in connection.execute(textless)]
    pages = [(hits, misses) for _, hits, misses in sorted(seen, key=itemgetter(0), reverse=True)[:last]]
    used: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for hits, misses in pages:
        used.update(hits or ())
        missed.update(misses or ())
    return {rule: RuleFigures(used[rule], missed[rule]) for rule in used | missed}
