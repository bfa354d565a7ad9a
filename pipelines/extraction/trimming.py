"""Where the story begins and ends among the blocks that are left."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import takewhile
from typing import Final

from pipelines.extraction import boilerplate
from pipelines.extraction.blocks import Block
from pipelines.extraction.running import ends_sentence, is_running

_LATIN: Final = re.compile("[\x00-\u036f\u2000-\u206f\u20b9]*")
"""Text without a letter of Devanagari or another script of India."""
_QUESTION: Final = re.compile(
    r"(?:सवाल|प्रश्न|जवाब|उत्तर|ques(?:tion)?|ans(?:wer)?|[qa])\s*[\d०-९]{0,2}\s*[.:：)–—-]", re.I
)
_SPEAKER: Final = re.compile(r"[^।:：?]{2,25}[:：]")
_LABEL: Final = 40


def trimmed(blocks: list[Block]) -> list[Block]:
    """From the first running text to the last: labels, bylines and signatures stand before and after it."""
    running = [n for n, b in enumerate(blocks) if is_running(b) and b.kind != "h"]
    hindi = [n for n in running if not _LATIN.fullmatch(blocks[n].text)]
    mostly_hindi = len(hindi) >= 0.5 * len(running)
    if mostly_hindi:
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
    rest = blocks[last + 1 :]
    if mostly_hindi:  # nor does a heading belong to the summary in English that stands under it
        rest = list(takewhile(lambda b: len(b.text) < _LABEL or not _LATIN.fullmatch(b.text), rest))
    for number, block in enumerate(rest):
        if _is_said(block, rest[number + 1 :], looks) and (
            not parted or (block.look in looks and not block.links)
        ):
            kept.append(block)
        elif block.kind == "h" or len(block.text) > _LABEL:
            break
        else:
            parted = True  # "विज्ञापन" may stand before a last short sentence
    return kept


def _is_said(block: Block, after: Sequence[Block], looks: Set[tuple[str, str]]) -> bool:
    """May a block below the last running text be the story's: a sentence, an item of a list, or a heading
    above such?"""
    if block.kind == "li":
        return True
    if block.kind != "h":
        return ends_sentence(block) or (block.text.endswith(":") and bool(after) and after[0].kind == "li")
    under = next((b for b in after if b.kind != "h"), None)
    return (
        under is not None
        and not block.links
        and not under.links
        and ends_sentence(under)
        and (under.kind == "li" or under.look in looks)
        and not boilerplate.what(block.text, "tail")
    )


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
