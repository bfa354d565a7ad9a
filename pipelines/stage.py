"""What the item pipelines of all stages have in common.

    Page ─▶ extract ─▶ Story ─▶ language ─▶ Story ─▶ ... ─▶ store
                └─▶ Rejected ────────────────────────────▶

A refusal passes every later stage unchanged. A stage is a pure function; a pipeline only calls it, in a
worker process where it takes long, and makes a refusal of whatever goes wrong there: no page is lost
silently.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from pipelines.page import Page
from pipelines.story import Outcome, Rejected, Story, reject
from pipelines.workers import WorkerDied, WorkerPool, WorkerTimeout

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class StagePipeline:
    """A Scrapy item pipeline around a stage's function. Subclasses set `stage` and `function`."""

    stage: ClassVar[str]
    """Name in refusals."""
    function: ClassVar[Callable[..., Outcome]]
    """A function of a module (wrapped in ``staticmethod``), so that it can be called in another process."""
    takes: ClassVar[type[Page] | type[Story]] = Story
    in_workers: ClassVar[bool] = False
    """Does the function take so long that the event loop would notice (some milliseconds)?"""

    def __init__(self, workers: WorkerPool | None) -> None:
        self._workers = workers

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(WorkerPool.of(crawler) if cls.in_workers else None)

    async def process_item(self, item: Page | Outcome) -> Page | Outcome:
        """What the stage makes of ``item``; refusals, and what this stage does not take, as they are."""
        if not isinstance(item, self.takes):
            return item
        function = type(self).function
        try:
            if self._workers is None:
                return function(item)
            return await self._workers.run(function, item)
        except WorkerTimeout as error:
            return refusal(item, self.stage, "timeout", str(error))
        except WorkerDied as error:
            return refusal(item, self.stage, "worker-died", str(error))
        except Exception as error:
            # A mistake of ours, not of the page: told loudly, and the page is tried again by a later version.
            logger.exception("%s failed on %s", self.stage, item.url)
            return refusal(item, self.stage, "stage-failed", f"{type(error).__name__}: {error}"[:300])


def refusal(item: Page | Story, stage: str, reason: str, detail: str) -> Rejected:
    """Refuse ``item`` for now: another try may do better."""
    if isinstance(item, Story):
        return replace(reject(item, stage, reason, detail), final=False)
    return Rejected(
        stage=stage,
        reason=reason,
        detail=detail,
        url=item.requested_url or item.url,
        outlet=item.outlet,
        at=item.fetched_at,
        source=item.source,
        final=False,
        requested_url=item.requested_url or item.url,
        announced=item.entry.announced if item.entry else None,
    )
