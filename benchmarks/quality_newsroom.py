"""Quality of extraction on the sample newsroom: every page of its outlets, in thirteen shapes.

A page goes to `pipelines.extract` as the crawler hands it on: with the outlet's names and with the entry
that its feed or sitemap announced; a page without text is judged by its AMP copy. Texts are compared as
multisets of words (as ``score_pages.py`` of the development data does): the golden text is required, its
dateline neither required nor wrong.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import fmean
from urllib.parse import unquote, urljoin, urlsplit

import regex

from crawler.amp import amp_address
from crawler.sources import Announced, parse
from pipelines.entry import Entry, SourceRef
from pipelines.extract import extract
from pipelines.page import Page
from pipelines.story import Rejected, Story
from search.text import nfc, squeeze
from tests.newsroom import Expected, Newsroom
from tests.newsroom.response import HTML, Response
from tests.newsroom.site import Site

BASE = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
_NEVER_FETCHED = ("robots", "too-large")
"""Pages that the crawler does not hand on: forbidden by robots.txt, or cut off at its limit of size."""
_TOKEN = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_INVISIBLE = regex.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one page. Below `refused`: how an article fared; all is wrong of a refused one."""

    expected: Expected
    refused: str
    """Reason and detail; empty if a story was found."""
    story: Story | None
    f1: float
    """0 to 1."""
    leaked: tuple[str, ...]
    """Furniture that turned up in the text."""
    title: bool
    authors: bool
    """The byline's people and nobody else; where a desk signs, that desk or nobody."""
    published: bool
    """To the minute; where neither page nor feed states the instant, anything."""

    @property
    def faults(self) -> list[str]:
        """What is wrong, one line each."""
        if self.expected.kind != "article":
            found = self.story
            return [f"a story of {len(found.text)} characters: {found.title!r}"] if found else []
        if self.story is None:
            return [f"refused: {self.refused}"]
        story, wanted = self.story, self.expected
        faults = [f"F1 {self.f1:.3f}"] if self.f1 < 0.995 else []
        faults += [f"leaked: {line}" for line in self.leaked]
        if not self.title:
            faults.append(f"title {story.title!r}, not {wanted.title!r}")
        if not self.authors:
            faults.append(f"authors {story.authors}, not {wanted.authors or wanted.desk}")
        if not self.published:
            faults.append(f"published {story.published}, not {wanted.published}")
        return faults


def judge_all(newsroom: Newsroom) -> list[Judged]:
    """Every page that is served as HTML with status 200, in the order of `Newsroom.expected`."""
    sites = {outlet: newsroom.site(outlet) for outlet in newsroom.outlets}
    announced = {outlet: _entries(site, newsroom.now()) for outlet, site in sites.items()}
    rows = []
    for expected in newsroom.expected():
        if expected.kind in _NEVER_FETCHED:
            continue
        site = sites[expected.outlet]
        entry = announced[expected.outlet].get(_key(expected.url))
        url, response = _follow(site, entry.link if entry else expected.url)
        if response.status != 200 or response.type != HTML:
            continue
        found = extract(_page(site, url, response, entry))
        if isinstance(found, Rejected) and (copy := amp_address(response.body, url)):
            found = extract(_page(site, url, _follow(site, copy)[1], entry))
        rows.append(_judge(expected, found))
    return rows


def measure() -> dict[str, float]:
    """Over all articles: F1 (mean and worst), strings leaked, shares of titles, authors and instants right,
    refused articles; and how many pages that are no story were taken for one."""
    return summary(judge_all(Newsroom(BASE, port=8080)))


def summary(rows: Iterable[Judged]) -> dict[str, float]:
    """The figures of `measure` for these pages; shares and F1 are 1 where there is no article among them."""
    every = list(rows)
    articles = [row for row in every if row.expected.kind == "article"]

    def share(values: Iterable[float]) -> float:
        found = list(values)
        return fmean(found) if found else 1.0

    return {
        "articles": float(len(articles)),
        "f1": share(row.f1 for row in articles),
        "worst_f1": min((row.f1 for row in articles), default=1.0),
        "leaked": float(sum(len(row.leaked) for row in articles)),
        "titles": share(row.title for row in articles),
        "authors": share(row.authors for row in articles),
        "published": share(row.published for row in articles),
        "refused": float(sum(row.story is None for row in articles)),
        "others": float(len(every) - len(articles)),
        "false_stories": float(sum(row.story is not None for row in every if row.expected.kind != "article")),
    }


def _entries(site: Site, now: datetime) -> Mapping[str, Entry]:
    """What the outlet's listed sources announce, by page."""
    entries: dict[str, Entry] = {}
    for source in site.outlet.sources:
        if not source.listed or source.kind == "section":
            continue
        todo = [site.home + source.path]
        while todo:
            url = todo.pop()
            response = site.respond(_target(url))
            read = parse(response.body, url, response.type, source.kind, now=now)
            if not isinstance(read, Announced):
                continue
            todo += [child.url for child in read.children]
            for entry in read.entries:
                entries.setdefault(_key(_follow(site, entry.link)[0]), entry)
    return entries


def _follow(site: Site, url: str) -> tuple[str, Response]:
    response = site.respond(_target(url))
    for _ in range(3):
        location = dict(response.headers).get("Location")
        if location is None:
            break
        url = urljoin(url, location)
        response = site.respond(_target(url))
    return url, response


def _target(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _key(url: str) -> str:
    """One key for a page's address, its AMP copy's and those with tracking parameters."""
    path, _, query = unquote(_target(url)).partition("?")
    kept = "&".join(part for part in query.split("&") if part and not part.startswith(("utm_", "fbclid")))
    return nfc(path.removeprefix("/amp")) + (f"?{kept}" if kept else "")


def _page(site: Site, url: str, response: Response, entry: Entry | None) -> Page:
    charset = site.outlet.charset_header if response.charset is None else response.charset
    return Page(
        url=url,
        outlet=site.outlet.id,
        body=response.body,
        fetched_at=site.now + timedelta(seconds=20),
        source=entry.source if entry else SourceRef("page", url),
        headers={"content-type": response.type + (f"; charset={charset}" if charset else "")},
        entry=entry,
        outlet_names=(site.outlet.name_hi, site.outlet.name_en),
    )


def _judge(expected: Expected, found: Story | Rejected) -> Judged:
    if isinstance(found, Rejected):
        return Judged(expected, f"{found.reason}: {found.detail}", None, 0.0, (), False, False, False)
    text = _flat(found.text)
    stated = set(found.authors)
    return Judged(
        expected=expected,
        refused="",
        story=found,
        f1=token_f1(found.text, "\n".join(expected.text), expected.optional),
        leaked=tuple(line for line in expected.foreign if _flat(line) in text),
        title=_flat(found.title) == _flat(expected.title),
        authors=stated == set(expected.authors) if expected.authors else stated <= {expected.desk},
        published=expected.published is None
        or (found.published is not None and abs(found.published - expected.published) < timedelta(minutes=1)),
    )


def token_f1(text: str, golden: str, optional: str = "") -> float:
    """Harmonic mean of precision and recall over words; further words of ``optional`` are forgiven."""
    found, wanted, forgiven = Counter(_words(text)), Counter(_words(golden)), Counter(_words(optional))
    common = (found & wanted).total()
    counted = found.total() - ((found - wanted) & forgiven).total()
    return 2 * common / (counted + wanted.total()) if common else 0.0


def _words(text: str) -> list[str]:
    return _TOKEN.findall(_INVISIBLE.sub("", nfc(text)))


def _flat(text: str) -> str:
    return squeeze(_INVISIBLE.sub("", nfc(text)))


def main() -> int:
    """Print the table, then every fault."""
    rows = judge_all(Newsroom(BASE, port=8080))
    by_outlet: dict[str, list[Judged]] = {}
    for row in rows:
        by_outlet.setdefault(f"{row.expected.shape} ({row.expected.outlet})", []).append(row)
    print(f"{'shape (outlet)':24}", *(f"{name:>9}" for name in _COLUMNS))
    for name, some in [*by_outlet.items(), ("all", rows)]:
        figures = summary(some)
        shown = (
            f"{figures[c]:13.0f}"
            if c == "false_stories"
            else f"{figures[c]:9.0f}"
            if c in _COUNTS
            else f"{figures[c]:9.3f}"
            for c in _COLUMNS
        )
        print(f"{name:24}", *shown)
    for row in rows:
        for fault in row.faults:
            print(f"{unquote(row.expected.url)} [{row.expected.kind}]: {fault}")
    return 0


_COLUMNS = (
    "articles", "refused", "f1", "worst_f1", "leaked", "titles", "authors", "published", "others",
    "false_stories",
)  # fmt: skip
_COUNTS = frozenset(("articles", "refused", "leaked", "others", "false_stories"))


if __name__ == "__main__":
    sys.exit(main())
