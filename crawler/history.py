"""How a story came to be what it is, for ``scrapy show --history``.

An outlet edits a page, or prints the next version under another address. Both are versions of one story here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.command import ist
from pipelines.store import Store
from pipelines.store.copies import Link
from pipelines.story import Story
from pipelines.worddiff import word_diff


@dataclass(frozen=True, slots=True)
class Step:
    """One version, and what it changed."""

    number: int
    """1 for the first."""
    url: str
    at: datetime
    """When it was published (of an edited page: fetched); aware."""
    title: str
    text: str
    title_changes: str
    """Word diff from the version before; empty for the first, and where nothing changed."""
    changes: str


def story_history(store: Store, story: Story, links: Iterable[Link]) -> Iterator[Step]:
    """The versions of a story, the earliest first: its page's, and its outlet's updates elsewhere."""
    pages = {story.id: story.url}
    pages |= {
        link.id: link.url for link in links if link.relation == "update" and link.outlet == story.outlet
    }
    found = []
    for id, url in pages.items():
        page = store.story(id)
        for version in store.versions(id):
            first = version.version == 1
            at = page.published if first and page and page.published else version.fetched_at
            found.append((at, version.version, url, version))
    before_title = before_text = ""
    for number, (at, _, url, version) in enumerate(sorted(found, key=lambda step: step[:3]), 1):
        title = word_diff(before_title, version.title) if number > 1 else ""
        changes = word_diff(before_text, version.text) if number > 1 else ""
        yield Step(number, url, at, version.title, version.text, title, changes)
        before_title, before_text = version.title, version.text


def readable_history(steps: Sequence[Step]) -> str:
    """The steps as a person reads them: the first whole, then what changed."""
    parts = []
    for step in steps:
        head = f"--- version {step.number}, {ist(step.at)} · {step.url}"
        if step.number == 1:
            parts.append(f"{head}\n{step.title}\n{step.text}")
            continue
        title = f"{step.title_changes}\n" if step.title_changes else ""
        parts.append(f"{head}\n{title}{step.changes or '(the text is the same)'}")
    return "\n\n".join(parts)
