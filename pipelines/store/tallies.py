"""Counts of what only a crawl, or a moment, knows. They grow for ever, and once more for each day.

    name      label                     what is counted
    fetch     HTTP status, or reason    answers, and requests without one
    poll      304, hash, read, failed   how sources answered
    bytes     received, sent            as HTTP carried them
    page      new, changed, unchanged   stories that a crawl stored
    refused   outlet/stage/reason       pages that gave no story, each time
    crawl     Scrapy's reason           crawls that ended
    delay     seconds, at most          from publication to the index; ``sum``: all seconds

Names and labels that a count has not had before are taken as long as there are less than `LABELS` of the
name; after that they are counted as ``other``. So whatever a server answers, the table stays small, and so
does what is made of it for Prometheus.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from pipelines.india import INDIA
from pipelines.store.tables import tallies

Counts = Mapping[tuple[str, str], float]
"""(name, label) → how many."""

LABELS: Final = 3000
"""Of a name: 185 outlets with some 15 reasons each fit in."""
OTHER: Final = "other"
KEPT: Final = timedelta(days=35)
"""How long the counts of single days are kept."""
DELAYS: Final = (60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400)
"""Bounds of the delays that are told apart, in seconds; beyond is ``inf``."""
_ALL: Final = ""
_WIDTH: Final = 200


def add(connection: Connection, counts: Counts, at: datetime) -> None:
    """Add to the counts of all time and to those of the day of ``at``, in India."""
    if not counts:
        return
    bounded = _bounded(connection, counts)
    rows = [
        {"day": day, "name": name, "label": label, "n": n}
        for day in (_ALL, day_of(at))
        for (name, label), n in sorted(bounded.items())  # sorted: no two writers dead-lock
    ]
    connection.execute(_upsert(connection.dialect.name), rows)


def read(connection: Connection, day: str = _ALL) -> dict[str, dict[str, float]]:
    """Name → label → count, of all time or of one day."""
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    query = select(tallies.c.name, tallies.c.label, tallies.c.n).where(tallies.c.day == day)
    for name, label, n in connection.execute(query):
        found[name][label] = n
    return dict(found)


def purge(connection: Connection, at: datetime) -> None:
    """Forget single days of long ago."""
    connection.execute(delete(tallies).where(tallies.c.day != _ALL, tallies.c.day < day_of(at - KEPT)))


def day_of(at: datetime) -> str:
    return at.astimezone(INDIA).date().isoformat()


def delays(seconds: list[float]) -> dict[tuple[str, str], float]:
    """The counts of these delays. A story dated in the future came without delay."""
    counts: defaultdict[tuple[str, str], float] = defaultdict(float)
    for delay in (max(0.0, one) for one in seconds):
        bound = next((str(bound) for bound in DELAYS if delay <= bound), "inf")
        counts["delay", bound] += 1
        counts["delay", "sum"] += delay
    return dict(counts)


def _bounded(connection: Connection, counts: Counts) -> dict[tuple[str, str], float]:
    names = {name for name, _ in counts}
    known: defaultdict[str, set[str]] = defaultdict(set)
    query = select(tallies.c.name, tallies.c.label).where(tallies.c.day == _ALL, tallies.c.name.in_(names))
    for name, label in connection.execute(query):
        known[name].add(label)
    bounded: defaultdict[tuple[str, str], float] = defaultdict(float)
    for (name, label), n in counts.items():
        if label not in known[name] and (len(known[name]) >= LABELS or len(label) > _WIDTH):
            label = OTHER
        known[name].add(label)
        bounded[name, label] += n
    return bounded


def _upsert(dialect: str) -> Any:
    insert_of = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = insert_of(tallies)
    total = tallies.c.n + statement.excluded.n
    return statement.on_conflict_do_update(index_elements=["day", "name", "label"], set_={"n": total})
