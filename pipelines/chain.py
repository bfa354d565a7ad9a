"""The stages that need no store, one after the other: what a page comes to, without storing anything.

    Page ─▶ extract ─▶ language ─▶ tags ─▶ relevance ─▶ Story or Rejected

The crawl runs the same functions as item pipelines, in the order that the settings give; this is for
whoever looks into a single page, and for batches over archives.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from pipelines import language, relevance
from pipelines.extract import extract
from pipelines.page import Page
from pipelines.story import Outcome, Rejected, Stage
from pipelines.tags import tag

STAGES_WITHOUT_STORE: Final[tuple[Stage, ...]] = (language.judge, tag, relevance.judge)
"""After `extract`, in order. A story that is about something else is refused at the end."""
STAGES_KEEPING_ALL: Final[tuple[Stage, ...]] = (
    language.judge,
    tag,
    partial(relevance.judge, relevant_only=False),
)
"""The same for PRAHARI_RELEVANT_ONLY=0: every Hindi story stays one, with its relevance."""


def page_to_outcome(page: Page, stages: Sequence[Stage] = STAGES_WITHOUT_STORE) -> Outcome:
    """The story on `page` with all that is known without the store, or its refusal by the first stage that
    refuses."""
    outcome: Outcome = extract(page)
    for stage in stages:
        if isinstance(outcome, Rejected):
            return outcome
        outcome = stage(outcome)
    return outcome


def warm_up() -> None:
    """Load what the stages load when they are first used."""
    language.warm_up()
    relevance.scale()
