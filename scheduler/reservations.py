"""Who begins a crawl of what: told in the store before the crawl's process is started.

A crawl takes its outlets seconds after somebody chose them for it. In between, others who look would choose
the same, and start processes for nothing. Crawls themselves know nothing of it: the outlets that they take
(`crawler.leases`) are what keeps them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final

from crawler import leases
from crawler.services import Services

if TYPE_CHECKING:
    from crawler.outlet import Outlet
    from pipelines.store import Store

SECONDS: Final = 60.0
"""How long a reservation holds, at least, if nobody gives it back; a process takes some seconds to start."""
_NEXT: Final = "next:"
_LEFT: Final[set[str]] = set()
"""Owners that could not give back what they had: a process that lives would keep it from others until its
time runs out, although nobody crawls it."""


def reserve(store: Store, outlets: Iterable[Outlet], most: int | None, owner: str) -> list[str]:
    """Ids of the first of ``outlets``, at most so many, that nobody else has reserved; they are the owner's
    then, with their hosts. Raises StoreProblem."""
    others = {name: one for name, one in store.holdings().items() if name.startswith(_NEXT)}
    dead = leases.gone({one.owner for one in others.values()})
    theirs = {name for name, one in others.items() if not (one.owner in dead or one.ended or one.doubtful)}
    wanted: dict[str, list[str]] = {}
    for outlet in outlets:
        if len(wanted) == most:
            break
        names = [_NEXT + name for name in leases.names(outlet)]
        if theirs.isdisjoint(names):
            wanted[outlet.id] = names
    if not wanted:
        return []
    taken = set(
        store.take(sorted({name for names in wanted.values() for name in names}), owner, SECONDS, dead)
    )
    mine = {id: names for id, names in wanted.items() if taken.issuperset(names)}
    if left := taken - {name for names in mine.values() for name in names}:
        store.give_back([owner], sorted(left))
    return list(mine)


class Reservation:
    """One crawl's, given back when the block is left."""

    def __init__(self) -> None:
        self.owner = leases.name()
        self._has_some = False

    def of(self, outlets: Iterable[Outlet], most: int | None) -> list[str]:
        """As `reserve`."""
        with closing(Services.of_project()) as services:
            give_back_left(services.store)
            reserved = reserve(services.store, outlets, most, self.owner)
        self._has_some = bool(reserved)
        return reserved

    def give_back(self) -> None:
        """Raises StoreProblem; then the next reservation of this process gives it back, too."""
        if self._has_some:
            _LEFT.add(self.owner)
            with closing(Services.of_project()) as services:
                give_back_left(services.store)


def give_back_left(store: Store) -> None:
    """Raises StoreProblem."""
    if left := list(_LEFT):
        store.give_back(left)
        _LEFT.difference_update(left)


@contextmanager
def reservation() -> Iterator[Reservation]:
    """Raises StoreProblem when it cannot be given back."""
    mine = Reservation()
    try:
        yield mine
    finally:
        mine.give_back()
