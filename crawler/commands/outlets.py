"""``scrapy outlets``: which outlets are watched, and how crawling them goes.

(no option)     a table: sources, interval, last success, next visit, new stories, refusals, delay
--alarms        what has collapsed; for cron
--files         mistakes in the files and extraction rules that match nothing any more; no network
--check         the same, then every enabled source is visited
--discover      sources are looked for on the outlets' sites and written into their files
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from contextlib import closing, redirect_stdout
from datetime import UTC, datetime

from rich.console import Console
from scrapy.settings import BaseSettings

from crawler.alarms import Alarm
from crawler.command import PlainCommand, Problem, json_line
from crawler.health import healths
from crawler.outlettable import record, remarks, table
from crawler.ready import facts
from crawler.registry import Outlet, Registry, load_outlets
from crawler.services import Services
from crawler.sounding import sounding
from crawler.spiderloader import nearest, no_outlets, outlets_directory
from crawler.timetable import standing

ENOUGH_STORIES = 3
"""So many stories without a match make a rule one that no longer matches: a single page may be odd."""
ENOUGH_TO_DROP = 20
"""The same for what is to be removed, which need not be on every page."""


ALARMED = 3
"""Exit code of ``--alarms``: 1 and 2 are for what went wrong itself."""


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
        what.add_argument(
            "--alarms",
            action="store_true",
            help="list what has collapsed by the outlet's own past (volume, length of texts, dates, language,"
            f" refusals, failures), a line each, for cron: exit code {ALARMED} if there is one, 1 if a file"
            " has a mistake",
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
        if not registry:
            raise Problem(no_outlets(registry))
        if opts.discover:
            return self.discover(registry, chosen, args, opts.json)
        now = datetime.now(UTC)
        with closing(Services.open(self.settings)) as services:
            chosen = [services.registry[outlet.id] for outlet in chosen if outlet.id in services.registry]
            if opts.alarms:
                found = sounding(services.store, chosen, now)
                return tell_alarms(found, registry.problems, opts.json)
            state = services.store.outlet_states()
            health = healths(services.store, chosen, now)
            known = facts(services.store, {one.id: one for one in chosen}, now)
            stands = {one.id: standing(one, known[one.id], self.settings, now) for one in chosen}
        if opts.json:
            for outlet in chosen:
                print(json_line(record(outlet, state.get(outlet.id), health[outlet.id], stands[outlet.id])))
        else:
            console().print(table(chosen, state, health, stands, now))
            for outlet in chosen:
                for line in remarks(outlet, state.get(outlet.id)):
                    print(line)
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
        done: list[sourcesearch.Search] = []
        if wanted:
            with closing(Services.open(self.settings)) as services:
                done = sourcesearch.search_sources(
                    wanted, registry, directory, self.settings, services.store, tell
                )
        failed = sum(search.problem is not None for search in done)
        none = "" if wanted else ": every outlet has a source; name one to look for more"
        print(f"{_count(len(done), 'outlet')} searched, {failed} without result{none}", file=sys.stderr)
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


def tell_alarms(found: Sequence[Alarm], faulty: Sequence[object], as_json: bool) -> int:
    """Print each; the exit code. `faulty`: an outlet whose file is wrong is not visited, and has no past."""
    for problem in faulty:
        print(problem, file=sys.stderr)
    for alarm in found:
        told = {"outlet": alarm.outlet, "kind": alarm.kind, "detail": alarm.detail}
        print(json_line(told) if as_json else f"{alarm.outlet}: {alarm.kind}: {alarm.detail}")
    return ALARMED if found else int(bool(faulty))


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"
