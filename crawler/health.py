"""How each outlet fares: new stories against its own past, refusals, delays.

    arrivals, refusals (store) ─▶ healths() ─▶ Health an outlet ─▶ `scrapy outlets`
                                     └▶ crawler.alarms: what of it is a collapse

What to expect is the outlet's own past: the same hours of the same weekday, up to `WEEKS` weeks back. An
outlet that is too new for that is expected to print what its file says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Final

from pipelines.store.arrivals import OLD
from pipelines.store.records import Arrival, RefusalRate

if TYPE_CHECKING:
    from crawler.registry import Outlet
    from pipelines.store import Store

DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)
WEEKS: Final = 4
LEAST_WEEKS: Final = 2
"""An outlet's past counts from so many whole weeks on."""


@dataclass(frozen=True, slots=True)
class Window:
    """Stories that came in a span that ends now, and in the same span of earlier weeks."""

    stories: int
    past: tuple[int, ...]
    """The latest week first; empty for an outlet that is too new."""
    stated: float | None = None
    """What the outlet's file lets expect; None if it says nothing."""

    @property
    def expected(self) -> float | None:
        """None if nothing is known."""
        return sum(self.past) / len(self.past) if self.past else self.stated


@dataclass(frozen=True, slots=True)
class Health:
    """One outlet's figures."""

    outlet: str
    day: Window
    week: Window
    delay: timedelta | None
    """From publication to index, the median of the week's stories of which both are known."""
    recent: tuple[Arrival, ...] = field(repr=False)
    """The week's stories."""
    earlier: tuple[Arrival, ...] = field(repr=False)
    """Those of the `WEEKS` weeks before."""
    refusals: tuple[RefusalRate, ...] = ()

    @property
    def refused(self) -> Mapping[str, int]:
        """Reason → URLs refused in the week, most first."""
        counts: defaultdict[str, int] = defaultdict(int)
        for rate in self.refusals:
            counts[rate.reason] += rate.week
        return dict(sorted(((r, n) for r, n in counts.items() if n), key=lambda pair: (-pair[1], pair[0])))


def healths(store: Store, outlets: Iterable[Outlet], now: datetime) -> dict[str, Health]:
    """Outlet id → health, of each of the outlets. Raises StoreProblem."""
    came: defaultdict[str, list[Arrival]] = defaultdict(list)
    for arrival in store.arrivals(now - (WEEKS + 1) * WEEK):
        if arrival.at <= now and not old(arrival):
            came[arrival.outlet].append(arrival)
    rates: defaultdict[str, list[RefusalRate]] = defaultdict(list)
    for rate in store.refusal_rates(now, days=WEEKS * WEEK.days):
        rates[rate.outlet].append(rate)
    firsts = store.first_arrivals()
    return {
        outlet.id: health(
            outlet.id, came[outlet.id], rates[outlet.id], firsts.get(outlet.id), outlet.stories_per_day, now
        )
        for outlet in outlets
    }


def old(arrival: Arrival) -> bool:
    """A backfill, or the first visit to an outlet, brings stories of long ago: they are no news."""
    return arrival.published is not None and arrival.at - arrival.published > OLD


def health(
    outlet: str,
    came: Sequence[Arrival],
    refusals: Sequence[RefusalRate],
    first: datetime | None,
    per_day: int | None,
    now: datetime,
) -> Health:
    """`came` are its stories of the last `WEEKS` + 1 weeks; `first` is when its very first one came."""
    instants = [arrival.at for arrival in came]
    recent = tuple(arrival for arrival in came if arrival.at > now - WEEK)
    delays = [
        (one.indexed_at - one.published).total_seconds() for one in recent if one.indexed_at and one.published
    ]
    return Health(
        outlet,
        window(instants, first, now, DAY, per_day),
        window(instants, first, now, WEEK, None if per_day is None else 7 * per_day),
        delay=timedelta(seconds=median(delays)) if delays else None,
        recent=recent,
        earlier=tuple(arrival for arrival in came if arrival.at <= now - WEEK),
        refusals=tuple(refusals),
    )


def window(
    instants: Iterable[datetime], first: datetime | None, now: datetime, span: timedelta, stated: float | None
) -> Window:
    """Count what came in the `span` before `now`, and a week, two weeks ... before."""
    whole = 0 if first is None else min(WEEKS, (now - span - first) // WEEK)
    counts = [0] * (WEEKS + 1)
    for at in instants:
        back, rest = divmod(now - at, WEEK)
        if 0 <= back <= WEEKS and rest < span:
            counts[back] += 1
    past = tuple(counts[1 : whole + 1]) if whole >= LEAST_WEEKS else ()
    return Window(counts[0], past, stated)
