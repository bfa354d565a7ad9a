"""Small pieces of HTML that pages of every shape need."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.newsroom.edition import Printed
from tests.newsroom.outlets import Outlet


def esc(text: str) -> str:
    """Text for element content or an attribute in double quotes."""
    return html.escape(text, quote=True)


def json_ld(data: dict[str, Any]) -> str:
    """A JSON-LD block; ``<`` is escaped so that no text can end the script."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


@dataclass(slots=True)
class Sheet:
    """A page while it is being set: who prints it, and which of its words are furniture.

    Shapes pass everything that is not the story through `aside`; golden data then know what must not
    turn up in an extracted text.
    """

    outlet: Outlet
    home: str
    """``http://host:port`` without slash."""
    now: datetime
    pages: tuple[Printed, ...]
    """All pages of the outlet, newest first, for menus and related blocks."""
    page: Printed | None = None
    """The story on this page; None on lists and the like."""
    asides: list[str] = field(default_factory=list)

    def aside(self, text: str) -> str:
        """`text` escaped, and remembered as not belonging to the story."""
        self.asides.append(text)
        return esc(text)

    def notice(self, name: str) -> str:
        """One of the outlet's standing texts, escaped and remembered."""
        return self.aside(self.outlet.notices[name])

    def has(self, name: str) -> bool:
        return bool(self.outlet.notices.get(name))

    def url(self, address: str) -> str:
        return self.home + address

    def others(self, count: int, skip: int = 0) -> tuple[Printed, ...]:
        """Other stories of the outlet (never one that robots.txt forbids), for related blocks."""
        rest = [p for p in self.pages if p is not self.page and p.trap != "robots"]
        if not rest:
            return ()
        start = (self.page.story.number if self.page else 0) + skip
        return tuple(rest[(start + n) % len(rest)] for n in range(min(count, len(rest))))

    def links(self, count: int, skip: int = 0, item: str = '<li><a href="{url}">{title}</a></li>') -> str:
        """Related headlines as links, in the given form."""
        return listing(self.others(count, skip), item, self.aside)

    def nav(self, item: str = '<li><a href="{url}">{name}</a></li>') -> str:
        """The menu of sections."""
        return "\n".join(item.format(url=f"/{slug}/", name=esc(name)) for slug, name in self.outlet.nav)

    def ticker(self, item: str = "<span>{}</span>") -> str:
        return "\n".join(item.format(self.aside(line)) for line in self.outlet.ticker)

    def byline(self) -> str:
        """Names of the authors, else the desk."""
        assert self.page is not None
        return ", ".join(self.page.authors) or self.outlet.notices["desk"]


def image(page: Printed) -> str:
    """Address of the story's picture, below the home."""
    return f"/images/{page.story.number}.png"


def blocks(page: Printed, paragraph: str = "<p>{}</p>", subhead: str = "<h2>{}</h2>") -> list[str]:
    """The story's paragraphs as HTML, the opening run into the first one; lists become ``<ul>``."""
    out: list[str] = []
    items: list[str] = []
    opening = page.opening
    for text in page.text.paragraphs:
        if text.startswith("- "):
            items.append(f"<li>{esc(text[2:])}</li>")
            continue
        if items:
            out.append(f"<ul>{''.join(items)}</ul>")
            items = []
        if text.startswith("## "):
            out.append(subhead.format(esc(text[3:])))
        else:
            out.append(paragraph.format(esc(opening + text)))
            opening = ""
    if items:
        out.append(f"<ul>{''.join(items)}</ul>")
    return out


def listing(pages: tuple[Printed, ...], form: str, headline: Callable[[str], str] = esc) -> str:
    """Stories in the given form: of a menu, a related block, a home page."""
    return "\n".join(
        form.format(
            url=esc(p.address),
            title=headline(p.text.title),
            image=image(p),
            section=esc(p.section_name),
            summary=esc(p.summary),
        )
        for p in pages
        if p.trap != "robots"
    )
