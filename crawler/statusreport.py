"""What ``scrapy status`` prints: the figures of an `Overview`, and of today, for people or as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import quantiles
from typing import Any, Final

from rich.table import Table
from rich.text import Text

from crawler.command import ist
from crawler.indexreport import short
from crawler.overview import IndexState, Overview, Tallies, index_state, overview
from crawler.services import Services
from pipelines.store.arrivals import OLD
from pipelines.store.records import Arrival

DAY: Final = timedelta(days=1)
_MOST: Final = 6
"""So many reasons, or outlets, stand in a line; ``--json`` has all."""


@dataclass(frozen=True, slots=True)
class Status:
    """All that is printed."""

    now: Overview
    index: IndexState
    today: Tallies
    """Counts since midnight in India."""
    arrived: tuple[Arrival, ...]
    """In 24 hours."""
    refused: Mapping[str, int]
    """``stage/reason`` → URLs in 24 hours, most first."""
    outlets: int
    faulty: int = 0
    """Mistakes in outlet files; whose outlets are not among them."""


def status(services: Services, at: datetime) -> Status:
    """Raises StoreProblem."""
    refused: Counter[str] = Counter()
    for rate in services.store.refusal_rates(at, days=0):
        refused[f"{rate.stage}/{rate.reason}"] += rate.day
    return Status(
        overview(services, at),
        index_state(services),
        services.store.tallies(at),
        tuple(services.store.arrivals(at - DAY)),
        {reason: n for reason, n in refused.most_common() if n},
        len(services.registry),
        len(services.registry.problems),
    )


def delays(arrived: Sequence[Arrival]) -> tuple[float, float] | None:
    """Seconds from publication to index of the news among these stories: median, and what nine tenths are
    below. None for less than two."""
    seconds = [
        max(0.0, (one.indexed_at - one.published).total_seconds())
        for one in arrived
        if one.indexed_at and one.published and one.at - one.published <= OLD
    ]
    if len(seconds) < 2:
        return None
    tenths = quantiles(seconds, n=10, method="inclusive")
    return tenths[4], tenths[8]


def unchanged(polls: Mapping[str, float]) -> float | None:
    """Share of polls that a 304 or the hash of the body ended; None without polls."""
    total = sum(polls.values())
    return (polls.get("304", 0) + polls.get("hash", 0)) / total if total else None


def record(found: Status) -> dict[str, Any]:
    """As ``--json`` prints it: fields are added but never renamed."""
    now, delay = found.now, delays(found.arrived)
    work = now.figures.work
    return {
        "at": now.at.isoformat(),
        "stories": sum(now.figures.stories.values()),
        "stories_by_outlet": dict(now.figures.stories),
        "stories_24h": len(found.arrived),
        "newest": now.figures.newest and now.figures.newest.isoformat(),
        "delay_seconds": delay and {"median": delay[0], "p90": delay[1]},
        "refused_24h": dict(found.refused),
        "today": {name: dict(counts) for name, counts in found.today.items() if name != "delay"},
        "unchanged_share_today": unchanged(found.today.get("poll", {})),
        "frontier": {name: getattr(work, name) for name in ("due", "waiting", "flight", "done", "failed")},
        "busy_hosts": now.figures.busy_hosts,
        "uncompared": now.figures.uncompared,
        "outlets": {
            "watched": found.outlets,
            "mistakes_in_files": found.faulty,
            "due": now.due,
            "failing": {id: state.failures for id, state in now.outlets.items() if state.failures},
            "last_visit": (last := _last_visit(now)) and last.isoformat(),
        },
        "index": asdict(found.index),
        "outbox": [
            {
                "index": short(one.index),
                "holds": one.holds,
                "waiting": one.waiting,
                "since": one.since and one.since.isoformat(),
                "refused": one.refused,
            }
            for one in now.figures.backlogs
        ],
        "alarms": [
            {
                "kind": one.trouble.kind,
                "subject": one.trouble.subject,
                "detail": one.trouble.detail,
                "raised_at": one.raised_at.isoformat(),
            }
            for one in now.alarms
        ],
        "disk": now.disk and {"free": now.disk.free, "total": now.disk.total},
        "store_bytes": now.store_bytes,
    }


def table(found: Status) -> Table:
    """A line a subject; red is what somebody should look at."""
    made = Table(box=None, pad_edge=False, show_header=False)
    made.add_column(no_wrap=True, style="bold")
    made.add_column()
    for subject, (told, bad) in _lines(found).items():
        made.add_row(subject, Text(told, style="red" if bad else ""))
    for alarm in found.now.alarms:
        what = " ".join(filter(None, (alarm.trouble.kind, alarm.trouble.subject)))
        told = f"{what}: {alarm.trouble.detail} (since {ist(alarm.raised_at)})"
        made.add_row("ALARM", Text(told, style="red"))
    return made


def _lines(found: Status) -> dict[str, tuple[str, bool]]:
    now, work = found.now, found.now.figures.work
    lines = {
        "now": (ist(now.at), False),
        "stories": (_stories(found), False),
        "delay": (_delay(found), False),
        "index": (_index(found), not found.index.ok or any(one.refused for one in now.figures.backlogs)),
        "outlets": _outlets(found),
        "frontier": (
            f"{work.waiting} pages wait, {work.due} due now, {work.flight} in flight, {work.failed} given up"
            + (f"; {now.figures.busy_hosts} hosts asked to be left alone" if now.figures.busy_hosts else ""),
            False,
        ),
        "today": (_today(found.today), False),
        "refused": (f"in 24 h {_counts(found.refused, 'nothing')}", False),
        "disk": (_disk(now), False),
    }
    if not now.alarms:
        lines["alarms"] = ("none", False)
    return lines


def _stories(found: Status) -> str:
    newest = found.now.figures.newest
    told = f"{sum(found.now.figures.stories.values())} stored, {len(found.arrived)} new in 24 h"
    told += f", the newest {_ago(found.now.at - newest)}" if newest else ""
    waiting = found.now.figures.uncompared
    return told + (f"; {waiting} yet to be compared" if waiting else "")


def _delay(found: Status) -> str:
    delay = delays(found.arrived)
    if delay is None:
        return "not known: less than two dated stories in 24 h"
    half, most = (_span(timedelta(seconds=one)) for one in delay)
    return f"{half} from publication to index (median of 24 h), nine tenths within {most}"


def _index(found: Status) -> str:
    ok = "ok" if found.index.ok else f"BROKEN: {found.index.detail}"
    told = [ok if found.index.documents is None else f"{ok}, {found.index.documents} documents"]
    for one in found.now.figures.backlogs:
        since = f", the oldest for {_span(found.now.at - one.since)}" if one.since else ""
        refused = f", {one.refused} refused by it" if one.refused else ""
        told.append(f"{short(one.index)}: {one.waiting or 'nothing'} waiting{since}{refused}")
    return "; ".join(told)


def _outlets(found: Status) -> tuple[str, bool]:
    failing = {id: state.failures for id, state in found.now.outlets.items() if state.failures}
    told = f"{found.outlets} watched, {found.now.due} due now"
    if last := _last_visit(found.now):
        told += f", the last visit {_ago(found.now.at - last)}"
    worst = sorted(failing, key=lambda id: (-failing[id], id))
    if failing:
        names = ", ".join(f"{id} ({failing[id]})" for id in worst[:_MOST])
        told += f"; {len(failing)} failing: {names}{' ...' if len(worst) > _MOST else ''}"
    if found.faulty:
        told += f"; files with mistakes are left out ({found.faulty}): scrapy outlets --files"
    return told, bool(failing or found.faulty or not found.outlets)


def _last_visit(now: Overview) -> datetime | None:
    return max((state.last_polled for state in now.outlets.values() if state.last_polled), default=None)


def _today(today: Tallies) -> str:
    fetches, polls = today.get("fetch", {}), today.get("poll", {})
    told = [f"{sum(fetches.values()):.0f} fetches ({_counts(fetches, 'none')})" if fetches else "no fetches"]
    told.append(f"{_size(today.get('bytes', {}).get('received', 0))} received")
    share = unchanged(polls)
    if share is not None:
        told.append(
            f"{sum(polls.values()):.0f} polls of sources, {100 * share:.0f} % with nothing new (304 or equal)"
        )
    return ", ".join(told)


def _counts(counts: Mapping[str, float], none: str) -> str:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    told = [f"{n:.0f} × {reason}" for reason, n in ordered[:_MOST]]
    if rest := sum(n for _, n in ordered[_MOST:]):
        told.append(f"{rest:.0f} other")
    return ", ".join(told) or none


def _disk(now: Overview) -> str:
    told = "not there yet"
    if now.disk is not None:
        told = f"{_size(now.disk.free)} of {_size(now.disk.total)} free ({now.disk.free_percent:.0f} %)"
    return told + (f"; the store has {_size(now.store_bytes)}" if now.store_bytes is not None else "")


def _size(n: float) -> str:
    for unit, one in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if n >= one:
            return f"{n / one:.1f} {unit}"
    return f"{n:.0f} B"


def _ago(time: timedelta) -> str:
    return f"{_span(time)} ago" if time >= timedelta(0) else f"in {_span(-time)}"


def _span(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    if seconds < 120:
        return f"{seconds} s"
    if seconds < 2 * 3600:
        return f"{seconds // 60} min"
    return f"{seconds // 3600} h" if seconds < 48 * 3600 else f"{seconds // 86_400} days"
