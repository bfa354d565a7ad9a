"""Who is to be visited, by what visits noted in the store; `crawler.timetable` knows more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from pipelines.store import Store


def due(store: Store, ids: Iterable[str]) -> set[str]:
    """Those that were never visited to the end, or whose next visit is due."""
    states, now = store.outlet_states(), datetime.now(UTC)
    planned = {id: states[id].next_due if id in states else None for id in ids}
    return {id for id, at in planned.items() if at is None or at <= now}
