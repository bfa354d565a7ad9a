"""Indian time, by which outlets publish, days are counted and people read."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

INDIA: Final = ZoneInfo("Asia/Kolkata")
