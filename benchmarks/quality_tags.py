"""Quality of tags and relevance on the labelled stories of ../shared. ``python -m benchmarks.quality_tags``

Precision and recall of tags count every concept id of the lexicon except the neutral and optional ones that
the labelling policy names; borderline stories are left out of relevance.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.entry import SourceRef
from pipelines.relevance import THRESHOLD, explain
from pipelines.story import Story
from pipelines.tags import concepts_of

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def story(text: str, title: str = "", published: datetime | None = None) -> Story:
    """A story of nothing but its text."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    source = SourceRef("page", "https://example.invalid/")
    return Story("https://example.invalid/", "", title, text, at, source, published=published)


def measure(shared_dir: Path) -> dict[str, float]:
    """Share (0 to 1) of each goal of issue 8: relevance, tags, homographs, press-release titles."""
    return {**_labels(shared_dir), **_homographs(shared_dir), **_titles(shared_dir)}


def rows(file: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON lines file."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def tag_ids(text: str, title: str = "") -> set[str]:
    """Ids of a text's tags."""
    return {concept.id for concept in concepts_of(story(text, title))}


def _labels(shared_dir: Path) -> dict[str, float]:
    folder = shared_dir / "data" / "labels"
    neutral = set(json.loads((folder / "neutral_tags.json").read_text("utf-8")))
    known = {row["id"] for row in rows(shared_dir / "domain" / "lexicon.jsonl")}
    tags = _Counts()
    relevance = _Counts()
    for row in rows(folder / "relevance_and_tags.jsonl"):
        title = row.get("title") or ""
        wanted = {*row["tags"], *row["event_type"]}
        free = ({*row["tags_opt"], *row["event_type_opt"]} | (neutral - {*row["homographs"]})) - wanted
        found = (tag_ids(row["text"], title) & known) - free
        tags.add(len(found & wanted), len(found - wanted), len(wanted - found))
        if row["relevance"] != "borderline":
            said = explain(story(row["text"], title)).score >= THRESHOLD
            relevance.judge(said, row["relevance"] == "yes")
    return {
        "tags_precision": tags.precision,
        "tags_recall": tags.recall,
        "relevance_precision": relevance.precision,
        "relevance_recall": relevance.recall,
        "relevance_f1": relevance.f1,
    }


def _homographs(shared_dir: Path) -> dict[str, float]:
    found = silent = total = 0
    for row in rows(shared_dir / "domain" / "homographs.jsonl"):
        total += 1
        found += row["defence_concept"] in tag_ids(row["right_reading_example"])
        silent += row["defence_concept"] not in tag_ids(row["trap_example"])
    return {"homographs_found": found / total, "homographs_silent": silent / total}


def _titles(shared_dir: Path) -> dict[str, float]:
    counts = _Counts()
    for row in rows(shared_dir / "data" / "stories" / "pib_titles.jsonl"):
        counts.judge(explain(story("", row["title"])).score >= THRESHOLD, row["defence_gold"])
    return {"titles_precision": counts.precision, "titles_recall": counts.recall}


class _Counts:
    def __init__(self) -> None:
        self.right = self.wrong = self.missed = 0

    def add(self, right: int, wrong: int, missed: int) -> None:
        self.right += right
        self.wrong += wrong
        self.missed += missed

    def judge(self, said: bool, wanted: bool) -> None:
        self.add(said and wanted, said and not wanted, wanted and not said)

    @property
    def precision(self) -> float:
        return self.right / ((self.right + self.wrong) or 1)

    @property
    def recall(self) -> float:
        return self.right / ((self.right + self.missed) or 1)

    @property
    def f1(self) -> float:
        return 2 * self.right / ((2 * self.right + self.wrong + self.missed) or 1)


if __name__ == "__main__":
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    for name, value in measure(directory).items():
        print(f"{name:22} {value:.3f}")
