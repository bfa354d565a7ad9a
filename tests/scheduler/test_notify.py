"""What systemd is told, over a real socket."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler.notify import Watchdog, notify


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    """The socket on which systemd would listen."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(str(tmp_path / "notify"))
        receiver.settimeout(10)
        yield receiver


def environment(receiver: socket.socket) -> dict[str, str]:
    return {"NOTIFY_SOCKET": receiver.getsockname(), "WATCHDOG_USEC": "100000"}


def test_ready_when_the_watch_works_fed_while_it_does(systemd: socket.socket) -> None:
    says = ["the watch has not begun", None, None, "a job is late", "a job is late"]
    asked = iter(says)
    with Watchdog(lambda: next(asked, None), environment(systemd)):
        told = [systemd.recv(100).decode() for _ in range(3)]
    assert told == ["READY=1\nWATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1"]
    assert next(asked, "all asked") == "all asked", "it was fed while the watch stood still"
    while (last := systemd.recv(100).decode()) == "WATCHDOG=1":
        pass
    assert last == "STOPPING=1"


def test_without_systemd_nothing_is_sent(tmp_path: Path) -> None:
    assert not notify("READY=1", {})
    assert not notify("READY=1", {"NOTIFY_SOCKET": str(tmp_path / "nobody")})
    with Watchdog(lambda: None, {}):
        pass
