"""Pages of a replay that gave no text and wait for their AMP copy, as `crawler.amp` does in a crawl.

    page ─▶ refused, without text ─▶ waits ─▶ its copy comes ─▶ what the copy gave, else the page's refusal
                                       └────▶ none comes ─────▶ passed over: the story may be from a copy

A crawl archives the copy after its page, so in the order of the archive the page comes first.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Final

from crawler.amp import WITHOUT_TEXT, amp_address
from crawler.replay import Copy
from pipelines.page import Page
from pipelines.story import Outcome, Rejected

MOST: Final = 10_000
"""Pages that wait at once. A copy follows its page at the distance of one request in its host's queue."""


class WithoutText:
    """Says what is to be stored of pages and of copies, in the order of the archive."""

    def __init__(self, passed_over: Callable[[str], None]) -> None:
        """``passed_over`` is called with the reason for each page of which nothing is to be stored."""
        self._passed_over = passed_over
        self._waiting: OrderedDict[tuple[str, datetime], Rejected] = OrderedDict()

    def settled(self, found: object, outcome: Outcome) -> Outcome | None:
        """What is to be stored now that ``found`` gave ``outcome``; None: nothing, or not yet."""
        if isinstance(found, Copy):
            refused = self._waiting.pop(found.of, None)
            if refused is None:
                self._passed_over("amp-copy-not-needed")
                return None
            in_vain = isinstance(outcome, Rejected) and outcome.stage == "extract"
            return refused if in_vain else outcome
        if not (isinstance(found, Page) and isinstance(outcome, Rejected) and _may_have_copy(found, outcome)):
            return outcome
        self._waiting[found.url, found.fetched_at] = outcome
        if len(self._waiting) > MOST:
            self._waiting.popitem(last=False)
            self._passed_over("amp-copy-not-archived")
        return None

    def close(self) -> None:
        """The archive has ended: what still waits has no copy in it."""
        while self._waiting:
            self._waiting.popitem()
            self._passed_over("amp-copy-not-archived")


def _may_have_copy(page: Page, refused: Rejected) -> bool:
    """Whether a crawl would have looked for the page's story in its AMP copy."""
    return refused.reason in WITHOUT_TEXT and amp_address(page.body, page.url) is not None
