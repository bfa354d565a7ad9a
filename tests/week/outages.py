"""What goes wrong in the week, and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.newsroom.visits import Fault


@dataclass
class Outage:
    """From one hour of the week to another, something is away."""

    what: str
    begin: float
    end: float
    fault: Fault | None = None
    """What is wrong with the outlet `what`; None: it is no outlet."""


OUTAGES = (
    Outage("tezkhabar", 20, 25, Fault(status=503, retry_after=7200)),
    Outage("grambharti", 40, 52, Fault(hang_up=True)),
    Outage("yugdarpan", 90, 93, Fault(status=500)),
    Outage("navprabhat", 140, 141, Fault(status=429, retry_after=1800)),
    Outage("index unreachable", 30, 36),
    Outage("index killed", 100, 104),
    Outage("schedulers", 75, 83),
)
"""The outages that last."""


@dataclass
class Blow:
    """A kill at an instant of the week; ``crawling``: in the middle of the next crawl after it."""

    what: str
    hour: float
    crawling: bool = True


BLOWS = (
    Blow("the watch is killed", 12),
    Blow("a crawl is killed", 50),
    Blow("the watch is killed", 60),
    Blow("the watch is told to end", 120, crawling=False),
    Blow("a crawl is killed", 130),
    Blow("the watch is killed", 150),
)
"""kill -9 and SIGTERM. Whoever is ended is started again an hour later, as systemd would at once."""


@dataclass
class Plan:
    """Calls what is to be done at each hour, once."""

    steps: list[tuple[float, Callable[[], None]]] = field(default_factory=list)

    def at(self, hour: float, do: Callable[[], None]) -> None:
        self.steps.append((hour, do))
        self.steps.sort(key=lambda step: step[0])

    def reached(self, hour: float) -> None:
        """Do what is planned up to then."""
        while self.steps and self.steps[0][0] <= hour:
            self.steps.pop(0)[1]()
