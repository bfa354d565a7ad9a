"""``make quality``: how good extraction, lemmas, tags, relevance and duplicates are, against a floor.

usage: python -m benchmarks.quality [--write]
The newsroom's golden pages are measured everywhere; the rest where ``../shared`` is. Each figure is compared
with ``floor.toml``: exit code 1 if one is worse. ``--write`` also records the figures in ``quality.json``, so
that a change shows what it does to them (the habit is trafilatura's ``tests/eval_gate.py``).
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks import (
    quality_desks,
    quality_duplicates,
    quality_lemmas,
    quality_newsroom,
    quality_pages,
    quality_tags,
)

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared"
RECORD = HERE / "quality.json"
FLOOR = HERE / "floor.toml"

Figures = Mapping[str, Mapping[str, float]]
"""Group → name → figure."""


@dataclass(frozen=True, slots=True)
class Sunk:
    """A figure that is worse than the floor allows; ``figure`` is None if it was not measured."""

    name: str
    figure: float | None
    allowed: float

    def __str__(self) -> str:
        return f"{self.name} is {self.figure}, the floor is {self.allowed}"


def measure(shared: Path = SHARED) -> dict[str, dict[str, float]]:
    """Every group that can be measured here."""
    figures = {"newsroom": quality_newsroom.measure()}
    if shared.is_dir():
        figures["pages"] = _pages(quality_pages.measure(shared / "data" / "pages"))
        figures["lemmas"] = quality_lemmas.measure(shared / "data" / "stories" / "lemmas_hdtb.jsonl")
        figures["tags"] = quality_tags.measure(shared)
        figures["duplicates"] = quality_duplicates.measure(
            shared / "data" / "duplicates" / "labelled_pairs.jsonl"
        )
        figures["desks"] = quality_desks.measure(shared)
    return figures


def sunk(figures: Figures, floor: Mapping[str, Mapping[str, object]]) -> list[Sunk]:
    """What is worse than ``floor``, for the groups that were measured. A figure missing in one is sunk."""
    found = []
    for group, allowed in floor.items():
        if group not in figures:
            continue
        most = allowed.get("most", {})
        assert isinstance(most, dict)
        for name, limit in [*allowed.items(), *most.items()]:
            if name == "most":
                continue
            assert isinstance(limit, (int, float))
            figure = figures[group].get(name)
            if figure is None or (figure > limit if name in most else figure < limit):
                found.append(Sunk(f"{group}.{name}", figure, float(limit)))
    return found


def read_floor(path: Path = FLOOR) -> dict[str, dict[str, object]]:
    """Group → name → least value; ``most`` → name → largest count."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _pages(said: Mapping[str, object]) -> dict[str, float]:
    """The scorer's summary (``9/9`` and the like) as numbers."""

    def share(value: object) -> float:
        have, of = str(value).split("/")
        return int(have) / int(of)

    def count(value: object) -> float:
        return float(str(value).split("/")[0])

    published = said["published"]
    modified = said["modified"]
    assert isinstance(published, dict) and isinstance(modified, dict)
    return {
        "f1": float(str(said["F1"])),
        "worst_f1": float(str(said["minF1"])),
        "foreign_strings": count(said["must_not_art"]),
        "false_articles": count(said["false_article"]),
        "must_strings": share(said["must"]),
        "titles": share(said["title_ok"]),
        "authors": share(said["author_exact"]),
        "published": share(published["instant60"]),
        "modified": share(modified["instant60"]),
    }


def main() -> int:
    """Print the figures beside their floor; exit code 1 if one is worse."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="record the figures in quality.json")
    options = parser.parse_args()
    figures = measure()
    for group, values in figures.items():
        for name, value in values.items():
            print(f"{group + '.' + name:36} {value:10.4f}")
    if options.write:
        rounded = {g: {n: round(v, 4) for n, v in values.items()} for g, values in figures.items()}
        RECORD.write_text(json.dumps(rounded, indent=2) + "\n", encoding="utf-8")
    worse = sunk(figures, read_floor())
    for one in worse:
        print(one, file=sys.stderr)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
