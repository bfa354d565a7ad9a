"""``scrapy index``: the search index and the outbox that leads to it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import closing

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from crawler.command import PlainCommand, Problem, ist, json_line, one
from crawler.services import Services


class Command(PlainCommand):
    summary = (
        "The search index: status (state, stories waiting), drain (index what waits), rebuild (empty it and "
        "index every story again), failed (stories that the index refused)"
    )
    arguments = "status|drain|rebuild|failed"
    example = "scrapy index rebuild"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="status and failed as JSON")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        actions: dict[str, Callable[[Services, bool], int]] = {
            "status": status,
            "drain": drain,
            "rebuild": rebuild,
            "failed": failed,
        }
        action = one(args, "of status, drain, rebuild, failed")
        if action not in actions:
            raise Problem(f"index {action}: no such action; there are {', '.join(actions)}")
        with closing(self.services()) as services:
            return actions[action](services, opts.json)


def status(services: Services, as_json: bool) -> int:
    """Print health and what waits; exit code 1 if the index cannot be read."""
    health = services.index.health()
    waiting = services.store.pending_count(services.index.name)
    stories = services.store.counts().stories
    if as_json:
        print(
            json_line(
                {
                    "index": services.index.name,
                    "ok": health.ok,
                    "documents": health.documents,
                    "stories": stories,
                    "waiting": waiting,
                    "detail": health.detail,
                }
            )
        )
    else:
        print(f"{services.index.name}: {'ok' if health.ok else 'BROKEN'}, {health.detail}")
        print(f"{health.documents} of {stories} stories indexed, {waiting} waiting in the outbox")
    return 0 if health.ok else 1


def drain(services: Services, as_json: bool = False) -> int:
    """Index what waits, with a progress bar."""
    services.store.register_index(services.index.name)
    waiting = services.store.pending_count(services.index.name)
    with Progress(
        TextColumn("indexing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), transient=False
    ) as bar:
        task = bar.add_task("index", total=waiting)
        done = services.drain(progress=lambda n: bar.advance(task, n))
    if done.busy:
        print("another process is writing the index; it takes what waits", file=sys.stderr)
    print(f"{done.indexed} stories indexed, {done.refused} refused")
    return 1 if done.refused else 0


def rebuild(services: Services, as_json: bool = False) -> int:
    """Empty the index and fill it from the store."""
    services.index.clear()
    services.store.enqueue_all(services.index.name)
    return drain(services)


def failed(services: Services, as_json: bool) -> int:
    """List what the index refused."""
    found = services.store.index_failures(services.index.name)
    for failure in found:
        if as_json:
            print(json_line({"id": failure.id, "reason": failure.reason, "at": failure.at.isoformat()}))
        else:
            print(f"{ist(failure.at)}  {failure.id}  {failure.reason}")
    print(f"{len(found)} stories refused by the index", file=sys.stderr)
    return 0
