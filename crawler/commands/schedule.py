"""``scrapy schedule``: when outlets are visited next and why, and how to change that while the watch runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

from scrapy.exceptions import UsageError

from crawler.command import PlainCommand, Problem, ist, json_line
from crawler.commands.outlets import console, select
from crawler.leases import told, watch
from crawler.ready import facts
from crawler.registry import Outlet, Registry
from crawler.schedulereport import explain, record, staff, table
from crawler.services import Services
from crawler.timetable import Facts, standing
from pipelines.store import Pause
from pipelines.store.schedule import ALL


class Command(PlainCommand):
    summary = (
        "When the watch visits outlets: list (all of them), why (one, in words), run-now (visit now), pause "
        "and resume (outlets, or all)"
    )
    arguments = "list|why|run-now|pause|resume [ID ...|all]"
    example = "scrapy schedule why jagran; scrapy schedule pause jagran --reason 'they asked us to'"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument("--reason", metavar="TEXT", default="", help="pause: what the others should know")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        actions: dict[str, Callable[[Services, list[str], argparse.Namespace], int]] = {
            "list": listed,
            "why": why,
            "run-now": run_now,
            "pause": pause,
            "resume": resume,
        }
        if not args:
            raise UsageError(f"say what: {', '.join(actions)}")
        action, *ids = args
        if action not in actions:
            raise Problem(f"schedule {action}: no such action; there are {', '.join(actions)}")
        if opts.reason and action != "pause":
            raise UsageError("--reason goes with pause")
        with closing(self.services()) as services:
            return actions[action](services, ids, opts)


def listed(services: Services, ids: list[str], opts: argparse.Namespace) -> int:
    """A line an outlet, who is visited next first."""
    now = datetime.now(UTC)
    outlets, known = _known(services, ids, now)
    stands = {one.id: standing(one, known[one.id], services.settings, now) for one in outlets}
    outlets.sort(key=lambda one: (stands[one.id].at or now, one.id))
    if opts.json:
        for one in outlets:
            print(json_line(record(one, stands[one.id], known[one.id])))
        return 0
    console().print(table(outlets, stands, known))
    holdings, pauses = services.store.holdings(), services.store.pauses()
    if ALL in pauses:
        print(f"all visits are paused since {_paused(pauses[ALL])}")
    print("\n".join(staff(holdings)))
    return 0


def why(services: Services, ids: list[str], opts: argparse.Namespace) -> int:
    """When and why each of the outlets is visited next."""
    if not ids:
        raise UsageError("say of which outlet")
    now = datetime.now(UTC)
    outlets, known = _known(services, ids, now)
    runs = watch(services.store.holdings())
    for number, one in enumerate(outlets):
        of_outlet = replace(known[one.id], rhythm=services.store.rhythm(one.id))
        stands = standing(one, of_outlet, services.settings, now)
        lines = explain(one, stands, of_outlet, runs, services.settings, now)
        if opts.json:
            print(json_line({**record(one, stands, of_outlet), "why": lines}))
        else:
            print("\n" * bool(number) + "\n".join(lines))
    return 0


def run_now(services: Services, ids: list[str], opts: argparse.Namespace) -> int:
    """Ask the watch that runs for a visit; exit code 1 if none runs, or an outlet is paused."""
    if not ids or ids == ["all"]:
        raise UsageError("say which outlets; `scrapy crawl all -a force=1` visits all")
    now = datetime.now(UTC)
    outlets, known = _known(services, ids, now)
    runs = watch(services.store.holdings())
    if runs is None:
        raise Problem(f"no watch runs (python -m scheduler) that could do it; `scrapy crawl {ids[0]}` does")
    for one in outlets:
        if (paused := known[one.id].pause) is not None:
            raise Problem(f"{one.id} is paused since {_paused(paused)}; `scrapy schedule resume` ends that")
    services.store.want([one.id for one in outlets], now)
    for one in outlets:
        crawl = known[one.id].holding
        when = f"when its crawl by {told(crawl.owner)} has ended" if crawl else "within seconds"
        if opts.json:
            print(json_line({"outlet": one.id, "wanted_at": now.isoformat(), "begins": when}))
        else:
            print(f"{one.id}: a visit begins {when}")
    return 0


def pause(services: Services, ids: list[str], opts: argparse.Namespace) -> int:
    """No visits by the watch any more; a crawl that has begun goes on to its end."""
    names = _named(services, ids)
    services.store.pause(names, opts.reason, datetime.now(UTC))
    pauses = services.store.pauses()
    for name in names:
        _tell(name, opts, f"paused since {_paused(pauses[name])}", "paused", pauses[name])
    return 0


def resume(services: Services, ids: list[str], opts: argparse.Namespace) -> int:
    """Visits by the watch again: what is due meanwhile is visited once."""
    names = _named(services, ids)
    ended = services.store.resume(names)
    for name in names:
        was = "resumed" if name in ended else "not paused"
        _tell(name, opts, was, was, None)
    if ALL in services.store.pauses():
        print("all outlets are still paused: scrapy schedule resume all", file=sys.stderr)
    return 0


def _tell(name: str, opts: argparse.Namespace, line: str, state: str, paused: Pause | None) -> None:
    shown = "all" if name == ALL else name
    if opts.json:
        since = paused and {"since": paused.since.isoformat(), "reason": paused.reason}
        print(json_line({"outlet": shown, "state": state, "paused": since}))
    else:
        print(f"{shown}: {line}")


def _paused(pause: Pause) -> str:
    return f"{ist(pause.since)}: {pause.reason}" if pause.reason else ist(pause.since)


def _named(services: Services, ids: list[str]) -> list[str]:
    if not ids:
        raise UsageError("say which outlets, or all")
    if ids == ["all"]:
        return [ALL]
    return [one.id for one in _selected(services.registry, ids)]


def _known(services: Services, ids: list[str], now: datetime) -> tuple[list[Outlet], dict[str, Facts]]:
    outlets = _selected(services.registry, [] if ids == ["all"] else ids)
    return outlets, facts(services.store, {one.id: one for one in outlets}, now)


def _selected(registry: Registry, ids: list[str]) -> list[Outlet]:
    """As `select`; but nobody visits an outlet with a mistake in its file. Raises Problem for one that is
    named; others are told."""
    if named := [problem for problem in registry.problems if problem.path.stem in ids]:
        raise Problem(f"{named[0]}: it is not visited")
    for problem in registry.problems if not ids else ():
        print(problem, file=sys.stderr)
    return select(registry, ids)
