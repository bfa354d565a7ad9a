"""``scrapy compare``: what two stories are to each other, and why."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from scrapy.exceptions import UsageError

from crawler.command import IST, PlainCommand, Problem, json_line
from crawler.services import Services
from pipelines.agencies import credit
from pipelines.chain import STAGES_KEEPING_ALL, page_to_outcome
from pipelines.copies.relation import Comparison, Text, compare
from pipelines.saved import UnreadableFile, read_page
from pipelines.story import Rejected, Story
from search.text import nfc

_PAGES: Final = frozenset({".html", ".htm", ".xhtml"})


class BadLine(ValueError):
    """A line of input that is no pair; the message says why."""


class Command(PlainCommand):
    summary = (
        "Compare two stories: same, syndicated, update, same_event or different, with score and evidence; "
        "without arguments JSON lines {pair_id, a, b} on stdin, a line a pair"
    )
    arguments = "[A B]"
    example = "scrapy compare 3f9a2c1be07d4455 https://www.example.in/story-1; scrapy compare < pairs.jsonl"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="two arguments: one JSON object")

    def act(self, args: list[str], opts: argparse.Namespace) -> int:
        if not args:
            return compare_lines(sys.stdin.buffer)
        if len(args) != 2:
            raise UsageError("give two ids, URLs or files; or none, and JSON lines on stdin")
        a, b = self._texts(args)
        found = compare(a, b)
        print(json_line(as_json(found, a, b)) if opts.json else readable(found, a, b))
        return 0

    def _texts(self, args: list[str]) -> list[Text]:
        if all(Path(given).is_file() for given in args):
            return [_of_file(Path(given)) for given in args]
        with closing(self.services()) as services:
            return [
                _of_file(Path(given)) if Path(given).is_file() else _stored(services, given) for given in args
            ]


def compare_lines(lines: Iterable[bytes]) -> int:
    """Print one line for each pair. A bad line gets a line that says what is wrong; the rest goes on.

    Returns the exit code: 1 if a line was bad.
    """
    failed = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        pair_id: Any = None
        try:
            row = _row(line)
            pair_id = row.get("pair_id")
            a, b = _read_text(row, "a"), _read_text(row, "b")
        except BadLine as error:
            failed = True
            # Twice: for whoever reads line by line, and for whoever looks at what went wrong.
            print(
                json_line({"pair_id": pair_id, "line": number, "error": f"line {number}: {error}"}),
                flush=True,
            )
            print(f"prahari: stdin:{number}: {error}", file=sys.stderr, flush=True)
            continue
        print(json_line({"pair_id": pair_id} | as_json(compare(a, b), a, b)), flush=True)
    return 1 if failed else 0


def _row(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"not JSON in UTF-8: {error}") from error
    if not isinstance(row, dict):
        raise BadLine("not an object")
    return row


def _read_text(row: dict[str, Any], side: str) -> Text:
    given = row.get(side)
    if not isinstance(given, dict):
        raise BadLine(f"{side} is no object")
    texts = {name: given.get(name) for name in ("text", "title", "outlet")}
    for name, value in texts.items():
        if value is not None and not isinstance(value, str):
            raise BadLine(f"{side}.{name} is no text")
    if texts["text"] is None and not texts["title"]:
        raise BadLine(f"{side} has no text")
    clean = {name: nfc(value or "") for name, value in texts.items()}
    return Text(clean["text"], clean["title"], _instant(given.get("published"), side), clean["outlet"])


def _instant(value: object, side: str) -> datetime | None:
    if not value:
        return None
    try:
        instant = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise BadLine(f"{side}.published {value!r} is no ISO 8601 instant") from error
    return instant if instant.tzinfo else instant.replace(tzinfo=IST)


def as_json(found: Comparison, a: Text, b: Text) -> dict[str, Any]:
    """The fields that are printed for a pair."""
    agencies = {"agency_a": credit(a.text), "agency_b": credit(b.text)}
    return {"relation": found.relation, "score": found.score, "evidence": found.evidence() | agencies}


def readable(found: Comparison, a: Text, b: Text) -> str:
    """The comparison as a person reads it."""
    evidence = as_json(found, a, b)["evidence"]
    lines = [
        f"{found.relation} (score {found.score:.2f}: {found.reason})",
        f"  of the shorter text, the longer has {found.containment:.0%}; of the first's lead, the second "
        f"{found.lead_a:.0%}; of the second's, the first {found.lead_b:.0%}",
        *(f"  {fact.kind}: {fact.a} → {fact.b}" for fact in found.replaced),
    ]
    credited = [str(evidence[name]) for name in ("agency_a", "agency_b") if evidence[name]]
    return "\n".join([*lines, *([f"  agency: {', '.join(dict.fromkeys(credited))}"] if credited else [])])


def _stored(services: Services, given: str) -> Text:
    story = services.store.story(given)
    if story is None:
        raise Problem(f"{given} is no file, and no story is stored under it")
    return text_of(story)


def text_of(story: Story) -> Text:
    """What of a story is compared."""
    return Text(story.text, story.title, story.published, story.outlet)


def _of_file(path: Path) -> Text:
    """A page, or a text: the first line of a text may be its headline."""
    try:
        page = read_page(path)
    except UnreadableFile as error:
        raise Problem(f"{path}: {error}") from error
    if path.suffix.lower() not in _PAGES:
        return Text(nfc(page.body.decode("utf-8", "replace")))
    outcome = page_to_outcome(page, STAGES_KEEPING_ALL)
    story = outcome.story if isinstance(outcome, Rejected) else outcome
    if story is None:
        raise Problem(f"{path}: no story in it")
    return text_of(story)
