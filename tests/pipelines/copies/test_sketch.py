"""Sketches: alike where texts are, whatever the process, and nowhere else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.copies.sketch import buckets, likeness, sketch
from tests.pipelines.copies.wire import WIRE
from tests.project import PROJECT


def made(text: str) -> bytes:
    found = sketch(text)
    assert found is not None
    return found


def meet(one: str, other: str) -> bool:
    first, second = made(one), made(other)
    return bool(set(buckets(first)) & set(buckets(second))) and likeness(first, second) > 0


@pytest.mark.parametrize("text", ["", "।", "सेना", "ने की और"])
def test_a_text_without_two_words_that_mean_something_has_none(text: str) -> None:
    assert sketch(text) is None


def test_copies_and_updates_meet_and_others_do_not() -> None:
    wire, shorter, ordered, updated, other = (one.text for one in WIRE)
    assert all(meet(wire, one) for one in (shorter, ordered, updated))
    assert not any(meet(one, other) for one in (wire, shorter, ordered, updated))


def test_a_text_is_found_by_its_first_paragraph_alone() -> None:
    wire = WIRE[0].text
    long = wire + "\n" + "\n".join(f"आगे {n} की ख़बर {n * 7} बात {n * 13} दल" for n in range(400))
    assert meet(wire.split("\n")[0], long)


@given(st.text())
def test_any_text_has_a_sketch_of_one_size_or_none(text: str) -> None:
    found = sketch(text)
    if found is not None:
        assert (len(found), len(buckets(found)), likeness(found, found)) == (256, 32, 1.0)
        assert all(-(2**63) <= bucket < 2**63 for bucket in buckets(found))


def test_another_process_makes_the_same() -> None:
    code = "import sys; from pipelines.copies.sketch import *; print(sketch(sys.stdin.read()).hex())"
    told = subprocess.run(
        [sys.executable, "-c", code],
        input=WIRE[0].text,
        capture_output=True,
        text=True,
        check=True,
        cwd=PROJECT,
        env={"PYTHONHASHSEED": "7", "PYTHONUTF8": "1"},
    )
    assert bytes.fromhex(told.stdout) == sketch(WIRE[0].text)


@pytest.mark.shared
def test_no_copy_and_no_update_of_the_labelled_pairs_is_missed() -> None:
    path = Path(__file__).parents[4] / "shared/data/duplicates/labelled_pairs.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    pairs = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    missed = [
        pair["pair_id"]
        for pair in pairs
        if pair["label"] in ("same", "syndicated", "update")
        and not meet(pair["a"]["text"], pair["b"]["text"])
    ]
    assert len(pairs) > 100 and missed == []
