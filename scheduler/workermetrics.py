"""Figures of one worker for Prometheus; those of the store are the watch's (`scheduler.metrics`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from scheduler.working import Working


def registry(working: Working) -> CollectorRegistry:
    """All that is exported."""
    made = CollectorRegistry()
    made.register(_Collector(working))
    ProcessCollector(registry=made)
    return made


class _Collector(Collector):
    def __init__(self, working: Working) -> None:
        self._working = working

    def describe(self) -> Iterable[Metric]:
        """Nothing: to register it, the store need not be asked."""
        return ()

    def collect(self) -> Iterator[Metric]:
        working = self._working
        yield GaugeMetricFamily("prahari_worker_crawls", "Crawls under way.", value=working.crawls)
        yield GaugeMetricFamily("prahari_worker_outlets", "Outlets being crawled.", value=working.outlets)
        ended = CounterMetricFamily(
            "prahari_worker_crawls_ended", "Crawls by how they ended.", labels=("outcome",)
        )
        for outcome, n in working.ended().items():
            ended.add_metric((outcome,), n)
        yield ended
        yield GaugeMetricFamily(
            "prahari_worker_looking_seconds",
            "Since no look at what is due was under way.",
            value=working.looking,
        )
        up = float(working.store.latest().problem is None)
        yield GaugeMetricFamily("prahari_store_up", "Whether the store can be read.", value=up)
