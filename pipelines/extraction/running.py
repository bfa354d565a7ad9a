"""What is running text: blocks that are sentences, told from labels and headlines."""

from __future__ import annotations

import re
from typing import Final

from pipelines.extraction.blocks import Block

LONG: Final = 60
"""Shorter blocks are no running text."""
LINKED: Final = 0.5
"""A block with more link text than this share leads elsewhere."""
# A bar right behind a letter is how some papers type a danda.
SENTENCE_END: Final = re.compile("(?:[।॥.?!…]|(?<=[\u0900-\u097f])\\|)[\"'’”)\\]]*$")
_SENTENCE: Final = re.compile(SENTENCE_END.pattern + "|[।॥]")


def is_running(block: Block) -> bool:
    """Is the block a sentence or more of its own?"""
    return len(block.text) >= LONG and (len(block.text) >= 120 or bool(_SENTENCE.search(block.text)))


def ends_sentence(block: Block) -> bool:
    """Does the block end as a sentence does?"""
    return bool(_SENTENCE.search(block.text))
