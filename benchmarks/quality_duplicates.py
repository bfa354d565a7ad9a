"""Quality of the decision on labelled pairs of ../shared. ``python -m benchmarks.quality_duplicates``

Merging counts {same, syndicated} against the rest, as the policy beside the pairs has it; an update counts
as linked if it becomes a version or a thread, and so does another report of one event. The pairs fall into
two halves by what they are drawn from, a story being in one of them only, so that a rule fitted to one half
shows in the other. Figures are given for all pairs, for those that nobody made (``natural``), and for the
worse half.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from benchmarks.quality_tags import rows
from pipelines.copies.decision import Piece, compare

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
_MERGED = frozenset({"same", "syndicated"})
_LINKED = frozenset({"update", "same_event"})


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled pair with what was said of it."""

    id: str
    label: str
    said: str
    made: bool
    stories: tuple[str, str]
    """Which stories it is drawn from."""


def judged(file: Path, outlets: tuple[str, str] = ("", "")) -> list[Pair]:
    """The pairs of a file, each compared as if these outlets had printed them."""
    out = []
    for row in rows(file):
        a, b = row["a"], row["b"]
        said = compare(Piece(a["text"], outlet=outlets[0]), Piece(b["text"], outlet=outlets[1])).relation
        stories = (str(a["id"]), str(b["id"] or a["id"]))
        out.append(Pair(row["pair_id"], row["label"], said, row["made"], stories))
    return out


def measure(file: Path) -> dict[str, float]:
    """Shares (0 to 1) and counts of all pairs, of the natural ones, of the worse half, and of all as if two
    outlets had printed them (``outlets``), as the store mostly sees them."""
    pairs = judged(file)
    figures = _figures(pairs)
    natural = _figures([pair for pair in pairs if not pair.made])
    parts = [_figures(half) for half in halves(pairs)]
    others = _figures(judged(file, ("one", "other")))
    return {
        **figures,
        **{f"natural_{name}": value for name, value in natural.items()},
        "outlets_precision": others["precision"],
        "outlets_recall": others["recall"],
        "half_precision": min(part["precision"] for part in parts),
        "half_recall": min(part["recall"] for part in parts),
    }


def halves(pairs: Sequence[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Two halves that have no story in common."""
    group: dict[str, str] = {}

    def root(story: str) -> str:
        while group.setdefault(story, story) != story:
            story = group[story]
        return story

    for pair in pairs:
        group[root(pair.stories[0])] = root(pair.stories[1])
    first: list[Pair] = []
    second: list[Pair] = []
    for pair in pairs:
        digest = sha256(root(pair.stories[0]).encode()).digest()
        (first if digest[0] % 2 else second).append(pair)
    return first, second


def _figures(pairs: Iterable[Pair]) -> dict[str, float]:
    pairs = list(pairs)
    wanted = sum(pair.label in _MERGED for pair in pairs)
    merged = [pair for pair in pairs if pair.said in _MERGED]
    right = sum(pair.label in _MERGED for pair in merged)
    events = [pair for pair in pairs if pair.label == "same_event"]
    updates = [pair for pair in pairs if pair.label == "update"]
    return {
        "precision": right / (len(merged) or 1),
        "recall": right / (wanted or 1),
        "updates_linked": sum(pair.said in _LINKED for pair in updates) / (len(updates) or 1),
        "events_linked": sum(pair.said in _LINKED for pair in events) / (len(events) or 1),
        "updates_merged": float(sum(pair.said in _MERGED for pair in updates)),
    }


if __name__ == "__main__":
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "data" / "duplicates"
    for name, value in measure(directory / "labelled_pairs.jsonl").items():
        print(f"{name:26} {value:.3f}")
