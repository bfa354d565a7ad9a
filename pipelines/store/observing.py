"""The part of `Store` that says how everything stands, and remembers what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from pipelines.store import alarms, arrivals, figures, tallies
from pipelines.store.alarms import Notice, OpenAlarm, Trouble
from pipelines.store.database import Database
from pipelines.store.figures import Figures
from pipelines.store.records import Arrival, RefusalRate


class Observing:
    """Base of `Store`."""

    _database: Database

    def figures(self, at: datetime) -> Figures:
        """Stories, frontier and outboxes as they are."""
        with self._database.read() as connection:
            return figures.figures(connection, at)

    def tally(self, counts: tallies.Counts, at: datetime) -> None:
        """Add to the counts of `pipelines.store.tallies`."""
        with self._database.write() as connection:
            tallies.add(connection, counts, at)

    def tallies(self, day: datetime | None = None) -> dict[str, dict[str, float]]:
        """Name → label → count: of all time, or of the Indian day of an instant."""
        with self._database.read() as connection:
            return tallies.read(connection, tallies.day_of(day) if day else "")

    # --- alarms --------------------------------------------------------------------------------------

    def open_alarms(self) -> list[OpenAlarm]:
        """What is wrong and was not found to be over, the oldest first."""
        with self._database.read() as connection:
            return alarms.current(connection)

    def note_troubles(
        self, found: Iterable[Trouble], kinds: Collection[str], channels: Collection[str], at: datetime
    ) -> None:
        """``found`` is all that is wrong of these ``kinds``; what that changes is to be told over each of
        ``channels``."""
        with self._database.write() as connection:
            alarms.note(connection, found, kinds, channels, at)

    def due_notices(self, channel: str, at: datetime) -> list[Notice]:
        """What is to be told over a channel now, in order."""
        with self._database.read() as connection:
            return alarms.due(connection, channel, at)

    def notices_delivered(self, notices: Collection[Notice]) -> None:
        """They were told."""
        with self._database.write() as connection:
            alarms.delivered(connection, notices)

    def notices_failed(self, notices: Collection[Notice], at: datetime) -> datetime:
        """They could not be told; when they are due again."""
        with self._database.write() as connection:
            return alarms.failed(connection, notices, at)

    def give_up_notices(self, at: datetime) -> int:
        """Forget what could not be told for days; how many notices."""
        with self._database.write() as connection:
            return alarms.give_up(connection, at)

    # --- what came -----------------------------------------------------------------------------------

    def arrivals(self, since: datetime) -> list[Arrival]:
        """Stories that came then or later, in the order in which they came; all in memory."""
        with self._database.read() as connection:
            return arrivals.since(connection, since)

    def first_arrivals(self) -> dict[str, datetime]:
        """Outlet id → when its first story came."""
        with self._database.read() as connection:
            return arrivals.firsts(connection)

    def refusal_rates(self, end: datetime, days: int) -> list[RefusalRate]:
        """How many URLs were refused, by outlet and reason: in the last day and week before ``end``, and in
        the ``days`` before that week."""
        week, day = end - timedelta(days=7), end - timedelta(days=1)
        with self._database.read() as connection:
            return arrivals.refusals(connection, week - timedelta(days=days), week, day, end)
