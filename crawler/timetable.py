"""When the watch visits an outlet next, and why: decided here, done elsewhere.

    the outlet's file ─┐
    its past ──────────┼─▶ due ─▶ standing: waiting | due | quiet | paused | wanted | crawling
    pauses, holdings ──┘              └─▶ `crawler.ready`: who is in the next crawl
                                      └─▶ `crawler.schedulereport`: why, in words

Nothing here touches store or clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from crawler import hours
from crawler.hours import Hours
from pipelines.backoff import LONGEST_POLL

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from crawler.outlet import Outlet
    from pipelines.rhythm import Rhythm
    from pipelines.store import OutletState, SourceState
    from pipelines.store.holdings import Holding
    from pipelines.store.schedule import Pause

DISCOVERY_INTERVAL: Final = timedelta(days=1)
"""How often sources of an outlet are looked for that has none."""

State = Literal["crawling", "wanted", "paused", "quiet", "due", "waiting"]
Ground = Literal["never", "rhythm", "cron", "every", "failing", "lost", "no sources"]
"""What an outlet's next visit is told from."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an outlet beyond its file."""

    state: OutletState | None = None
    rhythm: Rhythm | None = None
    pause: Pause | None = None
    """Its own, or that of all."""
    holding: Holding | None = None
    """The crawl that visits it now, or another outlet of its host."""
    wanted_at: datetime | None = None
    pages: bool = False
    """Some are to be fetched now."""
    busy: Mapping[str, datetime] = field(default_factory=dict)
    """Those of its hosts that asked to be left alone, and until when."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand with an outlet."""

    state: State
    at: datetime | None
    """When it is visited next, at the earliest; None: now, or (paused) not before somebody says so."""
    ground: Ground
    due_at: datetime | None
    """When it would be due if there were neither quiet hours nor pauses; None: at once."""


def bounds(outlet: Outlet, settings: BaseSettings) -> tuple[timedelta, timedelta]:
    """The shortest and the longest time between two visits.

    What the outlet's file says wins over the settings; and the interval in it is always within.
    """
    shortest = outlet.interval_min or min(settings.getfloat("PRAHARI_INTERVAL_MIN"), outlet.interval)
    longest = outlet.interval_max or max(settings.getfloat("PRAHARI_INTERVAL_MAX"), outlet.interval)
    return timedelta(minutes=shortest), timedelta(minutes=max(shortest, longest))


def fixed(outlet: Outlet, after: datetime) -> datetime | None:
    """The next visit as the file has it, whatever is learned; None if it leaves that open."""
    if outlet.cron is not None:
        from crawler import crontab

        return crontab.following(outlet.cron, after)
    return after + timedelta(minutes=outlet.every) if outlet.every is not None else None


def quiet(outlet: Outlet, settings: BaseSettings) -> Hours | None:
    """The hours in which the outlet is not visited; None: there are none."""
    told = outlet.quiet_hours if outlet.quiet_hours is not None else settings["PRAHARI_QUIET_HOURS"]
    return hours.read(told or "")


def due(
    outlet: Outlet, state: OutletState | None, longest: timedelta, search_every: timedelta = timedelta(0)
) -> tuple[datetime | None, Ground]:
    """When the next visit is due (None: at once), and what that is told from. ``search_every`` as
    `search_due`.

    What is stored counts only as far as it can be right: the file may have changed since, or a clock.
    """
    if state is None or state.last_polled is None or state.next_due is None:
        return None, "never"
    last, alone = state.last_polled, left_alone(outlet, state)
    if not outlet.enabled_sources:
        return last + DISCOVERY_INTERVAL, "no sources"
    planned = fixed(outlet, last)
    if planned is None:
        planned = min(state.next_due, last + longest)
        ground: Ground = "rhythm"
    else:
        ground = "cron" if outlet.cron is not None else "every"
    if alone is None or alone <= planned:
        return planned, ground
    search = search_due(outlet, state, search_every)
    return (alone, "failing") if search is None or search > alone else (search, "lost")


def left_alone(outlet: Outlet, state: OutletState) -> datetime | None:
    """When the first of its sources may be asked again, if all of them fail; else None."""
    known = {source.url: source.next_due for source in state.sources if source.failures}
    waiting = [known.get(source.url) for source in outlet.enabled_sources]
    instants = [at for at in waiting if at is not None]
    return min(instants) if instants and len(instants) == len(waiting) else None


def rediscovery(settings: BaseSettings) -> timedelta:
    """How long none of an outlet's sources answers before others are looked for; 0: never."""
    return timedelta(days=settings.getfloat("PRAHARI_REDISCOVER_DAYS"))


def lost_sources(outlet: Outlet, state: OutletState | None, every: timedelta) -> list[SourceState]:
    """Its sources that have not answered for ``every``."""
    known = {source.url: source for source in state.sources} if state else {}
    mine = [known.get(source.url) for source in outlet.enabled_sources]
    # A source is left alone for about as long as it has failed (`pipelines.backoff.poll_wait`). How long ago
    # it was read would not do: perhaps nobody asked.
    long = min(every, LONGEST_POLL)
    return [one for one in mine if one and one.next_due and one.next_due - one.last_polled >= long]


def search_due(outlet: Outlet, state: OutletState | None, every: timedelta) -> datetime | None:
    """When others are looked for in place of a source that has not answered for ``every``; and so long after
    the last search. None: the outlet is not to be searched."""
    lost = lost_sources(outlet, state, every) if every else []
    if state is None or not lost:
        return None
    searched = [one.last_polled for one in state.sources if one.url == outlet.home]  # it is noted under it
    return searched[0] + every if searched else max(one.last_polled for one in lost)


def standing(outlet: Outlet, facts: Facts, settings: BaseSettings, now: datetime) -> Standing:
    """How things stand with the outlet."""
    at, ground = due(outlet, facts.state, bounds(outlet, settings)[1], rediscovery(settings))
    silent = quiet(outlet, settings)
    if facts.holding is not None:
        return Standing("crawling", None, ground, at)
    if facts.pause is not None:
        return Standing("paused", None, ground, at)
    if facts.wanted_at is not None:
        return Standing("wanted", None, ground, at)
    if at is None or at <= now or facts.pages:
        ends = silent.until(now) if silent else None
        return Standing("quiet" if ends else "due", ends, ground, at)
    return Standing("waiting", (silent.until(at) if silent else None) or at, ground, at)
