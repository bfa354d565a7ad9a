"""Whether an index holds exactly what the store holds, and mending it where it does not.

    store: (id, revision) sorted ─┐
                                  ├─ merged ─▶ Difference ─▶ enqueue, outrank, remove ─▶ drain ─▶ merged again
    index: (id, revision) sorted ─┘

Both sides go on changing while they are read. So a difference counts only if a second reading finds it
too, and what the outbox holds is late, not different.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipelines.outbox import Drained
from pipelines.store import Holds, Store
from search.index import Index, IndexUnavailable, RefusalIndex

Revisions = Iterable[tuple[str, int]]

_BATCH = 1000
_MOST = 2**31 - 1
"""The highest revision that the store can give a story."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where an index and the store differ. Memory grows with the differences only."""

    stored: int
    indexed: int
    waiting: int = 0
    """What the outbox holds: the index has yet to take it, so that it is in none of the following."""
    missing: tuple[str, ...] = ()
    """Ids that the index lacks."""
    stale: tuple[str, ...] = ()
    """Ids whose revision in the index is lower than the store's."""
    unknown: Mapping[str, int] = field(default_factory=dict)
    """Id → revision, of what the store does not have."""
    higher: Mapping[str, int] = field(default_factory=dict)
    """Id → revision in the index, where that is higher than the store's (an older database was restored)."""

    @property
    def agree(self) -> bool:
        """Nothing differs, though something may wait."""
        return not (self.missing or self.stale or self.unknown or self.higher)


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair found and left."""

    before: Difference
    after: Difference
    drained: Drained


def verify(store: Store, index: Index) -> Difference:
    """Compare; changes nothing. Raises IndexUnavailable and StoreProblem."""
    return _verify(_Stories(store, index))


def verify_refusals(store: Store, index: RefusalIndex) -> Difference:
    """As `verify`, for an index of refusals."""
    return _verify(_Refusals(store, index))


def repair(store: Store, index: Index, drain: Callable[[], Drained]) -> Repaired:
    """Make the index hold what the store holds, and compare again.

    ``drain`` empties the outbox into the index (`pipelines.outbox.drain`). Raises IndexBusy, too.
    """
    drained = drain()  # makes the index, too, where there is none
    return _repair(_Stories(store, index), drained, drain)


def repair_refusals(store: Store, index: RefusalIndex, drain: Callable[[], Drained]) -> Repaired:
    """As `repair`, for an index of refusals."""
    drained = drain()
    return _repair(_Refusals(store, index), drained, drain)


def compare(stored: Revisions, indexed: Revisions) -> Difference:
    """Merge two streams sorted by id. Raises IndexUnavailable if the index's is not, or lists an id twice."""
    left, right = iter(stored), _rising(indexed)
    missing: list[str] = []
    stale: list[str] = []
    unknown: dict[str, int] = {}
    higher: dict[str, int] = {}
    in_store = in_index = 0
    here, there = next(left, None), next(right, None)
    while here or there:
        if there is None or (here and here[0] < there[0]):
            assert here is not None
            missing.append(here[0])
        elif here is None or there[0] < here[0]:
            unknown[there[0]] = there[1]
        elif there[1] < here[1]:
            stale.append(here[0])
        elif there[1] > here[1]:
            higher[there[0]] = there[1]
        from_left = here is not None and (there is None or here[0] <= there[0])
        from_right = there is not None and (here is None or there[0] <= here[0])
        if from_left:
            in_store += 1
            here = next(left, None)
        if from_right:
            in_index += 1
            there = next(right, None)
    return Difference(in_store, in_index, 0, tuple(missing), tuple(stale), unknown, higher)


def _rising(indexed: Revisions) -> Iterator[tuple[str, int]]:
    last = ""
    for id, revision in indexed:
        if id <= last:
            raise IndexUnavailable(f"the index lists {id} after {last}; run `scrapy index rebuild`")
        last = id
        yield id, revision


class _Pair(ABC):
    """A store and an index of one kind of thing."""

    holds: Holds

    def __init__(self, store: Store, index: Index | RefusalIndex) -> None:
        self.store, self.name = store, index.name
        self.indexed = index.revisions

    def stored(self) -> Revisions:
        return self.store.revisions(holds=self.holds)

    def there(self, ids: Collection[str]) -> Collection[str]:
        """Those of ``ids`` that the store has."""
        return self.store.revisions_of(ids, self.holds)

    def waiting(self, ids: Collection[str]) -> Collection[str]:
        return self.store.waiting(self.name, ids)

    def waiting_count(self) -> int:
        return self.store.pending_count(self.name)

    def enqueue(self, ids: Collection[str]) -> None:
        self.store.enqueue(self.name, ids, self.holds)

    def outrank(self, higher: Mapping[str, int]) -> None:
        self.store.outrank(higher, self.holds)

    @abstractmethod
    def remove(self, indexed: Mapping[str, int]) -> None:
        """Take these out of the index: id → the revision that it has of them."""


class _Stories(_Pair):
    holds = "stories"

    def __init__(self, store: Store, index: Index) -> None:
        super().__init__(store, index)
        self._index = index

    def outrank(self, higher: Mapping[str, int]) -> None:
        # Better than deleting: the story can be found all the while, and Elasticsearch would remember the
        # deleted revision for a minute and refuse a lower one.
        super().outrank({id: revision for id, revision in higher.items() if revision < _MOST})
        if beyond := {id: revision for id, revision in higher.items() if revision >= _MOST}:
            self.remove(beyond)
            self.enqueue(beyond)

    def remove(self, indexed: Mapping[str, int]) -> None:
        self._index.delete(list(indexed))


class _Refusals(_Pair):
    holds = "rejections"

    def __init__(self, store: Store, index: RefusalIndex) -> None:
        super().__init__(store, index)
        self._index = index

    def remove(self, indexed: Mapping[str, int]) -> None:
        self._index.write((), {id: revision + 1 for id, revision in indexed.items()})


def _verify(pair: _Pair) -> Difference:
    found = _late_apart(pair, compare(pair.stored(), pair.indexed()))
    if not found.agree:
        again = _late_apart(pair, compare(pair.stored(), pair.indexed()))
        found = replace(
            again,
            missing=_common(again.missing, found.missing),
            stale=_common(again.stale, found.stale),
            unknown={id: again.unknown[id] for id in again.unknown.keys() & found.unknown.keys()},
            higher={id: again.higher[id] for id in again.higher.keys() & found.higher.keys()},
        )
    return replace(found, waiting=pair.waiting_count())


def _late_apart(pair: _Pair, found: Difference) -> Difference:
    """Without what waits: a story that was just saved, or (in an index of refusals) one that just ended."""
    late = set(pair.waiting([*found.missing, *found.stale, *found.unknown]))
    if not late:
        return found
    return replace(
        found,
        missing=tuple(id for id in found.missing if id not in late),
        stale=tuple(id for id in found.stale if id not in late),
        unknown={id: revision for id, revision in found.unknown.items() if id not in late},
    )


def _common(ids: Sequence[str], others: Collection[str]) -> tuple[str, ...]:
    wanted = set(others)
    return tuple(id for id in ids if id in wanted)


def _repair(pair: _Pair, drained: Drained, drain: Callable[[], Drained]) -> Repaired:
    before = after = _verify(pair)
    if not before.agree:
        pair.enqueue([*before.missing, *before.stale])
        pair.outrank(before.higher)
        unknown = list(before.unknown)
        for start in range(0, len(unknown), _BATCH):
            some = unknown[start : start + _BATCH]
            come = pair.there(some)
            if gone := {id: before.unknown[id] for id in some if id not in come}:
                pair.remove(gone)
            # What came to the store just before it was removed here is sent again.
            pair.enqueue(some)
        again = drain()
        drained = Drained(drained.indexed + again.indexed, drained.refused + again.refused, again.busy)
        after = _verify(pair)
    return Repaired(before, after, drained)
