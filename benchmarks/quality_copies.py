"""How well copies are told from versions, on ../shared/data/duplicates.

usage: python -m benchmarks.quality_copies [--wrong] [--cross] [--candidates]

``--wrong`` lists the pairs that are decided wrongly. ``--cross`` (minutes) tells what the figures of
`Limits` owe to these pairs: in each of five folds, the limits are chosen anew on four fifths of the stories
(pairs that share a story stay together) and measured on the last. The rules themselves were written with all
pairs in view. ``--candidates`` tells which share of the pairs is found at all by prints, and by MinHash with
LSH bands.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import product
from pathlib import Path
from random import Random
from typing import Final

from pipelines.copies.body import body
from pipelines.copies.prints import enough, prints_of
from pipelines.copies.relation import LIMITS, Limits, Relation, Text, compare

PAIRS: Final = Path(__file__).resolve().parents[2] / "shared" / "data" / "duplicates" / "labelled_pairs.jsonl"
FOLDS: Final = 5
_MERGED: Final = frozenset({"same", "syndicated"})
_LINKED: Final = frozenset({"update", "same_event"})
# What --cross chooses from: copy, carried, own_lead.
_GRID: Final = tuple(product((0.6, 0.66, 0.72, 0.78, 0.84), (0.3, 0.38, 0.45), (6, 8, 10, 14)))


@dataclass(frozen=True, slots=True)
class Labelled:
    """A pair with what an annotator said it is."""

    id: str
    label: str
    made: bool
    a: str
    b: str
    stories: tuple[str, ...]
    """Which stories it was made from."""
    note: str


def read_pairs(path: Path = PAIRS) -> list[Labelled]:
    """The labelled pairs."""
    pairs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        stories = tuple(side["id"].split(" ")[0] for side in (row["a"], row["b"]) if side["id"])
        texts = row["a"]["text"], row["b"]["text"]
        pairs.append(Labelled(row["pair_id"], row["label"], row["made"], *texts, stories, row["note"]))
    return pairs


def decide(pairs: Iterable[Labelled], limits: Limits = LIMITS) -> list[tuple[Labelled, Relation]]:
    """Each pair with what we say it is."""
    return [(pair, compare(Text(pair.a), Text(pair.b), limits).relation) for pair in pairs]


def figures(decided: Sequence[tuple[Labelled, Relation]]) -> dict[str, float]:
    """Precision and recall of merging, share of updates linked, and how many updates were merged."""
    merged = [pair for pair, relation in decided if relation in _MERGED]
    right = sum(pair.label in _MERGED for pair in merged)
    wanted = sum(pair.label in _MERGED for pair, _ in decided)
    updates = [relation for pair, relation in decided if pair.label == "update"]
    return {
        "merged_precision": right / len(merged) if merged else 1.0,
        "merged_recall": right / wanted if wanted else 1.0,
        "updates_linked": sum(relation in _LINKED for relation in updates) / max(1, len(updates)),
        "updates_merged": float(sum(relation in _MERGED for relation in updates)),
    }


def measure(path: Path = PAIRS) -> dict[str, float]:
    """The figures of all pairs, and of the natural ones alone (``natural_...``)."""
    decided = decide(read_pairs(path))
    natural = figures([one for one in decided if not one[0].made])
    return figures(decided) | {f"natural_{name}": value for name, value in natural.items()}


def cross(pairs: Sequence[Labelled]) -> list[tuple[Labelled, Relation]]:
    """Each pair as decided by limits that were chosen on other stories."""
    folds = list(_folds(pairs))
    tables = {grid: dict(zip(pairs, _relations(pairs, grid), strict=True)) for grid in _GRID}
    held_out: list[tuple[Labelled, Relation]] = []
    for fold in folds:
        rest = [pair for other in folds if other is not fold for pair in other]
        best = max(_GRID, key=lambda grid: _worth(figures([(pair, tables[grid][pair]) for pair in rest])))
        held_out += [(pair, tables[best][pair]) for pair in fold]
    return held_out


def _relations(pairs: Sequence[Labelled], grid: tuple[float, float, int]) -> list[Relation]:
    copy, carried, own_lead = grid
    limits = replace(LIMITS, copy=copy, carried=carried, own_lead=own_lead)
    return [relation for _, relation in decide(pairs, limits)]


def _worth(found: dict[str, float]) -> float:
    """Precision counts double: what is merged wrongly is lost."""
    return 2 * found["merged_precision"] + found["merged_recall"] + found["updates_linked"]


def _folds(pairs: Sequence[Labelled]) -> Iterator[list[Labelled]]:
    """Pairs that share a story, directly or through others, in one fold; the largest groups first."""
    leader: dict[str, str] = {}

    def find(story: str) -> str:
        while leader.setdefault(story, story) != story:
            story = leader[story]
        return story

    for pair in pairs:
        for story in pair.stories[1:]:
            leader[find(story)] = find(pair.stories[0])
    groups: dict[str, list[Labelled]] = {}
    for pair in pairs:
        groups.setdefault(find(pair.stories[0]), []).append(pair)
    folds: list[list[Labelled]] = [[] for _ in range(FOLDS)]
    for _, group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        min(folds, key=len).extend(group)
    yield from folds


def print_candidates(pairs: Sequence[Labelled]) -> None:
    """For each label, the share of pairs that each scheme finds, and how many rows a text costs."""
    rows = {"prints": 0, **{f"minhash {bands}x{each}": 0 for bands, each in _LSH}}
    found: dict[tuple[str, str], list[bool]] = {}
    for pair in pairs:
        a, b = prints_of(pair.a), prints_of(pair.b)
        found.setdefault(("prints", pair.label), []).append(enough(len(a & b), len(a), len(b)))
        rows["prints"] += len(a) + len(b)
        signs = [_signature(text) for text in (pair.a, pair.b)]
        for bands, each in _LSH:
            met = any(_band(signs[0], band, each) == _band(signs[1], band, each) for band in range(bands))
            found.setdefault((f"minhash {bands}x{each}", pair.label), []).append(met)
            rows[f"minhash {bands}x{each}"] += 2 * bands
    for scheme, number in rows.items():
        shares = (
            f"{label} {sum(hits) / len(hits):.3f}" for (name, label), hits in found.items() if name == scheme
        )
        print(f"{scheme:14} {number / 2 / len(pairs):4.0f} rows a text; found of {', '.join(shares)}")


_LSH: Final = ((30, 4), (40, 3), (40, 2))
"""Bands, and hashes in each."""
_SEEDS: Final = [Random(1000 + number).getrandbits(64) | 1 for number in range(max(b * r for b, r in _LSH))]


def _signature(text: str) -> list[int]:
    """MinHash of shingles of three units."""
    keys = [unit.key for unit in body(text).units]
    hashes = {
        int.from_bytes(blake2b(" ".join(keys[i : i + 3]).encode(), digest_size=8).digest(), "little")
        for i in range(max(1, len(keys) - 2))
    }
    return [min((one * seed) & (1 << 64) - 1 for one in hashes) for seed in _SEEDS]


def _band(signature: Sequence[int], number: int, each: int) -> Sequence[int]:
    return signature[number * each : (number + 1) * each]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--wrong", action="store_true", help="list the pairs decided wrongly")
    parser.add_argument("--cross", action="store_true", help="held-out figures, five folds")
    parser.add_argument("--candidates", action="store_true", help="how many pairs are found at all")
    options = parser.parse_args()
    pairs = read_pairs()
    if options.candidates:
        print_candidates(pairs)
        return
    decided = cross(pairs) if options.cross else decide(pairs)
    which: tuple[tuple[str, Callable[[Labelled], bool]], ...] = (
        ("all", lambda _: True),
        ("natural", lambda pair: not pair.made),
    )
    for name, chosen in which:
        for figure, value in figures([one for one in decided if chosen(one[0])]).items():
            print(f"{name:8} {figure:18} {value:8.4f}")
    if options.wrong:
        for pair, relation in decided:
            wanted = _MERGED if pair.label in _MERGED else _LINKED if pair.label == "update" else None
            if relation not in wanted if wanted else relation in _MERGED:
                print(f"{pair.id} is {pair.label}, found {relation}: {pair.note}")


if __name__ == "__main__":
    main()
