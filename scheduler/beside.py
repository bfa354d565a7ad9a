"""What stands beside the watch: figures over HTTP, and systemd's watchdog."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from crawler.command import Problem
from crawler.services import ProjectSettings
from scheduler.alarms.channels import configured
from scheduler.notify import Watchdog
from scheduler.standing import Standing


@contextmanager
def observed(settings: ProjectSettings) -> Iterator[None]:
    """Raises Problem for settings of figures and alarms that cannot be right: better now than in an alarm."""
    configured(settings)
    standing = Standing(settings)
    with ExitStack() as stack:
        stack.callback(standing.close)
        if str(settings["PRAHARI_METRICS"]).strip().lower() != "off":
            from scheduler.endpoint import Endpoint, address  # a watch without figures need not load it

            try:
                at = address(settings["PRAHARI_METRICS"])
            except ValueError as error:
                raise Problem(str(error)) from None
            if at is not None:
                stack.enter_context(Endpoint(at, standing))
        stack.enter_context(Watchdog(standing.stalled))
        yield
