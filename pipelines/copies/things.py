"""Words that name one of several things of a kind: a make of aircraft, a service, a feast, a half of a land.

A desk writes नेवी for नौसेना, but never for तटरक्षक: which of them a text has is a fact of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from pipelines.copies.spelling import level, levelled
from pipelines.vocabulary import load_vocabulary

_TYPES: Final = {
    *(
        "missile",
        "air_defence",
        "artillery",
        "small_arms",
        "munition",
        "armour",
        "aircraft",
        "helicopter",
        "uav",
    ),
    *("uav", "ship", "submarine", "force", "armed_group", "exercise", "operation"),
}
_GENERIC: Final = levelled(
    "सेना आर्मी फौज फौजी सैनिक टैंक युद्धक तोप तोपखाने हथगोला ग्रेनेड विस्फोटक बारूद बम पनडुब्बी सबमरीन ड्रोन मिसाइल "
    "विमान हेलीकॉप्टर होवित्जर हॉवित्जर बख्तरबंद लैंडमाइन टॉरपीडो तारपीडो टोरपीडो गोलाबारूद एम्युनिशन लड़ाकू"
)
"""Names of kinds, not of one thing: a text has them beside the name."""


def same_thing(one: str, other: str) -> bool:
    """Whether two keys of `things` may name one thing."""
    return not things()[one].isdisjoint(things()[other])


@lru_cache(maxsize=1)
def things() -> Mapping[str, frozenset[str]]:
    """Key → what it may name."""
    found: dict[str, set[str]] = {}
    for concept in load_vocabulary():
        if concept.type in _TYPES:
            for name in concept.names:
                if " " not in name and "-" not in name and level(name) not in _GENERIC:
                    found.setdefault(level(name), set()).add(concept.id)
    lines = (Path(__file__).parent / "things.txt").read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        for word in line.split() if not line.startswith("#") else ():
            found.setdefault(level(word), set()).add(f"line {number}")
    return {key: frozenset(ids) for key, ids in found.items() if key}
