"""``scrapy copies``: which stories are copies, updates or threads of each other."""

from __future__ import annotations

import argparse
from contextlib import closing

from crawler.command import PlainCommand, Problem, json_line, one
from crawler.indexbar import Bar
from crawler.services import Services


class Command(PlainCommand):
    summary = (
        "Copies, updates and threads: status (how many stories are yet to be compared), compare (those), "
        "rebuild (every story again, after a change of the analysis, the decision or PRAHARI_COPIES_DAYS)"
    )
    arguments = "status|compare|rebuild"
    example = "scrapy copies rebuild"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="JSON instead of text")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        action = one(args, "of status, compare, rebuild")
        if action not in ("status", "compare", "rebuild"):
            raise Problem(f"copies {action}: no such action; there are status, compare, rebuild")
        with closing(self.services()) as services:
            if action == "status":
                waiting = services.store.unlinked_count()
                print(json_line({"waiting": waiting}) if opts.json else f"{waiting} stories wait")
                return 0
            if action == "rebuild":
                services.store.forget_links()
            compared = compare_all(services)
        print(json_line({"compared": compared}) if opts.json else f"{compared} stories compared")
        return 0


def compare_all(services: Services) -> int:
    """Compare what waits, with a progress bar; how many stories that were.

    Stopped at any time, it goes on with `compare` where it was.
    """
    compared = 0
    with Bar(what="comparing") as bar:
        bar.expect(services.store.unlinked_count())
        while done := services.store.catch_up(100):
            compared += done
            bar.advance(done)
    return compared
