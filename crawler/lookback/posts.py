"""Through the posts of WordPress's REST API, a week at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from crawler.lookback.known import Known
from crawler.lookback.steps import Ask, Done, Part, Tally, Walk, not_begun, refused_of
from crawler.lookback.times import DAY, Bounds, weeks
from crawler.outlet import Source
from crawler.sources import Announced
from crawler.sources.wordpress import categories_address, posts_address

MAX_PAGES: Final = 1000
"""Of one week."""
_SECOND: Final = timedelta(seconds=1)


def posts(source: Source, bounds: Bounds, known: Known) -> Walk:
    """Every post of the time, and of the source's categories."""
    tally = Tally()
    ids: tuple[int, ...] = ()
    if source.categories:
        url = categories_address(source.url, source.categories)
        answer = yield Ask(url, bounds.until, "categories")
        if not isinstance(answer, tuple):
            return not_begun(refused_of(answer))
        ids = answer
    for week in weeks(bounds):
        part = f"{week.since.date()}"
        if known.covers(part, week):
            tally.note(part, None)
        elif tally.note(part, (yield from _week(source, ids, week, bounds))):
            yield Done(part, week)
    return tally.end()


def _week(source: Source, ids: Sequence[int], week: Bounds, bounds: Bounds) -> Part:
    """A week's posts, page by page."""
    # WordPress compares with the site's own time, which is not Indian everywhere: a day more at both ends.
    # What is exactly at `after` is left out.
    after = week.since - (_SECOND if week.since > bounds.since else DAY)
    before = week.until if week.until < bounds.until else week.until + DAY
    url: str | None = posts_address(source.url, ids, after, before)
    for _ in range(MAX_PAGES):
        if url is None:
            break
        answer = yield Ask(url, week.until)
        if not isinstance(answer, Announced):
            return refused_of(answer)
        url = answer.next
    return None
