"""What a crawl tells a person: what it begins with, and in its last line what came of it.

The last line counts what the crawl did, from its statistics; these go with it as fields where logs are JSON.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections import Counter
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

from scrapy import signals

from crawler.logs import is_json
from crawler.tally import counts_of

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)
beginning = logging.getLogger(f"{__name__}.beginning")
"""The first line alone: the watch has said it already (`scheduler.child`)."""

_SHOWN: Final = 8
_NO_PAGE: Final = ("entry", "fetch", "source")
"""Stages of refusals that are not of a page that was read."""


def named(ids: Collection[str], of: int = 0) -> str:
    """Outlets, for a person: how many, ``of`` how many, and which first; the only one of its own."""
    if len(ids) == 1 and not of:
        return next(iter(ids))
    shown = ", ".join([*ids][:_SHOWN])
    count = f"{len(ids)} of {of}" if of else f"{len(ids)}"
    return f"{count} outlets: {shown}{' ...' if len(ids) > _SHOWN else ''}"


def begins(ids: Collection[str], of: int = 0) -> None:
    """Log what a crawl takes up, and ``of`` how many outlets it was chosen, where it was."""
    if ids:
        beginning.info("crawling %s", named(ids, of))
    else:
        beginning.info("nothing to crawl%s", f": none of {of} outlets is due and free" if of else "")


def came(stats: Mapping[str, Any]) -> str:
    """What the statistics of a crawl say came of it. Each page that was read is new, changed, unchanged or
    refused."""
    polls: Counter[str] = Counter()
    stories: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for (name, label), n in counts_of(stats).items():
        if name == "poll":
            polls[label] += int(n)
        elif name == "page":
            stories[label] += int(n)
        elif name == "refused":
            refused[label.split("/")[1]] += int(n)
    stories["unchanged"] += stats.get("prahari/revisits/304", 0)
    failed, read = polls.pop("failed", 0), polls.total()
    poor = sum(n for stage, n in refused.items() if stage not in _NO_PAGE)
    told = [
        f"{stories['new']} stories new, {stories['changed']} changed, {stories['unchanged']} unchanged",
        f"{stories.total() + poor} pages read, {poor} refused, {refused['fetch']} failed",
    ]
    if read or failed:  # a backfill asks archives, and tells of them itself
        told.append(f"{read} sources read, {failed} failed")
    return "; ".join(told)


class Summary:
    """Scrapy extension. At a terminal, somebody waits: there is a line each ``LOGSTATS_INTERVAL`` seconds."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._begun = time.monotonic()
        self._reason = "broken off"
        self._ticking: asyncio.Task[None] | None = None
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._closed, signals.spider_closed)
        # Only then the index has what the crawl brought, and the statistics are complete.
        crawler.signals.connect(self._ended, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def _opened(self) -> None:
        every = self._crawler.settings.getfloat("LOGSTATS_INTERVAL")
        if every and sys.stderr.isatty():
            self._ticking = asyncio.ensure_future(self._tick(every))

    async def _tick(self, every: float) -> None:
        while True:
            await asyncio.sleep(every)
            logger.info("after %.0f s: %s", time.monotonic() - self._begun, self._came())

    def _closed(self, reason: str) -> None:
        self._reason = reason
        if self._ticking is not None:
            self._ticking.cancel()

    def _ended(self) -> None:
        extra: dict[str, Any] = {"spider": self._crawler.spider}
        if is_json(self._crawler.settings) and self._crawler.stats is not None:
            extra["stats"] = self._crawler.stats.get_stats()
        seconds = time.monotonic() - self._begun
        logger.info("the crawl ended (%s) after %.0f s: %s", self._reason, seconds, self._came(), extra=extra)

    def _came(self) -> str:
        """What was crawled, and what came of it so far; a replay tells that itself."""
        assert self._crawler.stats is not None
        crawled: Collection[str] | None = getattr(self._crawler.spider, "crawled", None)
        if crawled is None:
            return str(getattr(self._crawler.spider, "name", ""))
        of = next(iter(crawled)) if len(crawled) == 1 else f"{len(crawled)} outlets"
        return f"{of}; {came(self._crawler.stats.get_stats())}"
