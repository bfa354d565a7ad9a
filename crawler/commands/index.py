"""``scrapy index``: the search index and the outbox that leads to it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict

from scrapy.exceptions import UsageError

from crawler.command import PlainCommand, Problem, ist, json_line, one
from crawler.engines import on_server
from crawler.indexbar import Bar
from crawler.indexreport import difference_record, difference_text, state_of, state_text
from crawler.services import Services
from pipelines.outbox import Drained
from pipelines.verification import (
    Difference,
    Repaired,
    repair,
    repair_refusals,
    verify,
    verify_refusals,
)


class Command(PlainCommand):
    summary = (
        "The search index: status (state, stories waiting), setup (Elasticsearch: make or update index and "
        "aliases), drain (index what waits), rebuild (index every story again), verify (compare it with the "
        "store story by story, and mend it), failed (stories that the index refused)"
    )
    arguments = "status|setup|drain|rebuild|verify|failed"
    example = "scrapy index verify --dry-run"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="JSON instead of text")
        parser.add_argument("--dry-run", action="store_true", help="verify: compare only, change nothing")
        parser.add_argument("--retry", action="store_true", help="failed: send what was refused again")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        actions: dict[str, Callable[[Services, argparse.Namespace], int]] = {
            "status": status,
            "drain": drain,
            "rebuild": rebuild,
            "setup": setup,
            "verify": verify_index,
            "failed": failed,
        }
        action = one(args, f"of {', '.join(actions)}")
        if action not in actions:
            raise Problem(f"index {action}: no such action; there are {', '.join(actions)}")
        for option, its_action in (("dry_run", "verify"), ("retry", "failed")):
            if getattr(opts, option) and action != its_action:
                raise UsageError(f"--{option.replace('_', '-')} goes with {its_action}")
        with closing(self.services()) as services:
            return actions[action](services, opts)


def status(services: Services, opts: argparse.Namespace) -> int:
    """Print health, what waits and what was refused; exit code 1 if the index cannot be read."""
    state = state_of(services)
    if opts.json:
        print(json_line(state))
        return 0 if state["ok"] else 1
    print(state_text(state))
    return 0 if state["ok"] else 1


def drain(services: Services, opts: argparse.Namespace) -> int:
    """Index what waits, with a progress bar; exit code 1 if the index refused any."""
    done, refusals = drain_all(services)
    if opts.json:
        print(json_line({**drained_record(done), "refusals": refusals and drained_record(refusals)}))
    else:
        print(f"{done.indexed} stories indexed, {done.refused} refused")
        if refusals is not None:
            print(f"{refusals.indexed} refusals indexed, {refusals.refused} refused")
    return 1 if done.refused or (refusals and refusals.refused) else 0


def drain_all(services: Services) -> tuple[Drained, Drained | None]:
    """Index what waits; the bar goes to standard error. None where there is no index of refusals."""
    store, refusals = services.store, services.refusals
    services.index.prepare()
    store.register_index(services.index.name)
    waiting = store.pending_count(services.index.name)
    if refusals is not None:
        refusals.prepare()
        store.register_index(refusals.name, "rejections")
        waiting += store.pending_count(refusals.name)
    with Bar() as bar:
        bar.expect(waiting)
        done = services.drain(progress=bar.advance)
        told = services.drain_refusals(progress=bar.advance) if refusals else None
    if done.busy:
        print("another process is writing the index; it takes what waits", file=sys.stderr)
    return done, told


def drained_record(done: Drained) -> dict[str, object]:
    return {"indexed": done.indexed, "refused": done.refused, "busy": done.busy}


def rebuild(services: Services, opts: argparse.Namespace) -> int:
    """Fill the index from the store anew: on a server a new one, which then takes the old one's place; the
    embedded one is emptied first."""
    if on_server(services.settings):
        return setup(services, opts, anew=True)
    services.index.clear()
    services.store.enqueue_all(services.index.name)
    if services.refusals is not None:
        services.store.enqueue_all(services.refusals.name, "rejections")
    return drain(services, opts)


def setup(services: Services, opts: argparse.Namespace, anew: bool = False) -> int:
    """Bring an Elasticsearch server to the templates of this release."""
    # The server's client takes long to import, and Scrapy imports every command to run one.
    from crawler.indexsetup import set_up

    with Bar() as bar:
        made = set_up(services, anew=anew, progress=bar.advance, expect=bar.expect)
    for one_kind in made:
        if opts.json:
            print(json_line(asdict(one_kind)))
        else:
            filled = f", filled with {one_kind.sent} from the store" if one_kind.what == "replaced" else ""
            print(f"{one_kind.holds}: {one_kind.index} {one_kind.what}{filled}")
    return 0


def verify_index(services: Services, opts: argparse.Namespace) -> int:
    """Compare both sides and mend the index; exit code 1 if they differ (still)."""
    store, index, refusals = services.store, services.index, services.refusals
    pairs: list[tuple[str, str, Difference | Repaired]] = []
    if opts.dry_run:
        pairs.append((index.name, "stories", verify(store, index)))
        if refusals is not None:
            pairs.append((refusals.name, "refusals", verify_refusals(store, refusals)))
    else:
        found = repair(store, index, services.drain)
        pairs.append((index.name, "stories", found))
        if refusals is not None:
            found = repair_refusals(store, refusals, services.drain_refusals)
            pairs.append((refusals.name, "refusals", found))
    agree = True
    for name, what, told in pairs:
        before, after = (told.before, told.after) if isinstance(told, Repaired) else (told, told)
        agree &= after.agree
        if opts.json:
            record = {"index": name, "holds": what, "agree": after.agree, **difference_record(before)}
            if isinstance(told, Repaired):
                record |= {"sent": told.drained.indexed, "after": difference_record(after)}
            print(json_line(record))
            continue
        print(difference_text(name, what, before))
        if isinstance(told, Repaired) and not before.agree:
            print(f"mended: {told.drained.indexed} {what} sent; afterwards")
            print(difference_text(name, what, after))
        if isinstance(told, Repaired) and told.drained.busy:
            print("another process is writing the index; it takes what waits", file=sys.stderr)
    return 0 if agree else 1


def failed(services: Services, opts: argparse.Namespace) -> int:
    """List what the index refused. With --retry send it again first; exit code 1 if some is left then."""
    indexes = [services.index.name] + ([services.refusals.name] if services.refusals is not None else [])
    if opts.retry:
        again = sum(services.store.retry_failures(name) for name in indexes)
        print(f"{again} sent again", file=sys.stderr)
        drain_all(services)
    number = 0
    for name in indexes:
        for failure in services.store.index_failures(name):
            number += 1
            if opts.json:
                record = {"index": name, "id": failure.id, "revision": failure.revision}
                print(json_line(record | {"reason": failure.reason, "at": failure.at.isoformat()}))
            else:
                print(f"{ist(failure.at)}  {failure.id}  {failure.reason}")
    print(f"{number} refused by the index", file=sys.stderr)
    return 1 if opts.retry and number else 0
