"""Pairs of stories as desks and agencies make them (``pairs.jsonl``), all written for this test.

``label`` is a relation; ``missed`` stands where the decision is known to be another one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crawler.commands.compare import piece_of
from pipelines.copies.decision import Verdict, compare

ROWS = [json.loads(line) for line in Path(__file__).with_name("pairs.jsonl").read_text("utf-8").splitlines()]
MERGED = ("same", "syndicated")


def both_ways(row: dict[str, Any]) -> Verdict:
    a, b = piece_of(row["a"]), piece_of(row["b"])
    verdict, turned = compare(a, b), compare(b, a)
    assert (verdict.relation, verdict.score) == (turned.relation, turned.score)
    return verdict


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['pair_id']}: {row['note']}")
def test_what_the_two_are_to_each_other(row: dict[str, Any]) -> None:
    found = both_ways(row).relation
    merged = row["label"] in MERGED
    # Two cuts of one copy may be told apart as same or syndicated; both are merged.
    right = found in MERGED if merged else found == row["label"]
    assert right != row.get("missed", False), found
    # What is missed, is missed on the safe side: nothing is merged that is not one story.
    assert merged or found not in MERGED
