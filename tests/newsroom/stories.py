"""The sample newsroom's stories: invented events, kept as data in ``stories/*.toml``.

A journalist can read and change those files. The loader refuses what is incomplete and names file
and story.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, cast
from zlib import crc32

DIRECTORY = Path(__file__).parent / "stories"

Relevant = Literal["yes", "no", "borderline"]


class StoryError(ValueError):
    """A story file is wrong; the message names the file and the story."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is read: everything an editor may change."""

    title: str
    standfirst: str
    """One or two sentences between headline and story; empty if the story has none."""
    paragraphs: tuple[str, ...]
    """One paragraph each, NFC; ``## `` in front marks a subhead, ``- `` an item of a list."""


@dataclass(frozen=True, slots=True)
class Printing:
    """How one outlet prints the story. An empty field means: as the story has it."""

    outlet: str
    title: str = ""
    without: tuple[int, ...] = ()
    """Paragraphs that this outlet's desk cut, counted from 1."""
    minutes_later: int = 0
    """After the story's own hour."""
    authors: tuple[str, ...] = ()
    trap: str = ""
    """``robots``: under a path that robots.txt forbids; ``undated``: the feed says no date."""


@dataclass(frozen=True, slots=True)
class Edit:
    """The second version of a story, and when the outlet changed it."""

    text: Text
    minutes_later: int


@dataclass(frozen=True, slots=True)
class Post:
    """A social media post that the story quotes; embedded by outlets that embed."""

    name: str
    handle: str
    text: str


@dataclass(frozen=True, slots=True)
class NewsStory:
    """An invented story and what a reader of the crawl's result should find said of it."""

    id: str
    text: Text
    language: str
    """ISO 639-1: hi, mr, ne, en."""
    relevant: Relevant
    """Is it defence news?"""
    tags: tuple[str, ...]
    """Concept ids that a careful analyst would attach; empty where the language is not Hindi."""
    section: str
    hours_ago: float
    """Age of the first printing, in hours before the newsroom's base instant."""
    printings: tuple[Printing, ...]
    slug: str
    """For addresses, in Latin letters."""
    authors: tuple[str, ...] = ()
    dateline: str = ""
    """Place."""
    agency: str = ""
    """भाषा, वार्ता, एएनआई or आईएएनएस where the story is wire copy."""
    signature: str = ""
    """The agency desk's initials below the copy."""
    caption: str = ""
    edit: Edit | None = None
    post: Post | None = None

    @property
    def number(self) -> int:
        """Eight digits, as content management systems put them into addresses."""
        return 20_000_000 + crc32(self.id.encode()) % 9_999_999

    @property
    def age(self) -> timedelta:
        return timedelta(hours=self.hours_ago)


_FIELDS = frozenset(
    {
        "id", "title", "standfirst", "paragraphs", "language", "relevant", "tags", "section",
        "hours_ago", "outlets", "printing", "slug", "authors", "dateline", "agency", "signature",
        "caption", "edit", "post",
    }
)  # fmt: skip


def load(directory: Path = DIRECTORY) -> tuple[NewsStory, ...]:
    """All stories, in the order of file names. Raises `StoryError`."""
    stories: list[NewsStory] = []
    for path in sorted(directory.glob("*.toml")):
        try:
            rows = tomllib.loads(path.read_text("utf-8"))["story"]
        except (tomllib.TOMLDecodeError, KeyError) as error:
            raise StoryError(f"{path.name}: {error}") from error
        for row in rows:
            name = f"{path.name}: {row.get('id', 'a story without id')}"
            try:
                stories.append(_story(row))
            except (KeyError, TypeError, ValueError) as error:
                raise StoryError(f"{name}: {type(error).__name__} {error}") from error
    twice = {s.id for s in stories if sum(t.id == s.id for t in stories) > 1}
    if twice:
        raise StoryError(f"two stories have the id {', '.join(sorted(twice))}")
    return tuple(stories)


def nfc(text: str) -> str:
    """One line, normal form C."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _story(row: Mapping[str, Any]) -> NewsStory:
    if unknown := set(row) - _FIELDS:
        raise ValueError(f"unknown field {', '.join(sorted(unknown))}")
    if row["relevant"] not in ("yes", "no", "borderline"):
        raise ValueError(f"relevant is {row['relevant']!r}")
    text = _text(row)
    printings = tuple(Printing(outlet=o) for o in row.get("outlets", ())) + tuple(
        _printing(p, len(text.paragraphs)) for p in row.get("printing", ())
    )
    if not printings:
        raise ValueError("no outlet prints it")
    edit = row.get("edit")
    return NewsStory(
        id=row["id"],
        text=text,
        language=row.get("language", "hi"),
        relevant=cast(Relevant, row["relevant"]),
        tags=tuple(row.get("tags", ())),
        section=row["section"],
        hours_ago=float(row["hours_ago"]),
        printings=printings,
        slug=row.get("slug", row["id"]),
        authors=tuple(map(nfc, row.get("authors", ()))),
        dateline=nfc(row.get("dateline", "")),
        agency=nfc(row.get("agency", "")),
        signature=nfc(row.get("signature", "")),
        caption=nfc(row.get("caption", "")),
        edit=Edit(_text(edit, text), int(edit["minutes_later"])) if edit else None,
        post=Post(**row["post"]) if "post" in row else None,
    )


def _text(row: Mapping[str, Any], default: Text | None = None) -> Text:
    if default is None:
        return Text(
            nfc(row["title"]), nfc(row.get("standfirst", "")), tuple(nfc(p) for p in row["paragraphs"])
        )
    return Text(
        nfc(row.get("title", default.title)),
        nfc(row.get("standfirst", default.standfirst)),
        tuple(nfc(p) for p in row.get("paragraphs", default.paragraphs)),
    )


def _printing(row: Mapping[str, Any], paragraphs: int) -> Printing:
    without = tuple(row.get("without", ()))
    if any(not 1 <= n <= paragraphs for n in without):
        raise ValueError(f"{row['outlet']} leaves out a paragraph that is not there: {without}")
    return Printing(
        outlet=row["outlet"],
        title=nfc(row.get("title", "")),
        without=without,
        minutes_later=int(row.get("minutes_later", 0)),
        authors=tuple(map(nfc, row.get("authors", ()))),
        trap=row.get("trap", ""),
    )
