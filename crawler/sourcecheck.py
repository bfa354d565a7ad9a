"""``scrapy outlets --check``: visit the sources of outlets and tell what is in each, storing nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table
from rich.text import Text

from crawler.command import ist
from crawler.discovery import MAX_LEVELS, examine, promising
from crawler.fetcher import Fetch, Fetched
from crawler.inspection import Inspection, fault
from crawler.outlet import Outlet, Source
from crawler.rounds import go_round
from pipelines.workers import Read

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

READABLE: Final = ("feed", "sitemap")
"""Kinds of sources that are read so far."""


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
        for source in outlet.enabled_sources:
            if source.kind in READABLE:
                reports[outlet.id, source.url] = await check_source(outlet.id, source, fetch, read, now)

    def failed(outlet: Outlet, why: str) -> None:
        for source in outlet.enabled_sources:
            report = Report(outlet.id, source, False, Inspection(refused=why), why)
            reports.setdefault((outlet.id, source.url), report)

    go_round(outlets, visit, failed, settings)
    keys = [(outlet.id, source.url) for outlet in outlets for source in outlet.enabled_sources]
    return [reports[key] for key in keys if key in reports]


async def check_source(outlet: str, source: Source, fetch: Fetch, read: Read, now: datetime) -> Report:
    """Visit one source. The figures of a sitemap index are those of the newest sitemap below it."""
    answer, inspection = await examine(source.url, source.kind, fetch, read, now)
    reachable = isinstance(answer, Fetched)
    moved = answer.moved_to if isinstance(answer, Fetched) else None
    via = None
    for _ in range(MAX_LEVELS):
        if inspection.items or not inspection.children:
            break
        via = promising(inspection.children)[0].url
        _, inspection = await examine(via, "sitemap", fetch, read, now)
    problem = fault(inspection, source.kind, now)
    if problem and via:
        problem = f"{via}: {problem}"
    return Report(outlet, source, reachable, inspection, problem, moved, via)


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
