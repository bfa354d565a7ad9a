"""Indian time, by which outlets publish, days are counted and people read."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo

INDIA: Final = ZoneInfo("Asia/Kolkata")

IST: Final = timezone(timedelta(hours=5, minutes=30))
"""Its offset, for an instant that somebody stated without a zone, or as IST; printed as +05:30."""
