"""What is wrong now: with the whole of Prahari, and with single outlets.

silence     no story of any outlet for so long, pauses and quiet hours apart
outbox      something has waited for the index for so long
refused     the index would not take something
disk        the disk under PRAHARI_DATA is nearly full
file        an outlet's file has a mistake, so nobody visits the outlet
volume, length, dates, language, refusals, failing, source, gone    an outlet; see `crawler.alarms`
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from crawler import hours
from crawler.engines import SERVER, on_server
from crawler.indexreport import short
from crawler.overview import disk
from crawler.services import Services
from crawler.sounding import sounding
from pipelines.store.alarms import Trouble
from pipelines.store.figures import Backlog, Figures
from pipelines.store.schedule import ALL

SYSTEM: Final = ("silence", "outbox", "refused", "disk")
OUTLETS: Final = ("file", "volume", "length", "dates", "language", "refusals", "failing", "source", "gone")


def system_troubles(
    services: Services, now: datetime, began: datetime, visited: datetime | None = None
) -> list[Trouble]:
    """Of the kinds in `SYSTEM`. The watch runs since ``began``, and visits outlets since ``visited`` (None:
    as long): what did not come before is nobody's fault.

    Raises StoreProblem.
    """
    figures = services.store.figures(now)
    return [
        *_silence(services, figures, now, visited or began),
        *_indexes(services, figures, now, began),
        *_disk(services),
    ]


def outlet_troubles(services: Services, now: datetime) -> list[Trouble]:
    """Of the kinds in `OUTLETS`; one an outlet and kind. Raises StoreProblem."""
    outlets = list(services.registry.values())
    files: defaultdict[str, list[str]] = defaultdict(list)
    for problem in services.registry.problems:
        files[problem.path.stem].append(str(problem))
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for alarm in sounding(services.store, outlets, now):
        found[alarm.kind, alarm.outlet].append(alarm.detail)
    return [
        *(Trouble("file", name, "; ".join(mistakes)) for name, mistakes in files.items()),
        *(Trouble(kind, outlet, "; ".join(details)) for (kind, outlet), details in found.items()),
    ]


def all_paused(services: Services) -> bool:
    """Whether nobody is to be visited: all outlets are paused at once, or one by one. Raises StoreProblem."""
    pauses, outlets = services.store.pauses(), services.registry
    return ALL in pauses or (bool(outlets) and all(id in pauses for id in outlets))


def _silence(services: Services, figures: Figures, now: datetime, visited: datetime) -> Iterator[Trouble]:
    limit = timedelta(minutes=services.settings.getfloat("PRAHARI_ALARM_SILENCE_MINUTES"))
    if not limit or all_paused(services):
        return
    since = max(figures.newest or visited, visited)
    if quiet := hours.read(services.settings["PRAHARI_QUIET_HOURS"]):
        if quiet.until(now):
            return
        since = max(since, quiet.until(now - limit) or since)
    if now - since > limit:
        yield Trouble("silence", "", f"no story of any outlet for {_span(now - since)}")


def _indexes(services: Services, figures: Figures, now: datetime, began: datetime) -> Iterator[Trouble]:
    limit = timedelta(minutes=services.settings.getfloat("PRAHARI_ALARM_OUTBOX_MINUTES"))
    for backlog in figures.backlogs:
        if not _in_use(services, backlog):
            continue
        name = short(backlog.index)
        if limit and backlog.since is not None and now - max(backlog.since, began) > limit:
            longest = _span(now - backlog.since)
            told = f"{backlog.waiting} {backlog.holds} wait for the index, up to {longest}"
            yield Trouble("outbox", name, told)
        if backlog.refused:
            told = f"the index would not take {backlog.refused} {backlog.holds}: see `scrapy index failed`"
            yield Trouble("refused", name, told)


def _in_use(services: Services, backlog: Backlog) -> bool:
    """Nobody drains to an index of the other engine, which was used before."""
    return backlog.index.startswith(SERVER) == on_server(services.settings)


def _disk(services: Services) -> Iterator[Trouble]:
    limit = services.settings.getfloat("PRAHARI_ALARM_DISK_PERCENT")
    found = disk(services.settings["PRAHARI_DATA"])
    if found is not None and found.free_percent < limit:
        told = f"{found.free / 2**30:.1f} GB, {found.free_percent:.1f} % of the disk, are free"
        yield Trouble("disk", found.directory, told)


def _span(time: timedelta) -> str:
    minutes = int(time.total_seconds() // 60)
    return f"{minutes} min" if minutes < 180 else f"{minutes // 60} h"
