"""``scrapy outlets``: which outlets are watched, and how crawling them goes.

(no option)     a table: sources, interval, last success, next visit
--files         mistakes in the files and extraction rules that match nothing any more; no network
--check         the same, then every enabled source is visited
--discover      sources are looked for on the outlets' sites and written into their files
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, redirect_stdout
from datetime import UTC, datetime, timedelta
from typing import Any

from rich.console import Console
from rich.table import Table
from scrapy.settings import BaseSettings

from crawler.command import PlainCommand, Problem, ist, json_line
from crawler.registry import Outlet, Registry, load_outlets
from crawler.services import Services
from crawler.spiderloader import nearest, outlets_directory
from pipelines.store import OutletState

ENOUGH_STORIES = 3
"""So many stories without a match make a rule one that no longer matches: a single page may be odd."""
ENOUGH_TO_DROP = 20
"""The same for what is to be removed, which need not be on every page."""


class Command(PlainCommand):
    summary = "Print the outlets and how crawling them goes, check their files and sources, or find sources"
    arguments = "[ID ...]"
    example = "scrapy outlets jagran bhaskar; scrapy outlets --check jagran; scrapy outlets --discover giltv"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--files",
            action="store_true",
            help="validate every outlet file and print each mistake with file, line and field, and the"
            " extraction rules that match nothing any more; visits nothing; exit code 1 if there is one",
        )
        what.add_argument(
            "--check",
            action="store_true",
            help="as --files, then visit every enabled source: items, newest, dated, in Hindi, full text or"
            " not, moved; stores nothing; exit code 1 if a file has a mistake or a source is broken",
        )
        what.add_argument(
            "--discover",
            action="store_true",
            help="look for sources on the sites of the outlets (without ID: of those that have none), check"
            " them and write them into the outlets' files; exit code 1 if nothing was found for one",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        assert self.settings is not None
        registry = load_outlets(outlets_directory(self.settings), strict=False)
        chosen = select(registry, args)
        if opts.files:
            return check_files(registry, args, dead_rules(chosen, self.settings))
        if opts.check:
            return self.check(registry, chosen, args, opts.json)
        if opts.discover:
            return self.discover(registry, chosen, args, opts.json)
        state = crawl_state(self.settings)
        if opts.json:
            for outlet in chosen:
                print(json_line(record(outlet, state.get(outlet.id))))
        else:
            console().print(table(chosen, state, datetime.now(UTC)))
        for problem in registry.problems:
            print(problem, file=sys.stderr)
        return 0

    def check(self, registry: Registry, chosen: list[Outlet], ids: list[str], as_json: bool) -> int:
        """Files, then sources. With ``--json`` standard output has the sources alone."""
        from crawler import sourcecheck  # crawling machinery, which a table of outlets need not load

        assert self.settings is not None
        with redirect_stdout(sys.stderr if as_json else sys.stdout):
            wrong = check_files(registry, ids, dead_rules(chosen, self.settings))
        reports = sourcecheck.check_sources(chosen, self.settings) if chosen else []
        if as_json:
            for report in reports:
                print(json_line(sourcecheck.as_record(report)))
        elif reports:
            console().print(sourcecheck.as_table(reports))
        broken = sum(report.problem is not None for report in reports)
        print(f"{_count(len(reports), 'source')} visited, {broken} broken", file=sys.stderr)
        return 1 if wrong or broken else 0

    def discover(self, registry: Registry, chosen: list[Outlet], ids: list[str], as_json: bool) -> int:
        """Look for sources and write them down, telling each outlet as soon as it is done."""
        from crawler import sourcesearch

        assert self.settings is not None
        if faulty := [problem for problem in registry.problems if problem.path.stem in ids]:
            raise Problem(str(faulty[0]))
        wanted = [outlet for outlet in chosen if ids or not outlet.enabled_sources]

        def tell(search: sourcesearch.Search) -> None:
            if as_json:
                print(json_line(sourcesearch.as_record(search)), flush=True)
            else:
                print("\n".join(sourcesearch.as_lines(search)), flush=True)

        directory = outlets_directory(self.settings)
        done = sourcesearch.search_sources(wanted, registry, directory, self.settings, tell) if wanted else []
        failed = sum(search.problem is not None for search in done)
        print(f"{_count(len(done), 'outlet')} searched, {failed} without result", file=sys.stderr)
        return 1 if failed else 0


def console() -> Console:
    """A pipe has no width of its own: 80 columns would cut what is meant for grep."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 160)


def select(registry: Registry, ids: list[str]) -> list[Outlet]:
    """The outlets with these ids, all if none is given. Raises Problem if there is no such outlet."""
    faulty = {problem.path.stem for problem in registry.problems}
    for id in ids:
        if id not in registry and id not in faulty:
            near = nearest(id, [*registry])
            raise Problem(f"no outlet {id!r}" + (f"; did you mean {' or '.join(near)}?" if near else ""))
    return [outlet for outlet in registry.values() if not ids or outlet.id in ids]


def check_files(registry: Registry, ids: list[str], dead: Sequence[str] = ()) -> int:
    """Print what is wrong with the files (of these outlets), and ``dead`` rules; 1 if there is anything."""
    problems = [problem for problem in registry.problems if not ids or problem.path.stem in ids]
    for problem in problems:
        print(problem)
    for line in dead:
        print(line)
    if problems:
        files = len({problem.path for problem in problems})
        print(f"{_count(len(problems), 'mistake')} in {_count(files, 'file')}", file=sys.stderr)
    if dead:
        print(f"{_count(len(dead), 'rule')} without a match", file=sys.stderr)
    if problems or dead:
        return 1
    print(f"{_count(len(ids or registry), 'outlet file')}, no mistakes")
    return 0


def dead_rules(outlets: Iterable[Outlet], settings: BaseSettings) -> list[str]:
    """The rules of the layouts in use that matched nothing on the last stories, one line each.

    The store is only opened if an outlet has rules. Raises StoreProblem.
    """
    today = datetime.now(UTC).date()
    ruled = [(outlet, rules) for outlet in outlets if (rules := outlet.hints(today).rules)]
    if not ruled:
        return []
    with closing(Services.open(settings)) as services:
        return [
            f"{outlet.id}.toml: extraction: {rule}: matched on none of the last {figures.missed} pages"
            for outlet, rules in ruled
            if (known := services.store.rule_figures(outlet.id, body=rules.get("body")))
            for field, rule in rules.items()
            if (figures := known.get(rule))
            and not figures.matched
            and figures.missed >= (ENOUGH_TO_DROP if field == "drop" else ENOUGH_STORIES)
        ]


def crawl_state(settings: BaseSettings) -> Mapping[str, OutletState]:
    """What the store knows of each outlet that was ever visited. Raises StoreProblem."""
    with closing(Services.open(settings)) as services:
        return services.store.outlet_states()


def table(outlets: Iterable[Outlet], state: Mapping[str, OutletState], now: datetime) -> Table:
    """One line an outlet."""
    made = Table(box=None, pad_edge=False)
    for heading in ("id", "name", "sources", "every", "last success", "next due", "failures"):
        figure = heading in ("sources", "every", "failures")
        made.add_column(heading, justify="right" if figure else "left", no_wrap=figure or heading == "id")
    for outlet in outlets:
        visited = state.get(outlet.id)
        failures = visited.failures if visited else 0
        made.add_row(
            outlet.id,
            outlet.name_hi,
            f"{len(outlet.enabled_sources)}/{len(outlet.sources)}",
            f"{outlet.interval} min",
            ist(visited.last_success) if visited else "never",
            due(outlet, visited, now),
            str(failures),
            style="red" if failures else "",
        )
    return made


def due(outlet: Outlet, visited: OutletState | None, now: datetime) -> str:
    """When the outlet is visited next, for a person; "search" where that is to look for its sources."""
    search = "" if outlet.enabled_sources else "search "
    if visited is None or visited.next_due is None or visited.next_due <= now:
        return f"{search}now"
    if visited.next_due - now < timedelta(hours=2):
        return f"{search}in {-(-(visited.next_due - now).total_seconds() // 60):.0f} min"
    return f"{search}{ist(visited.next_due)}"


def record(outlet: Outlet, visited: OutletState | None) -> dict[str, Any]:
    """An outlet as ``--json`` prints it: fields are added but never renamed."""
    return {
        "id": outlet.id,
        "name_hi": outlet.name_hi,
        "name_en": outlet.name_en,
        "home": outlet.home,
        "kind": outlet.kind,
        "status": outlet.status,
        "interval": outlet.interval,
        "stories_per_day": outlet.stories_per_day,
        "sources": [source.model_dump(mode="json") for source in outlet.sources],
        "last_success": visited.last_success.isoformat() if visited and visited.last_success else None,
        "next_due": visited.next_due.isoformat() if visited and visited.next_due else None,
        "failures": visited.failures if visited else 0,
        "last_error": visited.last_error if visited else None,
        "hubs": {source.url: source.hub for source in visited.sources if source.hub} if visited else {},
    }


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"
