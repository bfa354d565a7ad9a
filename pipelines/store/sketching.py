"""Finding stories that have a passage of a text: prints kept by week.

A look-up reads the weeks of its window only, a few hundred places of one B-tree, whatever the store holds
besides. All functions work inside the caller's transaction.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from pipelines.copies.prints import SCHEME, enough
from pipelines.store.tables import prints, sketches

MOST: Final = 24
"""Candidates of one story, those with most in common first."""
_READ: Final = 4000
"""Rows of one look-up. A stock phrase that thousands print must not slow every story down."""
_WEEK: Final = timedelta(days=7)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

_HITS = (
    select(prints.c.story)
    .where(
        prints.c.week.in_(bindparam("weeks", expanding=True)),
        prints.c.print.in_(bindparam("prints", expanding=True)),
        prints.c.story != bindparam("story"),
    )
    .limit(_READ)
    .subquery()
)
_COUNTED = (
    select(_HITS.c.story, func.count().label("shared"))
    .group_by(_HITS.c.story)
    .order_by(func.count().desc(), _HITS.c.story)
    .limit(4 * MOST)
    .subquery()
)
_CANDIDATES = (
    select(_COUNTED.c.story, _COUNTED.c.shared, func.length(sketches.c.prints))
    .join(sketches, sketches.c.story == _COUNTED.c.story)
    .order_by(_COUNTED.c.shared.desc(), _COUNTED.c.story)
)


def week_of(dated: datetime) -> int:
    """Weeks from 1970 to an aware instant."""
    return (dated - _EPOCH) // _WEEK


def remember(connection: Connection, story: int, dated: datetime, found: Collection[int]) -> None:
    """Keep the prints of a story that has none."""
    week = week_of(dated)
    packed = array("q", sorted(found)).tobytes()
    row = {"story": story, "scheme": SCHEME, "week": week, "prints": packed}
    connection.execute(insert(sketches), row)
    if found:
        connection.execute(
            insert(prints), [{"week": week, "print": one, "story": story} for one in sorted(found)]
        )


def forget(connection: Connection, story: int) -> None:
    """Remove the prints of a story, if it has some."""
    where = sketches.c.story == story
    row = connection.execute(select(sketches.c.week, sketches.c.prints).where(where)).one_or_none()
    if row is None:
        return
    connection.execute(
        delete(prints).where(
            prints.c.week == row.week, prints.c.print.in_(unpack(row.prints)), prints.c.story == story
        )
    )
    connection.execute(delete(sketches).where(where))


def unpack(packed: bytes) -> list[int]:
    """The prints in a sketch."""
    found = array("q")
    found.frombytes(packed)
    return found.tolist()


def candidates(
    connection: Connection, story: int, dated: datetime, found: Collection[int], window: timedelta
) -> list[int]:
    """Numbers of other stories, dated within about ``window``, that share passages with these prints."""
    if not found:
        return []
    rows = connection.execute(
        _CANDIDATES, {"weeks": list(_weeks(dated, window)), "prints": list(found), "story": story}
    )
    size = array("q").itemsize
    return [other for other, shared, length in rows if enough(shared, len(found), length // size)][:MOST]


def _weeks(dated: datetime, window: timedelta) -> Iterable[int]:
    return range(week_of(dated - window), week_of(dated + window) + 1)
