"""The built objects for an installation whose indexes begin with another prefix."""

from __future__ import annotations

import json

from search.kibana import PREFIX
from search.kibana.embedded import dumped


def renamed(text: str, prefix: str) -> str:
    """The file with the data views' index names under `prefix`; ids stay, so that an import replaces them."""
    lines = []
    for line in text.splitlines():
        made = json.loads(line)
        if made["type"] == "index-pattern":
            rest = made["attributes"]["title"].removeprefix(f"{PREFIX}-")
            made["attributes"]["title"] = f"{prefix}-{rest}"
        lines.append(f"{dumped(made)}\n")
    return "".join(lines)
