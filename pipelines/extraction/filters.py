"""Which blocks of the container are the story's.

Judged by the company they keep: most of a story's text stands in elements that look alike (same tag, same
class), and what looks different, is short and ends in no full stop is a caption, a label or a teaser.
Blocks that are mostly link lead elsewhere. Judged on structure only; phrases are the business of
`boilerplate`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile, zip_longest
from typing import Final

from pipelines.extraction import boilerplate
from pipelines.extraction.blocks import Block, social_links
from pipelines.extraction.words import STANDFIRST, naming_of
from search.text import match_key

SENTENCE_END: Final = re.compile("[।॥.?!…][\"'’”)\\]]*$")
_SENTENCE: Final = re.compile("[।॥.?!…][\"'’”)\\]]*$|[।॥]")
_LATIN: Final = re.compile("[\x00-\u036f\u2000-\u206f\u20b9]*")
"""Text without a letter of Devanagari or another script of India."""
_QUESTION: Final = re.compile(
    r"(?:सवाल|प्रश्न|जवाब|उत्तर|ques(?:tion)?|ans(?:wer)?|[qa])\s*[\d०-९]{0,2}\s*[.:：)–—-]", re.I
)
_SPEAKER: Final = re.compile(r"[^।:：?]{2,25}[:：]")
_LONG: Final = 60
_LABEL: Final = 40
_ALIKE: Final = 0.15
"""Share of the text that must look alike for the look to be one of the story's."""
_TOLD: Final = 400
"""Characters of running text, a standfirst's, that may stand before a box of highlights."""
LINKED: Final = 0.5
"""A block with more link text than this share leads elsewhere."""


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
    return _trimmed(kept)


def is_running(block: Block) -> bool:
    """Is the block a sentence or more of its own?"""
    return len(block.text) >= _LONG and (len(block.text) >= 120 or bool(_SENTENCE.search(block.text)))


def ends_sentence(block: Block) -> bool:
    """Does the block end as a sentence does?"""
    return bool(_SENTENCE.search(block.text))


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
        rule = boilerplate.what(block.text, "head") if told < _TOLD and len(block.text) <= _LONG else None
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
    keys = [key if len(b.text) >= _LONG else "" for b, key in zip(blocks, every, strict=True)]
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
            if (
                in_paragraphs
                and not like
                and length < 200
                and not (length >= 100 and _SENTENCE.search(block.text))
            ):
                continue
            if not like and length < 100 and not _SENTENCE.search(block.text):
                continue
            if block.near_picture and length < 150 and not like:
                continue
        kept.append(block)
    return kept


def _is_standfirst(block: Block) -> bool:
    return bool(_SENTENCE.search(block.text)) and bool(STANDFIRST.search(naming_of(block.look[1])))


def _trimmed(blocks: list[Block]) -> list[Block]:
    """From the first running text to the last: labels, bylines and signatures stand before and after it."""
    running = [n for n, b in enumerate(blocks) if is_running(b) and b.kind != "h"]
    hindi = [n for n in running if not _LATIN.fullmatch(blocks[n].text)]
    if len(hindi) >= 0.5 * len(running):
        running = hindi  # an English summary before or after a Hindi story
    # What is said of the story below it may be long: "this report comes from an agency's feed".
    while len(running) > 1 and boilerplate.what(blocks[running[-1]].text, "tail"):
        running = running[:-1]
    if not running:
        return blocks
    first, last = running[0], running[-1]
    # A heading right above the first paragraph belongs to it if it says something.
    start = first
    while start and (
        _leads(blocks[start - 1])
        or _is_one_of_many(blocks[start - 1], blocks[first:])
        or _speaks(blocks[start - 1], blocks[first:])
    ):
        start -= 1
    kept = blocks[start : last + 1]
    looks = {blocks[n].look for n in running}
    parted = False
    for block, after in zip_longest(blocks[last + 1 :], blocks[last + 2 :]):
        if len(block.text) >= _LABEL and hindi is running and _LATIN.fullmatch(block.text):
            break
        announces = block.text.endswith(":") and after is not None and after.kind == "li"
        said = block.kind == "li" or (block.kind != "h" and (ends_sentence(block) or announces))
        steps = block.kind == "h" and not block.links and after is not None and _tells(after)
        if steps and not boilerplate.what(block.text, "tail"):
            said = True
        if said and (not parted or (block.look in looks and not block.links)):
            kept.append(block)
        elif block.kind == "h" or len(block.text) > _LABEL:
            break
        else:
            parted = True  # "विज्ञापन" may stand before a last short sentence
    return kept


def _tells(block: Block) -> bool:
    """Is this an item of a list that is a sentence and leads nowhere?"""
    return block.kind == "li" and not block.links and ends_sentence(block)


def _is_one_of_many(block: Block, after: Sequence[Block]) -> bool:
    """Is this the first of the subheads, as over each entry of a live blog?"""
    return block.kind == "h" and any(b.kind == "h" and b.look == block.look for b in after)


def _speaks(block: Block, after: Sequence[Block]) -> bool:
    """Is this a line of an interview: a question, or a speaker's who has more lines?"""
    if block.near_picture or block.links:
        return False
    if _QUESTION.match(block.text) or (block.text.endswith("?") and any(b.look == block.look for b in after)):
        return True
    speaker = _SPEAKER.match(block.text)
    return speaker is not None and any(b.text.startswith(speaker[0]) for b in after)


def _leads(block: Block) -> bool:
    """May the block stand before the first running text: a standfirst without a full stop, a subhead?"""
    if block.near_picture:
        return False
    return len(block.text) >= (25 if block.kind == "h" else 50) and block.kind in ("h", "p")
