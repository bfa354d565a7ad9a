"""The part of `Store` that the watch and its crawls share: who has what to itself, and what people asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from pipelines.store import clockfaults, holdings, schedule
from pipelines.store.database import Database
from pipelines.store.holdings import Holding
from pipelines.store.schedule import Pause


class Watching:
    """Base of `Store`."""

    _database: Database

    def take(
        self, names: Collection[str], owner: str, seconds: float, gone: Collection[str] = ()
    ) -> list[str]:
        """Have ``names`` to oneself for so long; those of them that nobody else has.

        ``gone`` are owners known to live no more. See `pipelines.store.holdings`.
        """
        with self._database.write() as connection:
            return holdings.take(connection, names, owner, seconds, gone)

    def renew(self, names: Collection[str], owner: str, seconds: float) -> list[str]:
        """The owner lives: ``names`` are its for so long from now; those that it has not lost."""
        with self._database.write() as connection:
            return holdings.renew(connection, names, owner, seconds)

    def give_back(self, owners: Collection[str], names: Collection[str] | None = None) -> int:
        """Let go of these names (None: all) of ``owners``; how many that were."""
        with self._database.write() as connection:
            return holdings.give_back(connection, owners, names)

    def holdings(self) -> dict[str, Holding]:
        """Name → who has it, ended ones, too."""
        with self._database.read() as connection:
            return holdings.find(connection)

    def pause(self, outlets: Collection[str], reason: str, at: datetime) -> None:
        """The watch is not to visit ``outlets`` (`schedule.ALL`: any) from ``at`` on."""
        with self._database.write() as connection:
            schedule.pause(connection, outlets, reason, at)

    def resume(self, outlets: Collection[str]) -> list[str]:
        """The watch is to visit ``outlets`` again; those of them that were paused."""
        with self._database.write() as connection:
            return schedule.resume(connection, outlets)

    def pauses(self) -> dict[str, Pause]:
        """Outlet id, or `schedule.ALL` → since when it is paused, and why."""
        with self._database.read() as connection:
            return schedule.pauses(connection)

    def want(self, outlets: Collection[str], at: datetime) -> None:
        """The watch is to visit ``outlets`` as soon as it can."""
        with self._database.write() as connection:
            schedule.want(connection, outlets, at)

    def wanted(self) -> dict[str, datetime]:
        """Outlet id → when a visit was asked for that has not ended; the first first."""
        with self._database.read() as connection:
            return schedule.wanted(connection)

    def visit_ended(self, asked: Mapping[str, datetime]) -> None:
        """The visits asked for at these instants have ended, however."""
        with self._database.write() as connection:
            schedule.visited(connection, asked)

    def correct_instants(self, at: datetime) -> int:
        """Mend what a clock that was wrong has noted; how many rows. See `pipelines.store.clockfaults`."""
        with self._database.read() as connection:
            if not clockfaults.found(connection, at):
                return 0
        with self._database.write() as connection:
            return clockfaults.correct(connection, at)
