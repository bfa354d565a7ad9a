"""An index of refusals in memory, which keeps the whole contract of `search.index.RefusalIndex`.

The embedded engine has none; the real one is in Elasticsearch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from search.index import IndexProblem, Refusal, Refused, Written


class Shelf:
    """`taken` holds what is there; the other attributes are failings that a test sets."""

    def __init__(self, name: str = "shelf") -> None:
        self.name = name
        self.taken: dict[str, Refusal] = {}
        self.ended: dict[str, int] = {}
        """Revisions of what was removed: a lower one does not bring it back."""
        self.refuses: frozenset[str] = frozenset()
        self.fails: IndexProblem | None = None
        self.most: int | None = None
        self.writes = 0

    def prepare(self) -> None:
        """Nothing to make."""

    def write(self, refusals: Sequence[Refusal], gone: Mapping[str, int]) -> Written:
        if self.fails is not None:
            raise self.fails
        self.writes += 1
        offered = {one.id: one.revision for one in refusals} | dict(gone)
        accepted = [id for id in offered if id not in self.refuses][: self.most]
        by_id = {one.id: one for one in refusals}
        for id in accepted:
            if offered[id] < max(self.ended.get(id, -1), self.taken[id].revision if id in self.taken else -1):
                continue
            if id in gone:
                self.taken.pop(id, None)
                self.ended[id] = offered[id]
            else:
                self.taken[id] = by_id[id]
        refused = tuple(Refused(id, "field too long") for id in offered if id in self.refuses)
        return Written({id: offered[id] for id in accepted}, refused)

    def revisions(self) -> Iterator[tuple[str, int]]:
        yield from sorted((one.id, one.revision) for one in self.taken.values())

    def close(self) -> None:
        pass
