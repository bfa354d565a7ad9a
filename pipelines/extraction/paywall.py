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


def is_paywalled(statements: Statements, blocks: Sequence[Block]) -> bool:
    """As schema.org's ``isAccessibleForFree`` or the content tier state it, else as a line on the page asks
    for a subscription."""
    stated = states_paywall(statements)
    if stated is not None:
        return stated
    return any(len(b.text) <= _LONGEST and _PROMPT.search(fold(b.text)) for b in blocks)


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
