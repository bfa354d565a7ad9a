"""``scrapy outlets --discover``: look for sources, write them into the outlets' files, tell the outcome."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.discovery import Discovery, discover
from crawler.fetcher import Fetch
from crawler.outletedit import CannotWrite, Written, write_found
from crawler.registry import Outlet, Registry
from crawler.rounds import go_round
from pipelines.store import Store, StoreProblem
from pipelines.workers import Read

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.settings import BaseSettings


@dataclass(frozen=True, slots=True)
class Search:
    """What came of one outlet."""

    discovery: Discovery
    written: Written
    problem: str | None = None
    """Why nothing was found, it could not be written, or the store not forget."""


def search_sources(
    outlets: Iterable[Outlet],
    registry: Registry,
    directory: Path,
    settings: BaseSettings,
    store: Store,
    tell: Callable[[Search], None],
) -> list[Search]:
    """Discover the sources of the outlets and write each file as soon as its search is over; `tell` is called
    then. What the store had instead of the file it forgets. Once a process."""
    done: list[Search] = []

    def over(search: Search) -> None:
        done.append(search)
        tell(search)

    async def visit(outlet: Outlet, fetch: Fetch, read: Read) -> None:
        found = await discover(outlet, registry, fetch, read)
        try:
            written = write_found(directory / f"{outlet.id}.toml", found.found, datetime.now(UTC).date())
        except CannotWrite as problem:
            over(Search(found, Written(), str(problem)))
        else:
            over(Search(found, written, found.failure or _forgotten(outlet, store)))

    def failed(outlet: Outlet, why: str) -> None:
        over(Search(Discovery(outlet.id), Written(), why))

    go_round(outlets, visit, failed, settings)
    return done


def _forgotten(outlet: Outlet, store: Store) -> str | None:
    """The file has them now, so the store drops what a crawl found and could not write; why it does not."""
    try:
        store.note_found_sources(outlet.id, ())
    except StoreProblem as problem:
        return f"written, but what a crawl found before stays in the store: {problem}"
    return None


def as_record(search: Search) -> dict[str, Any]:
    """As ``--json`` prints it: fields are added but never renamed."""
    return {
        "outlet": search.discovery.outlet,
        "found": [
            {
                "kind": one.kind,
                "url": one.url,
                "section": one.section,
                "how": one.how,
                "items": one.inspection.items,
                "content": one.inspection.content,
                "archive": one.archive,
                "enabled": True,  # all that is found can be visited; it was not always so
            }
            for one in search.discovery.found
        ],
        "added": list(search.written.added),
        "kept": list(search.written.kept),
        "removed": list(search.written.removed),
        "tried": [
            {"url": trial.url, "how": trial.how, "verdict": trial.verdict}
            for trial in search.discovery.trials
        ],
        "problem": search.problem,
    }


def as_lines(search: Search) -> Iterator[str]:
    """The outlet, then what was found, then what was tried in vain."""
    if search.problem is None:
        changes = (
            ("new", search.written.added),
            ("as before", search.written.kept),
            ("gone", search.written.removed),
        )
        yield f"{search.discovery.outlet}: " + ", ".join(
            f"{len(urls)} {what}" for what, urls in changes if urls
        )
    else:
        yield f"{search.discovery.outlet}: {search.problem}"
    for one in search.discovery.found:
        section = f", {one.section}" if one.section else ", for looking back" if one.archive else ""
        figures = f"{one.inspection.items} items, {one.inspection.content}"
        yield f"  + {one.kind} {one.url} ({one.how}{section}; {figures})"
    for trial in search.discovery.trials:
        if trial.verdict != "ok":
            yield f"  - {trial.url} ({trial.how}): {trial.verdict}"
