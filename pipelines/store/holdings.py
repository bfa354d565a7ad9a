"""What one process has to itself for a while: the watch, an outlet that it crawls.

    take ─▶ held ──renew──▶ held ...          the owner lives
              └─ end passes ─▶ doubted ──renew──▶ held
                                  └─ half a lease passes ─▶ somebody else's

The end of a lease is no proof of a death: the machine slept, or its clock was set. So who finds one that has
ended, or one whose end is too far off to be right, only doubts it, which gives the owner half a lease from
now to show itself; clocks of other machines do not count (`clock`). Owners that are known to be gone are
not waited for.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from pipelines.store.tables import holdings

_AHEAD: Final = 2
"""An end further off than so many times the whole lease is of a clock that was wrong."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Something that one process has to itself."""

    name: str
    owner: str
    since: datetime
    until: datetime
    """Unless the owner shows that it lives."""
    ended: bool
    """It is over, though nobody has taken it yet."""
    doubtful: bool = False
    """Its end has passed, or is too far off to be right: worth an attempt to take it."""


def clock(connection: Connection) -> datetime:
    """Now, by the one clock that all who share the database see: a server's, or else this machine's."""
    if connection.dialect.name == "postgresql":
        now: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return now.astimezone(UTC)
    return datetime.now(UTC)


def take(
    connection: Connection, names: Collection[str], owner: str, seconds: float, gone: Collection[str] = ()
) -> list[str]:
    """Those of ``names`` that are the owner's from now on, for so long; as given.

    ``gone`` are owners that are known to live no more.
    """
    now, known = clock(connection), _rows(connection, names)
    free = [name for name in names if _free(connection, known.get(name), owner, now, gone)]
    lease = _lease(now, seconds)
    for name in free:
        mine = name in known and known[name]["owner"] == owner
        values = lease | ({} if mine else {"owner": owner, "since": now})
        if name in known:
            connection.execute(update(holdings).where(holdings.c.name == name).values(values))
        else:
            connection.execute(insert(holdings).values(name=name, **values))
    return free


def _free(
    connection: Connection, row: RowMapping | None, owner: str, now: datetime, gone: Collection[str]
) -> bool:
    """Whether ``owner`` may have it; doubts it if its time is over."""
    if row is None or row["owner"] == owner or row["owner"] in gone:
        return True
    ended, wrong = _doubtful(row, now)
    if ended and row["doubted"]:
        return True
    if ended or wrong:
        this = holdings.c.name == row["name"]
        again = now + timedelta(seconds=row["seconds"] / 2)
        connection.execute(update(holdings).where(this).values(until=again, doubted=True))
    return False


def _doubtful(row: RowMapping, now: datetime) -> tuple[bool, bool]:
    """Whether its end has passed, and whether that is too far off to be right."""
    return row["until"] <= now, row["until"] > now + _AHEAD * timedelta(seconds=row["seconds"])


def renew(connection: Connection, names: Collection[str], owner: str, seconds: float) -> list[str]:
    """The owner lives; those of ``names`` that are still its."""
    rows = _rows(connection, names)
    held = [name for name in names if name in rows and rows[name]["owner"] == owner]
    values = _lease(clock(connection), seconds)
    connection.execute(update(holdings).where(holdings.c.name.in_(held)).values(values))
    return held


def give_back(connection: Connection, owners: Collection[str], names: Collection[str] | None = None) -> int:
    """Let go of these names (None: all) of ``owners``; how many that were."""
    theirs = delete(holdings).where(holdings.c.owner.in_(owners))
    if names is not None:
        theirs = theirs.where(holdings.c.name.in_(names))
    return connection.execute(theirs).rowcount


def find(connection: Connection) -> dict[str, Holding]:
    """Name → who has it, of all that is held or was not given back."""
    now = clock(connection)
    return {
        row["name"]: Holding(
            row["name"],
            row["owner"],
            row["since"],
            row["until"],
            row["until"] <= now,
            any(_doubtful(row, now)),
        )
        for row in connection.execute(select(holdings)).mappings()
    }


def _lease(now: datetime, seconds: float) -> dict[str, Any]:
    return {"until": now + timedelta(seconds=seconds), "seconds": seconds, "doubted": False}


def _rows(connection: Connection, names: Collection[str]) -> dict[str, RowMapping]:
    query = select(holdings).where(holdings.c.name.in_(names))
    return {row["name"]: row for row in connection.execute(query).mappings()}
