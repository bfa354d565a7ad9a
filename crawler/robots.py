"""robots.txt, read as far as RFC 9309 (2.5) asks for, so that an endless one does not stop the crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest
from scrapy.robotstxt import ProtegoRobotParser

from crawler.leads import ROBOTS_BYTES

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class RobotsUnreachable(IgnoreRequest):
    """A site's rules cannot be had now, so nothing of it is fetched. Its cause, where there is one, is what
    the request for robots.txt raised."""

    def __init__(self, status: int | None) -> None:
        super().__init__(f"robots.txt: the server answered {status}" if status else "robots.txt: no answer")
        self.status = status


class BoundedRobotParser(ProtegoRobotParser):
    """Scrapy's parser, of the first `ROBOTS_BYTES`: parsing 20 MB would stop the event loop."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:
        whole_lines = robotstxt_body
        if len(robotstxt_body) > ROBOTS_BYTES:
            whole_lines = robotstxt_body[:ROBOTS_BYTES].rpartition(b"\n")[0]
        return super().from_crawler(crawler, whole_lines)

    def delay(self, agent: str) -> float | None:
        """Seconds that the site asks to wait between two requests, by Crawl-delay or Request-rate."""
        asked = self.rp.crawl_delay(agent)
        rate = self.rp.request_rate(agent)
        by_rate = rate.seconds / rate.requests if rate and rate.requests else None
        given = [seconds for seconds in (asked, by_rate) if seconds and seconds > 0]
        return max(given, default=None)
