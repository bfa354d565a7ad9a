"""What the exporter and the health pages know: three probes over one set of services."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from crawler.overview import IndexState, Overview, index_state, overview
from crawler.services import ProjectSettings, Services
from scheduler.health import LATE, overdue
from scheduler.probe import PATIENCE, Probe, Reading


class Standing:
    """Opened when first asked; the store may be away then."""

    parts = ("store", "index", "watch")

    def __init__(self, settings: ProjectSettings, patience: float = PATIENCE) -> None:
        self._settings = settings
        self._services: Services | None = None
        self._index_services: Services | None = None
        self.overview: Probe[Overview] = Probe(self._overview, patience=patience)
        self.index: Probe[IndexState] = Probe(self._index, patience=patience)
        self.late: Probe[float | None] = Probe(self._late, patience=patience)
        """Seconds by which the latest job is overdue; None: there are no jobs yet."""

    def complaints(self) -> dict[str, str]:
        """What is not as it should be, by ``store``, ``index`` and ``watch``; empty if all is well."""
        told = {}
        if problem := self.overview.latest().problem:
            told["store"] = problem
        late = self.late.latest()
        if trouble := late.problem or lateness(late):
            told["watch"] = trouble
        index = self.index.latest()
        if index.problem or (index.value and not index.value.ok):
            told["index"] = index.problem or (index.value.detail if index.value else "?")
        return told

    def stalled(self) -> str | None:
        """Why the watch would be better restarted; None if it works, or if only its store is away."""
        reading = self.late.latest()
        return None if reading.problem else lateness(reading)

    def close(self) -> None:
        for services in (self._services, self._index_services):
            if services is not None:
                services.close()

    def _overview(self) -> Overview:
        if self._services is None:
            self._services = Services.open(self._settings)
        return overview(self._services, datetime.now(UTC))

    def _index(self) -> IndexState:
        if self._index_services is None:
            self._index_services = Services.open(self._settings)
        return index_state(self._index_services)

    def _late(self) -> float | None:
        return overdue(self._settings["PRAHARI_STORE"], time.time())


def lateness(reading: Reading[float | None]) -> str | None:
    """In words, if the watch does not get its jobs done."""
    if reading.value is None:
        return "the watch has not begun"
    # The figure is as old as the reading.
    if (late := reading.value + (reading.age or 0)) > LATE:
        return f"a job is {late:.0f} s late; the watch stands still"
    return None
