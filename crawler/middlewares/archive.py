"""Every fetched page goes to the archive, and is flushed there, before it is processed.

Nearest to the spider of all downloader middlewares: what it sees is what `parse_page` will see, after
redirects, retries and decompression. Writing has a thread of its own, so that the event loop never waits.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import IgnoreRequest, NotConfigured

from crawler.archive import files
from crawler.archive.exchange import Exchange, Note
from crawler.archive.files import ArchiveProblem
from crawler.archive.writer import ArchiveWriter
from pipelines.storing import StoreThread

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response

logger = logging.getLogger(__name__)


class NotArchived(IgnoreRequest):
    """The page could not be kept, so it is not processed either: it is fetched again later."""


class PageArchive:
    """Downloader middleware; see the module. See the setting ``PRAHARI_ARCHIVE``, too."""

    def __init__(self, crawler: Crawler, directory: Path) -> None:
        settings = crawler.settings
        self._directory = directory
        self._writer = ArchiveWriter(
            self._directory,
            settings.getint("PRAHARI_ARCHIVE_MAXSIZE"),
            settings.getint("PRAHARI_ARCHIVE_DAYS"),
            settings["USER_AGENT"],
            settings.getint("PRAHARI_ARCHIVE_TOTAL"),
        )
        self._store = StoreThread.of(crawler)
        self._crawler = crawler
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="archive")
        self._told = False
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if (directory := files.directory_of(crawler.settings["PRAHARI_ARCHIVE"])) is None:
            raise NotConfigured
        return cls(crawler, directory)

    async def process_response(self, request: Request, response: Response) -> Response:
        """The response, archived. ``meta["fetched_at"]`` is then the time that the archive states.

        Raises NotArchived.
        """
        note = _note(request, datetime.now(UTC))
        # Errors are no pages.
        if note is None or not (200 <= response.status < 300 or response.status == 304):
            return response
        request.meta["fetched_at"] = note.fetched_at
        exchange = Exchange(
            note,
            response.url,
            response.status,
            _pairs(response.headers),
            response.body,
            _pairs(request.headers),
        )
        store = self._store.store
        before = await self._store.run(store.archived, response.url)
        if response.status == 304 and before is None:
            return response  # there is nothing that a record could stand for
        loop = asyncio.get_running_loop()
        try:
            place = await loop.run_in_executor(self._thread, self._writer.append, exchange, before)
        except ArchiveProblem as problem:
            logger.log(logging.DEBUG if self._told else logging.ERROR, "no page can be kept: %s", problem)
            self._told = True
            raise NotArchived(str(problem)) from problem
        if place != before and response.status != 304:
            await self._store.run(store.note_archived, place)
        stats = self._crawler.stats
        assert stats is not None
        stats.inc_value(f"prahari/archive/{'unchanged' if place == before else 'pages'}")
        return response

    async def _opened(self) -> None:
        """Close what killed crawls left; the first page waits for it, the event loop does not."""
        self._thread.submit(self._adopt)

    def _adopt(self) -> None:
        try:
            for path in files.adopt_left(self._directory):
                logger.info("closed %s, which a killed crawl had left open", path)
        except ArchiveProblem as problem:
            logger.warning("%s", problem)

    async def _closed(self) -> None:
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._writer.close)
        except ArchiveProblem as problem:
            logger.error("%s", problem)
        self._thread.shutdown(wait=True)


def _note(request: Request, at: datetime) -> Note | None:
    """The note of a page that was announced, or of its AMP copy; None for what discovery or a person asks."""
    given, stated = request.cb_kwargs, request.meta.get("note")
    if request.meta.get("kind") != "page":
        return None
    if isinstance(stated, Note):
        return replace(stated, fetched_at=at)
    if "entry" not in given:
        return None
    return Note(given["outlet"].id, given["source"], given["key"], at, given["entry"])


def _pairs(headers: Headers) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name, value) for name, values in headers.items() for value in values)
