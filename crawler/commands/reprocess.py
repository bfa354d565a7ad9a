"""``scrapy reprocess``: stored stories and refusals under today's vocabulary, and the index after them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from scrapy.exceptions import UsageError

from crawler.command import PlainCommand, Problem, json_line
from crawler.commands.index import drain_all
from crawler.services import Services
from pipelines import relevance
from pipelines.reprocess import STAGES, Retagged, TakenBack, retag, take_back
from pipelines.tags import warm_up
from pipelines.vocabulary import VocabularyProblem
from search.index import IndexProblem

T = TypeVar("T")


class Command(PlainCommand):
    summary = (
        "Look at what is stored again after the vocabulary changed: --tags tags every story anew, --rejected "
        "takes refused stories back that count as defence news now; then the index is updated"
    )
    example = "scrapy reprocess --rejected relevance; scrapy reprocess --tags"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--tags", action="store_true", help="tags and relevance of every stored story")
        parser.add_argument(
            "--rejected", metavar="STAGE", help=f"refused stories that are still kept: {', '.join(STAGES)}"
        )
        parser.add_argument("--json", action="store_true", help="the figures as JSON lines")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        if args or not (opts.tags or opts.rejected):
            raise UsageError("say --tags, or --rejected and a stage, or both")
        if opts.rejected and opts.rejected not in STAGES:
            raise UsageError(f"--rejected {opts.rejected}: stories are kept of {', '.join(STAGES)}")
        with closing(self.services()) as services:
            try:
                warm_up()
            except VocabularyProblem as problem:
                raise Problem(str(problem)) from problem
            if opts.rejected:
                _tell(_take_back(services, opts.rejected), opts)
            if opts.tags:
                assert self.settings is not None
                relevant_only = self.settings.getbool("PRAHARI_RELEVANT_ONLY", True)
                _tell(_retag(services, relevant_only), opts)
            return _update_index(services)


def _take_back(services: Services, stage: str) -> TakenBack:
    total = services.store.kept_count(stage)
    if stage == relevance.STAGE:
        total += services.store.withdrawn_count()
    return _watched("refusals", total, lambda advance: take_back(services.store, stage, advance))


def _retag(services: Services, relevant_only: bool) -> Retagged:
    store, total = services.store, services.store.counts().stories
    return _watched("stories", total, lambda advance: retag(store, advance, relevant_only=relevant_only))


def _watched(what: str, total: int, work: Callable[[Callable[[int], None]], T]) -> T:
    """Do it under a bar on standard error."""
    columns = TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(what, total=total)
        return work(lambda number: bar.advance(task, number))


def _tell(done: Retagged | TakenBack, opts: argparse.Namespace) -> None:
    if opts.json:
        print(json_line(asdict(done)))
    elif isinstance(done, Retagged):
        print(
            f"{done.stories} stories looked at, {done.changed} changed; "
            f"{done.irrelevant} are not about defence by this vocabulary"
        )
    else:
        print(
            f"{done.refusals} refusals looked at, {done.stories} are stories now, "
            f"{done.others} refused otherwise than before"
        )


def _update_index(services: Services) -> int:
    """Send the index what changed; exit code 1 if it cannot be had (all waits in the outbox) or refused."""
    try:
        done, refusals = drain_all(services)
    except IndexProblem as problem:
        print(f"prahari: {problem}", file=sys.stderr)
        print("the store is done; what changed waits in the outbox for the index", file=sys.stderr)
        return 1
    return 1 if done.refused or (refusals and refusals.refused) else 0
