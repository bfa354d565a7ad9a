"""``scrapy tag``: what a text is about, and whether that is defence."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from crawler.command import PlainCommand, Problem, json_line
from pipelines.aspects import aspects
from pipelines.entry import SourceRef
from pipelines.india import INDIA
from pipelines.relevance import THRESHOLD, weighed
from pipelines.story import Story
from pipelines.tags import concepts_of
from pipelines.vocabulary import VocabularyProblem


class Command(PlainCommand):
    summary = "Tag a text, or JSON lines {id, title, text, published} on stdin: one JSON line a story"
    arguments = '["text"]'
    example = "scrapy tag 'वायुसेना को तेजस मिला' --why; scrapy tag < stories.jsonl"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--title", default="", help="headline of the text")
        parser.add_argument("--published", help="ISO 8601 instant or day; decides who held an office")
        parser.add_argument("--why", action="store_true", help="add the evidence")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        if args:
            text = {"id": None, "title": opts.title, "text": " ".join(args), "published": opts.published}
            lines: Iterator[tuple[str, bytes]] = iter([("--published", json_line(text).encode())])
        else:
            lines = ((f"stdin:{number}", line) for number, line in enumerate(sys.stdin.buffer, 1))
        bad = 0
        try:
            for where, line in lines:
                if not line.strip():
                    continue
                try:
                    row = read_row(line)
                except BadLine as problem:
                    print(f"prahari: {where}: {problem}", file=sys.stderr, flush=True)
                    bad += 1
                    continue
                if row.doubt:
                    print(f"prahari: {where}: {row.doubt}", file=sys.stderr, flush=True)
                    bad += 1
                print(printable(json_line(tagged(row, why=opts.why))), flush=True)
        except VocabularyProblem as problem:
            raise Problem(str(problem)) from problem
        return 1 if bad else 0


class BadLine(Exception):
    """Why a line of input is no story."""


@dataclass(frozen=True, slots=True)
class Row:
    """A story as a line of input gives it."""

    id: object
    title: str
    text: str
    published: datetime | None
    doubt: str | None = None
    """What was wrong with `published`, if something was: the story is tagged without it."""


def read_row(line: bytes) -> Row:
    """The story of a line. Raises BadLine."""
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadLine(f"not a JSON object in UTF-8: {error}") from error
    if not isinstance(row, dict):
        raise BadLine("a line is an object with a text or a title")
    title, text = row.get("title"), row.get("text")
    if title is None and text is None:
        raise BadLine("a line is an object with a text or a title")
    for name, value in (("title", title), ("text", text)):
        if value is not None and not isinstance(value, str):
            raise BadLine(f"{name} is no text")
    published, doubt = _instant(row.get("published"))
    return Row(row.get("id"), title or "", text or "", published, doubt)


def printable(line: str) -> str:
    """The JSON line with halves of surrogate pairs escaped, as no output can hold them."""
    return line.encode("utf-8", "backslashreplace").decode()


def tagged(row: Row, *, why: bool = False) -> dict[str, Any]:
    """The fields that the command prints for one story."""
    story = Story(
        url=f"tag:{row.id}",
        outlet="",
        title=row.title,
        text=row.text,
        fetched_at=datetime.now(UTC),
        source=SourceRef("page", ""),
        published=row.published,
    )
    reading, judgement = weighed(story)
    shown = aspects(story)
    out: dict[str, Any] = {
        "id": row.id,
        "relevant": judgement.score >= THRESHOLD,
        "relevance": judgement.score,
        "event_type": list(shown.event_type),
        "tags": [
            {"id": c.id, "type": c.type, "label_hi": c.label_hi, "label_en": c.label_en}
            for c in concepts_of(story)
            if c.type != "event_type"
        ],
        "dateline": shown.dateline,
        "agency": shown.agency,
        "countries": list(shown.countries),
    }
    if why:
        out["why"] = {
            "relevance": {item.id: round(item.value, 2) for item in judgement.evidence},
            "mentions": [f"{mention.concept.id}: {mention.why}" for mention in reading.mentions],
            "refused": [f"{refusal.concept.id}: {refusal.why}" for refusal in reading.refusals],
        }
    return out


def _instant(value: object) -> tuple[datetime | None, str | None]:
    """The instant, and what is wrong with it."""
    if not value:
        return None, None
    try:
        instant = datetime.fromisoformat(value if isinstance(value, str) else "")
        instant = instant if instant.tzinfo else instant.replace(tzinfo=INDIA)
        instant.astimezone(INDIA)
    except (ValueError, OverflowError):
        return None, f"published {value!r} is no ISO 8601 instant; tagged without it"
    return instant, None
