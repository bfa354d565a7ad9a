"""Processes of tests that are to end with the tests, however these end."""

from __future__ import annotations

import ctypes
import signal
from contextlib import suppress

_PR_SET_PDEATHSIG = 1


def end_with_parent(number: int = signal.SIGQUIT) -> None:
    """In a server, before it starts: send it `number` if the tests are killed (prctl(2), Linux)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)
