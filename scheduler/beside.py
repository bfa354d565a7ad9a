"""What stands beside the watch or a worker: figures over HTTP, and systemd's watchdog."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from crawler.command import Problem
from crawler.services import ProjectSettings
from scheduler.alarms.channels import configured
from scheduler.notify import Watchdog
from scheduler.standing import Standing
from scheduler.working import Working

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

OFF: Final = "off"
WATCH: Final = "PRAHARI_METRICS"
WORKER: Final = "PRAHARI_WORKER_METRICS"
"""Settings. A worker has one of its own, which is off by default: there may be several on a machine."""


def check(settings: ProjectSettings) -> None:
    """Raises Problem for settings of figures and alarms that cannot be right: better now than in an alarm."""
    configured(settings)
    for name in (WATCH, WORKER):
        _address(settings, name)


@contextmanager
def observed(settings: ProjectSettings) -> Iterator[None]:
    """Of the watch. Raises Problem as `check`."""
    standing = Standing(settings)

    def figures() -> CollectorRegistry:
        from scheduler.metrics import registry

        return registry(standing)

    with _beside(settings, WATCH, standing, figures):
        yield


@contextmanager
def assisted(settings: ProjectSettings, working: Working) -> Iterator[None]:
    """The same of a worker."""

    def figures() -> CollectorRegistry:
        from scheduler.workermetrics import registry

        return registry(working)

    with _beside(settings, WORKER, working, figures):
        yield


@contextmanager
def _beside(
    settings: ProjectSettings, name: str, stands: Standing | Working, figures: Callable[[], CollectorRegistry]
) -> Iterator[None]:
    """Serve ``figures`` where the setting ``name`` says."""
    with ExitStack() as stack:
        stack.callback(stands.close)
        if (at := _address(settings, name)) is not None:
            from scheduler.endpoint import Endpoint  # who serves no figures need not load it

            stack.enter_context(Endpoint(at, stands, figures()))
        stack.enter_context(Watchdog(stands.stalled))
        yield


def _address(settings: ProjectSettings, name: str) -> tuple[str, int] | None:
    """Host and port to serve on; None if that is off."""
    try:
        return address(str(settings[name]), name)
    except ValueError as error:
        raise Problem(str(error)) from None


def address(told: str, name: str) -> tuple[str, int] | None:
    """The same of what the setting ``name`` says. Raises ValueError for what is neither host and port nor
    off."""
    if told.strip().lower() == OFF:
        return None
    try:
        parts = urlsplit(f"//{told.strip()}")
        if parts.hostname and parts.port is not None and not (parts.path or parts.query or parts.username):
            return parts.hostname, parts.port
    except ValueError:
        pass
    raise ValueError(f"{name}: {told!r}: write host:port, or off")
