"""A week in minutes: outlets, index and scheduler fail, and nothing is lost or doubled, or comes too late."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.elasticsearch.node import Node
from tests.week import report
from tests.week.clock import Clock, compiler
from tests.week.edition import HOURS, OUTLETS
from tests.week.week import Week


@pytest.mark.soak
@pytest.mark.newsroom
@pytest.mark.elasticsearch
def test_a_week_with_outages(tmp_path: Path, own_node: Node, capsys: pytest.CaptureFixture[str]) -> None:
    if compiler() is None:
        pytest.skip("no C compiler here: install Debian's package gcc")
    week = Week(tmp_path, Clock(tmp_path), own_node, float(os.environ.get("WEEK_HOURS", HOURS)))
    week.run()
    result = report.collect(week)
    with capsys.disabled():
        sys.stdout.write("\n".join(["", *report.lines(result), ""]))
    assert week.published and not result.missing
    urls = [story.url for story in result.stories]
    assert len(urls) == len(set(urls)) and all(story.version == 1 for story in result.stories)
    assert set(result.index) == {story.id for story in result.stories}
    assert result.left_in_outbox == 0
    late = [delay for delay in result.delays if delay.to_store > delay.allowed]
    assert not late, late
    assert not [delay.url for delay in result.delays if delay.to_index is None]
    for outlet in OUTLETS:
        assert week.room.most_at_once(outlet) == 1, outlet
        assert min(report.gaps(week, outlet)) > report.LEAST_GAP, outlet
    assert week.watchers.said("Traceback") == 0
