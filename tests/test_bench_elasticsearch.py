"""What `benchmarks.bench_elasticsearch` measures with; how fast anything is, no test says."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.bench_elasticsearch import side_by_side
from benchmarks.elasticsearch_rates import Comparison, Side
from benchmarks.generate import stories
from benchmarks.searches import Latencies, latencies, searches
from tests.elasticsearch.node import Node
from tests.project import PROJECT


def test_every_tenth_story_is_a_copy_by_another_outlet() -> None:
    made = list(islice(stories(20), 20))
    for first, copy in ((made[8], made[9]), (made[18], made[19])):
        assert copy.text == first.text
        assert copy.outlet != first.outlet
        assert copy.cluster_id == first.cluster_id == first.id != copy.id
    assert len({one.id for one in made}) == 20


def test_the_searches_are_of_every_kind() -> None:
    kinds = [one.kind for one in searches()]
    assert 100 <= len(kinds) <= 200
    assert {"one word", "phrase", "filter", "date", "everything", "--facets", "--newest"} <= set(kinds)


def test_the_round_that_warms_up_is_not_counted() -> None:
    asked: list[str] = []
    times = latencies(["a", "b"], asked.append, 2)
    assert asked == ["a", "b"] * 3
    assert [len(each) for each in times] == [2, 2]


def test_percentiles() -> None:
    times = Latencies.of(float(n) for n in range(100, 0, -1))
    assert (times.percentile(50), times.percentile(99), times.percentile(100)) == (51, 100, 100)
    assert Latencies.of([3.0]).percentile(99) == 3


def test_the_ratio_is_above_one_where_we_are_faster() -> None:
    found = Comparison(10, Side([1.0, 2.0], [0.1, 0.1]), Side([2.0, 2.0], [0.1, 0.1]))
    assert found.rounds == [2, 1]
    assert found.ratio == pytest.approx(4 / 3)


@pytest.mark.elasticsearch
def test_both_engines_are_measured_side_by_side(own_node: Node, tmp_path: Path) -> None:
    lines = list(side_by_side(own_node, tmp_path, documents=50, batch=25, rounds=1))
    assert lines[0].split()[-2:] == ["tantivy", "elasticsearch"]
    assert lines[-1] == "searches with different totals: none"


def test_without_maven_it_says_so_and_is_no_failure() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "elasticsearch"],
        cwd=PROJECT,
        env=os.environ | {"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "not measured, no Maven here" in done.stdout
