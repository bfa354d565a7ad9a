"""In which order the parts of a site are tried, and which finds are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urljoin

from crawler.discovery.attempts import Attempts
from crawler.discovery.examination import READ_SECONDS, look_into
from crawler.discovery.findings import Discovery, Found
from crawler.discovery.judgement import OWN, Judge
from crawler.failures import FetchFailure
from crawler.fetcher import Fetch, Fetched
from crawler.inspection import Inspection
from crawler.itinerary import MAX_LEVELS, promising
from crawler.leads import Lead, PageLeads, read_page, sitemaps_of
from crawler.outlet import Outlet, SourceKind
from crawler.outletfile import same_source
from crawler.registry import Registry
from crawler.sources import ChildSitemap
from crawler.sources.wordpress import posts_address, posts_below
from pipelines.workers import Read, WorkerProblem

MAX_SITEMAPS: Final = 12
"""Requests for sitemaps of one outlet."""
MAX_FEEDS: Final = 8
"""Feeds kept of one outlet."""
_GONE: Final = frozenset(
    {"no-such-host", "private-address", "connection-refused", "connection-failed", "timeout", "redirect-loop"}
)
"""Failures of the home page after which the host is not asked for anything else."""
_USUAL_SITEMAPS: Final = ("/news-sitemap.xml", "/sitemap.xml")


async def discover(
    outlet: Outlet, registry: Registry, fetch: Fetch, read: Read, *, lost: bool = False
) -> Discovery:
    """Look for the outlet's sources on its site. Sources of its file that a person wrote are left alone;
    ``lost``: one of them answers no more, so they do not make others needless."""
    judge = Judge(outlet, registry, datetime.now(UTC))
    return await _Search(outlet, judge, read, Attempts(judge, fetch, read), lost).run()


@dataclass(slots=True)
class _Search:
    outlet: Outlet
    judge: Judge
    read: Read
    tries: Attempts
    lost: bool = False
    found: dict[str, Found] = field(default_factory=dict)
    """By `same_source`."""
    sitemaps: int = 0

    async def run(self) -> Discovery:
        for source in self.outlet.sources:
            # A person wrote it, or switched it off.
            if source.found is None or not source.enabled:
                self.tries.leave_out(source.url)
        home = await self.home()
        if home is None:
            return self.result()
        answer, page = home
        for source in self.outlet.sources:  # those that the last discovery found, before new ones
            if source.found is not None and source.kind == "feed":
                await self.feed(Lead("feed", source.url, "found before", source.section))
        for lead in page.feeds:
            await self.feed(lead)
        lists = [(section, found) for section in page.sections if (found := await self.section(section))]
        if not any(found.kind == "feed" for found in self.found.values()):
            await self.feed(Lead("feed", urljoin(answer.final_url, "feed/"), "the usual path of WordPress"))
        await self.all_sitemaps(answer.final_url)
        if page.wordpress:
            await self.api(page.api or urljoin(answer.final_url, "/wp-json/"))
        for lead, found in (*lists, (Lead("section", answer.final_url, "the home page itself"), answer)):
            if not self.supplied() or (lead.section and self.only_sections()):
                await self.list_of(lead, found)
        return self.result()

    def result(self) -> Discovery:
        return Discovery(self.outlet.id, tuple(self.found.values()), tuple(self.tries.trials))

    async def home(self) -> tuple[Fetched, PageLeads] | None:
        """The home page; None if the site gives nothing."""
        where = "home page"
        answer = await self.tries.get(self.outlet.home, where, "page")
        if isinstance(answer, FetchFailure) and answer.reason in ("connection-refused", "connection-failed"):
            plain = self.outlet.home.replace("https://", "http://", 1)
            if plain != self.outlet.home:  # some small sites speak no TLS
                answer = await self.tries.get(plain, where, "page")
        if isinstance(answer, FetchFailure):
            if answer.reason in _GONE:
                return None
            return Fetched(self.outlet.home, self.outlet.home, b""), PageLeads()
        if not self.judge.own_page(answer.final_url):
            self.tries.note(
                self.outlet.home, where, f"redirects to {answer.final_url}, which is not the outlet's"
            )
            return None
        return answer, await self.page(answer, where)

    async def page(self, answer: Fetched, where: str) -> PageLeads:
        try:
            page = await self.read(
                read_page, answer.body, answer.final_url, answer.content_type, where, timeout=READ_SECONDS
            )
        except WorkerProblem as problem:
            page = PageLeads(refused=f"unreadable: {problem}")
        if page.refused:
            self.tries.note(answer.url, where, page.refused)
        return page

    async def section(self, lead: Lead) -> Fetched | None:
        """Feeds of a section that we want; the section's page, for it may be a source itself."""
        if self.tries.spent() or not self.judge.own_page(lead.url):
            return None
        where = f"{lead.section} section"
        answer = await self.tries.get(lead.url, where, "page")
        if isinstance(answer, FetchFailure):
            return None
        known = [found for found in self.found.values() if found.kind == "feed"]
        for feed in (await self.page(answer, where)).feeds:
            if same_source(feed.url) not in {same_source(found.url) for found in known}:
                await self.feed(Lead("feed", feed.url, feed.how, lead.section))
        return answer

    async def list_of(self, lead: Lead, page: Fetched) -> None:
        """A page with a list of stories, where the site has nothing better."""
        if not page.body or not self.tries.fits(lead.url):
            return
        inspection = await look_into(page, lead.url, "section", self.read, self.judge.now)
        if reason := self.judge.refusal(inspection, "section"):
            self.tries.note(lead.url, lead.how, reason)
        elif not inspection.hindi:
            self.tries.note(lead.url, lead.how, "too few words to know that they are Hindi")
        else:
            self.keep("section", page, lead, inspection)

    def supplied(self) -> bool:
        """Whether there is a source for news already, found now or written by a person."""
        by_hand = any(source.found is None for source in self.outlet.enabled_sources)
        return bool(self.found) or (by_hand and not self.lost)

    def only_sections(self) -> bool:
        """Whether all that was found are sections, so that one more of them may be."""
        return bool(self.found) and all(found.kind == "section" for found in self.found.values())

    async def feed(self, lead: Lead) -> None:
        if sum(found.kind == "feed" for found in self.found.values()) >= MAX_FEEDS or not self.tries.fits(
            lead.url
        ):
            return
        answer, inspection = await self.tries.look(lead.url, "feed")
        if reason := self.judge.refusal(inspection, "feed"):
            self.tries.note(lead.url, lead.how, reason)
        elif inspection.links and self.covered(inspection.links):
            self.tries.note(lead.url, lead.how, "nothing that the sources before have not")
        else:
            self.keep("feed", answer, lead, inspection)

    async def all_sitemaps(self, home: str) -> None:
        """News sitemaps; other ones only where there is nothing better."""
        if self.tries.spent():
            return
        robots = urljoin(home, "/robots.txt")
        answer = await self.tries.get(robots, "robots.txt", "robots")
        named = sitemaps_of(answer.body, robots) if isinstance(answer, Fetched) else ()
        guess = not named and not self.found  # a site with a feed is not asked for what it does not name
        usual = tuple(urljoin(home, path) for path in _USUAL_SITEMAPS) if guess else ()
        before = [s.url for s in self.outlet.sources if s.found is not None and s.kind == "sitemap"]
        how = "robots.txt" if named else "the usual path"
        other: list[Found] = []
        for url in (*before, *named, *usual):
            for found in await self.sitemap(url, "found before" if url in before else how, 0):
                if found.inspection.titled >= OWN:
                    self.found.setdefault(same_source(found.url), found)
                else:
                    other.append(found)
        if not self.found:
            self.found |= {same_source(found.url): found for found in other[:1]}

    async def sitemap(self, url: str, how: str, level: int) -> list[Found]:
        """What the sitemap is good for: itself, or what an index leads to."""
        if not self.tries.fits(url):
            return []
        if self.sitemaps >= MAX_SITEMAPS or level > MAX_LEVELS:
            deep = (
                f"below {MAX_LEVELS} levels of indexes"
                if level > MAX_LEVELS
                else "enough sitemaps were tried"
            )
            self.tries.note(url, how, f"not fetched: {deep}")
            return []
        self.sitemaps += 1
        answer, inspection = await self.tries.look(url, "sitemap")
        if inspection.children and not inspection.items:
            return await self.index(answer, inspection.children, url, how, level)
        if reason := self.judge.refusal(inspection, "sitemap"):
            self.tries.note(url, how, reason)
            return []
        self.tries.note(url, how, "ok")
        return [Found("sitemap", self.judge.address(answer, url), how, inspection)]

    async def index(
        self,
        answer: Fetched | FetchFailure,
        children: Sequence[ChildSitemap],
        url: str,
        how: str,
        level: int,
    ) -> list[Found]:
        """A news sitemap of the index; else the index itself, if its dates tell a visit where to look."""
        good: list[Found] = []
        for child in promising(children)[:3]:
            good += await self.sitemap(child.url, f"index {url}", level + 1)
            if any(found.inspection.titled >= OWN for found in good):
                break
        news = [found for found in good if found.inspection.titled >= OWN]
        if news or not good:
            return news
        dated = any(child.lastmod for child in children)
        return (
            [Found("sitemap", self.judge.address(answer, url), how, good[0].inspection)]
            if dated
            else good[:1]
        )

    async def api(self, root: str) -> None:
        """WordPress's REST API: the source where a site has no other, else its archive."""
        how = "the REST API of WordPress"
        url = posts_below(root)
        if not self.tries.fits(url):
            return
        _, inspection = await self.tries.look(posts_address(url), "api")
        if reason := self.judge.refusal(inspection, "api"):
            self.tries.note(url, how, reason)
            return
        self.found[same_source(url)] = Found("api", url, how, inspection, archive=self.supplied())
        self.tries.note(url, how, "ok")

    def covered(self, links: Iterable[str]) -> bool:
        """Whether the feeds kept so far announce all these links."""
        known = {link for found in self.found.values() for link in found.inspection.links}
        return known.issuperset(links)

    def keep(
        self, kind: SourceKind, answer: Fetched | FetchFailure, lead: Lead, inspection: Inspection
    ) -> None:
        url = self.judge.address(answer, lead.url)
        self.found.setdefault(same_source(url), Found(kind, url, lead.how, inspection, lead.section))
        self.tries.note(lead.url, lead.how, "ok")
