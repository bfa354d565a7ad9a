"""An outlet: what its file in ``crawler/outlets/`` may say, and what each field means.

Facts only: nothing here knows what was fetched when (that is the store's), and nothing is visited.
A new outlet is a new file; CONTRIBUTING.md shows one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from crawler.outletfields import (
    MAX_INTERVAL,
    MIN_INTERVAL,
    Cron,
    Hosts,
    Id,
    Name,
    Paths,
    QuietHours,
    Selectors,
    Slugs,
    SourceUrl,
    Text,
    Texts,
    Url,
)
from pipelines.page import Hints

SourceKind = Literal["feed", "sitemap", "section", "api"]
Status = Literal[
    "checked",
    "verified-by-source",
    "listed-unverified",
    "inferred",
    "reported-stale",
    "reported-dead-or-blocked",
]
"""How far an address can be trusted, best first. ``checked``: by Prahari itself; ``verified-by-source``:
somebody else fetched it and got what it promises; ``listed-unverified``: found in a list;
``inferred``: only the platform's convention speaks for it; the others: reported not to work."""
Content = Literal["full-text", "summary", "title", "unknown"]
OutletKind = Literal[
    "agency",
    "aggregator",
    "defence-specialist",
    "digital",
    "digital-international",
    "government",
    "intergovernmental",
    "long-tail-digital",
    "magazine",
    "newspaper",
    "regional-digital",
    "tv-digital",
]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Source(_Table):
    """Somewhere an outlet announces its stories (``[[sources]]``)."""

    kind: SourceKind
    """``feed`` (RSS, Atom, JSON Feed), ``sitemap`` (news sitemap or an index of them), ``section`` (a page
    with a list of links), ``api`` (posts of WordPress's REST API: ``https://…/wp-json/wp/v2/posts``)."""
    url: SourceUrl
    """Of a sitemap also one for each day or month: ``https://…/sitemap-{yyyy}-{mm}-{dd}.xml``
    (`crawler.dated` has all places)."""
    items: Selectors = ()
    """Of a section: the links of its list, or the elements that hold one each; without, the list is found."""
    categories: Slugs = ()
    """Of an API: only posts of these categories, by the slugs in the addresses; without, all."""
    section: Text | None = None
    """What it covers, in the outlet's or our words: ``national``, ``defence``; None if unknown."""
    status: Status = "listed-unverified"
    content: Content = "unknown"
    """How much of a story the source itself carries."""
    enabled: bool = True
    """False: known, but not visited."""
    archive: bool = False
    """True: only of use for looking back; a visit for news leaves it out."""
    found: date | None = None
    """The day on which discovery (`crawler.discovery`) found and checked it, which may replace it later;
    None: a person wrote it, and nothing but a person changes it."""


class Extraction(_Table):
    """Where things are on the outlet's pages (``[[extraction]]``). Selectors are CSS, or XPath if they
    begin with ``/`` or ``(``; the first that matches wins."""

    body: Selectors = ()
    drop: Selectors = ()
    """What to remove before extraction."""
    title: Selectors = ()
    authors: Selectors = ()
    published: Selectors = ()
    valid_until: date | None = None
    """Last day on which pages had this layout; None for the layout in use."""


class Outlet(_Table):
    """One news outlet."""

    id: Id
    """Also the file's name and the spider's."""
    name_hi: Name
    name_en: Text
    aliases: Texts = ()
    """Other names under which the outlet shows in titles and bylines."""
    home: Url
    kind: OutletKind = "digital"
    owner: Text | None = None
    hosts: Annotated[Hosts, Field(min_length=1)]
    """Host names of its pages, exactly; ``www.`` makes no difference. ``*.x.in`` means every name below
    x.in. ``name:8000`` means that port only."""
    paths: Paths = ()
    """Beginnings of the paths that are the outlet's, where it shares its host; empty: all."""
    feed_hosts: Hosts = ()
    """Hosts that serve its sources but no stories of its own (FeedBurner and the like)."""
    interval: Annotated[int, Field(ge=MIN_INTERVAL, le=MAX_INTERVAL)] = 60
    """Minutes between two visits to each source, as long as nothing is known of how often it publishes."""
    interval_min: Annotated[int, Field(ge=MIN_INTERVAL, le=MAX_INTERVAL)] | None = None
    interval_max: Annotated[int, Field(ge=MIN_INTERVAL, le=MAX_INTERVAL)] | None = None
    """Minutes; the bounds within which the interval follows the outlet. None: ``PRAHARI_INTERVAL_MIN`` and
    ``PRAHARI_INTERVAL_MAX``."""
    every: Annotated[int, Field(ge=MIN_INTERVAL, le=MAX_INTERVAL)] | None = None
    """Minutes between two visits, however often it publishes: then nothing is learned for its visits."""
    cron: Cron | None = None
    """When it is visited, instead, as a line of crontab(5) in Indian time: ``*/20 5-23 * * *``."""
    quiet_hours: QuietHours | None = None
    """When it is never visited, in Indian time: ``23:00-05:30``; ``none``: those of the settings
    (``PRAHARI_QUIET_HOURS``) do not count. None: they do."""
    stories_per_day: Annotated[int, Field(ge=0)] | None = None
    """How many stories the enabled sources announce on a usual day; None if unknown."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] = "hi"
    """ISO 639 code of what we come for; single pages may differ."""
    cms: Text | None = None
    syndication: Text | None = None
    """Agencies whose copy it prints, and how it credits them."""
    day_first: bool = True
    """How it writes 03/04/2026: true for 3 April."""
    status: Status = "listed-unverified"
    """How far its best enabled source can be trusted; where it has none, its address."""
    checked: date | None = None
    """When Prahari last checked the sources; None: never."""
    notes: Text | None = None
    """What whoever looks after the outlet should know."""
    sources: Annotated[tuple[Source, ...], Field(strict=False)] = ()
    extraction: Annotated[tuple[Extraction, ...], Field(strict=False)] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All names: Hindi, English, aliases."""
        return (self.name_hi, self.name_en, *self.aliases)

    @property
    def enabled_sources(self) -> tuple[Source, ...]:
        """The sources that a crawl visits, in the order of the file."""
        return tuple(source for source in self.sources if source.enabled and not source.archive)

    @property
    def asked_hosts(self) -> tuple[str, ...]:
        """Names of the hosts where its home and the sources that a crawl visits are."""
        urls = (self.home, *(source.url for source in self.enabled_sources))
        return tuple(dict.fromkeys(urlsplit(url).hostname or "" for url in urls))

    def hints(self, on: date | None = None) -> Hints:
        """What the extraction stage should know of a page fetched `on` that day (None: of today's layout).

        Of the layouts still in use that day, the one that ended first is meant; those that had ended before
        are kept in `Hints.older`.
        """
        newest_first = sorted(self.extraction, key=lambda rule: rule.valid_until or date.max, reverse=True)
        in_use = [
            rule for rule in newest_first if rule.valid_until is None or (on and on <= rule.valid_until)
        ]
        older = tuple(self._hints(rule) for rule in newest_first if rule not in in_use)
        if not in_use:
            return Hints(day_first=self.day_first, older=older)
        return replace(self._hints(in_use[-1]), older=older)

    def _hints(self, rule: Extraction) -> Hints:
        return Hints(
            body=rule.body,
            drop=rule.drop,
            title=rule.title,
            authors=rule.authors,
            published=rule.published,
            valid_until=rule.valid_until,
            day_first=self.day_first,
        )
