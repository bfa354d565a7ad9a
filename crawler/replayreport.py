"""What a replay tells: a bar while it runs, each broken record, and a summary."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from crawler.archive.records import Broken
from pipelines.store import Saved
from pipelines.story import Story

if TYPE_CHECKING:
    from typing import Self

TOLD = 20
"""Broken records that are told one by one, a file; of more only their number."""


class Report:
    """A context manager: the bar is on standard error as long as it is entered."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = len(files)
        columns = TextColumn("replay"), BarColumn(), TaskProgressColumn()
        figures = TextColumn("{task.fields[pages]:,} pages, {task.fields[rate]:.1f}/s")
        self._bar = Progress(*columns, figures, TimeRemainingColumn(), console=Console(stderr=True))
        total = sum(path.stat().st_size for path in files if path.exists())
        self._task = self._bar.add_task("replay", total=total, pages=0, rate=0.0)
        self._begun = time.monotonic()
        self._broken: Counter[Path] = Counter()
        self._outcomes: Counter[str] = Counter()
        self._passed: Counter[str] = Counter()

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    @property
    def pages(self) -> int:
        """Pages with an outcome."""
        return self._outcomes.total()

    def broken(self, one: Broken) -> None:
        """Tell of a record that cannot be read."""
        self._broken[one.file] += 1
        if self._broken[one.file] <= TOLD:
            url = f" ({one.url})" if one.url else ""
            self._bar.console.print(f"prahari: {one}{url}", markup=False, highlight=False, soft_wrap=True)

    def passed_over(self, reason: str) -> None:
        """Count a page that nothing is stored of."""
        self._passed[reason] += 1

    def saved(self, saved: Saved) -> None:
        """Count a page's outcome."""
        if not isinstance(saved.outcome, Story):
            kind = "refused"
        else:
            kind = "new" if saved.created else "changed" if saved.changed else "unchanged"
        self._outcomes[kind] += 1

    def nothing_readable(self, skipped: Mapping[str, int]) -> bool:
        """Whether there were broken records and nothing else: no archives, or of no use any more."""
        return bool(self._broken) and not (self.pages or self._passed or skipped)

    def advance(self, read: int) -> None:
        """The archive is replayed up to this byte."""
        rate = self.pages / max(time.monotonic() - self._begun, 1e-9)
        self._bar.update(self._task, completed=read, pages=self.pages, rate=rate)

    def summary(self, skipped: Mapping[str, int]) -> list[str]:
        """What came of it all, as lines for a person."""
        seconds = time.monotonic() - self._begun
        kinds = ", ".join(f"{self._outcomes[kind]:,} {kind}" for kind in ("new", "changed", "unchanged"))
        lines = [
            f"{self.pages:,} pages of {counted(self._files, 'file')} replayed in {seconds:.0f} s"
            f" ({self.pages / max(seconds, 1e-9):.1f} a second)",
            f"stories: {kinds}; {self._outcomes['refused']:,} pages refused",
        ]
        if skipped := self._passed + Counter(skipped):
            reasons = ", ".join(f"{count:,} {reason}" for reason, count in sorted(skipped.items()))
            lines.append(f"passed over: {reasons}")
        lines += [f"{path}: {counted(n, 'broken record')}" for path, n in sorted(self._broken.items())]
        return lines


def counted(number: int, what: str) -> str:
    """Such as ``1 file`` and ``2 files``."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
