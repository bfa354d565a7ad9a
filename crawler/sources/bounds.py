"""A feed's text cut to what may be read of it, and closed where it was cut off.

feedparser's strict parser gives up at the first mistake, a missing end included, and its tolerant one takes
over, which needs some 30 µs a tag: 20 MB of ``<a>`` would keep it busy for minutes. So a feed that ends too
early is closed after its last whole entry, and the number of tags is limited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate

MAX_ENTRIES: Final = 2000
"""Entries read of one feed: far more than a news feed carries, so more is a mistake or an attack."""
MAX_TAGS: Final = 600_000
"""``<`` read of a well-formed feed, those within CDATA too: 300 in each of `MAX_ENTRIES`."""
MAX_TAGS_MALFORMED: Final = 150_000

_ITEM: Final = re.compile(r"<(?:[A-Za-z][A-Za-z0-9]{0,20}:)?(?:item|entry)(?=[\s>])", re.IGNORECASE)
_ITEM_END: Final = re.compile(r"</(?:[A-Za-z][A-Za-z0-9]{0,20}:)?(?:item|entry)\s*>", re.IGNORECASE)
_ROOT: Final = re.compile(r"<((?:[A-Za-z][A-Za-z0-9.-]{0,20}:)?(?:rss|feed|rdf))(?=[\s>])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bounded:
    text: str
    left_over: int = 0
    """Entries that were cut off because there are too many of them or of their tags."""
    halved: bool = False
    """The source ends within an entry, which was cut off."""
    mistake: str | None = None
    """The first mistake in the XML, as expat describes it; where the end is missing, this is not one."""


def bounded(text: str, limit: int = MAX_ENTRIES) -> Bounded:
    """At most `limit` entries and the permitted number of tags of `text`, ending with its root's end tag."""
    short = _cut(text, limit, MAX_TAGS)
    short_mistake = _mistake(short.text)
    if short_mistake is None or text.count("<") <= MAX_TAGS_MALFORMED:
        return Bounded(short.text, short.left_over, short.halved, short_mistake)
    shorter = _cut(text, limit, MAX_TAGS_MALFORMED)
    return Bounded(shorter.text, shorter.left_over, shorter.halved, short_mistake)


def _cut(text: str, limit: int, tags: int) -> Bounded:
    starts = [found.start() for found in _ITEM.finditer(text)]
    over = next(islice(re.finditer("<", text), tags, None), None)
    end = over.start() if over else len(text)
    if len(starts) > limit:
        end = min(end, starts[limit])
    found = _ROOT.search(text)
    root = found[1] if found else None
    if end == len(text) and (
        root is None or re.search(rf"</{re.escape(root)}\s*>", text[starts[-1] if starts else 0 :], re.I)
    ):
        return Bounded(text)
    ends = [match.end() for match in _ITEM_END.finditer(text, 0, end)]
    if not ends:
        return Bounded(text[:end], sum(1 for start in starts if start >= end))
    kept = text[: ends[-1]]
    left_over = sum(1 for start in starts if start >= ends[-1])
    if root:
        channel = re.search(r"<channel(?=[\s>])", kept, re.I) and not re.search(r"</channel\s*>", kept, re.I)
        kept += ("</channel>" if channel else "") + f"</{root}>"
    if end == len(text):  # nothing was too much: the source itself ends too early
        return Bounded(kept, halved=left_over > 0)
    return Bounded(kept, left_over)


def _mistake(text: str) -> str | None:
    parser = ParserCreate("utf-8", namespace_separator=" ")
    try:
        parser.Parse(text.encode(), True)
    except ExpatError as error:
        return str(error)
    return None
