"""``scrapy copies``: clusters and links of the store, and finding them anew."""

from __future__ import annotations

import argparse
from contextlib import closing

from scrapy.exceptions import UsageError

from crawler.command import PlainCommand, json_line
from pipelines.store import Store

BATCH = 200
"""Stories compared in one transaction: a crawl waits no longer for the store than they take."""


class Command(PlainCommand):
    summary = "How many stories are copies, versions and reports of one event; --fill and --rebuild find them"
    example = "scrapy copies --rebuild"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--fill", action="store_true", help="compare stories that were stored before there were clusters"
        )
        parser.add_argument("--rebuild", action="store_true", help="forget everything found and compare anew")
        parser.add_argument("--json", action="store_true", help="the counts as one JSON object")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        if args:
            raise UsageError("no arguments; one story's copies: scrapy show ID_OR_URL --why")
        with closing(self.services()) as services:
            store = services.store
            if opts.rebuild:
                store.forget_copies()
            if opts.fill or opts.rebuild:
                _fill(store, quiet=opts.json)
            counts = store.copy_counts()
        if opts.json:
            print(
                json_line(
                    {
                        "stories": counts.stories,
                        "clusters": counts.clusters,
                        "links": dict(counts.links),
                        "waiting": counts.waiting,
                    }
                )
            )
            return 0
        print(f"{counts.stories:,} stories in {counts.clusters:,} clusters")
        for relation, number in sorted(counts.links.items()):
            print(f"{relation:>12} {number:,} pairs")
        if counts.waiting:
            print(f"{counts.waiting:,} stories are yet to be compared: scrapy copies --fill")
        return 0


def _fill(store: Store, *, quiet: bool) -> None:
    """Compare what waits. What is done stays done if this is interrupted."""
    done = 0
    while number := store.link_waiting(BATCH):
        done += number
        if not quiet and done % (25 * BATCH) == 0:
            print(f"{done:,} compared", flush=True)
