"""Does the page show only the beginning of its story to readers who have not paid?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from pipelines.extraction.blocks import Block
from pipelines.extraction.statements import Statements
from search.text import fold

_PROMPT: Final = re.compile(
    fold(
        r"(?:पूरी |यह |इस |आगे |प्रीमियम )(?:खबर|ख़बर|स्टोरी|लेख|रिपोर्ट|पढ़ने|कंटेंट).{0,60}"
        r"(?:सब्सक्राइब|सब्सक्रिप्शन|सदस्यता|सदस्य बनें|सब्सक्राइबर|प्रीमियम सदस्य)"
        r"|subscribe (?:now )?to (?:continue|keep) reading|(?:this|the) (?:story|article) is for subscribers"
        r"|already a subscriber|सिर्फ (?:प्रीमियम|पेड) (?:सदस्य|सब्सक्राइबर)"
    )
)
_LONGEST: Final = 160
"""No prompt is longer; a longer paragraph that says such things is about paywalls."""
_TEASER: Final = 60
_PLANS: Final = 400
_REST_SHARE: Final = 0.5


def until_prompt(blocks: Sequence[Block], raw: Sequence[Block], closed: bool) -> list[Block]:
    """`blocks` up to the line of ``raw``, all of the container, that asks for a subscription.

    What follows it is what the subscription costs. Should much follow, or nothing stand before, the line
    stands in the middle of a text that is there. ``closed``: the page states that it is not free.
    """
    for prompt in raw:
        if _asks(prompt):
            before = [b for b in blocks if b.place < prompt.place]
            told, rest = (sum(len(b.text) for b in part) for part in (before, blocks[len(before) :]))
            if told >= _TEASER and rest <= (max(told, _PLANS) if closed else _REST_SHARE * told):
                return before
    return list(blocks)


def _asks(block: Block) -> bool:
    return len(block.text) <= _LONGEST and bool(_PROMPT.search(fold(block.text)))


def is_paywalled(statements: Statements, blocks: Sequence[Block]) -> bool:
    """As schema.org's ``isAccessibleForFree`` or the content tier state it, else as a line on the page asks
    for a subscription."""
    stated = states_paywall(statements)
    if stated is not None:
        return stated
    return any(map(_asks, blocks))


def states_paywall(statements: Statements) -> bool | None:
    """What the page states for machines; None if it states nothing."""
    free = _free(statements.article.get("isAccessibleForFree"))
    if free is not None:
        return not free
    tier = statements.first("article:content_tier", "content_tier")
    return None if tier is None else tier.lower() == "locked"


def _free(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    said = str(value).strip().lower().rsplit("/", 1)[-1]
    return {"true": True, "false": False}.get(said)
