"""What a crawl asks of a source's addresses, given what they answered before, and what it then remembers.

`pipelines.answers` decides; this knows Scrapy's requests and responses and the store, and counts what polls
cost.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from scrapy import signals

from crawler.fetcher import moved_to
from crawler.itinerary import Moment, Stop
from crawler.outlet import Outlet, Source
from pipelines import answers, backoff
from pipelines.answers import Answer
from pipelines.entry import SourceRef
from pipelines.storing import StoreThread

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

COUNTED: Final = ("304", "hash", "read", "failed")
"""How a poll ends: by the server's word, by the hash of what it sent, read, or not at all."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One source of an outlet, being read."""

    outlet: Outlet
    source: Source
    at: Moment
    begun: int = 1
    """Addresses with which reading it began."""
    known: Mapping[str, Answer] = field(default_factory=dict, repr=False)
    """What the outlet's addresses answered last."""
    failures: int = 0
    """In a row, before this visit."""

    @property
    def ref(self) -> SourceRef:
        return SourceRef(self.source.kind, self.source.url)

    @property
    def how(self) -> str:
        """What else decides how a body of the source is read."""
        return answers.reading_of(self.source.kind, self.source.items)


@dataclass(frozen=True, slots=True)
class Poll:
    """One request for an address of a source."""

    stop: Stop
    known: Answer | None = None
    """What it answered last; None also for what is not remembered."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Of a conditional request."""
    moved: bool = False
    """It goes to where the address has moved."""
    denied: bool = False
    """The server has just said that nothing is new, and is doubted."""

    @property
    def url(self) -> str:
        """Where the request goes."""
        return (self.known.moved_to if self.moved and self.known else None) or self.stop.url

    def whole(self) -> Poll:
        """The same without conditions."""
        return replace(self, headers={}, denied=True)

    def at_old_address(self) -> Poll:
        """The same where the address has not moved."""
        known = self.known and replace(self.known, moved_to=None)
        return replace(self, known=known, moved=False)


class Polls:
    """The memory of a crawl's sources."""

    def __init__(self, crawler: Crawler) -> None:
        self._store = StoreThread.of(crawler)
        self._every = crawler.settings.getint("PRAHARI_WHOLE_EVERY")
        self._crawler = crawler
        crawler.signals.connect(self._sum, signals.spider_closed)

    async def readings(self, outlet: Outlet, at: Moment, *, every: bool) -> list[Reading]:
        """The sources of the outlet that are asked now; ``every``: those that fail before their time, too."""
        store = self._store.store
        last = await self._store.run(store.source_successes, outlet.id)
        failing = await self._store.run(store.failing_sources, outlet.id)
        known = await self._store.run(store.answers, outlet.id)
        found = []
        for source in outlet.enabled_sources:
            failures, due = failing.get(source.url, (0, None))
            if every or due is None or due <= at.now:
                moment = replace(at, since=last.get(source.url))
                found.append(Reading(outlet, source, moment, known=known, failures=failures))
        return found

    def poll(self, reading: Reading, stop: Stop) -> Poll:
        """The first request for an address in this visit."""
        if not _remembered(stop):
            return Poll(stop)
        known = reading.known.get(stop.url)
        headers = answers.question(known, reading.how, reading.at.now)
        return Poll(stop, known, headers, moved=known is not None and known.moved_to is not None)

    async def not_modified(self, reading: Reading, poll: Poll, response: Response, now: datetime) -> bool:
        """A 304 came. False: it is doubted, and the whole is to be asked for."""
        assert poll.known is not None
        if answers.doubtful(poll.known, now, self._every):
            return False
        await self._nothing_new(reading, answers.not_modified(poll.known, now), poll, response, now)
        self.count("304")
        return True

    async def same_body(self, reading: Reading, poll: Poll, response: Response, now: datetime) -> bool:
        """Whether the body is one that has nothing new."""
        known = poll.known
        hashed = answers.hash_of(response.body)
        if known is None or not answers.knows(known, reading.how, hashed, now):
            return False
        await self._nothing_new(reading, answers.same(known, _said(response), now), poll, response, now)
        self.count("hash")
        return True

    async def _nothing_new(
        self, reading: Reading, answer: Answer, poll: Poll, response: Response, now: datetime
    ) -> None:
        """The source was polled with success, and there is nothing to announce."""
        outlet, store = reading.outlet.id, self._store.store
        answer = replace(answer, moved_to=_moved(poll, response))
        await self._store.run(store.mark_polled, outlet, reading.source.url, True, None, None, now)
        await self._store.run(store.note_answer, outlet, answer)

    async def announced(
        self,
        reading: Reading,
        poll: Poll,
        response: Response,
        now: datetime,
        *,
        news: bool,
        settled: bool,
        again_at: datetime | None,
    ) -> None:
        """What a body announces is in the frontier: only now it may be remembered. See `answers.renewed`."""
        self.count("read")
        if not _remembered(poll.stop):
            return
        new = Answer(
            poll.stop.url,
            reading.source.url,
            reading.how,
            asked_at=now,
            whole_at=now,
            news_at=now,
            validators=_said(response),
            body_hash=answers.hash_of(response.body),
            again_at=again_at,
            moved_to=_moved(poll, response),
        )
        answer = answers.renewed(poll.known, new, news=news, settled=settled, denied=poll.denied)
        await self._store.run(self._store.store.note_answer, reading.outlet.id, answer)
        if answer.false_304s > (poll.known.false_304s if poll.known else 0):
            self.count("false_304")
            logger.warning(
                "%s: %s answered 304 and had something new: it is asked for the whole until %s",
                reading.outlet.id,
                poll.url,
                answer.distrusted_until and f"{answer.distrusted_until:%Y-%m-%d %H:%M} UTC",
            )

    async def failed(self, reading: Reading, reason: str, error: str, now: datetime) -> None:
        """The source could not be had or read: it is left alone for longer and longer."""
        self.count("failed")
        due = now + backoff.poll_wait(reason, reading.failures + 1)
        mark, outlet = self._store.store.mark_polled, reading.outlet.id
        await self._store.run(mark, outlet, reading.source.url, False, error, 0, now, due)

    async def moved_in_vain(self, reading: Reading, poll: Poll) -> Poll:
        """The new address failed: from now on, it is the old one again."""
        await self._store.run(self._store.store.forget_move, reading.outlet.id, poll.stop.url)
        return poll.at_old_address()

    # --- what it cost ------------------------------------------------------------------------------

    def count(self, how: str) -> None:
        stats = self._crawler.stats
        assert stats is not None
        stats.inc_value(f"prahari/polls/{how}")

    def _sum(self) -> None:
        stats = self._crawler.stats
        assert stats is not None
        counts = {how: stats.get_value(f"prahari/polls/{how}", 0) for how in COUNTED}
        if (share := share_unchanged(counts)) is not None:
            stats.set_value("prahari/polls/share_unchanged", share)


def share_unchanged(counts: Mapping[str, int]) -> float | None:
    """Share of the polls that cost a 304 or a hash; None without polls."""
    total = sum(counts.values())
    return round((counts["304"] + counts["hash"]) / total, 3) if total else None


def _remembered(stop: Stop) -> bool:
    """Older pages are read once, to close a gap, and the answer that lists categories is small."""
    return stop.what == "entries" and stop.page == 1


def _said(response: Response) -> answers.Validators:
    return answers.validators(response.headers.get(b"ETag"), response.headers.get(b"Last-Modified"))


def _moved(poll: Poll, response: Response) -> str | None:
    """Where the address has moved for good, after an answer that is a source."""
    return moved_to(response) or (poll.url if poll.moved else None)
