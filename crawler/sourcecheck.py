"""``scrapy outlets --check``: visit the sources of outlets and tell what is in each, storing nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from crawler.command import ist
from crawler.discovery import examine
from crawler.failures import FetchFailure
from crawler.fetcher import Fetch, Fetched
from crawler.inspection import Inspection, fault
from crawler.itinerary import MAX_LEVELS, Moment, Stop, begin, posts, promising
from crawler.outlet import Outlet, Source
from crawler.rounds import go_round
from crawler.sources import SourceRefused, category_ids
from pipelines.workers import Read

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


@dataclass(frozen=True, slots=True)
class Report:
    """What was found at one source."""

    outlet: str
    source: Source
    reachable: bool
    inspection: Inspection
    problem: str | None
    """Why it is broken; None if it is not."""
    moved_to: str | None = None
    """Where it has moved for good."""
    via: str | None = None
    """The sitemap to which an index led, whose figures these are."""


def check_sources(outlets: Iterable[Outlet], settings: BaseSettings) -> list[Report]:
    """Visit the enabled sources of the outlets; reports in the order of the files. Once a process."""
    outlets = list(outlets)
    reports: dict[tuple[str, str], Report] = {}
    now = datetime.now(UTC)

    async def visit(outlet: Outlet, fetch: Fetch, read: Read) -> None:
        for source in checkable(outlet):
            reports[outlet.id, source.url] = await check_source(outlet.id, source, fetch, read, now)

    def failed(outlet: Outlet, why: str) -> None:
        for source in checkable(outlet):
            report = Report(outlet.id, source, False, Inspection(refused=why), why)
            reports.setdefault((outlet.id, source.url), report)

    go_round(outlets, visit, failed, settings)
    keys = [(outlet.id, source.url) for outlet in outlets for source in checkable(outlet)]
    return [reports[key] for key in keys if key in reports]


def checkable(outlet: Outlet) -> list[Source]:
    """The sources that are in use, archives too."""
    return [source for source in outlet.sources if source.enabled]


async def check_source(outlet: str, source: Source, fetch: Fetch, read: Read, now: datetime) -> Report:
    """Visit one source. The figures of a sitemap index are those of the newest sitemap below it, those of
    a sitemap for each day of the newest that is there."""
    reachable, moved, via, inspection = False, None, None, Inspection()
    for stop in begin(source, Moment(now)):
        if stop.what == "categories":
            found = await _posts(source, stop, fetch, now)
            if isinstance(found, str):
                return Report(outlet, source, False, Inspection(refused=found), found)
            stop = found
        answer, inspection = await examine(stop.url, source.kind, fetch, read, now, source.items)
        via = None if source.kind == "api" or stop.url == source.url else stop.url
        if isinstance(answer, Fetched):
            reachable, moved = True, answer.moved_to if stop.url == source.url else None
        if inspection.items or inspection.children:
            break
    for _ in range(MAX_LEVELS):
        if inspection.items or not inspection.children:
            break
        via = promising(inspection.children)[0].url
        _, inspection = await examine(via, "sitemap", fetch, read, now)
    problem = fault(inspection, source.kind, now)
    if problem and via:
        problem = f"{via}: {problem}"
    return Report(outlet, source, reachable, inspection, problem, moved, via)


async def _posts(source: Source, stop: Stop, fetch: Fetch, now: datetime) -> Stop | str:
    """Where the posts of the source's categories are, or why that is not known."""
    answer = await fetch(stop.url)
    if isinstance(answer, FetchFailure):
        return f"{answer.reason}: {answer.detail}"
    ids = category_ids(answer.body, source.categories, answer.content_type)
    if isinstance(ids, SourceRefused):
        return f"{ids.reason}: {ids.detail}"
    return posts(source, Moment(now), ids)


def as_record(report: Report) -> dict[str, Any]:
    """As ``--json`` prints it: fields are added but never renamed."""
    found = report.inspection
    return {
        "outlet": report.outlet,
        "kind": report.source.kind,
        "url": report.source.url,
        "ok": report.problem is None,
        "reachable": report.reachable,
        "problem": report.problem,
        "format": found.format or None,
        "items": found.items,
        "newest": found.newest.isoformat() if found.newest else None,
        "dated": round(found.dated, 3),
        "hindi": found.hindi,
        "language": found.language,
        "content": found.content,
        "hub": found.hub,
        "moved_to": report.moved_to,
        "via": report.via,
    }


def as_table(reports: Sequence[Report]) -> Table:
    """One line a source, green or red; what has moved or cannot be told is yellow."""
    made = Table(box=None, pad_edge=False)
    for heading in ("outlet", "state", "items", "newest", "dates", "Hindi", "content", "source"):
        made.add_column(
            heading,
            justify="right" if heading in ("items", "dates") else "left",
            no_wrap=heading not in ("source",),
            overflow="fold",
        )
    for report in reports:
        found = report.inspection
        place = Text(report.source.url)
        if report.moved_to:
            place.append(f"\nmoved to {report.moved_to}", "yellow")
        if found.hub:
            place.append(f"\nWebSub hub {found.hub}", "cyan")
        if report.problem:
            place.append(f"\n{report.problem}", "red")
        made.add_row(
            report.outlet,
            Text("broken", "bold red") if report.problem else Text("ok", "green"),
            str(found.items),
            ist(found.newest),
            f"{found.dated:.0%}" if found.items else "-",
            _hindi(found),
            found.content if found.items else "-",
            place,
        )
    return made


def _hindi(found: Inspection) -> Text:
    if found.hindi is None:
        return Text("?" if found.items else "-", "yellow" if found.items else "")
    return Text("yes", "green") if found.hindi else Text(found.language or "no", "red")
