"""Which outlets a crawl is to visit now. `crawler.timetable` decides, by what the store knows of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from crawler.leases import gone, names
from crawler.timetable import Facts, standing
from pipelines.store import Store
from pipelines.store.schedule import ALL

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from crawler.outlet import Outlet

_EARLIEST: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ready:
    """Outlet ids: who waits longest first."""

    visit: tuple[str, ...]
    """Their sources are to be asked."""
    pages: tuple[str, ...]
    """Some of their pages are to be fetched; of these, too."""

    @property
    def ids(self) -> tuple[str, ...]:
        """All of them, each once."""
        return tuple(dict.fromkeys(self.visit + self.pages))


def facts(store: Store, outlets: Mapping[str, Outlet], now: datetime) -> dict[str, Facts]:
    """Outlet id → what decides about its next visit. Raises StoreProblem."""
    states, pauses, wanted = store.outlet_states(), store.pauses(), store.wanted()
    holders = store.holdings()
    dead = set(gone({one.owner for one in holders.values()}))
    alive = {name: one for name, one in holders.items() if one.owner not in dead}
    busy = store.hosts_left_alone(now)
    with_work = set(store.with_work(list(outlets), now))
    return {
        id: Facts(
            state=states.get(id),
            pause=pauses.get(id) or pauses.get(ALL),
            holding=next((alive[name] for name in names(outlet) if name in alive), None),
            wanted_at=wanted.get(id),
            pages=id in with_work,
            busy={host: busy[host] for host in outlet.asked_hosts if host in busy},
        )
        for id, outlet in outlets.items()
    }


def ready(
    known: Mapping[str, Facts], outlets: Mapping[str, Outlet], settings: BaseSettings, now: datetime
) -> Ready:
    """Those that are due now and neither paused, quiet nor being crawled."""
    due_at, pages = {}, []
    for id, of_outlet in known.items():
        stands = standing(outlets[id], of_outlet, settings, now)
        if stands.state != "due":
            continue
        if stands.due_at is None or stands.due_at <= now:
            due_at[id] = stands.due_at or _EARLIEST
        if of_outlet.pages:
            pages.append(id)
    return Ready(tuple(sorted(due_at, key=due_at.__getitem__)), tuple(pages))
