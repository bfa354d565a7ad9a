"""``scrapy extract``: what becomes of single pages, step by step up to the store, storing nothing."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from scrapy.exceptions import UsageError

from crawler.command import PlainCommand, json_line
from crawler.commands.show import readable, readable_refusal
from crawler.registry import load_outlets
from crawler.single import fetch, owned
from pipelines.entry import SourceRef
from pipelines.page import Page
from pipelines.saved import UnreadableFile, read_page
from pipelines.stage import refusal
from pipelines.story import Outcome, Rejected, Story, export
from pipelines.workers import WorkerPool, WorkerProblem, WorkerTimeout

INLINE = 8
"""So many pages are read in this process; for more, worker processes are worth their start."""

Got = Page | Rejected | str
"""A page, its refusal by the fetch, or why a file cannot be read."""


class Command(PlainCommand):
    summary = (
        "Extract single pages: story or refusal, through every stage that needs no store; stores nothing"
    )
    arguments = "FILE|URL..."
    example = "scrapy extract page.html --url https://www.example.in/news/story-1.html --json"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--url",
            action="append",
            default=[],
            metavar="U",
            help="address of a page in a FILE: once for each file in their order, or once for all of them; "
            "without it, the address that the page states (canonical link, og:url), else file://",
        )
        parser.add_argument(
            "--json", action="store_true", help="one JSON object a line and page, in their order"
        )

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        if not args:
            raise UsageError("give at least one FILE or URL")
        assert self.settings is not None
        registry = load_outlets(Path(self.settings["PRAHARI_OUTLETS"]), strict=False)
        addresses = file_addresses(args, opts.url)
        remote = list(dict.fromkeys(given for given in args if _is_url(given)))
        fetched = fetch(remote, self.settings) if remote else {}

        def got(number: int, given: str) -> Got:
            if given in fetched:
                page = fetched[given]
            else:
                try:
                    page = read_page(Path(given), addresses.get(number))
                except UnreadableFile as error:
                    return str(error)
            return owned(page, registry) if isinstance(page, Page) else page

        failed = 0
        answers = self.outcomes((got(n, given) for n, given in enumerate(args)), len(args))
        for given, outcome in zip(args, answers, strict=True):
            if isinstance(outcome, str):
                failed += 1
                print(f"prahari: {given}: {outcome}", file=sys.stderr, flush=True)
            elif opts.json:
                print(json_line(as_json(given, outcome)), flush=True)
            else:
                print(f"== {given}\n{_readable(outcome)}\n", flush=True)
        return 1 if failed else 0

    def outcomes(self, pages: Iterable[Got], count: int) -> Iterator[Outcome | str]:
        """What comes of each, in their order."""
        assert self.settings is not None
        keep = not self.settings.getbool("PRAHARI_RELEVANT_ONLY", True)
        if count <= INLINE:
            for page in pages:
                yield outcome_of(page, keep) if isinstance(page, Page) else page
            return
        workers = self.settings.getint("PRAHARI_WORKERS")
        pool = WorkerPool(workers, self.settings.getfloat("PRAHARI_PAGE_SECONDS"), warm=("pipelines.chain",))
        try:
            yield from _in_order(pool, pages, keep, 4 * max(1, workers))
        finally:
            pool.close()


def outcome_of(page: Page, keep: bool) -> Outcome:
    """What the stages make of a page. ``keep`` refuses no story for being about something else."""
    # The stages take long to import, and Scrapy imports every command's module to run one.
    from pipelines.chain import STAGES_KEEPING_ALL, STAGES_WITHOUT_STORE, page_to_outcome

    return page_to_outcome(page, STAGES_KEEPING_ALL if keep else STAGES_WITHOUT_STORE)


def _in_order(pool: WorkerPool, pages: Iterable[Got], keep: bool, ahead: int) -> Iterator[Outcome | str]:
    """The outcomes of pages that workers read side by side; at most ``ahead`` pages wait in memory."""

    async def one(page: Got) -> Outcome | str:
        if not isinstance(page, Page):
            return page
        try:
            return await pool.run(outcome_of, page, keep)
        except WorkerProblem as problem:
            reason = "timeout" if isinstance(problem, WorkerTimeout) else "worker-died"
            return refusal(page, "extract", reason, str(problem))

    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        waiting: deque[asyncio.Task[Outcome | str]] = deque()
        for page in pages:
            waiting.append(loop.create_task(one(page)))
            if len(waiting) >= ahead:
                yield runner.run(_result(waiting.popleft()))
        while waiting:
            yield runner.run(_result(waiting.popleft()))


async def _result(task: asyncio.Task[Outcome | str]) -> Outcome | str:
    return await task


def file_addresses(args: Sequence[str], urls: Sequence[str]) -> dict[int, str]:
    """Which ``--url`` belongs to which argument, by its number. Raises UsageError."""
    files = [number for number, given in enumerate(args) if not _is_url(given)]
    if not urls:
        return {}
    if not files:
        raise UsageError("--url tells the address of a FILE, and there is none")
    if len(urls) == 1 and len(files) > 1:
        print(f"prahari: --url {urls[0]} is taken for all {len(files)} files", file=sys.stderr)
        return dict.fromkeys(files, urls[0])
    if len(urls) != len(files):
        raise UsageError(f"{len(urls)} --url for {len(files)} files: give one for each, or one for all")
    return dict(zip(files, urls, strict=True))


def as_json(given: str, outcome: Outcome) -> dict[str, Any]:
    """The line of one page: ``file``, the export fields, and ``rejected`` if it was refused."""
    if isinstance(outcome, Story):
        return {"file": given} | export(outcome)
    fields = export(outcome.story) if outcome.story else _bare(outcome)
    why = {"stage": outcome.stage, "reason": outcome.reason, "detail": outcome.detail}
    return {"file": given} | fields | {"rejected": why}


def _bare(rejected: Rejected) -> dict[str, Any]:
    """The export fields of a page of which only its address is known."""
    nothing = Story(
        url=rejected.url,
        outlet=rejected.outlet,
        title="",
        text="",
        fetched_at=rejected.at,
        source=rejected.source or SourceRef("page", rejected.url),
    )
    return export(nothing) | {"title": None, "text": None}


def _readable(outcome: Outcome) -> str:
    return readable(outcome) if isinstance(outcome, Story) else readable_refusal(outcome)


def _is_url(given: str) -> bool:
    return given.lower().startswith(("http://", "https://"))
