"""``scrapy crawl``: Scrapy's own, with what keeps it from starting told in one line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping

from scrapy.commands import crawl
from scrapy.settings import SETTINGS_PRIORITIES

from crawler import logs
from crawler.command import Problem
from crawler.registry import load_outlets
from crawler.replay import files_of, outlet_ids
from crawler.services import Services
from crawler.settings import wrong_numbers
from crawler.spiderloader import REPLAY, OutletSpiderLoader, outlets_directory
from pipelines.store import StoreProblem


class Command(crawl.Command):
    """Exit code 0: the crawl ran, whatever it met. 1: it could not run. 2: the command line is wrong."""

    def syntax(self) -> str:
        return "[options] OUTLET|all|replay"

    def short_desc(self) -> str:
        return "Crawl one outlet, all that are due, or the archive"

    def long_desc(self) -> str:
        return (
            f"{self.short_desc()}. Example: scrapy crawl jagran; scrapy crawl all;"
            " scrapy crawl all -a force=1 (those that are not due, too);"
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
                reasons = "; ".join(map(str, registry.problems)) or "the directory has no outlet files"
                raise Problem(f"there are no outlets ({reasons})")
            loader = OutletSpiderLoader(registry)
            loader.load(args[0])
            if args[0] == REPLAY:
                self._check_replay(opts.spargs, loader)
                if self.settings.getpriority("LOG_LEVEL") != SETTINGS_PRIORITIES["cmdline"]:
                    self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")  # there is a bar
            # This also makes the tables, before several parts of the crawl open them.
            Services.open(self.settings).close()
            logs.install(self.settings)
        except KeyError as unknown:
            _end(unknown.args[0])
        except (Problem, StoreProblem) as problem:
            _end(problem)

    def _check_replay(self, given: Mapping[str, str], loader: OutletSpiderLoader) -> None:
        """Raises Problem where there are no files, KeyError for outlets that are not there."""
        assert self.settings is not None
        archive = self.settings["PRAHARI_ARCHIVE"]
        pattern = given.get("warc", "")
        if not files_of(pattern, archive):
            raise Problem(f"no file matches {pattern!r}" if pattern else f"no archive in {archive!r}")
        for id in outlet_ids(given.get("outlet", "")):
            loader.load(id)


def _end(problem: object) -> None:
    print(f"prahari: {problem}", file=sys.stderr)
    sys.exit(1)
