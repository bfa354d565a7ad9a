"""The week itself: moves the clock while nothing is done, and breaks what is to break."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from tests.elasticsearch.node import Node
from tests.elasticsearch.proxy import Proxy, Trouble
from tests.newsroom import Newsroom
from tests.project import Installation
from tests.week import edition
from tests.week.clock import Clock
from tests.week.outages import BLOWS, OUTAGES, Blow, Outage, Plan
from tests.week.watchers import Watchers

STEP = 600.0
"""Seconds of the week that the clock goes further at once."""
PAUSE = 0.1
"""Real seconds between two steps."""
DELAY = 0.5
"""``PRAHARI_DELAY``: seconds between two requests to a host, times 0.5 to 1.5."""


class Week:
    """One run of it. ``hours``: how much of it."""

    def __init__(self, folder: Path, clock: Clock, node: Node, hours: float = edition.HOURS) -> None:
        self.folder, self.clock, self.node, self.hours = folder, clock, node, hours
        self.begun = clock.now()
        self.room = Newsroom(base=self.begun + timedelta(hours=edition.HOURS), clock=clock.now)
        edition.fill(self.room)
        self.proxy = Proxy(node.url)
        self.published: dict[str, tuple[str, datetime]] = {}
        """URL → outlet and instant of all that sources announced."""
        self.restarts: list[str] = []
        self.seconds = 0.0
        """Real seconds that it took."""
        self._plan = Plan()
        self._blow: Callable[[], None] | None = None
        """What is to happen in the middle of the next crawl."""

    @property
    def hour(self) -> float:
        """Of the week, from 0."""
        return (self.clock.now() - self.begun) / timedelta(hours=1)

    def run(self) -> None:
        begun = time.monotonic()
        with self.room, self.proxy:
            edition.write_outlets(self.room, self.folder / "outlets")
            self.here = Installation(self.folder / "data", self.folder / "outlets", self._settings())
            assert self.here.scrapy("index", "setup").returncode == 0
            self.watchers = Watchers(self.here, self.folder)
            self._make_plan()
            try:
                self.watchers.start()
                self.watchers.start()
                while self.hour < self.hours:
                    self._go_on()
                self._wait_for_crawls()
            finally:
                self.watchers.stop()
        self.seconds = time.monotonic() - begun

    def _settings(self) -> dict[str, str]:
        return self.clock.environment | {
            "PRAHARI_ELASTICSEARCH_URL": self.proxy.url,
            "PRAHARI_ELASTICSEARCH_PREFIX": "week",
            "PRAHARI_DELAY": str(DELAY),
            "PRAHARI_METRICS": "off",
            "PRAHARI_INTERVAL_MIN": str(edition.SHORTEST),
            "PRAHARI_INTERVAL_MAX": str(edition.LONGEST),
            "PRAHARI_REVISIT_HOURS": "off",
            # A step of the clock is longer than the usual time: the owners show that they live after each.
            "PRAHARI_WATCH_SECONDS": "3600",
            "PRAHARI_LEASE_SECONDS": "3600",
        }

    def _go_on(self) -> None:
        self._plan.reached(self.hour)
        if self.watchers.crawls():
            if (blow := self._blow) is not None:
                self._blow = None
                time.sleep(2.5)  # until it is in the middle of its pages, as a rule
                blow()
            time.sleep(0.05)
            return
        self.clock.forward(STEP)
        time.sleep(PAUSE)

    def _wait_for_crawls(self) -> None:
        while self.watchers.crawls():
            time.sleep(0.1)

    def _make_plan(self) -> None:
        for hour in range(0, int(self.hours), 3):
            self._plan.at(hour, self._look_what_is_out)
        for outage in OUTAGES:
            self._plan.at(outage.begin, lambda outage=outage: self._break(outage))  # type: ignore[misc]
            self._plan.at(outage.end, lambda outage=outage: self._mend(outage))  # type: ignore[misc]
        for blow in BLOWS:
            self._plan.at(blow.hour, lambda blow=blow: self._strike(blow))  # type: ignore[misc]

    def _look_what_is_out(self) -> None:
        for url, outlet, at in edition.announced(self.room):
            self.published.setdefault(url, (outlet, at))

    def _break(self, outage: Outage) -> None:
        if outage.fault is not None:
            self.room.break_down(outage.what, outage.fault)
        elif outage.what == "index unreachable":
            self.proxy.trouble = Trouble(reached=False)
        elif outage.what == "index killed":
            self.node.kill()
        else:
            self.watchers.kill_all()

    def _mend(self, outage: Outage) -> None:
        if outage.fault is not None:
            self.room.repair(outage.what)
        elif outage.what == "index unreachable":
            self.proxy.heal()
        elif outage.what == "index killed":
            self.node.start()
        else:
            self.watchers.start()
            self.watchers.start()

    def _strike(self, blow: Blow) -> None:
        def strike() -> None:
            self.restarts.append(f"{self.hour:5.1f} h: {blow.what}")
            if blow.what == "a crawl is killed":
                self.watchers.kill_crawl()
                return
            self.watchers.end_leader(signal.SIGKILL if "killed" in blow.what else signal.SIGTERM)
            self._plan.at(self.hour + 1, self.watchers.start)

        if blow.crawling:
            self._blow = strike
        else:
            strike()
