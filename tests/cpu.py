"""What each test costs in CPU, its processes and servers included: ``pytest -p tests.cpu``, in one process.

Seconds of CPU, not of the clock: other work on the machine does not change them much. A fixture that several
tests share is counted for the first. ``--cpu-top N`` tests and files are listed at the end, dearest first.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Generator
from contextlib import suppress
from heapq import nlargest
from pathlib import Path

import pytest

_TICKS = os.sysconf("SC_CLK_TCK")
_COST = pytest.StashKey[dict[str, float]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--cpu-top", type=int, default=25, help="how many tests and files tests.cpu lists")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_COST] = {}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    before = spent()
    result = yield
    item.config.stash[_COST][item.nodeid] = spent() - before
    return result


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    tests = config.stash[_COST]
    files: dict[str, float] = {}
    for name, seconds in tests.items():
        file = name.partition("::")[0]
        files[file] = files.get(file, 0.0) + seconds
    top = config.getoption("--cpu-top")
    terminalreporter.section(f"CPU: {sum(tests.values()):.1f} s")
    for costs in (files, tests):
        for name in nlargest(top, costs, key=costs.__getitem__):
            terminalreporter.write_line(f"{costs[name]:8.2f} s  {name}")


def spent() -> float:
    """Seconds of CPU of this process and of all that descend from it, ended ones too."""
    own = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    times = (sum(map(int, fields[11:15])) for fields in _descendants(os.getpid()))
    return own + sum(times) / _TICKS


def _descendants(ancestor: int) -> list[list[str]]:
    """Their /proc/PID/stat from the third field on."""
    children: dict[int, list[tuple[int, list[str]]]] = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended while we looked
            fields = file.read_text().rpartition(")")[2].split()
            children.setdefault(int(fields[1]), []).append((int(file.parent.name), fields))
    found, parents = [], [ancestor]
    while parents:
        for pid, fields in children.get(parents.pop(), ()):
            found.append(fields)
            parents.append(pid)
    return found
