"""When a page or a source that could not be had is tried again: by kind of failure, each time later.

Nothing here touches network, store or clock. Without jitter on purpose: entries of one host wait in its
queue anyhow, one request at a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

Kind = Literal["network", "busy", "server", "gone", "robots", "forbidden", "refused", "page"]
"""``network``: no answer at all; ``busy``: 429 and 503; ``server``: other 5xx; ``gone``: 404 and 410;
``robots``: robots.txt forbids it or cannot be had; ``forbidden``: 401, 402, 403 and the like; ``refused``:
for good, by us or by the server; ``page``: fetched, but what followed went wrong for now, the end of the
whole crawl included."""


@dataclass(frozen=True, slots=True)
class Plan:
    """``first`` wait, ``factor`` times as long after each further failure, at most `LONGEST`."""

    first: timedelta
    factor: float
    retries: int


LONGEST: Final = timedelta(days=1)
PLANS: Final[dict[Kind, Plan]] = {
    "network": Plan(timedelta(minutes=5), 3, 7),
    "busy": Plan(timedelta(minutes=10), 2, 9),
    "server": Plan(timedelta(minutes=10), 3, 7),
    # A page that is announced before every cache has it is there an hour later.
    "gone": Plan(timedelta(hours=1), 12, 2),
    "robots": Plan(timedelta(hours=1), 5, 5),
    "forbidden": Plan(timedelta(hours=2), 4, 4),
    "refused": Plan(timedelta(0), 1, 0),
    "page": Plan(timedelta(hours=1), 6, 3),
}
_NETWORK: Final = frozenset(
    {"no-such-host", "connection-refused", "timeout", "broken-response", "connection-failed", "error"}
)
_BUSY: Final = frozenset({429, 503})
_GONE: Final = frozenset({404, 410})


def kind_of(stage: str, reason: str, final: bool) -> Kind:
    """Which kind a refusal by ``stage`` is, by its `Rejected.reason`."""
    status = re.fullmatch(r"http-(\d{3})", reason)
    if stage == "fetch" and status:
        return _by_status(int(status[1]), final)
    if final:
        return "refused"
    if stage != "fetch":
        return "page"
    if reason == "host-busy":
        return "busy"
    if reason == "crawler-died":
        return "page"
    if reason.startswith("robots"):
        return "robots"
    return "network" if reason in _NETWORK else "forbidden"


def _by_status(status: int, final: bool) -> Kind:
    if status in _BUSY:
        return "busy"
    if status in _GONE:
        return "gone"
    if status >= 500:
        return "server"
    return "refused" if final else "forbidden"


def wait(kind: Kind, failures: int) -> timedelta | None:
    """How long after the ``failures``-th failure in a row; None: it is given up."""
    plan = PLANS[kind]
    if failures > plan.retries:
        return None
    # Not timedelta * factor: a long row of failures would overflow before it is cut.
    seconds = plan.first.total_seconds()
    for _ in range(failures - 1):
        seconds = min(seconds * plan.factor, LONGEST.total_seconds())
    return timedelta(seconds=seconds)


LONGEST_POLL: Final = timedelta(days=7)
"""A source is never given up: whoever died may come back."""
_FIRST_POLL: Final[dict[Kind, timedelta]] = {
    "gone": timedelta(hours=1),
    "robots": timedelta(hours=1),
    "forbidden": timedelta(hours=1),
}


def poll_wait(reason: str, failures: int) -> timedelta:
    """How long after the ``failures``-th failed poll in a row a source is left alone.

    ``reason`` is `Rejected.reason`. Twice as long each time, so about as long as it has failed; one that the
    server calls gone for good (410) is asked once a day, then ever more rarely.
    """
    first = _FIRST_POLL.get(kind_of("fetch", reason, False), timedelta(minutes=15))
    if reason == "http-410":
        first = timedelta(days=1)
    longer: int = 2 ** min(failures - 1, 20)
    return min(first * longer, LONGEST_POLL)
