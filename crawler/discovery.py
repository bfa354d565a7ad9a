"""Find an outlet's sources: what its site announces is fetched once, checked, and kept if it is of use.

    home page ─▶ leads ──▶ feeds ─────────┐
        │          └─▶ sections ─▶ feeds ─┤
    robots.txt ─▶ sitemaps ─▶ indexes ────┼─▶ fetch ─▶ inspection ─▶ Found, or a Trial with its reason
    WordPress's usual paths, its API ─────┤
    else the sections themselves ─────────┘

This decides; `crawler.fetcher` fetches (robots.txt, politeness, address guard), `crawler.outletedit` writes
into the outlet's file. Everything is bounded: an endless site costs `MAX_FETCHES` requests, a slow one
`MAX_SECONDS`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final
from urllib.parse import urljoin, urlsplit

from crawler.failures import FetchFailure
from crawler.fetcher import Fetch, Fetched
from crawler.hosts import HostPattern, patterns_for, same_site
from crawler.inspection import Inspection, fault, inspect
from crawler.itinerary import MAX_LEVELS, promising
from crawler.leads import Lead, PageLeads, read_page, sitemaps_of
from crawler.outlet import Outlet, Source, SourceKind
from crawler.outletfile import same_source
from crawler.registry import Registry
from crawler.sources import ChildSitemap
from crawler.sources.wordpress import posts_address, posts_below
from pipelines.workers import Read, WorkerProblem

MAX_FETCHES: Final = 40
"""Requests to find the sources of one outlet, robots.txt left out."""
MAX_SECONDS: Final = 300.0
"""After so long with one outlet nothing more is asked for: a crawl waits for the slowest site."""
MAX_SITEMAPS: Final = 12
"""Of these, for sitemaps."""
MAX_FEEDS: Final = 8
"""Feeds kept of one outlet."""
READ_SECONDS: Final = 60.0
"""Time that reading one answer may take in a worker."""

_FEED_SERVICES: Final = frozenset({"feeds.feedburner.com", "feeds2.feedburner.com"})
_OWN: Final = 0.5
"""Share of the items that must lead to the outlet's own pages."""
_GONE: Final = frozenset(
    {"no-such-host", "private-address", "connection-refused", "connection-failed", "timeout", "redirect-loop"}
)
"""Failures of the home page after which the host is not asked for anything else."""
_USUAL_SITEMAPS: Final = ("/news-sitemap.xml", "/sitemap.xml")


@dataclass(frozen=True, slots=True)
class Found:
    """A source that was fetched, checked and is of use."""

    kind: SourceKind
    url: str
    how: str
    inspection: Inspection
    section: str | None = None
    archive: bool = False
    """Of use for looking back only, since other sources announce what is new."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one address that was tried."""

    url: str
    how: str
    verdict: str
    """``ok``, or why it is not kept."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found of one outlet."""

    outlet: str
    found: tuple[Found, ...] = ()
    trials: tuple[Trial, ...] = ()
    """In the order of the requests."""

    @property
    def failure(self) -> str | None:
        """Why nothing was found, in one line; None if something was."""
        if self.found:
            return None
        reasons = [f"{trial.url}: {trial.verdict}" for trial in self.trials if trial.verdict != "ok"]
        if len(reasons) > 1:
            return f"none of {len(reasons)} addresses is of use, such as {reasons[0]}"
        return reasons[0] if reasons else "the site announces no source"


async def discover(outlet: Outlet, registry: Registry, fetch: Fetch, read: Read) -> Discovery:
    """Look for the outlet's sources on its site. Sources of its file that a person wrote are left alone."""
    return await _Search(outlet, registry, fetch, read).run()


async def examine(
    url: str, kind: str, fetch: Fetch, read: Read, now: datetime, items: Sequence[str] = ()
) -> tuple[Fetched | FetchFailure, Inspection]:
    """Fetch one source and look into it."""
    answer = await fetch(url)
    if isinstance(answer, FetchFailure):
        return answer, Inspection(refused=f"{answer.reason}: {answer.detail}")
    return answer, await look_into(answer, url, kind, read, now, items)


async def look_into(
    answer: Fetched, url: str, kind: str, read: Read, now: datetime, items: Sequence[str] = ()
) -> Inspection:
    """What is in the source at `url`, given its answer."""
    try:
        return await read(
            inspect,
            answer.body,
            url,
            answer.content_type,
            kind,
            answer.final_url,
            now,
            answer.headers,
            items,
            timeout=READ_SECONDS,
        )
    except WorkerProblem as problem:
        return Inspection(refused=f"unreadable: {problem}")


@dataclass(slots=True)
class _Search:
    outlet: Outlet
    registry: Registry
    fetch: Fetch
    read: Read
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    trials: list[Trial] = field(default_factory=list)
    found: dict[str, Found] = field(default_factory=dict)
    """By `same_source`."""
    tried: set[str] = field(default_factory=set)
    fetches: int = 0
    sitemaps: int = 0
    started: float = field(default_factory=time.monotonic)

    async def run(self) -> Discovery:
        for source in self.outlet.sources:
            # A person wrote it, or switched it off.
            if source.found is None or not source.enabled:
                self.tried.add(same_source(source.url))
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
        return Discovery(self.outlet.id, tuple(self.found.values()), tuple(self.trials))

    async def home(self) -> tuple[Fetched, PageLeads] | None:
        """The home page; None if the site gives nothing."""
        where = "home page"
        answer = await self.get(self.outlet.home, where, "page")
        if isinstance(answer, FetchFailure) and answer.reason in ("connection-refused", "connection-failed"):
            plain = self.outlet.home.replace("https://", "http://", 1)
            if plain != self.outlet.home:  # some small sites speak no TLS
                answer = await self.get(plain, where, "page")
        if isinstance(answer, FetchFailure):
            if answer.reason in _GONE:
                return None
            return Fetched(self.outlet.home, self.outlet.home, b""), PageLeads()
        if not self.own_page(answer.final_url):
            self.note(self.outlet.home, where, f"redirects to {answer.final_url}, which is not the outlet's")
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
            self.note(answer.url, where, page.refused)
        return page

    async def section(self, lead: Lead) -> Fetched | None:
        """Feeds of a section that we want; the section's page, for it may be a source itself."""
        if self.spent() or not self.own_page(lead.url):
            return None
        where = f"{lead.section} section"
        answer = await self.get(lead.url, where, "page")
        if isinstance(answer, FetchFailure):
            return None
        known = [found for found in self.found.values() if found.kind == "feed"]
        for feed in (await self.page(answer, where)).feeds:
            if same_source(feed.url) not in {same_source(found.url) for found in known}:
                await self.feed(Lead("feed", feed.url, feed.how, lead.section))
        return answer

    async def list_of(self, lead: Lead, page: Fetched) -> None:
        """A page with a list of stories, where the site has nothing better."""
        if not page.body or not self.fits(lead.url):
            return
        inspection = await look_into(page, lead.url, "section", self.read, self.now)
        if reason := self.refusal(inspection, "section"):
            self.note(lead.url, lead.how, reason)
        elif not inspection.hindi:
            self.note(lead.url, lead.how, "too few words to know that they are Hindi")
        else:
            self.keep("section", page, lead, inspection)

    def supplied(self) -> bool:
        """Whether there is a source for news already, found now or written by a person."""
        return bool(self.found) or any(source.found is None for source in self.outlet.enabled_sources)

    def only_sections(self) -> bool:
        """Whether all that was found are sections, so that one more of them may be."""
        return bool(self.found) and all(found.kind == "section" for found in self.found.values())

    async def feed(self, lead: Lead) -> None:
        if sum(found.kind == "feed" for found in self.found.values()) >= MAX_FEEDS or not self.fits(lead.url):
            return
        answer, inspection = await self.look(lead.url, "feed")
        if reason := self.refusal(inspection, "feed"):
            self.note(lead.url, lead.how, reason)
        elif inspection.links and self.covered(inspection.links):
            self.note(lead.url, lead.how, "nothing that the sources before have not")
        else:
            self.keep("feed", answer, lead, inspection)

    async def all_sitemaps(self, home: str) -> None:
        """News sitemaps; other ones only where there is nothing better."""
        if self.spent():
            return
        robots = urljoin(home, "/robots.txt")
        answer = await self.get(robots, "robots.txt", "robots")
        named = sitemaps_of(answer.body, robots) if isinstance(answer, Fetched) else ()
        guess = not named and not self.found  # a site with a feed is not asked for what it does not name
        usual = tuple(urljoin(home, path) for path in _USUAL_SITEMAPS) if guess else ()
        before = [s.url for s in self.outlet.sources if s.found is not None and s.kind == "sitemap"]
        how = "robots.txt" if named else "the usual path"
        other: list[Found] = []
        for url in (*before, *named, *usual):
            for found in await self.sitemap(url, "found before" if url in before else how, 0):
                if found.inspection.titled >= _OWN:
                    self.found.setdefault(same_source(found.url), found)
                else:
                    other.append(found)
        if not self.found:
            self.found |= {same_source(found.url): found for found in other[:1]}

    async def sitemap(self, url: str, how: str, level: int) -> list[Found]:
        """What the sitemap is good for: itself, or what an index leads to."""
        if not self.fits(url):
            return []
        if self.sitemaps >= MAX_SITEMAPS or level > MAX_LEVELS:
            deep = (
                f"below {MAX_LEVELS} levels of indexes"
                if level > MAX_LEVELS
                else "enough sitemaps were tried"
            )
            self.note(url, how, f"not fetched: {deep}")
            return []
        self.sitemaps += 1
        answer, inspection = await self.look(url, "sitemap")
        if inspection.children and not inspection.items:
            return await self.index(answer, inspection.children, url, how, level)
        if reason := self.refusal(inspection, "sitemap"):
            self.note(url, how, reason)
            return []
        self.note(url, how, "ok")
        return [Found("sitemap", self.address(answer, url), how, inspection)]

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
            if any(found.inspection.titled >= _OWN for found in good):
                break
        news = [found for found in good if found.inspection.titled >= _OWN]
        if news or not good:
            return news
        dated = any(child.lastmod for child in children)
        return [Found("sitemap", self.address(answer, url), how, good[0].inspection)] if dated else good[:1]

    async def api(self, root: str) -> None:
        """WordPress's REST API: the source where a site has no other, else its archive."""
        how = "the REST API of WordPress"
        url = posts_below(root)
        if not self.fits(url):
            return
        _, inspection = await self.look(posts_address(url), "api")
        if reason := self.refusal(inspection, "api"):
            self.note(url, how, reason)
            return
        self.found[same_source(url)] = Found("api", url, how, inspection, archive=self.supplied())
        self.note(url, how, "ok")

    # --- what is asked for, and what is kept -------------------------------------------------------

    async def get(self, url: str, how: str, kind: str) -> Fetched | FetchFailure:
        """Fetch, and note what went wrong."""
        self.fetches += kind != "robots"
        answer = await self.fetch(url, kind)
        if isinstance(answer, FetchFailure):
            self.note(url, how, f"{answer.reason}: {answer.detail}")
        return answer

    async def look(self, url: str, kind: str) -> tuple[Fetched | FetchFailure, Inspection]:
        self.fetches += 1
        return await examine(url, kind, self.fetch, self.read, self.now)

    def fits(self, url: str) -> bool:
        """Whether the address may be tried: not tried before, within bounds, and nobody else's."""
        same = same_source(url)
        if same in self.tried or self.spent():
            return False
        self.tried.add(same)
        if other := self.other_outlet(url):
            self.note(url, "announced", f"belongs to the outlet {other}")
            return False
        if not self.own_host(url):
            self.note(url, "announced", "is on a host that is not the outlet's")
            return False
        return True

    def spent(self) -> bool:
        return self.fetches >= MAX_FETCHES or time.monotonic() - self.started > MAX_SECONDS

    def other_outlet(self, url: str) -> str | None:
        owner = self.registry.outlet_for_url(url)
        if owner is not None and owner.id != self.outlet.id:
            return owner.id
        same = same_source(url)
        others = (o for o in self.registry.values() if o.id != self.outlet.id)
        return next((o.id for o in others if any(same_source(s.url) == same for s in o.sources)), None)

    def own_host(self, url: str) -> bool:
        """Whether a source may be there: its hosts, others below its registered name, FeedBurner."""
        known = {HostPattern.parse(host) for host in (*self.outlet.hosts, *self.outlet.feed_hosts)}
        if known & set(patterns_for(url)):
            return True
        return same_site(url, self.outlet.home) or (urlsplit(url).hostname or "") in _FEED_SERVICES

    def own_page(self, url: str) -> bool:
        if self.outlet.paths:
            owner = self.registry.outlet_for_url(url)
        else:
            owner = self.registry.owner(url, announced_by=self.outlet)
        return owner is not None and owner.id == self.outlet.id

    def refusal(self, inspection: Inspection, kind: str) -> str | None:
        """Why the source is not kept; None if it is."""
        if reason := fault(inspection, kind, self.now):
            return reason
        own = sum(map(self.own_page, inspection.links))
        if own < _OWN * len(inspection.links):
            return f"only {own} of {len(inspection.links)} items are the outlet's own"
        return None

    def covered(self, links: Iterable[str]) -> bool:
        """Whether the feeds kept so far announce all these links."""
        known = {link for found in self.found.values() for link in found.inspection.links}
        return known.issuperset(links)

    def keep(
        self, kind: SourceKind, answer: Fetched | FetchFailure, lead: Lead, inspection: Inspection
    ) -> None:
        url = self.address(answer, lead.url)
        self.found.setdefault(same_source(url), Found(kind, url, lead.how, inspection, lead.section))
        self.note(lead.url, lead.how, "ok")

    def address(self, answer: Fetched | FetchFailure, url: str) -> str:
        """Where the source is now: the new address if it has moved for good and to somewhere allowed."""
        moved = answer.moved_to if isinstance(answer, Fetched) else None
        return moved if moved and self.own_host(moved) and not self.other_outlet(moved) else url

    def note(self, url: str, how: str, verdict: str) -> None:
        self.trials.append(Trial(url, how, verdict))


def with_sources(outlet: Outlet, found: Iterable[Found], day: date) -> Outlet:
    """The outlet as its file will be, for a crawl that goes on at once."""
    known = {same_source(source.url) for source in outlet.sources}
    sources = [
        Source(
            kind=one.kind,
            url=one.url,
            section=one.section,
            status="checked",
            content=one.inspection.content,
            archive=one.archive,
            found=day,
        )
        for one in found
        if same_source(one.url) not in known
    ]
    return outlet.model_copy(update={"sources": (*outlet.sources, *sources)})
