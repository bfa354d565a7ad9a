"""Fetch single pages by hand, with all that a crawl does for politeness and safety, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider

from crawler import barecrawl
from crawler.failures import explain
from crawler.registry import Registry
from pipelines.entry import SourceRef
from pipelines.page import Page
from pipelines.story import Rejected

if TYPE_CHECKING:
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure


class SingleSpider(Spider):
    """Fetches `urls` and files what came of each under the URL as it was asked for."""

    name = "single"

    def __init__(self, urls: Iterable[str], found: dict[str, Page | Rejected], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.urls = list(urls)
        self.found = found

    async def start(self) -> AsyncIterator[Request]:
        for url in self.urls:
            try:
                yield Request(
                    url,
                    callback=self.fetched,
                    errback=self.failed,
                    cb_kwargs={"asked": url},
                    meta={
                        # An error page is a page that is no story; only redirects are followed.
                        "handle_httpstatus_list": [*range(200, 300), *range(400, 600)],
                        "kind": "page",
                        "download_maxsize": self.settings.getint("PRAHARI_PAGE_MAXSIZE"),
                    },
                    dont_filter=True,
                )
            except ValueError as error:
                self.found[url] = _refused(url, "bad-url", str(error))

    def fetched(self, response: Response, asked: str) -> None:
        self.found[asked] = Page(
            url=response.url,
            outlet="",
            body=response.body,
            fetched_at=datetime.now(UTC),
            source=SourceRef("page", asked),
            requested_url=asked,
            headers={
                name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
                for name, values in response.headers.items()
            },
            status=response.status,
        )

    def failed(self, failure: Failure) -> None:
        asked = failure.request.cb_kwargs["asked"]  # type: ignore[attr-defined]
        why = explain(failure)
        self.found[asked] = _refused(asked, why.reason, why.detail)


def fetch(urls: Iterable[str], settings: BaseSettings) -> dict[str, Page | Rejected]:
    """Each of ``urls`` with its page, or the refusal by stage ``fetch``. Runs Scrapy's engine: once a
    process."""
    found: dict[str, Page | Rejected] = {}
    barecrawl.run(SingleSpider, settings, urls=list(urls), found=found)
    for url in urls:
        found.setdefault(url, _refused(url, "not-fetched", "Scrapy ended before it was fetched"))
    return found


def owned(page: Page, registry: Registry) -> Page:
    """The page with the outlet that owns it, its hints and names; as it is if nobody owns it."""
    outlet = registry.outlet_for_url(page.url)
    if outlet is None:
        return page
    return replace(
        page,
        outlet=outlet.id,
        hints=outlet.hints(page.fetched_at.date()),
        outlet_names=(outlet.name_hi, outlet.name_en, *outlet.aliases),
    )


def _refused(url: str, reason: str, detail: str) -> Rejected:
    return Rejected("fetch", reason, detail, url, "", datetime.now(UTC), SourceRef("page", url), final=False)
