"""``scrapy crawl``: Scrapy's own, with what keeps it from starting told in one line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from scrapy.commands import crawl
from scrapy.settings import SETTINGS_PRIORITIES

from crawler import logs
from crawler.command import Problem
from crawler.lookback import WrongDates, bounds_of
from crawler.outletfields import RESERVED_IDS
from crawler.registry import load_outlets
from crawler.replay import files_of, outlet_ids
from crawler.services import Services
from crawler.settings import wrong_numbers
from crawler.spiderloader import ALL, BACKFILL, REPLAY, OutletSpiderLoader, no_outlets, outlets_directory
from pipelines.store import StoreProblem

_ARGUMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    ALL: ("force", "outlets"),
    BACKFILL: ("outlet", "since", "until"),
    REPLAY: ("warc", "outlet"),
}
"""Spider → what ``-a`` says to it; an outlet's own spider takes nothing."""
_SWITCH: Final = frozenset({"0", "1", "false", "true", "no", "yes"})


class Command(crawl.Command):
    """Exit code 0: the crawl ran, whatever it met. 1: it could not run. 2: the command line is wrong."""

    def syntax(self) -> str:
        return "[options] OUTLET|all|backfill|replay"

    def short_desc(self) -> str:
        return "Crawl one outlet, all that are due, or archives"

    def long_desc(self) -> str:
        return (
            f"{self.short_desc()}. Example: scrapy crawl jagran; scrapy crawl all;"
            " scrapy crawl all -a force=1 (those that are not due, too);"
            " scrapy crawl all -a outlets=jagran,bbchindi (of these only);"
            " scrapy crawl backfill -a outlet=jagran -a since=2024-01-01 [-a until=2024-12-31]"
            " (its own archive, newest first, Indian days; killed or ended, the same command goes on);"
            " scrapy crawl replay -a warc='archive/**/*.warc.gz' -a outlet=jagran (today's rules over"
            " archived pages, without network; both may be left out: then it is all of the archive)"
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Ask beforehand what would otherwise fail inside Scrapy, after its banner and with a traceback."""
        super().process_options(args, opts)
        if len(args) != 1:
            return  # Scrapy says what is wrong
        assert self.settings is not None
        try:
            for wrong in wrong_numbers(self.settings):
                raise Problem(wrong)
            registry = load_outlets(outlets_directory(self.settings), strict=False)
            if not registry:
                raise Problem(no_outlets(registry))
            loader = OutletSpiderLoader(registry)
            loader.load(args[0])
            _check_names(args[0], opts.spargs)
            for id in outlet_ids(opts.spargs.get("outlets", "")):
                loader.load(id)
            if args[0] == REPLAY:
                self._check_replay(opts.spargs, loader)
                self._be_quiet()
            if args[0] == BACKFILL:
                self._check_backfill(opts.spargs, loader)
                if sys.stderr.isatty():
                    self._be_quiet()
            # This also makes the tables, before several parts of the crawl open them.
            Services.open(self.settings).close()
            logs.install(self.settings)
        except KeyError as unknown:
            _end(unknown.args[0])
        except (Problem, StoreProblem) as problem:
            _end(problem)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Scrapy's own; a backfill and a replay say themselves how they went."""
        if len(args) != 1 or args[0] not in (BACKFILL, REPLAY):
            super().run(args, opts)
            return
        assert self.crawler_process is not None
        crawler = self.crawler_process.create_crawler(args[0])
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        failed = self.crawler_process.bootstrap_failed or crawler.spider is None
        self.exitcode = 1 if failed else getattr(crawler.spider, "exit_code", 1)

    def _be_quiet(self) -> None:
        """There is a bar."""
        assert self.settings is not None
        if self.settings.getpriority("LOG_LEVEL") != SETTINGS_PRIORITIES["cmdline"]:
            self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")

    def _check_backfill(self, given: Mapping[str, str], loader: OutletSpiderLoader) -> None:
        """Raises Problem for days that cannot be, KeyError for an outlet that is not there."""
        if not given.get("outlet"):
            raise Problem("outlet: whose archive? Write -a outlet=ID")
        if given["outlet"] in RESERVED_IDS:
            raise Problem(f"outlet: {given['outlet']} is none: a backfill takes one at a time")
        loader.load(given["outlet"])
        try:
            bounds_of(given.get("since", ""), given.get("until", ""), datetime.now(UTC))
        except WrongDates as wrong:
            raise Problem(str(wrong)) from wrong

    def _check_replay(self, given: Mapping[str, str], loader: OutletSpiderLoader) -> None:
        """Raises Problem where there are no files, KeyError for outlets that are not there."""
        assert self.settings is not None
        archive = self.settings["PRAHARI_ARCHIVE"]
        pattern = given.get("warc", "")
        if not files_of(pattern, archive):
            raise Problem(f"no file matches {pattern!r}" if pattern else f"no archive in {archive!r}")
        for id in outlet_ids(given.get("outlet", "")):
            loader.load(id)


def _check_names(what: str, given: Mapping[str, str]) -> None:
    """Raises Problem for a ``-a`` that means nothing: Scrapy would pass it over."""
    names = _ARGUMENTS.get(what, ())
    if unknown := sorted(given.keys() - set(names)):
        takes = " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:]))) or "no -a"
        raise Problem(f"scrapy crawl {what} takes {takes}, not {', '.join(unknown)}")
    if what == ALL and given.get("force", "0").strip().lower() not in _SWITCH:
        raise Problem(f"force: {given['force']!r}: write 1 or 0")


def _end(problem: object) -> None:
    print(f"prahari: {problem}", file=sys.stderr)
    sys.exit(1)
