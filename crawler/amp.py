"""The AMP copy of a page, where the page itself gives no text.

Pages that are put together in the browser, or that hide their text until somebody consents, often name a
copy for AMP (``<link rel="amphtml">``), which has the story as plain HTML. It costs a second request, so it
is asked for only then.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Final

from crawler.archive.exchange import Note
from crawler.fetcher import Fetched, Fetcher
from crawler.sources.collection import address
from pipelines.extract import ExtractPipeline
from pipelines.page import Hints, Page
from pipelines.story import Outcome, Rejected, Story
from pipelines.workers import WorkerPool

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from crawler.registry import Registry

HEAD: Final = 300_000
"""Bytes in which the link must stand: some heads carry all their styles."""
WITHOUT_TEXT: Final = frozenset({"no-text", "too-short", "unreadable", "login-page", "video-without-text"})
"""Refusals after which a copy may still have the story."""

_LINK: Final = re.compile(rb"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_RELATION: Final = re.compile(rb"\brel\s*=\s*[\"']?\s*amphtml\b", re.IGNORECASE)
_ADDRESS: Final = re.compile(rb"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)


def amp_address(body: bytes, url: str) -> str | None:
    """Where the page that came from `url` says its AMP copy is; None if it has none, or is it itself."""
    for link in _LINK.finditer(body[:HEAD]):
        stated = _ADDRESS.search(link[0]) if _RELATION.search(link[0]) else None
        if stated:
            text = next(group for group in stated.groups() if group is not None)
            found = address(unescape(text.decode("utf-8", "replace")), url)
            return None if found == url else found
    return None


def as_copy(page: Page, body: bytes, content_type: str | None) -> Page:
    """The page with what its copy holds."""
    return replace(
        page,
        body=body,
        headers={"content-type": content_type} if content_type else {},
        # The outlet's selectors are for its pages; they would count as matching nothing.
        hints=Hints(day_first=page.hints.day_first),
    )


class ExtractOrAmp(ExtractPipeline):
    """The extract stage, which tries the AMP copy of a page that gave no text. Where that gives none either,
    the page is refused for its own reason."""

    def __init__(self, workers: WorkerPool | None, crawler: Crawler) -> None:
        super().__init__(workers)
        self._crawler = crawler
        self._fetch = Fetcher(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(WorkerPool.of(crawler), crawler)

    async def process_item(self, item: Page | Outcome) -> Page | Outcome:
        outcome = await super().process_item(item)
        if not isinstance(item, Page) or not isinstance(outcome, Rejected):
            return outcome
        copy = amp_address(item.body, item.url) if outcome.reason in WITHOUT_TEXT else None
        if copy is None or not self._is_own(item, copy):
            return outcome
        story = await self._story_of(item, copy)
        assert self._crawler.stats is not None
        self._crawler.stats.inc_value(f"prahari/amp/{'in_vain' if story is None else 'stories'}")
        return outcome if story is None else story

    async def _story_of(self, page: Page, copy: str) -> Story | None:
        """The story in the copy at that address, under the page's own."""
        note = Note(
            page.outlet,
            page.source,
            page.requested_url or page.url,
            page.fetched_at,
            page.entry,
            copy_of=(page.url, page.fetched_at),
        )
        answer = await self._fetch(copy, "page", note)
        if not isinstance(answer, Fetched) or not self._is_own(page, answer.final_url):
            return None
        outcome = await super().process_item(as_copy(page, answer.body, answer.content_type))
        return outcome if isinstance(outcome, Story) else None

    def _is_own(self, page: Page, url: str) -> bool:
        """Whether the address is the outlet's: what a page names, a stranger may have written."""
        registry: Registry | None = getattr(self._crawler.spider, "registry", None)
        if registry is None or page.outlet not in registry:
            return False
        owner = registry.owner(url, announced_by=registry[page.outlet])
        return owner is not None and owner.id == page.outlet
