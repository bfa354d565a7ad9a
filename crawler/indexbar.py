"""How far work on many stories is: a bar on standard error, shown once there is something to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from typing import Self


class Bar:
    """Shows nothing before `expect` is told of something; what a crawl adds meanwhile makes it longer."""

    def __init__(self, console: Console | None = None, *, what: str = "indexing") -> None:
        columns = TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        self._progress = Progress(*columns, console=console or Console(stderr=True))
        self._total = self._done = 0
        self._task = self._progress.add_task("index", total=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress.live.is_started:
            self._progress.stop()

    def expect(self, number: int) -> None:
        """So many more are to be done."""
        self._total += number
        self._show()

    def advance(self, number: int) -> None:
        """So many are done."""
        self._done += number
        self._total = max(self._total, self._done)
        self._show()

    def _show(self) -> None:
        if self._total:
            self._progress.update(self._task, total=self._total, completed=self._done)
            self._progress.start()
