"""Functions that tests run in worker processes: they must be importable there."""

from __future__ import annotations

import os
import signal
import time

from pipelines.page import Page
from pipelines.story import Story


def double(number: int) -> int:
    return 2 * number


def pid() -> int:
    return os.getpid()


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    raise ValueError("of its own accord")


def ignores_interrupt() -> bool:
    return signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def hang_on(page: Page) -> Story:
    time.sleep(60)
    raise AssertionError(page.url)


def die_on(page: Page) -> Story:
    die()
    raise AssertionError(page.url)


def break_on(page: Page) -> Story:
    raise RuntimeError("a mistake of ours")
