"""What one outlet prints: its version of each story, with address, byline and times."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from tests.newsroom.dates import IST, day_month, with_weekdays
from tests.newsroom.outlets import Outlet
from tests.newsroom.stories import NewsStory, Printing, Text


@dataclass(frozen=True, slots=True)
class Printed:
    """A story as one outlet has it on one page."""

    story: NewsStory
    outlet: Outlet
    text: Text
    """Headline and paragraphs of this outlet in the version that is out now; without dateline."""
    address: str
    """Path and query below the outlet's home, percent-encoded."""
    authors: tuple[str, ...]
    published: datetime
    """Aware, Indian time, whole minutes."""
    modified: datetime | None
    """When the second version came out; None while the first is out."""
    trap: str

    @property
    def version(self) -> int:
        return 2 if self.modified else 1

    @property
    def changed(self) -> datetime:
        return self.modified or self.published

    @property
    def section_name(self) -> str:
        return dict(self.outlet.nav).get(self.story.section, SECTIONS[self.story.section])

    @property
    def opening(self) -> str:
        """What stands before the first sentence in the same paragraph, with the space after it."""
        place = self.story.dateline
        style = self.outlet.dateline
        if not place or style == "none":
            return ""
        if self.story.language in ("en", "mr"):
            return f"{place}: "
        if style == "place":
            return f"{place}। "
        if style == "day":
            return f"{place}, {day_month(self.published)}: "
        if self.story.agency:
            return f"{place}, {day_month(self.published)} ({self.story.agency}) "
        return f"{place}। "

    @property
    def summary(self) -> str:
        """What feeds and meta descriptions say: the standfirst, else the first paragraph."""
        if self.text.standfirst:
            return self.text.standfirst
        return next(p for p in self.text.paragraphs if not p.startswith(("## ", "- ")))


SECTIONS: Mapping[str, str] = {
    "raksha": "रक्षा",
    "desh": "देश",
    "videsh": "विदेश",
    "rajya": "राज्य",
    "khel": "खेल",
    "manoranjan": "मनोरंजन",
    "karobar": "कारोबार",
    "jeevan": "जीवनशैली",
    "shiksha": "शिक्षा",
    "mausam": "मौसम",
}


def printed(
    outlet: Outlet, stories: Iterable[NewsStory], base: datetime, edited: Iterable[str]
) -> tuple[Printed, ...]:
    """Everything that `outlet` prints, newest first. `edited`: ids of stories whose second version is out."""
    second = set(edited)
    pages = [
        _page(outlet, story, printing, base, second)
        for story in stories
        for printing in story.printings
        if printing.outlet == outlet.id
    ]
    return tuple(sorted(pages, key=lambda page: (page.published, page.address), reverse=True))


def hindi_slug(title: str) -> str:
    """The headline as a slug: words of letters, signs and digits, joined by hyphens."""
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in title)
    return "-".join(kept.split())


def _page(outlet: Outlet, story: NewsStory, printing: Printing, base: datetime, edited: set[str]) -> Printed:
    published = (base - story.age + timedelta(minutes=printing.minutes_later)).astimezone(IST)
    published = published.replace(second=0, microsecond=0)
    text, modified = story.text, None
    if story.edit and story.id in edited:
        text, modified = story.edit.text, published + timedelta(minutes=story.edit.minutes_later)
    told = base - story.age
    paragraphs = tuple(
        with_weekdays(p, told, story.language)
        for n, p in enumerate(text.paragraphs, 1)
        if n not in printing.without
    )
    title = printing.title if printing.title and not modified else text.title
    return Printed(
        story=story,
        outlet=outlet,
        text=Text(title, with_weekdays(text.standfirst, told, story.language), paragraphs),
        address=_address(outlet, story, printing, published),
        authors=printing.authors or story.authors,
        published=published,
        modified=modified,
        trap=printing.trap,
    )


def _address(outlet: Outlet, story: NewsStory, printing: Printing, published: datetime) -> str:
    """Fill the outlet's pattern: year, month, day, section, slug, slug_hi, number, language."""
    pattern = outlet.path if printing.trap != "robots" else f"/vishesh{outlet.path}"
    title = printing.title or story.text.title
    path = pattern.format(
        year=published.year,
        month=f"{published.month:02d}",
        day=f"{published.day:02d}",
        section=story.section,
        slug=story.slug,
        slug_hi=hindi_slug(title),
        number=story.number,
        language=story.language,
    )
    return quote(path, safe="/?=&-.~")
