"""Pages that were in the works when their crawl was killed: a page may be what kills it, each time.

    leased, crawl killed ─▶ 1 death ─▶ handed on, crawl killed ─▶ 2 ─▶ handed on alone, crawl killed ─▶ 3 ...

Of the hundreds of pages that a crawl holds, at most a few are to blame. So the first death only makes them
suspects; the next ones count against those alone that were handed on to be processed when it happened, which
the store is told of suspects only, and from the second on of one at a time (`crawler.suspects`). A page that
is refused for its deaths waits, and is tried again, as `pipelines.backoff` says: each try may cost one more
crawl, and the number of tries is bounded.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, case, update

from pipelines.store.tables import frontier
from pipelines.story import Outcome, Rejected, story_id

REASON: Final = "crawler-died"
"""Why such a page is refused."""


def values() -> dict[str, Any]:
    """What changes in the row of a page whose lease was held by a crawl that is no more."""
    deaths = frontier.c.deaths
    counted = case((deaths == 0, 1), (frontier.c.handed_on.is_not(None), deaths + 1), else_=deaths)
    return {"deaths": counted, "handed_on": None}


def after(outcome: Outcome, deaths: int) -> int:
    """How many deaths a page has after an outcome: none, or one less than it was refused for."""
    return deaths - 1 if isinstance(outcome, Rejected) and outcome.reason == REASON else 0


def take_over(connection: Connection, owners: Collection[str]) -> int:
    """End the leases of ``owners``, which were killed: the pages are due again; returns how many."""
    return connection.execute(
        update(frontier)
        .where(frontier.c.state == "flight", frontier.c.lease_owner.in_(owners))
        .values(state="waiting", lease_owner=None, lease_until=None, **values())
    ).rowcount


def hand_on(connection: Connection, url: str, at: datetime) -> None:
    """The page is given to be processed now."""
    connection.execute(update(frontier).where(frontier.c.key == story_id(url)).values(handed_on=at))
