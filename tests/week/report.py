"""What came of the week, in figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from pipelines.store import Store
from pipelines.story import Story
from search.elasticsearch import ElasticsearchIndex
from tests.elasticsearch.sides import connection
from tests.week.edition import OUTLETS, longest
from tests.week.outages import OUTAGES, Outage
from tests.week.week import DELAY, STEP, Week

SLACK = timedelta(minutes=30)
"""For the crawl itself, for the steps of the clock, and for what a killed crawl leaves to the next."""
LEAST_GAP = DELAY / 2 - 0.05
"""Scrapy waits half the delay at least; the server notes a request some time after it was sent."""
assert SLACK.total_seconds() > 2 * STEP


@dataclass(frozen=True)
class Delay:
    """How long one story took."""

    url: str
    outlet: str
    published: datetime
    to_store: timedelta
    to_index: timedelta | None
    hindered: timedelta
    """What outages may add."""
    allowed: timedelta
    """From publication to the store: an interval, and what outages add."""


@dataclass(frozen=True)
class Result:
    """All that is known after the week."""

    week: Week
    stories: Sequence[Story]
    delays: Sequence[Delay]
    index: dict[str, int]
    """Id → revision of what the index has."""
    left_in_outbox: int

    @property
    def missing(self) -> list[str]:
        stored = {story.url for story in self.stories}
        return [url for url in self.week.published if url not in stored]


def collect(week: Week) -> Result:
    """Look into store and index."""
    with Store(f"sqlite:///{week.here.data}/prahari.db") as store:
        stories = list(store.stories())
        indexed = {(arrival.outlet, arrival.at): arrival.indexed_at for arrival in store.arrivals(week.begun)}
        index = ElasticsearchIndex(connection(week.node.url), "week")
        try:
            revisions, waiting = dict(index.revisions()), store.pending_count(index.name)
        finally:
            index.close()
    delays = [
        _delay(week, story, indexed.get((story.outlet, story.fetched_at)))
        for story in stories
        if story.url in week.published
    ]
    return Result(week, stories, delays, revisions, waiting)


def _delay(week: Week, story: Story, indexed_at: datetime | None) -> Delay:
    outlet, published = week.published[story.url]
    to_index = None if indexed_at is None else indexed_at - published
    hindered = _hindered(outlet, (published - week.begun) / timedelta(hours=1))
    allowed = timedelta(minutes=longest(outlet)) + SLACK + hindered
    return Delay(story.url, outlet, published, story.fetched_at - published, to_index, hindered, allowed)


def _hindered(outlet: str, hour: float) -> timedelta:
    """What outages add for a story of that hour. After an outlet's own it is left alone for about as long
    as it had been away (`pipelines.backoff.poll_wait`)."""
    before = longest(outlet) / 60
    added = 0.0
    for outage in OUTAGES:
        last = outage.end + (_length(outage) if outage.fault else 0.0)
        if outage.what in (outlet, "schedulers") and outage.begin - before <= hour <= last:
            added += last - max(hour, outage.begin)
    return timedelta(hours=added)


def _length(outage: Outage) -> float:
    return outage.end - outage.begin


def gaps(week: Week, outlet: str) -> list[float]:
    """Real seconds between one request to an outlet and the next; without the first, as Scrapy counts from
    when it opens the connection."""
    begun = sorted(visit.started for visit in week.room.visits(outlet))
    return [later - earlier for earlier, later in pairwise(begun[1:])]


def lines(result: Result) -> Iterator[str]:
    """The report."""
    week = result.week
    yield f"a week ({week.hours:.0f} h) in {week.seconds:.0f} s"
    yield f"published {len(week.published)}, stored {len(result.stories)}, missing {len(result.missing)}"
    again = sum(story.version > 1 for story in result.stories)
    yield f"in the index {len(result.index)}, in the outbox {result.left_in_outbox}, new versions {again}"
    yield "outages: " + "; ".join(f"{o.what} {o.begin:g}-{o.end:g} h" for o in OUTAGES)
    yield "ended: " + "; ".join(week.restarts)
    said = week.watchers.said
    yield f"crawls {said('crawls: crawling ')}, of which killed {said('was killed by signal')}"
    yield f"schedulers started {week.watchers.begun}, takeovers {said('taking over')}"
    yield "minutes from publication to the store (and the index) where no outage hindered, and the worst"
    shares = "".join(f"{name:>13}" for name in ("p50", "p95", "max", "worst"))
    yield f"{'outlet':14}{'interval':>9}{'stories':>8}{shares}{'requests':>9}{'gap, s':>7}{'at once':>8}"
    for outlet in OUTLETS:
        yield _line(result, outlet, longest(outlet))


def _line(result: Result, outlet: str, interval: int) -> str:
    of_outlet = [delay for delay in result.delays if delay.outlet == outlet]
    usual = [delay for delay in of_outlet if not delay.hindered]
    told = [*(_told(usual, share) for share in (0.5, 0.95, 1.0)), _told(of_outlet, 1.0)]
    shares = "".join(f"{one:>13}" for one in told)
    room = result.week.room
    least = min(gaps(result.week, outlet), default=float("inf"))
    visits, most = len(room.visits(outlet)), room.most_at_once(outlet)
    return f"{outlet:14}{interval:>9}{len(of_outlet):>8}{shares}{visits:>9}{least:>7.2f}{most:>8}"


def _told(delays: Sequence[Delay], share: float) -> str:
    stored = sorted(delay.to_store for delay in delays)
    found = sorted(delay.to_index for delay in delays if delay.to_index is not None)
    return f"{_at(stored, share)} ({_at(found, share)})"


def _at(values: Sequence[timedelta], share: float) -> str:
    if not values:
        return "-"
    return f"{values[min(len(values) - 1, int(share * len(values)))] / timedelta(minutes=1):.0f}"
