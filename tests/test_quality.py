"""The quality floor: figures may rise, not sink."""

from __future__ import annotations

import pytest

from benchmarks import quality
from tests.project import SHARED


def test_no_figure_is_below_its_floor() -> None:
    figures = quality.measure()
    assert "newsroom" in figures
    assert ("pages" in figures) == SHARED.is_dir()
    assert quality.sunk(figures, quality.read_floor()) == []


@pytest.mark.parametrize(
    ("figures", "names"),
    [
        ({"f1": 0.9, "leaks": 0}, []),
        ({"f1": 0.89, "leaks": 0}, ["g.f1"]),
        ({"f1": 0.95, "leaks": 2}, ["g.leaks"]),
        ({"leaks": 0}, ["g.f1"]),
    ],
)
def test_what_counts_as_sunk(figures: dict[str, float], names: list[str]) -> None:
    floor: dict[str, dict[str, object]] = {"g": {"f1": 0.9, "most": {"leaks": 0}}, "not measured": {"x": 1.0}}
    assert [one.name for one in quality.sunk({"g": figures}, floor)] == names
