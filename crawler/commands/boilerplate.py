"""``scrapy boilerplate``: the lines that outlets repeat, as learned from their stories."""

from __future__ import annotations

import argparse
from contextlib import closing
from datetime import UTC, datetime

from scrapy.exceptions import UsageError

from crawler.command import PlainCommand, json_line
from pipelines.store.learning import Verdict


class Command(PlainCommand):
    summary = "List the lines learned from an outlet's stories, or say what one is"
    arguments = "[OUTLET]"
    example = "scrapy boilerplate jagran --text 'जय हिंद'"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--text", metavar="LINE", help="this line is text: put it back, and leave it")
        what.add_argument("--furniture", metavar="LINE", help="this line is no text: take it out")
        what.add_argument("--forget", metavar="LINE", help="let the figures say what this line is")
        what.add_argument("--json", action="store_true", help="one JSON object a line")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        if len(args) > 1:
            raise UsageError("give one OUTLET, or none for all")
        outlet = args[0] if args else None
        line = opts.text or opts.furniture or opts.forget
        if line and outlet is None:
            raise UsageError("say which OUTLET the line is of")
        with closing(self.services()) as services:
            if line and outlet:
                verdict: Verdict | None = "text" if opts.text else "furniture" if opts.furniture else None
                changed = services.store.judge_line(outlet, line, verdict, datetime.now(UTC))
                print(f"{changed} stories changed")
                return 0
            lines = services.store.learned_lines(outlet)
        for one in lines:
            what = "furniture" if one.furniture else "text"
            if opts.json:
                said = {"outlet": one.outlet, "line": one.text, "verdict": what}
                print(json_line(said | {"said": one.fixed, "stories": one.stories, "at": one.at.isoformat()}))
            else:
                by = " (said)" if one.fixed else ""
                print(f"{one.outlet}: {what}{by}, in {one.stories} stories: {one.text}")
        return 0
