"""``scrapy compare``: what two texts are to each other, and why."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from scrapy.exceptions import UsageError

from crawler.command import PlainCommand, Problem, json_line
from crawler.commands.extract import outcome_of
from pipelines.copies.decision import Piece, Verdict, compare
from pipelines.india import INDIA
from pipelines.saved import UnreadableFile, read_page
from pipelines.story import Story


class Bad(Exception):
    """What is wrong with a pair, in words for a person."""


class Command(PlainCommand):
    summary = (
        "Compare two stories (ids, URLs, files), or JSON lines {pair_id, a, b} on stdin: "
        "relation, score and evidence, a line a pair"
    )
    arguments = "[A B]"
    example = "scrapy compare 3f9a2c1be07d4455 story.txt; scrapy compare < pairs.jsonl"

    def act(self, args: list[str], opts: Any) -> int:
        if not args:
            return _stream(sys.stdin.buffer)
        if len(args) != 2:
            raise UsageError("give two stories (ids, URLs or files), or none and JSON lines on stdin")
        verdict = compare(self.piece(args[0]), self.piece(args[1]))
        print(_line({"a": args[0], "b": args[1]} | _shown(verdict)))
        return 0

    def piece(self, given: str) -> Piece:
        """A file, or a story of the store by id or URL. Raises Problem."""
        path = Path(given)
        if not given.lower().startswith(("http://", "https://")) and path.is_file():
            return from_file(path)
        with closing(self.services()) as services:
            story = services.store.story(given)
        if story is None:
            raise Problem(f"{given} is no file, and no story is stored under it")
        return of_story(story)


def of_story(story: Story) -> Piece:
    """What is compared of a stored story."""
    return Piece(story.text, story.title, story.published, story.outlet)


def from_file(path: Path) -> Piece:
    """A saved page, a JSON object as on stdin, or plain text, whose first line may be its headline.

    Raises Problem.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Problem(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError:
        return _page(path)  # a page may declare another encoding
    start = text.lstrip()[:1]
    if start == "{":
        try:
            return piece_of(json.loads(text))
        except (ValueError, RecursionError, Bad) as error:
            raise Problem(f"{path}: {error}") from error
    return _page(path) if start == "<" else Piece(text)


def _page(path: Path) -> Piece:
    try:
        outcome = outcome_of(read_page(path, None), True)
    except UnreadableFile as error:
        raise Problem(f"{path}: {error}") from error
    if not isinstance(outcome, Story):
        raise Problem(f"{path}: refused by {outcome.stage}: {outcome.reason}: {outcome.detail}")
    return of_story(outcome)


def _stream(lines: Iterable[bytes]) -> int:
    """A line of answer for each line; 1 if one of them was no pair."""
    failed = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        named: dict[str, Any] = {}
        try:
            row = json.loads(line.decode("utf-8-sig"))
            if not isinstance(row, dict):
                raise Bad("a line is a JSON object with a and b")
            named = {"pair_id": row.get("pair_id")}
            answer = named | _answer(row)
        except (ValueError, RecursionError, Bad) as error:
            failed = 1
            answer = named | {"line": number, "error": " ".join(str(error).split())}
        # Flushed, since whoever writes the pairs may wait for each answer.
        print(_line(answer), flush=True)
    return failed


def _line(answer: dict[str, Any]) -> str:
    """JSON in one line; escaped if there is half a character in it, which no encoding could print."""
    line = json_line(answer)
    return json.dumps(answer) if any("\ud800" <= sign <= "\udfff" for sign in line) else line


def _answer(row: dict[str, Any]) -> dict[str, Any]:
    sides = []
    for side in ("a", "b"):
        try:
            sides.append(piece_of(row.get(side)))
        except Bad as bad:
            raise Bad(f"{side}: {bad}") from bad
    return _shown(compare(*sides))


def piece_of(value: object) -> Piece:
    """The piece that a JSON object describes. Raises Bad."""
    if not isinstance(value, dict):
        raise Bad("an object with a text is missing")
    if not isinstance(value.get("text"), str):
        raise Bad("text is missing, or no string")
    for name in ("title", "outlet"):
        if not isinstance(value.get(name) or "", str):
            raise Bad(f"{name} is no string")
    return Piece(
        value["text"], value.get("title") or "", _instant(value.get("published")), value.get("outlet") or ""
    )


def _instant(value: object) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        instant = datetime.fromisoformat(str(value))
    except ValueError:
        raise Bad(f"published {value!r} is no ISO 8601 instant") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=INDIA)


def _shown(verdict: Verdict) -> dict[str, Any]:
    return {"relation": verdict.relation, "score": verdict.score, "evidence": verdict.evidence}
