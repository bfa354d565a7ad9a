"""What a backfill tells: a bar over the days while it runs, and what came of it."""

from __future__ import annotations

import logging
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from crawler.lookback import Bounds, End
from crawler.outlet import Source
from pipelines.india import INDIA

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_LINE = (
    "{task.fields[done]:,} windows, {task.fields[entries]:,} entries, {task.fields[kept]:,} stories kept,"
    " reached {task.fields[reached]}"
)


class Report:
    """A context manager: the bar is on standard error as long as it is entered. Where that is no terminal,
    there is a line in the log for each window instead."""

    def __init__(self, outlet: str, bounds: Bounds, crawler: Crawler) -> None:
        self._outlet = outlet
        self._bounds = bounds
        self._crawler = crawler
        self._bar = Progress(
            TextColumn("backfill"),
            BarColumn(bar_width=20),
            TaskProgressColumn(),
            TextColumn(_LINE),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
        )
        total = (bounds.until - bounds.since) / timedelta(days=1)
        self._task = self._bar.add_task("", total=total, done=0, entries=0, kept=0, reached="-")
        self._reached = bounds.until
        self._done = self._entries = self._pages = 0
        self._ends: list[tuple[Source, End]] = []

    def __enter__(self) -> Self:
        logger.info("looking back at %s: %s", self._outlet, self._days)
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    @property
    def kept(self) -> int:
        """New stories of this crawl."""
        assert self._crawler.stats is not None
        kept: int = self._crawler.stats.get_value(f"prahari/stories/{self._outlet}/new", 0)
        return kept

    def asked(self, newest: datetime) -> None:
        """All that is newer was read."""
        self._reached = max(newest, self._bounds.since)
        self._show()

    def found(self, entries: int) -> None:
        """A page announced so many entries of the time."""
        self._entries += entries

    def pages(self, count: int) -> None:
        """So many story pages have outcomes."""
        self._pages += count
        self._show()

    def done(self) -> None:
        """A window is complete."""
        self._done += 1
        self._show()
        logger.info("%s: %s", self._outlet, self._so_far())

    def ended(self, source: Source, end: End) -> None:
        """A way has come to its end."""
        self._ends.append((source, end))

    def is_settled(self) -> bool:
        """Whether no other way need be tried: one reached back far enough, or will when it goes on."""
        return any(end.how in ("reached", "failed") for _, end in self._ends)

    @property
    def exit_code(self) -> int:
        """1 where the time was not read to its beginning for want of a way, or because one was broken off."""
        ways = {end.how for _, end in self._ends}
        return 0 if "reached" in ways or ("short" in ways and "failed" not in ways) else 1

    def summary(self) -> list[str]:
        """What came of it all, as lines for a person."""
        lines = [
            f"{self._outlet}: {self._days}: {self._done:,} windows, {self._entries:,} entries,"
            f" {self._pages:,} pages fetched, {self.kept:,} stories kept"
        ]
        lines += [f"{source.kind} {source.url}: {end.why}" for source, end in self._ends]
        if any(end.how == "failed" for _, end in self._ends):
            lines.append("broken off: the same command goes on from here")
        elif self.exit_code:
            lines.append(f"no way into the archive of {self._outlet} was found; looked at: those above")
        return lines

    @property
    def _days(self) -> str:
        last = self._bounds.until - timedelta(microseconds=1)
        first, end = (f"{at.astimezone(INDIA):%Y-%m-%d}" for at in (self._bounds.since, last))
        return f"{first} to {end}"

    def _so_far(self) -> str:
        return (
            f"{self._done:,} windows, {self._entries:,} entries, {self.kept:,} stories kept,"
            f" reached {self._reached.astimezone(INDIA):%Y-%m-%d}"
        )

    def _show(self) -> None:
        self._bar.update(
            self._task,
            completed=(self._bounds.until - self._reached) / timedelta(days=1),
            done=self._done,
            entries=self._entries,
            kept=self.kept,
            reached=f"{self._reached.astimezone(INDIA):%Y-%m-%d}",
        )
