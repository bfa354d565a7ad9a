"""``scrapy vocabulary``: check the vocabulary's files, or see what of them a text matches and why."""

from __future__ import annotations

import argparse

from scrapy.exceptions import UsageError

from crawler.command import PlainCommand, Problem
from pipelines.mentions import Reader
from pipelines.vocabulary import VocabularyProblem, load_vocabulary
from pipelines.vocabulary.checks import findings, unverified


class Command(PlainCommand):
    summary = "Check the vocabulary, or test what matches in a text and why"
    arguments = 'check | test "text"'
    example = "scrapy vocabulary test 'शिव सेना और भारतीय सेना'"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--unverified",
            action="store_true",
            help="list the times in office that need a second source",
        )

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        try:
            vocabulary = load_vocabulary()
            reader = Reader(vocabulary)
        except VocabularyProblem as problem:
            raise Problem(str(problem)) from problem
        if args == ["check"]:
            found = list(findings(vocabulary, reader.matcher))
            doubtful = list(unverified(vocabulary))
            for line in (*found, *(doubtful if opts.unverified else ())):
                print(line)
            print(
                f"{len(vocabulary)} concepts, {len(reader.matcher.keys)} spellings, {len(found)} to look at, "
                f"{len(doubtful)} times in office unverified"
            )
            return 0
        if args[:1] == ["test"] and len(args) > 1:
            _test(reader, " ".join(args[1:]))
            return 0
        raise UsageError("say check, or test and a text")


def _test(reader: Reader, text: str) -> None:
    reading = reader.read("", text)
    tokens = reading.tokens
    for sign, items in (("+", reading.mentions), ("-", reading.refusals)):
        for item in items:
            surface = text[tokens.starts[item.first] : tokens.ends[item.last]]
            print(f"{sign} {item.concept.id:24} {surface!r}: {item.why}")
    if not reading.mentions and not reading.refusals:
        print("nothing matches")
