"""``scrapy status``: how everything stands, on one page, once or live."""

from __future__ import annotations

import argparse
import signal
from contextlib import closing
from datetime import UTC, datetime

from rich.live import Live
from rich.table import Table
from rich.text import Text

from crawler.command import PlainCommand, json_line
from crawler.commands.outlets import console
from crawler.services import Services
from crawler.statusreport import record, status, table
from crawler.stop import signalled
from pipelines.store import StoreProblem

EVERY = 5.0
"""Seconds between two looks with ``--watch``."""


class Command(PlainCommand):
    summary = "Print how everything stands: stories, delays, index, outlets, frontier, alarms"
    example = "scrapy status; scrapy status --watch; scrapy status --json"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        how = parser.add_mutually_exclusive_group()
        how.add_argument(
            "--watch", action="store_true", help=f"go on looking, every {EVERY:.0f} s, until Ctrl-C"
        )
        how.add_argument("--json", action="store_true", help="one JSON object")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        with closing(self.services()) as services:
            if opts.watch:
                watch(services)
            elif opts.json:
                print(json_line(record(status(services, datetime.now(UTC)))))
            else:
                console().print(table(status(services, datetime.now(UTC))))
        return 0


def watch(services: Services) -> None:
    """Until Ctrl-C, which may come at any instant: in a library, too, that would swallow the exception.
    A pipe gets one page after the other."""
    with (
        signalled(signal.SIGINT) as stop,
        Live(page(services), console=console(), auto_refresh=False) as live,
    ):
        while not stop.wait(EVERY):
            live.update(page(services), refresh=True)


def page(services: Services) -> Table | Text:
    """What there is to be seen now; a store that is away may come back while somebody looks."""
    try:
        return table(status(services, datetime.now(UTC)))
    except StoreProblem as problem:
        return Text(f"prahari: {problem}", style="red")
