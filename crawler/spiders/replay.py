"""``scrapy crawl replay``: today's stages over archived pages, without network.

    crawler.replay ─▶ Page ─▶ all stages, in workers ─▶ the store, in the order of the archive
      (a thread)      └──────▶ Broken ─▶ told

Order matters: of two fetches of one page the store must see the older one first, else it is no version. It
also bounds memory: so many pages are on the way, and no more are read until the first of them is stored.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider

from crawler.archive.records import Broken
from crawler.registry import load_outlets
from crawler.replay import Copy, Reading, Step, files_of, outlet_ids
from crawler.replayreport import Report
from crawler.withouttext import WithoutText
from pipelines.chain import STAGES_KEEPING_ALL, STAGES_WITHOUT_STORE, page_to_outcome
from pipelines.page import Page
from pipelines.stage import refusal
from pipelines.storing import StoreThread
from pipelines.story import Outcome, Rejected, Stage, Story
from pipelines.workers import WorkerDied, WorkerPool, WorkerTimeout

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

AHEAD = 4
"""So many pages a worker are on the way."""


class ReplaySpider(Spider):
    """Replays the files that ``-a warc=PATTERN`` names; ``-a outlet=ID[,ID]`` only these outlets' pages."""

    name = "replay"

    store: StoreThread
    workers: WorkerPool
    stages: Sequence[Stage]
    ahead: int
    files: list[Path]
    reading: Reading
    report: Report
    without_text: WithoutText
    exit_code = 1
    """Of the command; 0 once something was read."""

    def __init__(self, *args: Any, warc: str = "", outlet: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warc = warc
        self.only = outlet_ids(outlet)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """All cores, unless a person said how many; nothing that fetches."""
        super().update_settings(settings)
        own: dict[str, Any] = {"ITEM_PIPELINES": {}, "DOWNLOADER_MIDDLEWARES": {}}
        if not os.environ.get("PRAHARI_WORKERS", "").strip():
            own["PRAHARI_WORKERS"] = os.cpu_count() or 1
        settings.setdict(own, priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        spider.workers = WorkerPool.of(crawler)
        spider.store = StoreThread.of(crawler)
        relevant_only = settings.getbool("PRAHARI_RELEVANT_ONLY", True)
        spider.stages = STAGES_WITHOUT_STORE if relevant_only else STAGES_KEEPING_ALL
        spider.ahead = AHEAD * max(1, settings.getint("PRAHARI_WORKERS"))
        spider.files = files_of(spider.warc, settings["PRAHARI_ARCHIVE"])
        registry = load_outlets(Path(settings["PRAHARI_OUTLETS"]), strict=False)
        spider.reading = Reading(spider.files, registry, settings.getint("PRAHARI_PAGE_MAXSIZE"), spider.only)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Do it all; there is nothing to request."""
        waiting: deque[tuple[Step, asyncio.Task[Outcome] | None]] = deque()
        with Report(self.files) as report:
            self.report = report
            self.without_text = WithoutText(report.passed_over)
            async for step in self.steps():
                waiting.append((step, self.begin(step)))
                if len(waiting) >= self.ahead:
                    await self.finish(*waiting.popleft())
            while waiting:
                await self.finish(*waiting.popleft())
            self.without_text.close()
        sys.stdout.write("\n".join(report.summary(self.reading.skipped)) + "\n")
        self.exit_code = int(report.nothing_readable(self.reading.skipped))
        requests: tuple[Request, ...] = ()
        for request in requests:
            yield request

    async def steps(self) -> AsyncIterator[Step]:
        """What the archive holds, read in a thread of its own, in small lots."""
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="archive") as thread:
            steps = self.reading.steps()
            while lot := await loop.run_in_executor(thread, _lot, steps, AHEAD):
                for step in lot:
                    yield step

    def begin(self, step: Step) -> asyncio.Task[Outcome] | None:
        """Give the step's page to a worker."""
        page = step.found.page if isinstance(step.found, Copy) else step.found
        return asyncio.ensure_future(self.outcome(page)) if isinstance(page, Page) else None

    async def outcome(self, page: Page) -> Outcome:
        """What today's stages make of the page."""
        try:
            return await self.workers.run(page_to_outcome, page, self.stages)
        except WorkerTimeout as error:
            return refusal(page, "extract", "timeout", str(error))
        except WorkerDied as error:
            return refusal(page, "extract", "worker-died", str(error))
        except Exception as error:
            # A mistake of ours, as in `pipelines.stage`.
            self.logger.exception("a stage failed on %s", page.url)
            return refusal(page, "extract", "stage-failed", f"{type(error).__name__}: {error}"[:300])

    async def finish(self, step: Step, task: asyncio.Task[Outcome] | None) -> None:
        """Store what came of the step, or tell it, and let the bar go on."""
        if isinstance(step.found, Broken):
            self.report.broken(step.found)
        outcome = await task if task is not None else step.found
        if isinstance(outcome, Story | Rejected):
            known = self.without_text.settled(step.found, outcome)
            if known is not None:
                self.report.saved(await self.store.run(self.store.store.save, known, replayed=True))
        self.report.advance(step.read)


def _lot(steps: Iterator[Step], size: int) -> list[Step]:
    return list(islice(steps, size))
