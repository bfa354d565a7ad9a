"""What ``scrapy outlets`` prints of each outlet: a line of a table, or a JSON object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from rich.table import Table

from crawler.command import ist
from crawler.health import Health, Window
from crawler.registry import Outlet
from crawler.timetable import Standing
from pipelines.store import OutletState, SourceState

COLUMNS: Final = {
    "id": "left",
    "name": "left",
    "sources": "right",
    "every": "right",
    "last success": "left",
    "next due": "left",
    "24 h": "right",
    "7 d": "right",
    "delay": "right",
    "refused in 7 d": "left",
    "failures": "right",
}
_REASONS: Final = 2
"""So many reasons of refusals stand in the table; ``--json`` has all."""


def table(
    outlets: Iterable[Outlet],
    state: Mapping[str, OutletState],
    health: Mapping[str, Health],
    stands: Mapping[str, Standing],
    now: datetime,
) -> Table:
    """One line an outlet. When it is visited next is told from the same as by ``scrapy schedule``."""
    made = Table(box=None, pad_edge=False)
    for heading, justify in COLUMNS.items():
        figure = justify == "right"
        made.add_column(heading, justify="right" if figure else "left", no_wrap=figure or heading == "id")
    for outlet in outlets:
        visited, fares = state.get(outlet.id), health[outlet.id]
        failures = visited.failures if visited else 0
        made.add_row(
            outlet.id,
            outlet.name_hi,
            f"{len(outlet.enabled_sources)}/{len(outlet.sources)}",
            interval(outlet, visited, stands[outlet.id]),
            ist(visited.last_success) if visited else "never",
            due(outlet, stands[outlet.id], now),
            _window(fares.day),
            _window(fares.week),
            _delay(fares.delay),
            _refused(fares.refused),
            str(failures),
            style="red" if failures else "",
        )
    return made


def interval(outlet: Outlet, visited: OutletState | None, stands: Standing) -> str:
    """The time from the last visit to the next, for a person; before the first, what the file says."""
    minutes = current_interval(visited, stands)
    return f"{outlet.interval if minutes is None else minutes:.0f} min"


def current_interval(visited: OutletState | None, stands: Standing) -> float | None:
    """The same in minutes; None if the outlet was never visited, or is due at once."""
    if visited is None or visited.last_polled is None or stands.due_at is None:
        return None
    return (stands.due_at - visited.last_polled) / timedelta(minutes=1)


def remarks(outlet: Outlet, visited: OutletState | None) -> list[str]:
    """What somebody should know, or do, about the outlet's sources; one line each."""
    told = []
    for source in watched(outlet, visited):
        if source.moved_to:
            told.append(f"{source.url} has moved for good: put {source.moved_to} into the file")
        if source.gone:
            when = f", asked again {ist(source.next_due)}" if source.next_due else ""
            told.append(f"{source.url} is gone (410){when}")
        elif source.failures and source.next_due:
            told.append(
                f"{source.url} failed {source.failures} times in a row, asked again {ist(source.next_due)}"
            )
        if source.false_304s:
            times = f"{source.false_304s} time{'' if source.false_304s == 1 else 's'}"
            told.append(f"{source.url} is asked for the whole: it answered 304 {times} and had something new")
    return [f"{outlet.id}: {line}" for line in told]


def watched(outlet: Outlet, visited: OutletState | None) -> list[SourceState]:
    """The states of the sources that are in the outlet's file now."""
    urls = {source.url for source in outlet.enabled_sources} or {outlet.home}
    return [source for source in visited.sources if source.url in urls] if visited else []


def due(outlet: Outlet, stands: Standing, now: datetime) -> str:
    """When the outlet is visited next, for a person; "search" where that is to look for its sources."""
    if stands.state in ("crawling", "paused"):
        return stands.state
    search = "" if outlet.enabled_sources else "search "
    if stands.at is None or stands.at <= now:
        return f"{search}now"
    if stands.at - now < timedelta(hours=2):
        return f"{search}in {-(-(stands.at - now).total_seconds() // 60):.0f} min"
    return f"{search}{ist(stands.at)}"


def record(outlet: Outlet, visited: OutletState | None, health: Health, stands: Standing) -> dict[str, Any]:
    """An outlet as ``--json`` prints it: fields are added but never renamed."""
    mine = watched(outlet, visited)
    return {
        "id": outlet.id,
        "name_hi": outlet.name_hi,
        "name_en": outlet.name_en,
        "home": outlet.home,
        "kind": outlet.kind,
        "status": outlet.status,
        "interval": outlet.interval,
        "stories_per_day": outlet.stories_per_day,
        "sources": [source.model_dump(mode="json") for source in outlet.sources],
        "last_success": visited.last_success.isoformat() if visited and visited.last_success else None,
        "state": stands.state,
        "next_due": stands.due_at.isoformat() if stands.due_at else None,
        "next_visit": stands.at.isoformat() if stands.at else None,
        "failures": visited.failures if visited else 0,
        "last_error": visited.last_error if visited else None,
        "interval_now": current_interval(visited, stands),
        "moved": {source.url: source.moved_to for source in mine if source.moved_to},
        "gone": [source.url for source in mine if source.gone],
        "false_304s": {source.url: source.false_304s for source in mine if source.false_304s},
        "asked_again": {source.url: source.next_due.isoformat() for source in mine if source.next_due},
        "hubs": {source.url: source.hub for source in visited.sources if source.hub} if visited else {},
        "new_24h": health.day.stories,
        "expected_24h": health.day.expected,
        "new_7d": health.week.stories,
        "expected_7d": health.week.expected,
        "expected_from": "past" if health.day.past else "file" if health.day.stated is not None else None,
        "delay_seconds": health.delay.total_seconds() if health.delay is not None else None,
        "refused_24h": _by_reason(health, "day"),
        "refused_7d": _by_reason(health, "week"),
    }


def _by_reason(health: Health, period: str) -> dict[str, int]:
    """``stage/reason`` → URLs."""
    counts = {f"{rate.stage}/{rate.reason}": getattr(rate, period) for rate in health.refusals}
    return {reason: count for reason, count in counts.items() if count}


def _window(window: Window) -> str:
    """Stories, and how many were to be expected."""
    if window.expected is None:
        return str(window.stories)
    return f"{window.stories} of {window.expected:.0f}"


def _delay(delay: timedelta | None) -> str:
    if delay is None:
        return "-"
    minutes = delay.total_seconds() / 60
    if minutes < 120:
        return f"{minutes:.0f} min"
    return f"{minutes / 60:.0f} h" if minutes < 60 * 48 else f"{minutes / 60 / 24:.0f} d"


def _refused(refused: Mapping[str, int]) -> str:
    """The commonest reasons, and how many URLs the others have."""
    told = [f"{count} {reason}" for reason, count in list(refused.items())[:_REASONS]]
    if rest := sum(list(refused.values())[_REASONS:]):
        told.append(f"{rest} other")
    return ", ".join(told) or "-"
