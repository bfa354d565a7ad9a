"""Alarms: what is wrong is told once over each channel, and once more when it is over.

    crawler.troubles ─▶ store: alarms, notices ─▶ channels: log, webhook, mail
                                  ▲                       │
                                  └── due again later ◀───┘ not delivered

What is open and what is yet to be told stands in the store (`pipelines.store.alarms`), so a restart neither
repeats nor forgets. A channel that fails keeps back its own notices only.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from crawler.services import Services
from crawler.troubles import OUTLETS, SYSTEM, outlet_troubles, system_troubles
from pipelines.store import Store
from scheduler.alarms.channels import Channel, Undelivered, configured

logger = logging.getLogger(__name__)


def watch_alarms(
    services: Services,
    now: datetime,
    began: datetime,
    visited: datetime | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> int:
    """Look for what is wrong with Prahari as a whole, and tell what is to be told, of outlets, too.

    ``began``, ``visited``: as `system_troubles`. Returns 1 if something could not be told. Raises
    StoreProblem, and Problem for settings that cannot be right.
    """
    channels = configured(services.settings)
    services.store.note_troubles(
        system_troubles(services, now, began, visited), SYSTEM, [channel.name for channel in channels], now
    )
    if lost := services.store.give_up_notices(now):
        logger.error("%d notices of alarms could not be sent for days, and are given up", lost)
    return deliver(services.store, channels, now, stopping)


def watch_outlets(services: Services, now: datetime) -> int:
    """Look for outlets that have collapsed; `watch_alarms` tells it. Raises as that does."""
    names = [channel.name for channel in configured(services.settings)]
    services.store.note_troubles(outlet_troubles(services, now), OUTLETS, names, now)
    return 0


def deliver(
    store: Store, channels: Sequence[Channel], now: datetime, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Tell what is due; 1 if some of it could not be told."""
    failed = 0
    for channel in channels:
        if stopping():
            break
        notices = store.due_notices(channel.name, now)
        if not notices:
            continue
        try:
            channel.send(notices)
        except Undelivered as problem:
            told = str(problem)
        except Exception as error:  # no mistake in a channel may end the watch
            logger.exception("sending alarms: an error in Prahari")
            told = f"{type(error).__name__}: {error}"
        else:
            store.notices_delivered(notices)
            continue
        again = store.notices_failed(notices, now)
        minutes = (again - now).total_seconds() / 60
        logger.warning(
            "%d alarms could not be sent (%s), again in %.0f min: %s",
            len(notices),
            channel.name,
            minutes,
            told,
        )
        failed = 1
    return failed
