"""Where alarms go: into the log, each once when it begins and once when it is over."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.alarms import Alarm

logger = logging.getLogger(__name__)

_sounding: dict[tuple[str, str], Alarm] = {}
"""Outlet and kind → what was told of it."""


def deliver(alarms: Iterable[Alarm]) -> None:
    """Tell what sounds now and did not at the last call, and what does no more."""
    now = {(alarm.outlet, alarm.kind): alarm for alarm in alarms}
    for key, alarm in now.items():
        if key not in _sounding:
            logger.warning("alarm: %s: %s: %s", alarm.outlet, alarm.kind, alarm.detail)
    for key in _sounding.keys() - now.keys():
        logger.info("alarm over: %s: %s", *key)
    _sounding.clear()
    _sounding.update(now)
