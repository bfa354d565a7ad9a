"""Scrapy's downloader, with a host's requests counted from the moment that they are chosen."""

from __future__ import annotations

from scrapy import Request, Spider
from scrapy.core.downloader import Downloader, Slot
from scrapy.http import Response


class StrictSlot(Slot):
    """The queue of one host, which counts a request as running from when it leaves the queue.

    Scrapy 2.19 takes a request from the queue, leaves its start to the event loop, and counts it when it has
    started. Until then only the delay holds the next one back: two ran at once on a busy machine, where the
    process was held up between the two for longer than the delay, and four with no delay.
    """

    def free_transfer_slots(self) -> int:
        return self.concurrency - (len(self.active) - len(self.queue))


class StrictDownloader(Downloader):
    """Never more requests to a host at once than CONCURRENT_REQUESTS_PER_DOMAIN."""

    def _get_slot(self, request: Request, spider: Spider | None = None) -> tuple[str, Slot]:
        key, slot = super()._get_slot(request)
        if not isinstance(slot, StrictSlot):
            slot = self.slots[key] = StrictSlot(slot.concurrency, slot.delay, slot.jitter)
        return key, slot

    async def _enqueue_request(self, request: Request) -> Response:
        try:
            return await super()._enqueue_request(request)
        finally:
            # The request that has just left the slot was counted when Scrapy looked for the next one.
            slot = self.slots.get(request.meta[self.DOWNLOAD_SLOT])
            if slot is not None:
                self._process_queue(slot)
