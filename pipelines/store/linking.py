"""What stories are to each other: compared when they come, linked, and grouped into clusters.

    story ─▶ prints ─▶ candidates ─▶ compare ─▶ links ─▶ component ─▶ clusters

A changed story is linked anew. Links are symmetric and clusters are made of the links of a whole component,
so neither depends on the order in which stories come. All functions work inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from pipelines.clusters import Member, grouped
from pipelines.copies.prints import prints_of
from pipelines.copies.relation import MERGED, Comparison, Text, compare
from pipelines.store import sketching
from pipelines.store.outbox import STORIES
from pipelines.store.seen import CHUNK
from pipelines.store.tables import links, stories, versions

WINDOW: Final = timedelta(days=14)
"""Stories that were published further apart are not compared, unless one has the other's very text."""
_WORTH: Final = 0.2
"""Pairs that have so little in common are not kept."""

_CURRENT = (versions.c.story == stories.c.number) & (versions.c.version == stories.c.version)
_TEXTS = (
    select(
        stories.c.number,
        stories.c.id,
        stories.c.outlet,
        stories.c.published,
        stories.c.dated,
        versions.c.title,
        versions.c.text,
    )
    .join(versions, _CURRENT)
    .where(stories.c.number.in_(bindparam("numbers", expanding=True)))
)
_OWN_HASHES = select(versions.c.text_hash).where(
    versions.c.story == bindparam("number"), versions.c.text_hash != ""
)
_EQUAL = (
    select(versions.c.story)
    .where(versions.c.text_hash.in_(_OWN_HASHES), versions.c.story != bindparam("number"))
    .distinct()
    .order_by(versions.c.story)
    .limit(10 * sketching.MOST)
)


@dataclass(frozen=True, slots=True)
class _Known:
    """A stored story, as far as linking reads it."""

    number: int
    id: str
    dated: datetime
    text: Text


def relink(connection: Connection, number: int, window: timedelta, *, being_saved: bool = True) -> str:
    """Find out anew what a story is to others, and group them; the id of its cluster's source.

    Stories whose cluster changes get a revision, but not the one that is ``being_saved``: it has a new one.
    """
    story = _known(connection, [number])[number]
    before = unlink(connection, number)
    found = prints_of(story.text.text or story.text.title)
    sketching.remember(connection, number, story.dated, found)
    equal = set(connection.scalars(_EQUAL, {"number": number}))
    near = sketching.candidates(connection, number, story.dated, found, window)
    others = _known(connection, {*near, *equal})
    kept = []
    for other in others.values():
        if other.number not in equal and abs(other.dated - story.dated) > window:
            continue
        link = _link(story, other, other.number in equal)
        if link is not None:
            kept.append(link)
    if kept:
        connection.execute(insert(links), kept)
    return regroup(connection, {number, *before, *others}, number if being_saved else None)[story.id]


def unlink(connection: Connection, number: int) -> set[int]:
    """Remove links and prints of a story; the numbers of those that it was linked to."""
    sketching.forget(connection, number)
    mine = or_(links.c.a == number, links.c.b == number)
    pairs = connection.execute(select(links.c.a, links.c.b).where(mine)).all()
    if pairs:
        connection.execute(delete(links).where(mine))
    return {one for pair in pairs for one in pair} - {number}


def _known(connection: Connection, numbers: Collection[int]) -> dict[int, _Known]:
    if not numbers:
        return {}
    return {
        row.number: _Known(
            row.number, row.id, row.dated, Text(row.text, row.title, row.published, row.outlet)
        )
        for row in connection.execute(_TEXTS, {"numbers": sorted(numbers)})
    }


def _link(one: _Known, other: _Known, equal: bool) -> dict[str, Any] | None:
    """The row of a pair; None if it is not worth one."""
    a, b = sorted((one, other), key=lambda known: known.id)
    found = _EQUAL_TEXTS if equal else compare(a.text, b.text)
    if found.relation == "different" and found.containment < _WORTH:
        return None
    return {
        "a": a.number,
        "b": b.number,
        "relation": found.relation,
        "score": found.score,
        "evidence": found.evidence(),
    }


_EQUAL_TEXTS: Final = Comparison("same", 1.0, "letter-for-letter", 1.0, 1.0, 1.0)
"""Of stories of which one has, or had in an earlier version, the very text of the other."""


def regroup(connection: Connection, numbers: Iterable[int], saved: int | None = None) -> dict[str, str]:
    """Make the clusters of all stories that hang together with ``numbers``: story id → cluster id.

    The story ``saved`` gets no revision.
    """
    component, merging, apart = _component(connection, numbers)
    ids = {row.number: row for row in component}
    sources = grouped(
        [Member(row.dated, row.id) for row in component],
        {frozenset((ids[a].id, ids[b].id)) for a, b in merging},
        {frozenset((ids[a].id, ids[b].id)) for a, b in apart},
    )
    for row in component:
        if row.cluster_id == sources[row.id]:
            continue
        values: dict[str, Any] = {"cluster_id": sources[row.id]}
        if row.number != saved:
            values["revision"] = row.revision + 1
        connection.execute(update(stories).where(stories.c.number == row.number).values(**values))
        if row.number != saved:
            STORIES.changed(connection, row.number, row.revision + 1)
    return sources


Pairs = set[tuple[int, int]]


def _component(connection: Connection, numbers: Iterable[int]) -> tuple[list[Any], Pairs, Pairs]:
    """All stories that merging pairs connect with ``numbers``; these pairs, and the others among them."""
    known: set[int] = set(numbers)
    new = set(known)
    merging: Pairs = set()
    apart: Pairs = set()
    while new:
        step = sorted(new)[:CHUNK]
        new -= set(step)
        pairs = connection.execute(
            select(links.c.a, links.c.b, links.c.relation).where(
                or_(links.c.a.in_(step), links.c.b.in_(step))
            )
        )
        for a, b, relation in pairs:
            (merging if relation in MERGED else apart).add((a, b))
            if relation in MERGED:
                new |= {a, b} - known
                known |= {a, b}
    fields = (stories.c.number, stories.c.id, stories.c.dated, stories.c.cluster_id, stories.c.revision)
    rows: list[Any] = []
    for start in range(0, len(known), CHUNK):
        chunk = sorted(known)[start : start + CHUNK]
        rows += connection.execute(select(*fields).where(stories.c.number.in_(chunk))).all()
    within = {pair for pair in apart if known.issuperset(pair)}
    return rows, merging, within
