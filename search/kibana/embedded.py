"""JSON within JSON: Kibana keeps much of a saved object in strings."""

from __future__ import annotations

import json
from typing import Any


def dumped(value: Any) -> str:
    """Compact, keys sorted, Devanagari as it is: the same text for the same value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
