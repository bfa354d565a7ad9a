"""Which blocks of the container are the story's.

Judged by the company they keep: most of a story's text stands in elements that look alike (same tag, same
class), and what looks different, is short and ends in no full stop is a caption, a label or a teaser.
Blocks that are mostly link lead elsewhere. Judged on structure only; phrases are the business of
`boilerplate`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from pipelines.extraction import boilerplate
from pipelines.extraction.blocks import Block, social_links
from pipelines.extraction.running import LINKED, LONG, ends_sentence, is_running
from pipelines.extraction.trimming import trimmed
from pipelines.extraction.words import STANDFIRST, naming_of
from search.text import match_key

_ALIKE: Final = 0.15
"""Share of the text that must look alike for the look to be one of the story's."""
_TOLD: Final = 400
"""Characters of running text, a standfirst's, that may stand before a box of highlights."""


def story_blocks(
    blocks: Sequence[Block], title: str, place: int | None = None, core: tuple[int, int] | None = None
) -> list[Block]:
    """`blocks` without what is not the story's text.

    ``title`` is the headline and ``place`` where it stands; ``core`` are the first and the last place of
    the element that holds most of the text.
    """
    kept = _first_story(_below_title(blocks, place))
    kept = [b for b in kept if not _elsewhere(b)]
    kept = _without_highlights(kept)
    kept = _without_copies(kept)
    if core is not None:
        kept = _without_neighbours(kept, core)
    kept = _without_odd_ones(kept)
    if key := match_key(title):
        near = range(len(title) // 2, 2 * len(title) + 1)
        kept = [b for b in kept if len(b.text) not in near or match_key(b.text) != key]
    return trimmed(kept)


def certain_lines(blocks: Sequence[Block]) -> frozenset[str]:
    """Texts of the blocks that are sentences, lead nowhere, and look like most of the text."""
    looks: Counter[tuple[str, str]] = Counter()
    for block in blocks:
        looks[block.look] += len(block.text)
    least = _ALIKE * looks.total()
    return frozenset(
        b.text
        for b in blocks
        if not b.links and b.kind != "h" and looks[b.look] >= least and ends_sentence(b)
    )


def _elsewhere(block: Block) -> bool:
    if not block.links:
        return False
    if social_links(block) >= 2 and len(block.text) < 600:
        return True
    if block.kind == "h":
        return block.linked > 0.8
    # "पूरी सूची यहां देखें" at the end of a long paragraph is no reason; a paragraph that is one link is.
    return block.linked > LINKED


def _below_title(blocks: Sequence[Block], place: int | None) -> Sequence[Block]:
    """What stands below the headline, if that is where the text is."""
    if place is None:
        return blocks
    below = [b for b in blocks if b.place > place]
    told = sum(len(b.text) for b in below if is_running(b))
    return below if told >= 0.5 * sum(len(b.text) for b in blocks if is_running(b)) else blocks


def _without_highlights(blocks: list[Block]) -> list[Block]:
    """Drop the list under a label such as "HighLights" that stands before the text and tells it in short."""
    kept: list[Block] = []
    listed = told = 0
    for block in blocks:
        if block.kind == "li" and listed == block.listed:
            continue
        if block.kind == "li" and listed < 0:
            listed = block.listed
            continue
        rule = boilerplate.what(block.text, "head") if told < _TOLD and len(block.text) <= LONG else None
        if rule is not None and rule.kind == "highlights":
            listed = -1
        elif listed >= 0 or is_running(block):
            listed = 0
        if block.kind != "li" and is_running(block):
            told += len(block.text)
        kept.append(block)
    return kept


def _without_neighbours(blocks: list[Block], core: tuple[int, int]) -> list[Block]:
    """Drop what follows the element with most of the text and does not look like it: notes, addresses,
    imprints."""
    inside = [n for n, b in enumerate(blocks) if core[0] <= b.place <= core[1]]
    if not inside:
        return blocks
    looks: Counter[tuple[str, str]] = Counter()
    for number in inside:
        if is_running(blocks[number]):
            looks[blocks[number].look] += len(blocks[number].text)
    told = looks.total()
    alike = {look for look, length in looks.items() if length >= _ALIKE * told}
    after = [n for n in range(inside[-1] + 1, len(blocks)) if is_running(blocks[n])]
    if sum(len(blocks[n].text) for n in after if blocks[n].look not in alike) > 0.5 * told:
        return blocks
    end = max(
        (n for n in after if blocks[n].look in alike and len(blocks[n].text) >= 100), default=inside[-1]
    )
    rest = blocks[end + 1 :] if end > inside[-1] else []
    short = takewhile(lambda b: b.look in alike and ends_sentence(b), rest)  # a last short sentence
    return [*blocks[: end + 1], *short]


def _first_story(blocks: Sequence[Block]) -> list[Block]:
    """Pages that go on for ever load the next story under this one: it begins with a headline of its own."""
    told = 0
    for number, block in enumerate(blocks):
        if block.look[0] == "h1" and told > 200:
            return list(blocks[:number])
        if is_running(block) and block.linked <= LINKED:
            told += len(block.text)
    return list(blocks)


def _without_copies(blocks: list[Block]) -> list[Block]:
    """A story told twice (for phones, for a reading voice): keep the copy that is cut into paragraphs."""
    every = [b.text.replace(" ", "") for b in blocks]
    keys = [key if len(b.text) >= LONG else "" for b, key in zip(blocks, every, strict=True)]
    seen: set[str] = set()
    drop: set[int] = set()
    again: list[int] = []
    for number, key in enumerate(every):
        if key in seen:
            if keys[number]:
                drop.add(number)
            else:
                again.append(number)
        seen.add(key)
    # A short line may be said twice; between two lines that are copies it is one as well.
    for number in again:
        if number - 1 in drop or number + 1 in drop:
            drop.add(number)
    # One block that holds all the others is the copy without paragraphs. Few blocks are that long.
    for number, key in enumerate(keys):
        if len(key) < 400 or number in drop:
            continue
        others = [
            k
            for n, k in enumerate(keys)
            if k and n != number and n not in drop and len(k) < len(key) and k in key
        ]
        if len(others) >= 2 and sum(map(len, others)) >= 0.8 * len(key):
            drop.add(number)
    return [b for n, b in enumerate(blocks) if n not in drop]


def _without_odd_ones(blocks: list[Block]) -> list[Block]:
    """Drop short blocks that look unlike the story's paragraphs."""
    running: Counter[tuple[str, str]] = Counter()
    kinds: Counter[str] = Counter()
    for block in blocks:
        if is_running(block):
            running[block.look] += len(block.text)
            kinds[block.kind] += len(block.text)
    whole = sum(running.values())
    if not whole:
        return blocks
    in_paragraphs = kinds["p"] + kinds["quote"] >= 0.7 * whole
    kept = []
    for block in blocks:
        if block.kind == "bare" and not block.strong and not _is_standfirst(block):
            like = running[block.look] >= 0.15 * whole
            length = len(block.text)
            if in_paragraphs and not like and length < 200 and not (length >= 100 and ends_sentence(block)):
                continue
            if not like and length < 100 and not ends_sentence(block):
                continue
            if block.near_picture and length < 150 and not like:
                continue
        kept.append(block)
    return kept


def _is_standfirst(block: Block) -> bool:
    return ends_sentence(block) and bool(STANDFIRST.search(naming_of(block.look[1])))
