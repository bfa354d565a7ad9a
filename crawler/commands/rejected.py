"""``scrapy rejected``: what was refused, and why."""

from __future__ import annotations

import argparse
from contextlib import closing

from rich.console import Console
from rich.table import Table
from scrapy.exceptions import UsageError

from crawler.command import PlainCommand, Problem, ist, json_line
from crawler.commands.show import refusal
from search.query import DateProblem, parse_instant


class Command(PlainCommand):
    summary = "Count what was refused by outlet and reason, or list it"
    example = "scrapy rejected --outlet jagran --reason not-hindi --list"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--list", action="store_true", help="each refusal with its address and detail")
        parser.add_argument("--outlet", metavar="ID", help="of this outlet only")
        parser.add_argument("--stage", help="source, entry, fetch, extract, language, relevance, duplicates")
        parser.add_argument("--reason", help="for this reason only")
        parser.add_argument("--since", metavar="WHEN", help="since 2026-11-01, 7d, 24h")
        parser.add_argument(
            "-n", "--number", type=int, default=100, help="list at most so many (default 100)"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        if args:
            raise UsageError(f"rejected takes no arguments, got {' '.join(args)!r}")
        try:
            since = parse_instant(opts.since) if opts.since else None
        except DateProblem as problem:
            raise Problem(f"--since: {problem}") from problem
        with closing(self.services()) as services:
            if opts.list:
                found = services.store.rejections(
                    outlet=opts.outlet, stage=opts.stage, reason=opts.reason, since=since, limit=opts.number
                )
                for rejected in found:
                    if opts.json:
                        print(json_line(refusal(rejected)))
                    else:
                        print(
                            f"{ist(rejected.at)}  {rejected.outlet}  {rejected.stage}: {rejected.reason}  "
                            f"{rejected.url}\n    {rejected.detail}"
                        )
                return 0
            counts = [
                row
                for row in services.store.reject_counts(since=since)
                if (opts.outlet or row.outlet) == row.outlet
                and (opts.stage or row.stage) == row.stage
                and (opts.reason or row.reason) == row.reason
            ]
        if opts.json:
            for row in counts:
                print(json_line({"outlet": row.outlet, "stage": row.stage, "reason": row.reason, "n": row.n}))
            return 0
        table = Table("outlet", "stage", "reason", "n", box=None, pad_edge=False)
        for row in counts:
            table.add_row(row.outlet, row.stage, row.reason, str(row.n))
        console = Console(highlight=False)
        if counts:
            console.print(table)
        console.print(f"{sum(row.n for row in counts)} refused; --list shows each with its address")
        return 0
