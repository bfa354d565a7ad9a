"""Sentences and stories that we wrote, and what a careful analyst reads in them: ``readings.jsonl``.

A line has a `text` or a `title`, the `day` on which it was published where that matters, ids that must be
among its tags (`means`), ids that must not (`not`), and whether it is defence news (`relevant`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.entry import SourceRef
from pipelines.relevance import THRESHOLD, explain
from pipelines.story import Story
from pipelines.tags import concepts_of

ROWS = [
    json.loads(line) for line in Path(__file__).with_name("readings.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("row", ROWS, ids=[str(number) for number in range(1, len(ROWS) + 1)])
def test_reading(row: Mapping[str, Any]) -> None:
    published = datetime.fromisoformat(f"{row['day']}T06:00:00+00:00") if "day" in row else None
    story = Story(
        url="https://example.invalid/1",
        outlet="x",
        title=row.get("title", ""),
        text=row.get("text", ""),
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        source=SourceRef("page", "https://example.invalid/1"),
        published=published,
    )
    found = {concept.id for concept in concepts_of(story)}
    assert set(row.get("means", ())) <= found
    assert not set(row.get("not", ())) & found
    judgement = explain(story)
    if "relevant" in row:
        assert (judgement.score >= THRESHOLD) is row["relevant"], judgement.summary
