"""The alarms of all outlets, by what the store knows of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from crawler.alarms import Alarm, alarms
from crawler.health import healths
from crawler.outlettable import watched

if TYPE_CHECKING:
    from crawler.outlet import Outlet
    from pipelines.store import OutletState, Store


def sounding(store: Store, outlets: Collection[Outlet], now: datetime) -> list[Alarm]:
    """What has collapsed, outlet by outlet. Raises StoreProblem."""
    states, health = store.outlet_states(), healths(store, outlets, now)
    return [
        alarm
        for outlet in outlets
        for alarm in alarms(health[outlet.id], _watched(outlet, states.get(outlet.id)), now)
    ]


def _watched(outlet: Outlet, state: OutletState | None) -> OutletState | None:
    """The outlet's state, without sources that are no longer in its file: nobody asks for them any more."""
    return state and replace(state, sources=tuple(watched(outlet, state)))
