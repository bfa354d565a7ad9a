"""How everything stands at one instant: what the exporter, ``scrapy status`` and the alarms are made from.

store: figures, counts, outlets, open alarms ─┐
index: health, which may take long            ├─▶ Overview
disk under PRAHARI_DATA                       ┘
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from crawler.ready import facts, ready
from crawler.services import Services
from pipelines.store import OutletState
from pipelines.store.alarms import OpenAlarm
from pipelines.store.figures import Figures
from search.index import IndexProblem

Tallies = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class IndexState:
    """Whether the index can be searched."""

    ok: bool
    documents: int | None
    """None if it cannot be asked."""
    detail: str


@dataclass(frozen=True, slots=True)
class Disk:
    """The file system that holds `PRAHARI_DATA`; bytes."""

    directory: str
    free: int
    total: int

    @property
    def free_percent(self) -> float:
        return 100 * self.free / self.total if self.total else 100.0


@dataclass(frozen=True, slots=True)
class Overview:
    """All but the index, which is asked by itself: a server may take long to answer."""

    at: datetime
    figures: Figures
    tallies: Tallies
    outlets: Mapping[str, OutletState]
    """Of those in the registry that were ever visited."""
    due: int
    """Outlets that are to be visited now."""
    alarms: tuple[OpenAlarm, ...]
    disk: Disk | None
    store_bytes: int | None
    """Of the store's file; None for a server."""


def overview(services: Services, now: datetime) -> Overview:
    """Raises StoreProblem."""
    store, outlets = services.store, services.registry
    states = store.outlet_states()
    return Overview(
        now,
        store.figures(now),
        store.tallies(),
        {id: states[id] for id in outlets if id in states},
        len(ready(facts(store, outlets, now), outlets, services.settings, now).ids),
        tuple(store.open_alarms()),
        disk(services.settings["PRAHARI_DATA"]),
        _size(services.store_url),
    )


def index_state(services: Services) -> IndexState:
    """Raises nothing: an index that cannot be asked is not well."""
    try:
        health = services.index.health()
    except IndexProblem as problem:
        return IndexState(False, None, str(problem))
    return IndexState(health.ok, health.documents, health.detail)


def disk(directory: str) -> Disk | None:
    """None if there is no such directory, yet."""
    try:
        usage = shutil.disk_usage(directory)
    except OSError:
        return None
    return Disk(directory, usage.free, usage.total)


def _size(store_url: str) -> int | None:
    url = make_url(store_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    files = (Path(url.database), Path(f"{url.database}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())
