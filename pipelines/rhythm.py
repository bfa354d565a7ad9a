"""How often an outlet publishes, by hour of day in India, and when it is worth asking again.

    new entries of each visit ─▶ learn ─▶ Rhythm ─▶ rates ─▶ wait: until one new entry is to be expected

News come as a Poisson process whose rate has a period of a day; asking an outlet when so many entries are
to be expected spends the visits where they find most (K. C. Sia, J. Cho, H.-K. Cho, "Efficient Monitoring
Algorithm for Fast News Alerts", IEEE TKDE 19(7), 2007). The rate of an hour is the mean of its gamma
posterior: entries over hours watched, both fading, drawn to the outlet's mean rate, and that to the interval
in its file. Nothing here touches network, store or clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from pipelines.india import INDIA

HALF_LIFE: Final = timedelta(days=10)
"""After which what was seen counts half: outlets change their habits."""
LONGEST: Final = timedelta(days=1)
"""How far back the entries of a visit are counted: a feed does not hold more than its newest."""
TARGET: Final = 1.0
"""New entries that are worth a visit."""
_FILE_HOURS: Final = 6.0
"""The interval in the file counts as much as so many hours of watching ..."""
_MEAN_HOURS: Final = 2.0
"""... and the outlet's mean rate as so many in each hour of the day."""
_NEIGHBOUR: Final = 0.5
"""Weight of the hour before and after: one story a day falls a little earlier or later."""
_HOUR: Final = timedelta(hours=1)
_NONE: Final = (0.0,) * 24


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What was seen, by hour of day; both figures fade."""

    at: datetime
    """Until when; aware."""
    entries: tuple[float, ...] = _NONE
    hours: tuple[float, ...] = _NONE
    """Watched."""


def learn(known: Rhythm | None, stated: Sequence[datetime | None], now: datetime) -> Rhythm:
    """What is known after a visit that found new entries, published when they state (None: unknown).

    The first visit counts from the oldest of them on. One that is stated for another time than since the
    last visit came some time in it.
    """
    begun = known.at if known else min((at for at in stated if at and at <= now), default=now)
    since = max(begun, now - LONGEST)
    watched = _parts(since, now)
    total = sum(watched)
    fade = 0.5 ** ((now - known.at) / HALF_LIFE) if known else 1.0
    hours = [fade * old + new for old, new in zip(known.hours if known else _NONE, watched, strict=True)]
    entries = [fade * old for old in (known.entries if known else _NONE)]
    for at in stated if total else ():
        if at is not None and since < at <= now:
            entries[at.astimezone(INDIA).hour] += 1
        elif known is not None and begun == since:
            entries = [old + part / total for old, part in zip(entries, watched, strict=True)]
    return Rhythm(now, tuple(entries), tuple(hours))


def _parts(since: datetime, until: datetime) -> list[float]:
    """The time between as hours in each hour of the day."""
    parts = [0.0] * 24
    at = since.astimezone(INDIA)
    while at < until:
        following = min(at.replace(minute=0, second=0, microsecond=0) + _HOUR, until.astimezone(INDIA))
        parts[at.hour] += (following - at) / _HOUR
        at = following
    return parts


def rates(known: Rhythm | None, interval: timedelta) -> tuple[float, ...]:
    """New entries an hour that are to be expected, by hour of day; `interval` as the file has it."""
    prior = TARGET / (interval / _HOUR)
    if known is None:
        return (prior,) * 24
    mean = (sum(known.entries) + _FILE_HOURS * prior) / (sum(known.hours) + _FILE_HOURS)
    return tuple(
        (_around(known.entries, hour) + _MEAN_HOURS * mean) / (_around(known.hours, hour) + _MEAN_HOURS)
        for hour in range(24)
    )


def _around(figures: Sequence[float], hour: int) -> float:
    return figures[hour] + _NEIGHBOUR * (figures[hour - 1] + figures[(hour + 1) % 24])


def wait(rates: Sequence[float], now: datetime, floor: timedelta, ceiling: timedelta) -> timedelta:
    """How long until `TARGET` entries are to be expected; within `floor` and `ceiling`."""
    expected, at, end = 0.0, now.astimezone(INDIA), now + ceiling
    while at < end:
        following = at.replace(minute=0, second=0, microsecond=0) + _HOUR
        more = rates[at.hour] * ((following - at) / _HOUR)
        if expected + more >= TARGET:
            at += (TARGET - expected) / rates[at.hour] * _HOUR
            break
        expected += more
        at = following
    return min(max(at - now, floor), ceiling)


def packed(known: Rhythm) -> dict[str, Any]:
    """As JSON."""
    return {
        "at": known.at.isoformat(),
        "entries": [round(n, 4) for n in known.entries],
        "hours": [round(n, 4) for n in known.hours],
    }


def unpacked(given: Any) -> Rhythm | None:
    """Inverse of `packed`; None for what is none."""
    try:
        entries, hours = (tuple(map(float, given[name])) for name in ("entries", "hours"))
        at = datetime.fromisoformat(given["at"])
    except (TypeError, KeyError, ValueError):
        return None
    return Rhythm(at, entries, hours) if len(entries) == len(hours) == 24 and at.tzinfo else None
