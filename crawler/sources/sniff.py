"""What a text is, by its first tag: a feed, a sitemap, JSON or something that was not asked for.

Nothing here parses: it runs before any parser and decides whether the text is fit for one. XML with entity
declarations is not (billion laughs, external entities): no news feed needs more than single characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from typing import Final, Literal

from crawler.sources.announced import SourceRefused
from crawler.sources.plaintext import plain

Format = Literal["rss", "atom", "rdf", "sitemap", "sitemapindex", "json", "urllist"]

_ROOTS: Final[dict[str, Format]] = {
    "rss": "rss", "channel": "rss", "item": "rss", "feed": "atom", "entry": "atom", "rdf": "rdf",
    "urlset": "sitemap", "sitemapindex": "sitemapindex",
}  # fmt: skip
_HEAD: Final = 200_000
"""Characters in which the first tag must come: PHP warnings before it can be long."""

_FIRST: Final = re.compile(
    r"<(?:[A-Za-z][\w.-]{0,30}:)?"
    r"(?P<root>rss|channel|item|feed|entry|rdf|urlset|sitemapindex|html|head|body|title|meta)(?=[\s/>])",
    re.IGNORECASE | re.ASCII,
)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ENTITY: Final = re.compile(r"<!ENTITY\b[^>]*>?", re.IGNORECASE)
_ONE_CHARACTER: Final = re.compile(
    r"""<!ENTITY\s+(?P<name>[A-Za-z][\w.-]{0,40})\s+"""
    r"""(?P<value>"(?:[^"&%]|&\#x?[0-9A-Fa-f]{1,6};)"|'(?:[^'&%]|&\#x?[0-9A-Fa-f]{1,6};)')\s*>""",
    re.IGNORECASE | re.ASCII,
)
# What may stand before the root: processing instructions, declarations, the end of an internal subset.
_PROLOG: Final = re.compile(r"<[?!][^<>]*>|<!DOCTYPE[^<>\[]*\[|\]\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sniffed:
    format: Format
    text: str
    """The text from its root on, without document type and junk before."""
    notes: tuple[str, ...] = ()


def sniff(text: str) -> Sniffed | SourceRefused:
    """Find out what `text` (as `crawler.sources.decoding` gives it) is."""
    if not text.strip():
        return SourceRefused("empty", "the answer has no body")
    if text[0] in "{[":
        return Sniffed("json", text)
    head = _blanked(text[:_HEAD])
    first = _FIRST.search(head)
    if first is None:
        unsafe = _unsafe(head)
        return unsafe or _list_or_nothing(text)
    root = first["root"].lower()
    if root not in _ROOTS:
        title = re.search(r"<title[^>]*>([^<]{1,300})", text[:_HEAD], re.IGNORECASE)
        name = plain(title[1]) if title else None
        return SourceRefused(
            "not-a-feed", f"an HTML page titled {name!r}" if name else "an HTML page without title"
        )
    unsafe = _unsafe(head[: first.start()])
    if unsafe:
        return unsafe
    prolog, rest = head[: first.start()], text[first.start() :]
    characters = {
        found["name"]: escape(unescape(found["value"][1:-1])) for found in _ONE_CHARACTER.finditer(prolog)
    }
    if characters:
        rest = re.sub(
            r"&([A-Za-z][\w.-]{0,40});", lambda found: characters.get(found[1], found[0]), rest, flags=re.A
        )
    junk = _PROLOG.sub("", prolog).strip()
    notes = (f"junk before the first tag: {junk[:60]!r}",) if junk else ()
    return Sniffed(_ROOTS[root], rest, notes)


def _blanked(head: str) -> str:
    """`head` with its comments blanked, so that nothing in them counts and places stay."""
    return _COMMENT.sub(lambda found: " " * len(found[0]), head)


def _unsafe(prolog: str) -> SourceRefused | None:
    for found in _ENTITY.finditer(prolog):
        if not _ONE_CHARACTER.fullmatch(found[0]):
            return SourceRefused(
                "unsafe-xml", f"it declares an XML entity: {' '.join(found[0].split())[:80]}"
            )
    return None


def _list_or_nothing(text: str) -> Sniffed | SourceRefused:
    lines = text.split()
    if all(re.match(r"https?://[^<>\"]+\Z", line) for line in lines[:50]):
        return Sniffed("urllist", text)
    tag = re.search(r"<([A-Za-z][\w.:-]{0,40})", text[:_HEAD])
    if tag:
        return SourceRefused("not-a-feed", f"a document of <{tag[1]}>")
    return SourceRefused("not-a-feed", f"text that begins {text[:60]!r}")
