"""What a walk asks for, what it is told, and how it ends."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from crawler.failures import FetchFailure
from crawler.lookback.times import Bounds
from crawler.sources import Announced, SourceRefused

PATIENCE: Final = 5
"""So many parts in a row that could not be read end a walk."""
NOT_THERE: Final = frozenset({"http-404", "http-410", "http-400"})


@dataclass(frozen=True, slots=True)
class Ask:
    """An address to be read next."""

    url: str
    newest: datetime
    """Nothing that the walk has yet to read is newer."""
    what: Literal["entries", "categories"] = "entries"
    span: Bounds | None = None
    """What its address says that its entries are of."""


@dataclass(frozen=True, slots=True)
class Done:
    """A part is complete, with all that it announced."""

    part: str
    bounds: Bounds
    position: str | None = None
    instead: tuple[str, ...] = ()
    """Parts that it includes."""


@dataclass(frozen=True, slots=True)
class End:
    """How a walk ended."""

    how: Literal["reached", "short", "failed", "no-way"]
    """``reached``: the whole time was read; ``short``: the archive does not go back so far; ``failed``:
    broken off, to be gone on with another time; ``no-way``: the source leads to no archive."""
    why: str
    """For a person."""


Answer = Announced | SourceRefused | FetchFailure | tuple[int, ...]
Refused = SourceRefused | FetchFailure
Walk = Generator[Ask | Done, Answer | None, End]
Part = Generator[Ask | Done, Answer | None, Refused | None]
"""Reads a part; returns why it could not be read."""
REACHED: Final = "all of the time was read"


class Enough(Exception):
    """Ends a walk."""

    def __init__(self, end: End) -> None:
        super().__init__(end.why)
        self.end = end


def refused_of(answer: Answer | None) -> Refused:
    """The answer, which is no source."""
    assert isinstance(answer, SourceRefused | FetchFailure)
    return answer


def told(refused: Refused) -> str:
    """For a person."""
    return f"{refused.reason}: {refused.detail}"


def is_for_good(refused: Refused) -> bool:
    """Whether the same address will give nothing later, either."""
    if isinstance(refused, SourceRefused):
        return True
    return refused.final or refused.reason in {"http-401", "http-403", "robots-denied"}


def not_begun(refused: Refused) -> End:
    """The end of a walk whose first address could not be read."""
    return End("no-way" if is_for_good(refused) else "failed", told(refused))


@dataclass
class Tally:
    """Parts of a walk that were read and that could not be."""

    read: int = 0
    failed: list[str] = field(default_factory=list)
    """For now."""
    lost: list[str] = field(default_factory=list)
    """For good."""
    in_row: int = 0
    oldest: datetime | None = None
    """What the archive is known to go back to."""

    def goes_back(self, at: datetime | None) -> None:
        """Something of that time was seen."""
        if at is not None:
            self.oldest = min(at, self.oldest or at)

    def note(self, part: str, refused: Refused | None) -> bool:
        """Whether the part was read. Raises Enough where it is of no use to go on."""
        if refused is None:
            self.read, self.in_row = self.read + 1, 0
            return True
        (self.lost if is_for_good(refused) else self.failed).append(f"{part}: {told(refused)}")
        self.in_row += 1
        if not self.read and is_for_good(refused):
            raise Enough(not_begun(refused))
        if self.in_row >= PATIENCE:
            raise Enough(End("failed", f"{self.in_row} parts in a row could not be read: {told(refused)}"))
        return False

    def end(self) -> End:
        """After the last part."""
        if self.failed:
            return End("failed", f"{len(self.failed)} parts could not be read: {self.failed[0]}")
        but = f", but for {len(self.lost)} parts: {self.lost[0]}" if self.lost else ""
        return End("reached", f"{REACHED}{but}")
