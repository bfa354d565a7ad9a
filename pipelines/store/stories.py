"""The part of `Store` that finds stories, and the lines that outlets repeat in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pipelines.store import learning, reading
from pipelines.store.database import Database
from pipelines.store.records import Counts, LearnedLine, RuleFigures, Version
from pipelines.story import Story


class Stories:
    """Base of `Store`."""

    _database: Database

    def story(self, id_or_url: str) -> Story | None:
        """The story with this id or canonical URL, or to which this announced URL led."""
        with self._database.read() as connection:
            return reading.story(connection, id_or_url)

    def stories(
        self,
        since: datetime | None = None,
        relevant: bool | None = None,
        outlet: str | None = None,
        batch: int = 1000,
    ) -> Iterator[Story]:
        """Stories in the order in which they came, read ``batch`` at a time, so in flat memory.

        ``since``: published (or, where that is not known, fetched) then or later.
        """
        return reading.iterate(self._database, since, relevant, outlet, batch)

    def versions(self, story_id: str) -> list[Version]:
        """All versions of a story, the current one last; empty for an unknown id."""
        with self._database.read() as connection:
            return reading.history(connection, story_id)

    def rule_figures(self, outlet: str, last: int = 50, body: str | None = None) -> dict[str, RuleFigures]:
        """How the outlet's extraction rules fared on its ``last`` pages, by `Hints.rules` name.

        ``body`` is the name of the rule for the body, against which pages without text count.
        """
        with self._database.read() as connection:
            return reading.rule_figures(connection, outlet, last, body)

    def counts(self) -> Counts:
        """How much there is."""
        with self._database.read() as connection:
            return reading.counts(connection)

    def learned_lines(self, outlet: str | None = None) -> list[LearnedLine]:
        """The lines that outlets (or one) repeat, as far as they were found to be furniture or text."""
        with self._database.read() as connection:
            return learning.learned(connection, outlet)

    def judge_line(self, outlet: str, line: str, verdict: learning.Verdict | None, at: datetime) -> int:
        """Say what a line of an outlet is: taken out of its stories or put back, now and later.

        None forgets what was said and learned. Returns how many stories that changed.
        """
        with self._database.write() as connection:
            return learning.judge(connection, outlet, line, verdict, at)
