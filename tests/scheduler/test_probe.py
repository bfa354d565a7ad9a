"""A question that hangs or fails keeps nobody waiting."""

from __future__ import annotations

import threading
from unittest.mock import patch

import pytest

from pipelines.store import StoreProblem
from scheduler.probe import Probe


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_an_answer_is_good_for_a_while() -> None:
    clock, answers = Clock(), iter(range(10))
    probe = Probe(lambda: next(answers), fresh=10, clock=clock)
    assert (probe.latest().value, probe.latest().value) == (0, 0)
    clock.now += 9
    assert (probe.latest().value, probe.latest().age) == (0, 9)
    clock.now += 1
    assert (probe.latest().value, probe.latest().age) == (1, 0)


def test_what_hangs_keeps_nobody_waiting_and_is_asked_once() -> None:
    clock, asked, go_on = Clock(), list[int](), threading.Event()

    def ask() -> int:
        asked.append(1)
        if len(asked) > 1:
            assert go_on.wait(30)
        return len(asked)

    probe = Probe(ask, fresh=10, patience=30, clock=clock)
    assert probe.latest().value == 1
    impatient = patch.object(probe, "_patience", 0)
    clock.now += 20
    with impatient:
        first = probe.latest()
        clock.now += 30
        late = probe.latest()
    assert (first.value, late.value, late.age) == (1, 1, 50)
    assert late.problem == "no answer for 30 s"
    assert len(asked) == 2
    go_on.set()
    assert (probe.latest().value, probe.latest().problem) == (2, None)


def test_what_fails_is_told_and_the_last_answer_kept(caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    outcomes = iter([7, StoreProblem("it is away"), ValueError("a mistake"), 8])

    def ask() -> int:
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        assert isinstance(outcome, int)
        return outcome

    probe = Probe(ask, fresh=10, clock=clock)
    assert probe.latest().value == 7
    told = []
    for _ in range(3):
        clock.now += 10
        told.append((probe.latest().value, probe.latest().problem))
    assert told == [(7, "it is away"), (7, "ValueError: a mistake"), (8, None)]
    assert caplog.text.count("Traceback") == 1
