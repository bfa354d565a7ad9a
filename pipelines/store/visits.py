"""The part of `Store` that knows how crawling went: visits of outlets, polls of their sources."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pipelines.answers import Answer
from pipelines.rhythm import Rhythm
from pipelines.store import answering, findings, polling
from pipelines.store.database import Database
from pipelines.store.findings import FoundSource
from pipelines.store.records import OutletState


class Visits:
    """Base of `Store`."""

    _database: Database

    def mark_polled(
        self,
        outlet: str,
        source_url: str,
        ok: bool,
        error: str | None,
        entries: int | None,
        at: datetime,
        next_due: datetime | None = None,
    ) -> None:
        """A source was polled ``at``: it announced ``entries`` (None: nothing new, so as many as before), or
        failed with ``error`` (one line), and is not to be asked before ``next_due``."""
        with self._database.write() as connection:
            polling.mark_source(connection, outlet, source_url, ok, error, entries, at, next_due)

    def note_hub(self, outlet: str, source_url: str, hub: str | None) -> None:
        """The WebSub hub that a polled source announces (None: none)."""
        with self._database.write() as connection:
            polling.note_hub(connection, outlet, source_url, hub)

    def source_successes(self, outlet: str) -> dict[str, datetime]:
        """Source URL → when it was last read with success, of the outlet's sources that ever were."""
        with self._database.read() as connection:
            return polling.successes(connection, outlet)

    def failing_sources(self, outlet: str) -> dict[str, tuple[int, datetime | None]]:
        """Source URL → failures in a row, and before when it is not to be asked, of those that fail."""
        with self._database.read() as connection:
            return polling.failing(connection, outlet)

    def answers(self, outlet: str) -> dict[str, Answer]:
        """Address → what was answered there last, of the outlet's sources."""
        with self._database.read() as connection:
            return answering.find(connection, outlet)

    def note_answer(self, outlet: str, answer: Answer) -> None:
        """Remember an answer whose entries are announced, in place of the one before."""
        with self._database.write() as connection:
            answering.note(connection, outlet, answer)

    def forget_move(self, outlet: str, url: str) -> None:
        """The address to which a source's address had moved is no more."""
        with self._database.write() as connection:
            answering.forget_move(connection, outlet, url)

    def distrusted(self, at: datetime) -> set[str]:
        """Outlets of which a server is not believed when it says that nothing changed."""
        with self._database.read() as connection:
            return answering.distrusted(connection, at)

    def mark_outlet(
        self,
        outlet: str,
        ok: bool,
        next_due: datetime | None,
        at: datetime,
        rhythm: Rhythm | None = None,
    ) -> None:
        """A visit to an outlet ended ``at``; the next one is due at ``next_due`` (None: at once).

        ``rhythm`` is what the visit taught of it; None: nothing.
        """
        with self._database.write() as connection:
            polling.mark_outlet(connection, outlet, ok, next_due, at, rhythm)

    def put_off(self, outlet: str, next_due: datetime) -> None:
        """An outlet that was visited before is not to be visited before ``next_due``."""
        with self._database.write() as connection:
            polling.put_off(connection, outlet, next_due)

    def rhythm(self, outlet: str) -> Rhythm | None:
        """When the outlet publishes; None if nothing is known."""
        with self._database.read() as connection:
            return polling.rhythm(connection, outlet)

    def note_found_sources(self, outlet: str, found: Iterable[FoundSource]) -> None:
        """What discovery found of an outlet whose file cannot be written, in place of earlier finds."""
        with self._database.write() as connection:
            findings.replace(connection, outlet, found)

    def found_sources(self) -> dict[str, tuple[FoundSource, ...]]:
        """Outlet → what `note_found_sources` noted."""
        with self._database.read() as connection:
            return findings.all_found(connection)

    def outlet_states(self) -> dict[str, OutletState]:
        """Outlet id → state, of every outlet that was ever polled."""
        with self._database.read() as connection:
            return polling.states(connection)
