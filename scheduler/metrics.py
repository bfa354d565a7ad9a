"""Figures for Prometheus, made from an `Overview` at each scrape.

Crawls are processes of their own, and several machines may share one store: so nothing is counted here. Every
figure is the store's, but for those of the index, the disk and this process. Labels are ids of outlet files
and words of our own code; `pipelines.store.tallies` bounds what servers could make of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from crawler.indexreport import short
from crawler.overview import IndexState, Overview
from pipelines.store.tallies import DELAYS
from scheduler.probe import Reading
from scheduler.standing import Standing

_TALLIES: Final = {
    # tally: (metric, help, labels)
    "page": ("prahari_pages", "Stories fetched by crawls: new, changed or as before.", ("outcome",)),
    "fetch": ("prahari_fetches", "Answers by HTTP status, and requests without one by reason.", ("outcome",)),
    "poll": ("prahari_polls", "Polls of sources: 304 and hash had nothing new.", ("outcome",)),
    "bytes": ("prahari_http_bytes", "Bytes as HTTP carried them.", ("direction",)),
    "crawl": ("prahari_crawls", "Crawls that ended by themselves, by Scrapy's reason.", ("reason",)),
    "refused": ("prahari_rejections", "Pages that gave no story.", ("outlet", "stage", "reason")),
}


def registry(standing: Standing) -> CollectorRegistry:
    """All that is exported."""
    made = CollectorRegistry()
    made.register(_Collector(standing))
    ProcessCollector(registry=made)
    return made


class _Collector(Collector):
    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def describe(self) -> Iterable[Metric]:
        """Nothing: to register it, the store need not be read."""
        return ()

    def collect(self) -> Iterator[Metric]:
        store = self._standing.overview.latest()
        yield _gauge("prahari_store_up", "Whether the store can be read.", not store.problem)
        if store.age is not None:
            yield _gauge("prahari_figures_age_seconds", "Age of the figures from the store.", store.age)
        late = self._standing.late.latest()
        if late.value is not None:
            told = "Seconds by which the latest job of the watch is overdue; negative: none is."
            yield _gauge("prahari_job_late_seconds", told, late.value)
        yield from _index(self._standing.index.latest())
        if store.value is not None:
            yield from families(store.value)


def families(now: Overview) -> Iterator[Metric]:
    """What the store and the disk say."""
    yield from _stories(now)
    for tally, (name, told, labels) in _TALLIES.items():
        yield _counter(name, told, labels, now.tallies.get(tally, {}))
    yield _delays(now.tallies.get("delay", {}))
    yield from _queues(now)
    yield from _outlets(now)
    yield _labelled("prahari_alarms", "Alarms that are not over.", "kind", _alarms(now))
    if now.disk is not None:
        yield _gauge("prahari_disk_free_bytes", "Free on the disk that holds PRAHARI_DATA.", now.disk.free)
        yield _gauge("prahari_disk_size_bytes", "Size of that disk.", now.disk.total)
    if now.store_bytes is not None:
        yield _gauge("prahari_store_bytes", "Size of the SQLite database with its log.", now.store_bytes)


def _stories(now: Overview) -> Iterator[Metric]:
    stories = CounterMetricFamily("prahari_stories", "Stories in the store.", labels=("outlet",))
    for outlet, n in now.figures.stories.items():
        stories.add_metric((outlet,), n)
    yield stories
    if now.figures.newest is not None:
        yield _gauge(
            "prahari_newest_story_timestamp_seconds",
            "When the newest story came.",
            now.figures.newest.timestamp(),
        )


def _queues(now: Overview) -> Iterator[Metric]:
    work = now.figures.work
    states = {"waiting": work.waiting, "flight": work.flight, "done": work.done, "failed": work.failed}
    yield _labelled("prahari_frontier_pages", "Pages in the frontier.", "state", states)
    yield _gauge("prahari_frontier_due_pages", "Pages that are to be fetched now.", work.due)
    yield _gauge("prahari_busy_hosts", "Hosts that asked to be left alone.", now.figures.busy_hosts)
    yield _gauge(
        "prahari_uncompared_stories", "Stories yet to be compared with others.", now.figures.uncompared
    )
    labels = ("index", "holds")
    waiting = GaugeMetricFamily("prahari_outbox_entries", "What an index has yet to take.", labels=labels)
    oldest = GaugeMetricFamily(
        "prahari_outbox_oldest_seconds", "For how long the oldest of it has waited.", labels=labels
    )
    failed = GaugeMetricFamily("prahari_index_failures", "What an index would not take.", labels=labels)
    for backlog in now.figures.backlogs:
        values = (short(backlog.index), backlog.holds)
        waiting.add_metric(values, backlog.waiting)
        age = (now.at - backlog.since).total_seconds() if backlog.since else 0
        oldest.add_metric(values, max(0, age))
        failed.add_metric(values, backlog.refused)
    yield from (waiting, oldest, failed)


def _outlets(now: Overview) -> Iterator[Metric]:
    yield _gauge("prahari_outlets_due", "Outlets that are to be visited now.", now.due)
    success = GaugeMetricFamily(
        "prahari_outlet_last_success_timestamp_seconds",
        "When an outlet was last visited with success.",
        labels=("outlet",),
    )
    failures = GaugeMetricFamily(
        "prahari_outlet_failures", "Visits to an outlet that failed since then.", labels=("outlet",)
    )
    for outlet, state in now.outlets.items():
        if state.last_success is not None:
            success.add_metric((outlet,), state.last_success.timestamp())
        failures.add_metric((outlet,), state.failures)
    yield from (success, failures)


def _alarms(now: Overview) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for alarm in now.alarms:
        counts[alarm.trouble.kind] = counts.get(alarm.trouble.kind, 0) + 1
    return counts


def _delays(counts: Mapping[str, float]) -> Metric:
    family = HistogramMetricFamily(
        "prahari_index_delay_seconds", "From a story's publication until an index had it first."
    )
    buckets, below = [], 0.0
    for bound in DELAYS:
        below += counts.get(str(bound), 0)
        buckets.append((str(float(bound)), below))
    buckets.append(("+Inf", below + counts.get("inf", 0)))
    family.add_metric((), buckets, counts.get("sum", 0))
    return family


def _index(reading: Reading[IndexState]) -> Iterator[Metric]:
    up = reading.problem is None and reading.value is not None and reading.value.ok
    yield _gauge("prahari_index_up", "Whether the index can be searched.", up)
    if reading.value is not None and reading.value.documents is not None:
        yield _gauge("prahari_index_documents", "Documents in the index.", reading.value.documents)


def _counter(name: str, told: str, labels: tuple[str, ...], counts: Mapping[str, float]) -> Metric:
    family = CounterMetricFamily(name, told, labels=labels)
    for label, n in sorted(counts.items()):
        values = label.split("/", len(labels) - 1)
        # Beyond the bound on labels, a count is told as `other` alone.
        family.add_metric(values if len(values) == len(labels) else [label] * len(labels), n)
    return family


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=float(value))


def _labelled(name: str, told: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, told, labels=(label,))
    for key, value in values.items():
        family.add_metric((key,), value)
    return family
