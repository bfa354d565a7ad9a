"""A signal in the middle of waiting for it."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from crawler.stop import Stop, signalled


@pytest.mark.timeout(60)
def test_a_signal_at_any_instant_ends_the_wait() -> None:
    """With a `threading.Event`, this stands still in one of the first rounds."""
    for round in range(50):
        with signalled(signal.SIGUSR1) as stop:
            threading.Timer(round / 10_000, os.kill, (os.getpid(), signal.SIGUSR1)).start()
            while not stop.wait(0):  # always just about to wait
                pass
            assert stop.is_set() and stop.wait()


def test_what_handled_the_signal_before_does_so_again() -> None:
    before = signal.getsignal(signal.SIGUSR1)
    with signalled(signal.SIGUSR1):
        assert signal.getsignal(signal.SIGUSR1) is not before
    assert signal.getsignal(signal.SIGUSR1) is before


def test_set_by_a_thread_and_as_often_as_anybody_likes() -> None:
    stop = Stop()
    assert not stop.wait(0.01)
    threading.Timer(0.01, stop.set).start()
    assert stop.wait(30)
    for _ in range(70_000):  # more than a pipe holds
        stop.set()
    assert stop.is_set()
