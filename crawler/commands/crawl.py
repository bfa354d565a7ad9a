"""``scrapy crawl``: Scrapy's own, with what keeps it from starting told in one line."""

from __future__ import annotations

import argparse
import sys

from scrapy.commands import crawl

from crawler.command import Problem
from crawler.registry import load_outlets
from crawler.services import Services
from crawler.settings import wrong_numbers
from crawler.spiderloader import OutletSpiderLoader, outlets_directory
from pipelines.store import StoreProblem


class Command(crawl.Command):
    """Exit code 0: the crawl ran, whatever it met. 1: it could not run. 2: the command line is wrong."""

    def syntax(self) -> str:
        return "[options] OUTLET|all"

    def short_desc(self) -> str:
        return "Crawl one outlet now, or all that are due"

    def long_desc(self) -> str:
        return (
            f"{self.short_desc()}. Example: scrapy crawl jagran; scrapy crawl all;"
            " scrapy crawl all -a force=1 (those that are not due, too)"
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
            OutletSpiderLoader(registry).load(args[0])
            # This also makes the tables, before several parts of the crawl open them.
            Services.open(self.settings).close()
        except KeyError as unknown:
            _end(unknown.args[0])
        except (Problem, StoreProblem) as problem:
            _end(problem)


def _end(problem: object) -> None:
    print(f"prahari: {problem}", file=sys.stderr)
    sys.exit(1)
