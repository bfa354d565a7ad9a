"""The look-up of candidates, written for each database: which stories share buckets with one.

However many stories there are, it reads a bounded number of rows: of each bucket those nearest in time,
before and after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Row

NEAREST: Final = 12
"""Stories read of one bucket, on each side of the story's time."""
WEIGHED: Final = 64
"""Sketches that are compared."""
SEVERAL: Final = 2
"""Subjects that two stories must share to be compared for these alone."""

_SHARING: Final = """
SELECT story, count(*) AS shared, min(away) AS away FROM ({sides}) AS near
WHERE story <> {me} GROUP BY story"""
_ORDER: Final = "ORDER BY shared DESC, away, story"
_WITH_SKETCHES: Final = f"""
SELECT sketches.story, found.away, sketches.minima FROM ({_SHARING} {_ORDER} LIMIT {{most}}) AS found
JOIN sketches ON sketches.story = found.story"""
_WITH_SEVERAL: Final = f"{_SHARING} HAVING count(*) >= {SEVERAL} {_ORDER} LIMIT {{most}}"


@dataclass(frozen=True, slots=True)
class Around:
    """Which stories are looked for: all but ``me`` whose minute is at most ``window`` away from ``at``."""

    me: int
    at: int
    window: int


def sketched(connection: Connection, keys: Sequence[int], around: Around) -> Sequence[Row[Any]]:
    """Story, minutes away and minima of the stories that share most buckets, unordered."""
    return _rows(connection, _WITH_SKETCHES, keys, around)


def sharing(connection: Connection, keys: Sequence[int], around: Around, most: int) -> list[int]:
    """At most so many of the stories that share several buckets, those that share most first."""
    return [row.story for row in _rows(connection, _WITH_SEVERAL, keys, around, most)]


def _rows(
    connection: Connection, query: str, keys: Sequence[int], around: Around, most: int = WEIGHED
) -> Sequence[Row[Any]]:
    given = {"me": around.me, "at": around.at, "most": most}
    given |= {"low": around.at - around.window, "high": around.at + around.window}
    if connection.dialect.name == "postgresql":
        statement, buckets = _in_postgres(query), {"buckets": list(keys)}
        return connection.exec_driver_sql(statement, {**given, **buckets}).all()
    named = {f"b{place}": key for place, key in enumerate(keys)}
    return connection.exec_driver_sql(_in_sqlite(query, len(keys)), {**given, **named}).all()


@cache
def _in_sqlite(query: str, count: int) -> str:
    def side(place: int, limits: str, order: str) -> str:
        return (
            f"SELECT * FROM (SELECT story, abs(minute - :at) AS away FROM buckets WHERE bucket = :b{place}"
            f" AND {limits} ORDER BY minute {order} LIMIT {NEAREST})"
        )

    before = [side(place, "minute BETWEEN :low AND :at", "DESC") for place in range(count)]
    after = [side(place, "minute > :at AND minute <= :high", "ASC") for place in range(count)]
    return query.format(sides=" UNION ALL ".join(before + after), me=":me", most=":most")


@cache
def _in_postgres(query: str) -> str:
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
    return query.format(sides=sides, me="%(me)s::bigint", most="%(most)s::int")
