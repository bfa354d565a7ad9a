"""robots.txt, read as far as RFC 9309 (2.5) asks for, so that an endless one does not stop the crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.robotstxt import ProtegoRobotParser

from crawler.leads import ROBOTS_BYTES

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class BoundedRobotParser(ProtegoRobotParser):
    """Scrapy's parser, of the first `ROBOTS_BYTES`: parsing 20 MB would stop the event loop."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:
        whole_lines = robotstxt_body
        if len(robotstxt_body) > ROBOTS_BYTES:
            whole_lines = robotstxt_body[:ROBOTS_BYTES].rpartition(b"\n")[0]
        return super().from_crawler(crawler, whole_lines)
