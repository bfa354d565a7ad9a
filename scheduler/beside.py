"""What stands beside the watch: figures over HTTP, and systemd's watchdog."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final
from urllib.parse import urlsplit

from crawler.command import Problem
from crawler.services import ProjectSettings
from scheduler.alarms.channels import configured
from scheduler.notify import Watchdog
from scheduler.standing import Standing

OFF: Final = "off"


def check(settings: ProjectSettings) -> None:
    """Raises Problem for settings of figures and alarms that cannot be right: better now than in an alarm."""
    configured(settings)
    _address(settings)


@contextmanager
def observed(settings: ProjectSettings) -> Iterator[None]:
    """Raises Problem as `check`."""
    standing = Standing(settings)
    with ExitStack() as stack:
        stack.callback(standing.close)
        if (at := _address(settings)) is not None:
            from scheduler.endpoint import Endpoint  # a watch without figures need not load it

            stack.enter_context(Endpoint(at, standing))
        stack.enter_context(Watchdog(standing.stalled))
        yield


def _address(settings: ProjectSettings) -> tuple[str, int] | None:
    """Host and port to serve on; None if that is off."""
    told = str(settings["PRAHARI_METRICS"])
    try:
        return address(told)
    except ValueError as error:
        raise Problem(str(error)) from None


def address(told: str) -> tuple[str, int] | None:
    """The same of what is told. Raises ValueError for what is neither host and port nor off."""
    if told.strip().lower() == OFF:
        return None
    try:
        parts = urlsplit(f"//{told.strip()}")
        if parts.hostname and parts.port is not None and not (parts.path or parts.query or parts.username):
            return parts.hostname, parts.port
    except ValueError:
        pass
    raise ValueError(f"PRAHARI_METRICS: {told!r}: write host:port, or off")
