"""``scrapy export``: stories as JSON lines."""

from __future__ import annotations

import argparse
import sys
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import TextIO

from scrapy.exceptions import UsageError

from crawler.command import PlainCommand, Problem, json_line
from pipelines.story import export
from search.query import DateProblem, parse_instant


class Command(PlainCommand):
    summary = "Write the stored stories as JSON lines to standard output or a file"
    example = "scrapy export --since 2026-11-01 -o november.jsonl"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-o", "--output", metavar="FILE", help="write here instead of standard output")
        parser.add_argument("--since", metavar="WHEN", help="published since: 2026-11-01, 7d, 24h")
        parser.add_argument("--outlet", metavar="ID", help="of this outlet only")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        if args:
            raise UsageError(f"export takes no arguments, got {' '.join(args)!r}")
        try:
            since = parse_instant(opts.since) if opts.since else None
        except DateProblem as problem:
            raise Problem(f"--since: {problem}") from problem
        count = 0
        with closing(self.services()) as services:
            try:
                with open_output(opts.output) as out:
                    for story in services.store.stories(since=since, outlet=opts.outlet):
                        out.write(json_line(export(story)) + "\n")
                        count += 1
            except OSError as error:
                if isinstance(error, BrokenPipeError):
                    raise
                raise Problem(f"{opts.output or 'standard output'}: {error.strerror}") from error
        if opts.output:
            print(f"{count} stories in {opts.output}", file=sys.stderr)
        return 0


def open_output(path: str | None) -> AbstractContextManager[TextIO]:
    """The file, or standard output, which stays open."""
    return Path(path).open("w", encoding="utf-8") if path else nullcontext(sys.stdout)
