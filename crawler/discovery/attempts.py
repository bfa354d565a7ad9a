"""What discovery asks of a site: each address once, within bounds, and what became of it is noted."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Final

from crawler.discovery.examination import examine
from crawler.discovery.findings import Trial
from crawler.discovery.judgement import Judge
from crawler.failures import FetchFailure
from crawler.fetcher import Fetch, Fetched
from crawler.inspection import Inspection
from crawler.outletfile import same_source
from pipelines.workers import Read

MAX_FETCHES: Final = 40
"""Requests to find the sources of one outlet, robots.txt left out."""
MAX_SECONDS: Final = 300.0
"""After so long with one outlet nothing more is asked for: a crawl waits for the slowest site."""


@dataclass(slots=True)
class Attempts:
    """The requests of one outlet's discovery."""

    judge: Judge
    fetch: Fetch
    read: Read
    trials: list[Trial] = field(default_factory=list)
    """In the order of the requests."""
    tried: set[str] = field(default_factory=set)
    fetches: int = 0
    started: float = field(default_factory=time.monotonic)

    def leave_out(self, url: str) -> None:
        """It is not to be tried."""
        self.tried.add(same_source(url))

    async def get(self, url: str, how: str, kind: str) -> Fetched | FetchFailure:
        """Fetch, and note what went wrong."""
        self.fetches += kind != "robots"
        answer = await self.fetch(url, kind)
        if isinstance(answer, FetchFailure):
            self.note(url, how, f"{answer.reason}: {answer.detail}")
        return answer

    async def look(self, url: str, kind: str) -> tuple[Fetched | FetchFailure, Inspection]:
        self.fetches += 1
        return await examine(url, kind, self.fetch, self.read, self.judge.now)

    def fits(self, url: str) -> bool:
        """Whether the address may be tried: not tried before, within bounds, and nobody else's."""
        same = same_source(url)
        if same in self.tried or self.spent():
            return False
        self.tried.add(same)
        if reason := self.judge.stranger(url):
            self.note(url, "announced", reason)
            return False
        return True

    def spent(self) -> bool:
        return self.fetches >= MAX_FETCHES or time.monotonic() - self.started > MAX_SECONDS

    def note(self, url: str, how: str, verdict: str) -> None:
        self.trials.append(Trial(url, how, verdict))
