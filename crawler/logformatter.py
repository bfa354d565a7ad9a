"""One short line for each story and each refusal, instead of Scrapy's dump of the whole item.

When the store is lost, `pipelines.storing` tells so: there is no traceback for each page under way."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter, LogFormatterResult

from pipelines.store import StoreProblem
from pipelines.story import Rejected, Story

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response
    from twisted.python.failure import Failure


class ShortLogFormatter(LogFormatter):
    """Set as LOG_FORMATTER."""

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        if not isinstance(item, Story):
            return super().scraped(item, response, spider)
        return {
            "level": logging.DEBUG,
            "msg": "Story %(outlet)s %(title)s <%(url)s>",
            "args": {"outlet": item.outlet, "title": item.title, "url": item.url},
        }

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        url = item.url if isinstance(item, Story | Rejected) else getattr(item, "url", "?")
        return {
            "level": logging.DEBUG,
            "msg": "Refused %(exception)s <%(url)s>",
            "args": {"exception": exception, "url": url},
        }

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        if isinstance(exception, StoreProblem):
            return _told_already(exception)
        return super().item_error(item, exception, response, spider)

    def spider_error(
        self, failure: Failure, request: Request, response: Response | Failure, spider: Spider
    ) -> LogFormatterResult:
        if isinstance(failure.value, StoreProblem):
            return _told_already(failure.value)
        return super().spider_error(failure, request, response, spider)


def _told_already(problem: StoreProblem) -> LogFormatterResult:
    return {"level": logging.DEBUG, "msg": "%(problem)s", "args": {"problem": problem}}
