"""What ``scrapy schedule`` tells of outlets: how things stand, and why, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from rich.table import Table

from crawler.command import ist
from crawler.leases import told, watch
from crawler.presence import present
from crawler.timetable import Facts, Standing, bounds, quiet
from pipelines import rhythm
from pipelines.india import INDIA

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from crawler.outlet import Outlet
    from pipelines.store import Holding

MINUTE = timedelta(minutes=1)


def table(outlets: Iterable[Outlet], stands: Mapping[str, Standing], known: Mapping[str, Facts]) -> Table:
    """One line an outlet."""
    made = Table(box=None, pad_edge=False)
    for heading in ("id", "state", "next visit", "last visit", "by"):
        made.add_column(heading, no_wrap=heading != "by")
    for outlet in outlets:
        standing, of_outlet = stands[outlet.id], known[outlet.id]
        last = of_outlet.state.last_polled if of_outlet.state else None
        made.add_row(
            outlet.id,
            standing.state,
            _when(standing),
            ist(last) if last else "never",
            _by(outlet, standing, of_outlet),
            style="yellow" if standing.state == "paused" else "",
        )
    return made


def staff(holdings: Mapping[str, Holding]) -> Iterator[str]:
    """Who has the watch, who stands by, and which workers there are, of what `Store.holdings` told."""
    if (runs := watch(holdings)) is not None:
        yield f"the watch is {_who(runs)}"
    else:
        yield "no watch runs: python -m scheduler starts it"
    for one in present(holdings, "standby"):
        yield f"standing by: {_who(one)}"
    for one in present(holdings, "worker"):
        yield f"worker: {_who(one)}"


def _who(one: Holding) -> str:
    return f"{told(one.owner)}, since {ist(one.since)}"


def _when(standing: Standing) -> str:
    if standing.at is not None:
        return ist(standing.at)
    return {"crawling": "now", "paused": "-"}.get(standing.state, "at once")


def _by(outlet: Outlet, standing: Standing, known: Facts) -> str:
    """In a few words, what the next visit is told from."""
    if standing.state == "paused" and known.pause:
        return known.pause.reason or "no reason given"
    if standing.state == "crawling" and known.holding:
        return told(known.holding.owner)
    return {"cron": f"cron {outlet.cron}", "every": f"every {outlet.every} min"}.get(
        standing.ground, standing.ground
    )


def record(outlet: Outlet, standing: Standing, known: Facts) -> dict[str, Any]:
    """The same, whole, as JSON."""
    state, pause, holding = known.state, known.pause, known.holding
    return {
        "outlet": outlet.id,
        "state": standing.state,
        "next_visit": _iso(standing.at),
        "due_at": _iso(standing.due_at),
        "by": standing.ground,
        "last_visit": _iso(state.last_polled if state else None),
        "last_success": _iso(state.last_success if state else None),
        "failures": state.failures if state else 0,
        "paused": pause and {"since": _iso(pause.since), "reason": pause.reason},
        "wanted_at": _iso(known.wanted_at),
        "crawled_by": holding and {"owner": told(holding.owner), "since": _iso(holding.since)},
        "hosts_left_alone_until": {host: _iso(until) for host, until in known.busy.items()},
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def explain(
    outlet: Outlet,
    standing: Standing,
    known: Facts,
    runs: Holding | None,
    settings: BaseSettings,
    now: datetime,
) -> list[str]:
    """Why the outlet is visited when it is, line by line: first when, then all that this is told from."""
    return [
        f"{outlet.id} ({outlet.name_hi}) {_outlook(outlet, standing, known, runs, now)}.",
        *(f"- {line}" for line in _grounds(outlet, standing, known, settings, now)),
        *(f"- {line}" for line in _obstacles(outlet, known, settings)),
        f"- the watch is {_who(runs)}"
        if runs
        else "- no watch runs, so nothing is visited: python -m scheduler starts it",
    ]


def _outlook(outlet: Outlet, standing: Standing, known: Facts, runs: Holding | None, now: datetime) -> str:
    if standing.state == "crawling" and known.holding:
        since = known.holding.since
        return f"is being crawled by {told(known.holding.owner)}, since {ist(since)} ({lasting(now - since)})"
    if standing.state == "paused" and known.pause:
        why = f": {known.pause.reason}" if known.pause.reason else ""
        return f"is paused since {ist(known.pause.since)}{why}"
    if standing.state == "wanted":
        begins = "it begins within seconds" if runs else "it begins when a watch runs"
        return f"is wanted: a visit was asked for at {ist(known.wanted_at)}, and {begins}"
    if standing.state == "quiet":
        return f"is due, but it is quiet until {ist(standing.at)}"
    if standing.at is None:
        return "is due now, and is visited in one of the next crawls"
    return f"is visited next at {ist(standing.at)} (in {lasting(standing.at - now)})"


def _grounds(
    outlet: Outlet, standing: Standing, known: Facts, settings: BaseSettings, now: datetime
) -> Iterator[str]:
    state = known.state
    if state is None or standing.ground == "never":
        yield "it was never visited to the end"
        return
    last = ist(state.last_polled)
    yield f"the last visit ended at {last}" + (", in vain" if state.failures else "")
    if standing.ground == "cron":
        yield f'its file says cron = "{outlet.cron}", in Indian time'
    elif standing.ground == "every":
        yield f"its file says every = {outlet.every}: so many minutes after each visit"
    elif standing.ground == "no sources":
        yield "it has no source: one is looked for a day after the last visit"
    elif standing.ground == "lost":
        yield f"none of its sources answers any more: others are looked for at {ist(standing.due_at)}"
    elif standing.ground == "failing":
        yield f"all its sources fail: the first is asked again at {ist(standing.due_at)}"
    else:
        yield _by_rhythm(outlet, known, settings, now)
    if standing.state != "crawling" and known.pages:
        yield "some of its pages are to be fetched now, though its sources may not be due"


def _by_rhythm(outlet: Outlet, known: Facts, settings: BaseSettings, now: datetime) -> str:
    rate = rhythm.rates(known.rhythm, timedelta(minutes=outlet.interval))[now.astimezone(INDIA).hour]
    shortest, longest = bounds(outlet, settings)
    wait = rhythm.wait(rhythm.rates(known.rhythm, timedelta(minutes=outlet.interval)), now, shortest, longest)
    of = "it publishes" if known.rhythm else "nothing is known yet; by its file, it publishes"
    return (
        f"{of} about {rate:.1f} stories an hour at this time of day: a visit about every {lasting(wait)}"
        f" ({lasting(shortest)} at least, {lasting(longest)} at most)"
    )


def _obstacles(outlet: Outlet, known: Facts, settings: BaseSettings) -> Iterator[str]:
    """What keeps visits away, or did, or will."""
    if known.state and known.state.failures:
        failed = f"{known.state.failures} visits in a row failed"
        yield f"{failed}: {known.state.last_error}" if known.state.last_error else failed
    own = {source.url for source in outlet.enabled_sources}
    for source in known.state.sources if known.state else ():
        if source.url in own and source.failures and source.next_due:
            yield (
                f"source {source.url} failed {source.failures} times ({source.last_error}): "
                f"left alone until {ist(source.next_due)}"
            )
    for host, until in known.busy.items():
        yield f"{host} asked to be left alone until {ist(until)} (Retry-After)"
    if (hours := quiet(outlet, settings)) is not None:
        where = "its file" if outlet.quiet_hours else "PRAHARI_QUIET_HOURS"
        yield f"no visits from {hours.begin:%H:%M} to {hours.end:%H:%M} Indian time, by {where}"


def lasting(span: timedelta) -> str:
    """A span for a person: ``40 s``, ``12 min``, ``3 h 5 min``, ``2 d 4 h``."""
    seconds = max(0, round(span.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    minutes = round(seconds / 60)
    hours, days = minutes // 60, minutes // (24 * 60)
    if days:
        return f"{days} d {hours % 24} h" if hours % 24 else f"{days} d"
    if hours:
        return f"{hours} h {minutes % 60} min" if minutes % 60 else f"{hours} h"
    return f"{minutes} min"
