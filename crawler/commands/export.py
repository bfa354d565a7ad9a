"""``scrapy export``: stories as JSON lines."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing, nullcontext
from pathlib import Path

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
                target = Path(opts.output).open("w", encoding="utf-8") if opts.output else nullcontext(sys.stdout)
            except OSError as error:
                raise Problem(f"{opts.output}: {error.strerror}") from error
            with target as out:
                for story in services.store.stories(since=since, outlet=opts.outlet):
                    out.write(json_line(export(story)) + "\n")
                    count += 1
        if opts.output:
            print(f"{count} stories in {opts.output}", file=sys.stderr)
        return 0
