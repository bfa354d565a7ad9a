"""When the story was published and changed, from the best statement that the page has.

    JSON-LD ─▶ meta ─▶ <time> ─▶ printed with a label ─▶ printed ─▶ the feed ─▶ "two hours ago" ─▶ the URL

A date without a time gives way to a later statement of the same day that has one and is not when the story
was changed. A date for machines that is far from the feed's, and that neither readers nor the URL are told,
is the template's and not the story's: then the feed is believed. What readers see is found by `surroundings`.
Nothing from the future is believed. Some systems print Indian time and write Z behind it; where the page
shows the same clock to its readers, or the instant would lie in the future, it is read as Indian time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final

from pipelines.extraction.instants import Stated, parse_instant
from pipelines.extraction.statements import Statements
from pipelines.extraction.surroundings import Around
from pipelines.india import IST

_PUBLISHED_META: Final = (
    "article:published_time",
    "article:published_date",
    "article:published",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "publish-date",
    "publish_date",
    "publishdate",
    "published_date",
    "published_time",
    "published-date",
    "pubdate",
    "pub_date",
    "publication_date",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "sailthru.date",
    "parsely-pub-date",
    "date",
    "created",
    "article.published",
    "article:create_time",
)
_MODIFIED_META: Final = (
    "article:modified_time",
    "article:modified_date",
    "article:modified",
    "og:updated_time",
    "og:modified_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "modified_date",
    "dcterms.modified",
    "updated_time",
    "article:updated_time",
    "article:update_time",
)
_URL_DATE: Final = re.compile(
    r"/((?:19|20)\d\d)[/-]([01]?\d)[/-]([0-3]?\d)(?=[/-]|$)|[/-]((?:20)\d\d)([01]\d)([0-3]\d)(?=\D|$)"
)
_URL_MONTH: Final = re.compile(r"/((?:19|20)\d\d)[/-]([01]?\d)(?=[/-]|$)")
_FAR: Final = timedelta(days=30)
_NEAR: Final = timedelta(days=2)
_FUTURE: Final = timedelta(days=1)
_SAME: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Dates:
    published: datetime | None
    modified: datetime | None
    source: str
    """Where `published` comes from: rule, json-ld, meta, time, page, feed, url; empty if unknown."""
    modified_source: str = ""
    """The same of `modified`."""


def find_dates(
    statements: Statements,
    around: Around,
    now: datetime,
    *,
    url: str,
    feed: datetime | None,
    feed_updated: datetime | None = None,
    day_first: bool = True,
    rule: Sequence[str] = (),
) -> Dates:
    """Published and modified, aware.

    ``now`` is when the page was fetched, ``feed`` and ``feed_updated`` what the feed says, ``rule`` what
    the outlet's own selectors found.
    """

    def read(text: str | None) -> Stated | None:
        return parse_instant(text, now, day_first)

    shown = (*around.published, *around.plain, *around.modified)
    marked = [s for what, s in around.times if _is_published(what)]
    others = [s for what, s in around.times if not _is_published(what)]
    candidates: list[tuple[str, Stated | None]] = [("rule", read(text)) for text in rule]
    candidates.append(("json-ld", read(statements.ld("datePublished"))))
    candidates += [("meta", read(statements.meta.get(name))) for name in _PUBLISHED_META]
    candidates.append(("json-ld", read(statements.ld("dateCreated"))))
    candidates += [("page", s) for s in around.published]
    candidates += [("time", s) for s in marked]
    candidates += [("page", s) for s in around.plain]
    candidates += [("time", s) for s in others]
    candidates += [("page", s) for s in around.modified]
    usable = [
        (source, fixed) for source, s in candidates if s is not None and (fixed := _believable(s, shown, now))
    ]
    changed = {m for s in (*others, *around.modified) if (m := _believable(s, shown, now))}
    if feed is not None and feed <= now + _FUTURE:
        usable = [u for u in usable if _credible(*u, shown, feed, url)]
        timed = feed.astimezone(IST).time() != time.min
        usable.append(("feed", Stated(feed, zoned=True, timed=timed)))
    # A calendar's date, even the feed's, is better than one that is off by up to an hour or a day.
    published, source = _best(sorted(usable, key=lambda u: u[1].unit is not None), changed)
    if published is None and (at := _from_url(url)) is not None and at <= now + _FUTURE:
        published, source = at, "url"
    changes: list[tuple[str, Stated | None]] = [("json-ld", read(statements.ld("dateModified")))]
    changes += [("meta", read(statements.meta.get(name))) for name in _MODIFIED_META]
    changes += [("time", s) for s in others]
    changes += [("page", s) for s in around.modified]
    source_of_change, last = next(
        ((where, m) for where, s in changes if s is not None and (m := _believable(s, shown, now))),
        ("", None),
    )
    if last is None and feed_updated is not None and published is not None and feed_updated > published:
        source_of_change, last = "feed", _believable(Stated(feed_updated, True, True), (), now)
    if last is not None and published is not None and last.at < published + (last.unit or timedelta(0)):
        last = None
    return Dates(published, last.at if last else None, source, source_of_change if last else "")


def _credible(source: str, stated: Stated, shown: Sequence[Stated], feed: datetime, url: str) -> bool:
    """Is a date for machines near the feed's, or else borne out by what readers see or by the URL?"""
    if source not in ("json-ld", "meta", "time") or abs(stated.at - feed) <= _FAR:
        return True
    if any(s.unit is None and abs(s.at - stated.at) <= _NEAR for s in shown):
        return True
    dated = _from_url(url)
    if dated is not None:
        return abs(dated - stated.at) <= _NEAR
    month = _URL_MONTH.search(url)
    at = stated.at.astimezone(IST)
    return month is not None and (int(month[1]), int(month[2])) == (at.year, at.month)


def _is_published(what: str) -> bool:
    """Is this the time of publication? WordPress marks a post that was never changed both ways."""
    return "modif" not in what and ("updat" not in what or "published" in what or "entry-date" in what)


def _best(usable: Sequence[tuple[str, Stated]], changed: Set[Stated]) -> tuple[datetime | None, str]:
    """The first date; if it has no time, the first of that day that has one and is not when the story was
    ``changed``."""
    if not usable:
        return None, ""
    source, first = usable[0]
    if not first.timed:
        day = first.at.astimezone(IST).date()
        for other, stated in usable[1:]:
            if (
                stated.timed
                and stated.unit is None
                and stated not in changed
                and stated.at.astimezone(IST).date() == day
            ):
                return stated.at, other
    return first.at, source


def _believable(stated: Stated, shown: Sequence[Stated], now: datetime) -> Stated | None:
    """`stated` with its zone put right; None if it lies in the future all the same."""
    if stated.zoned and stated.at.utcoffset() == timedelta(0) and stated.timed:
        local = stated.at.replace(tzinfo=IST)
        for other in shown:
            if other.timed and abs(other.at - stated.at) <= _SAME:
                return replace(stated, at=stated.at.astimezone(other.at.tzinfo))
        if any(other.timed and abs(other.at - local) <= _SAME for other in shown) or (
            stated.at > now >= local
        ):
            return replace(stated, at=local)
    return stated if stated.at <= now + _FUTURE else None


def _from_url(url: str) -> datetime | None:
    found = _URL_DATE.search(url)
    if not found:
        return None
    year, month, day = (int(g) for g in found.groups() if g)
    try:
        at = datetime(year, month, day, tzinfo=IST)
    except ValueError:
        return None
    return at if at.year >= 2000 else None
