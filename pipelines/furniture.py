"""Lines that an outlet prints with its stories, learned from the stories themselves.

A story's short lines are counted in the store. One that many of an outlet's stories have is furniture: it is
taken out of them, the earlier ones too. The figures may say otherwise when more is known, and a person may
say what a line is; then it comes back where it stood. Lines are compared by `search.text.match_key`.

    text ─▶ candidates ─▶ (the store counts) ─▶ is_furniture ─▶ without / restored

Everything here is pure; `pipelines.store.learning` counts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Final

from search.text import match_key

LONGEST: Final = 200
"""Characters. Longer lines are paragraphs, and copies of paragraphs are the business of duplicates."""
STORIES: Final = 6
"""Stories that must have a line before it is furniture."""
SHARE: Final = 0.05
"""Share of the outlet's stories, since the line was first seen, from which it is furniture: less than that is
a sentence that every reporter writes ("पुलिस मामले की जांच कर रही है।")."""
SHARE_LEFT: Final = 0.02
"""Share below which furniture is text again."""
MOST: Final = 0.5
"""Share of a text that may be furniture; where it seems to be more, none of it is taken out."""


def line_key(line: str) -> str:
    """Sixteen hex digits under which equal lines meet; empty for a line without letters and digits."""
    key = match_key(line)
    return sha256(key.encode("utf-8", "replace")).hexdigest()[:16] if key else ""


def candidates(text: str) -> dict[str, int]:
    """Key → place (0 is the first line) of the lines that may be furniture; the first of equal ones."""
    found: dict[str, int] = {}
    for place, line in enumerate(text.split("\n")):
        if len(line) <= LONGEST and (key := line_key(line)):
            found.setdefault(key, place)
    return found


def is_furniture(stories: int, of: int, furniture: bool = False) -> bool:
    """Is a line furniture that ``stories`` of an outlet's last ``of`` stories have? ``furniture``: it is so
    far."""
    if furniture:
        return stories >= SHARE_LEFT * of
    return stories >= STORIES and stories >= SHARE * of


def without(text: str, places: Collection[int]) -> str:
    """`text` without the lines at ``places``; whole if that would be too much of it."""
    lines = text.split("\n")
    gone = [line for place, line in enumerate(lines) if place in places]
    if not gone or sum(map(len, gone)) > MOST * len(text):
        return text
    return "\n".join(line for place, line in enumerate(lines) if place not in places)


def restored(text: str, cut: Mapping[int, str]) -> str:
    """Inverse of `without`: `text` with the lines of ``cut`` at their places among all lines."""
    lines = text.split("\n") if text else []
    for place in sorted(cut):
        lines.insert(min(place, len(lines)), cut[place])
    return "\n".join(lines)
