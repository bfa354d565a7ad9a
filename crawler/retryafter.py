"""What a Retry-After header asks for (RFC 9110, 10.2.3): seconds, or a date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST: Final = timedelta(days=1)
"""Some servers ask for years; a day later they are asked again."""


def until(header: str, now: datetime) -> datetime | None:
    """Until when the server wants to be left alone; None if the header says nothing that lies ahead."""
    header = header.strip()
    if header.isascii() and header.isdigit():
        # More digits than any wait has; int() of thousands would take long.
        wait = LONGEST if len(header) > 9 else timedelta(seconds=int(header))
        found = now + min(wait, LONGEST)
    else:
        try:
            found = parsedate_to_datetime(header)
        except ValueError:
            return None
        if found.tzinfo is None:  # "-0000": UTC, as all HTTP dates
            found = found.replace(tzinfo=UTC)
        found = min(found, now + LONGEST)
    return found if found > now else None
