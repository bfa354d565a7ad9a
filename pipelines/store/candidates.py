"""Look up which stories are to be compared with one, and keep what that takes.

However many stories there are, a look-up reads a bounded number of rows: of each bucket those nearest in
time, before and after, and of all these the sketches of the ones that share most buckets. So a bucket
that half the stories fall into (a line that many outlets print) costs what any other does; what is lost in
it is found through the buckets that only copies share.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text

from pipelines.copies.sketch import buckets as buckets_of
from pipelines.copies.sketch import likeness
from pipelines.store.tables import buckets, sketches, stories, unlinked, versions
from pipelines.story import Outcome, Rejected

NEAREST: Final = 12
"""Stories read of one bucket, on each side of the story's time."""
WEIGHED: Final = 64
"""Sketches that are compared."""
MOST: Final = 24
"""Stories that are compared with one, the likeliest ones."""

_SKETCH = select(sketches.c.minute, sketches.c.minima).where(sketches.c.story == bindparam("number"))
_OWN_HASHES = select(versions.c.text_hash).where(versions.c.story == bindparam("number"))
_EQUAL = (
    select(versions.c.story)
    .where(versions.c.text_hash.in_(_OWN_HASHES), versions.c.text_hash != "")
    .where(versions.c.story != bindparam("number"))
    .group_by(versions.c.story)
    .order_by(versions.c.story)
    .limit(WEIGHED)
)
_WAITING = (
    select(stories.c.number)
    .join(unlinked, unlinked.c.story == stories.c.number)
    .where(stories.c.id == bindparam("id"))
)
_DONE = delete(unlinked).where(unlinked.c.story == bindparam("number"))
_WAIT = text("INSERT INTO unlinked (story) VALUES (:story) ON CONFLICT DO NOTHING")


def minute(at: datetime) -> int:
    """Minutes since 1970: what time is counted in here."""
    return int(at.timestamp() // 60)


def near(connection: Connection, number: int, minima: bytes, when: int, window: int) -> list[int]:
    """The stories that are to be compared with this one, the likeliest first; at most `MOST`.

    ``when`` and ``window`` (how far away in time, both ways) are in minutes.
    """
    statement, parameters = _lookup(connection.dialect.name, buckets_of(minima))
    given = {"me": number, "at": when, "low": when - window, "high": when + window}
    rows = connection.exec_driver_sql(statement, parameters | given).all()
    weighed = [(likeness(minima, bytes(row[2])), abs(row[1] - when), row[0]) for row in rows]
    found = sorted((row for row in weighed if row[0] > 0), key=lambda row: (-row[0], row[1], row[2]))
    return [story for _, _, story in found[:MOST]]


def equal(connection: Connection, number: int) -> list[int]:
    """The stories of which any version has the text of any version of this one, the first `WEIGHED`."""
    return list(connection.scalars(_EQUAL, {"number": number}))


def place(connection: Connection, number: int, minima: bytes | None, when: int) -> None:
    """Keep the sketch of a story in the place of the one it had; None if it has none now."""
    known = connection.execute(_SKETCH, {"number": number}).one_or_none()
    if known is not None:
        if (known.minute, bytes(known.minima)) == (when, minima):
            return
        _remove(connection, number, bytes(known.minima), known.minute)
    if minima is not None:
        connection.execute(insert(sketches), {"story": number, "minute": when, "minima": minima})
        keys = set(buckets_of(minima))
        connection.execute(insert(buckets), [{"bucket": k, "minute": when, "story": number} for k in keys])


def _remove(connection: Connection, number: int, minima: bytes, when: int) -> None:
    connection.execute(delete(sketches).where(sketches.c.story == number))
    connection.execute(
        delete(buckets).where(
            buckets.c.bucket.in_(buckets_of(minima)), buckets.c.minute == when, buckets.c.story == number
        )
    )


# --- what is yet to be compared ----------------------------------------------------------------------


def wait(connection: Connection, number: int) -> None:
    """The story is to be compared with the others, once this transaction is committed."""
    connection.execute(_WAIT, {"story": number})


def number_waiting(connection: Connection, outcome: Outcome) -> int | None:
    """The number of a story that waits to be compared; None if it does not, or there is no story."""
    if isinstance(outcome, Rejected):
        return None
    return connection.scalar(_WAITING, {"id": outcome.id})


def waiting(connection: Connection, above: int, limit: int) -> list[int]:
    """The first of those that wait, by number, after ``above``."""
    query = select(unlinked.c.story).where(unlinked.c.story > above).order_by(unlinked.c.story).limit(limit)
    return list(connection.scalars(query))


def count_waiting(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(unlinked)) or 0


def done(connection: Connection, number: int) -> None:
    """The story has been compared."""
    connection.execute(_DONE, {"number": number})


# --- the look-up, written for each database ----------------------------------------------------------

_WEIGH = f"""
SELECT sketches.story, sketches.minute, sketches.minima FROM (
  SELECT story, count(*) AS shared, min(away) AS away FROM ({{}}) AS near
  WHERE story <> {{}} GROUP BY story ORDER BY shared DESC, away, story LIMIT {WEIGHED}
) AS found JOIN sketches ON sketches.story = found.story"""


def _lookup(dialect: str, keys: list[int]) -> tuple[str, dict[str, object]]:
    """Statement and parameters; it also takes ``me``, ``at``, ``low`` and ``high``."""
    if dialect == "postgresql":
        return _in_postgres(), {"buckets": keys}
    return _in_sqlite(len(keys)), {f"b{place}": key for place, key in enumerate(keys)}


@cache
def _in_sqlite(count: int) -> str:
    def side(place: int, limits: str, order: str) -> str:
        return (
            f"SELECT * FROM (SELECT story, abs(minute - :at) AS away FROM buckets WHERE bucket = :b{place}"
            f" AND {limits} ORDER BY minute {order} LIMIT {NEAREST})"
        )

    before = [side(place, "minute BETWEEN :low AND :at", "DESC") for place in range(count)]
    after = [side(place, "minute > :at AND minute <= :high", "ASC") for place in range(count)]
    return _WEIGH.format(" UNION ALL ".join(before + after), ":me")


@cache
def _in_postgres() -> str:
    def side(limits: str, order: str) -> str:
        return (
            "(SELECT story, abs(minute - %(at)s::int) AS away FROM buckets WHERE bucket = given.bucket"
            f" AND {limits} ORDER BY minute {order} LIMIT {NEAREST})"
        )

    before = side("minute BETWEEN %(low)s::int AND %(at)s::int", "DESC")
    after = side("minute > %(at)s::int AND minute <= %(high)s::int", "ASC")
    sides = (
        "SELECT sides.* FROM unnest(%(buckets)s::bigint[]) AS given (bucket)"
        f" CROSS JOIN LATERAL ({before} UNION ALL {after}) AS sides"
    )
    return _WEIGH.format(sides, "%(me)s::bigint")
