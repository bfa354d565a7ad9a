"""Generated stories of which no two are alike enough to be compared (`pipelines.copies`).

For tests that want many stories and look at something else: comparing takes longer than all else that is done
with a story, and those of the generator share their few sentences.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from benchmarks import generate
from search.index import Document

_EVERY = 3
"""Words from one to the next that no other story has: what is rare in a story is its own, and so are most
pairs of neighbours."""


def story(number: int) -> Document:
    """Story `number`: the same whenever it is asked for."""
    # Every tenth of the generator is a copy of the one before.
    made = generate.story(number // 9 * 10 + number % 9)
    chance = Random(f"own words of {number}")
    lines = [_with_own_words(line, chance) for line in made.text.splitlines()]
    return replace(made, text="\n".join(lines))


def _with_own_words(line: str, chance: Random) -> str:
    words = line.split()
    for place in range(len(words) - 2, 0, -_EVERY):
        words.insert(place, "".join(chance.choices(generate.SYLLABLES, k=4)))
    return " ".join(words)
