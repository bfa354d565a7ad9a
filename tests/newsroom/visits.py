"""What the newsroom's server sees, and what can be wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class Visit:
    """One request that the newsroom saw."""

    at: datetime
    """When it came; aware, UTC."""
    host: str
    """Of the Host header, without port."""
    outlet: str
    """Empty if no outlet has that host."""
    path: str
    """Path and query as sent."""
    user_agent: str
    started: float
    """Monotonic seconds."""
    finished: float | None = None
    """Monotonic seconds just before the last bytes went out, so that whoever asks next only after the whole
    answer is never counted as asking at the same time; None while it is running."""
    status: int = 0
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    """Request headers, names in lower case."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an outlet for the time being."""

    status: int = 0
    """Answer everything with this status; 0 answers as usual."""
    retry_after: int | None = None
    """Seconds, sent with the status."""
    delay: float = 0
    """Seconds before the answer."""
    hang_up: bool = False
    """Close the connection without an answer."""
    always_304: bool = False
    """Say to everybody who asks conditionally that nothing has changed."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an address."""

    status: int
    """301 or 308: it has moved; 410: it is gone; or any other."""
    to: str = ""
    """The path that answers in its place now."""
