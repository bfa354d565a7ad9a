"""``scrapy tag``: what a text is about, and whether that is defence."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from crawler.command import PlainCommand, Problem, json_line
from pipelines.aspects import aspects
from pipelines.entry import SourceRef
from pipelines.relevance import THRESHOLD, weighed
from pipelines.story import Story
from pipelines.tags import concepts_of
from pipelines.vocabulary import VocabularyProblem

_IST = ZoneInfo("Asia/Kolkata")


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
            rows: Iterator[dict[str, Any]] = iter(
                [{"id": None, "title": opts.title, "text": " ".join(args), "published": opts.published}]
            )
        else:
            rows = _rows()
        try:
            for number, row in enumerate(rows, 1):
                print(json_line(tagged(row, f"line {number}", why=opts.why)))
        except VocabularyProblem as problem:
            raise Problem(str(problem)) from problem
        return 0


def _rows() -> Iterator[dict[str, Any]]:
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise Problem(f"stdin:{number}: not a JSON object in UTF-8: {error}") from error
        if not isinstance(row, dict) or not isinstance(row.get("text") or row.get("title"), str):
            raise Problem(f"stdin:{number}: a line is an object with a text or a title")
        yield row


def tagged(row: dict[str, Any], where: str, *, why: bool = False) -> dict[str, Any]:
    """The fields that the command prints for one story. Raises Problem for a bad date."""
    now = datetime.now(UTC)
    story = Story(
        url=f"tag:{row.get('id')}",
        outlet="",
        title=row.get("title") or "",
        text=row.get("text") or "",
        fetched_at=now,
        source=SourceRef("page", ""),
        published=_instant(row.get("published"), where),
    )
    reading, judgement = weighed(story)
    shown = aspects(story)
    out: dict[str, Any] = {
        "id": row.get("id"),
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


def _instant(value: object, where: str) -> datetime | None:
    if not value:
        return None
    try:
        instant = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise Problem(f"{where}: published {value!r} is no ISO 8601 instant") from error
    return instant if instant.tzinfo else instant.replace(tzinfo=_IST)
