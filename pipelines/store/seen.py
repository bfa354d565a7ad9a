"""Which URLs have a committed outcome."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, insert, select, update

from pipelines.store.records import SeenMark
from pipelines.store.rows import instant, storable
from pipelines.store.tables import seen
from pipelines.story import story_id

CHUNK = 500
"""Values in one IN list."""


def marks(connection: Connection, urls: Collection[str]) -> dict[str, SeenMark]:
    """URL as given → its mark; URLs without one are left out."""
    by_key = {story_id(url): url for url in urls}
    keys = list(by_key)
    found = {}
    for start in range(0, len(keys), CHUNK):
        for row in connection.execute(
            select(seen).where(seen.c.key.in_(keys[start : start + CHUNK]))
        ).mappings():
            found[by_key[row["key"]]] = SeenMark(
                row["url"], row["outcome"], row["at"], row["announced"], row["attempts"], row["final"]
            )
    return found


def mark(
    connection: Connection,
    *,
    urls: Iterable[str],
    outlet: str,
    outcome: Literal["story", "rejected"],
    leads_to: str,
    at: datetime,
    announced: datetime | None,
    final: bool,
    attempt: bool = True,
) -> None:
    """Note that each of ``urls`` (empty ones left out) came to ``outcome``.

    ``attempt`` False: by no new fetch, so it does not count as another attempt.
    """
    stated: datetime | None = instant("announced", announced)["announced"]
    new = {
        "outlet": outlet,
        "outcome": outcome,
        "leads_to": leads_to,
        "at": at,
        "announced": stated,
        "final": final,
    }
    by_key = {story_id(url): storable(url) for url in urls if url}
    known = {
        row["key"]: row for row in connection.execute(select(seen).where(seen.c.key.in_(by_key))).mappings()
    }
    for key, url in by_key.items():
        if key in known:
            values = _renewed(known[key], new, attempt)
            connection.execute(update(seen).where(seen.c.key == key).values(values))
        else:
            connection.execute(insert(seen), new | {"key": key, "url": url, "attempts": 1})


def _renewed(old: RowMapping, new: dict[str, Any], attempt: bool) -> dict[str, Any]:
    """The mark after another outcome of the same URL."""
    attempts = {"attempts": old["attempts"] + (1 if attempt else 0)}
    instants = {
        "at": max(old["at"], new["at"]),
        "announced": max((i for i in (old["announced"], new["announced"]) if i), default=None),
    }
    if old["outcome"] == "story" and new["outcome"] == "rejected":
        # The story stays. A failure that passes leaves the instants, too: the announced change is still
        # to be looked at.
        return attempts | (instants if new["final"] else {})
    return new | attempts | instants
