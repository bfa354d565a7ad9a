"""``scrapy analyze``: the tokens that the search index makes of a text."""

from __future__ import annotations

import argparse
from typing import get_args

from scrapy.exceptions import UsageError

from crawler.command import PlainCommand, json_line
from search.analysis import Field, analyze


class Command(PlainCommand):
    summary = "Show the tokens of each index field (exact, stem, roman) for a text"
    arguments = '"text"'
    example = "scrapy analyze 'एस-४०० मिसाइलें और डी.आर.डी.ओ.' --json"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="tokens with offsets, one JSON object")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        if not args:
            raise UsageError("give a text")
        text = " ".join(args)
        tokens = {field: analyze(text, field) for field in get_args(Field)}
        if opts.json:
            fields = {
                field: [
                    {"token": t.text, "start": t.start, "end": t.end, "position": t.position} for t in found
                ]
                for field, found in tokens.items()
            }
            print(json_line({"text": text, "fields": fields}))
        else:
            for field, found in tokens.items():
                print(f"{field:>6}: {' | '.join(token.text for token in found)}")
        return 0
