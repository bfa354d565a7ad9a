"""``scrapy compare`` as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.entry import SourceRef
from pipelines.store import Store
from pipelines.story import Story
from tests.pipelines.copies.stories import LEAD, RESCUE, STORY, UNRELATED
from tests.pipelines.shapes.article import TITLE, document, paragraphs

PROJECT = Path(__file__).resolve().parents[2]


def run(*args: str, data: Path, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "compare", *args],
        cwd=PROJECT,
        env={**os.environ, "PRAHARI_DATA": str(data)},
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def pair(pair_id: object, a: object, b: object) -> str:
    return json.dumps({"pair_id": pair_id, "a": a, "b": b}, ensure_ascii=False)


def test_a_line_for_each_pair_and_for_each_bad_line(tmp_path: Path) -> None:
    given = "\n".join(
        [
            pair("one", {"text": STORY}, {"text": f"{LEAD}\n{RESCUE}", "outlet": "navprabhat"}),
            "no JSON",
            "",
            pair("two", {"text": STORY}, {"title": None}),
            pair("three", {"text": STORY}, {"text": 5}),
            pair("four", {"text": STORY, "published": "yesterday"}, {"text": STORY}),
            "[1, 2]",
            pair(5, {"text": STORY, "published": "2026-11-24"}, {"text": UNRELATED, "title": "पुल तैयार"}),
            pair("six", {"text": STORY}, {"text": STORY.replace("सात", "नौ") + "\n(भाषा)"}),
        ]
    )
    result = run(data=tmp_path, given=given)
    assert result.returncode == 1
    found: list[dict[str, Any]] = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["pair_id"] for line in found] == ["one", None, "two", "three", "four", None, 5, "six"]
    assert [line.get("line") for line in found] == [None, 2, 4, 5, 6, 7, None, None]
    assert [line.get("relation") for line in found] == [
        *("syndicated", None, None, None, None, None, "different", "update")
    ]
    assert found[0].keys() == {"pair_id", "relation", "score", "evidence"}
    assert found[0]["score"] > found[7]["score"] > found[6]["score"] == 0
    assert found[7]["evidence"]["replaced"] == [{"kind": "number", "a": "सात", "b": "नौ"}]
    assert (found[7]["evidence"]["agency_a"], found[7]["evidence"]["agency_b"]) == (None, "भाषा")
    for number, line in zip((2, 4, 5, 6, 7), result.stderr.splitlines(), strict=True):
        assert line.startswith(f"prahari: stdin:{number}: ")


def test_lines_come_as_they_are_given(tmp_path: Path) -> None:
    """Whoever asks pair by pair gets each answer before the next question."""
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "compare"],
        cwd=PROJECT,
        env={**os.environ, "PRAHARI_DATA": str(tmp_path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None and process.stdout is not None
    for number in range(3):
        process.stdin.write(pair(number, {"text": STORY}, {"text": STORY}) + "\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["pair_id"] == number
    process.stdin.close()
    assert process.wait(60) == 0
    process.stdout.close()


def test_two_files(tmp_path: Path) -> None:
    page, text, other = tmp_path / "page.html", tmp_path / "text.txt", tmp_path / "other.txt"
    page.write_text(document(f"<article><h1>{TITLE}</h1>{paragraphs()}</article>"), "utf-8")
    text.write_text(STORY, "utf-8")
    other.write_text(f"{LEAD}\n{RESCUE}", "utf-8")
    result = run(str(text), str(other), data=tmp_path / "data")
    assert (result.returncode, result.stdout.split()[0]) == (0, "syndicated"), result
    result = run(str(page), str(page), "--json", data=tmp_path / "data")
    assert json.loads(result.stdout)["relation"] == "same"
    assert not (tmp_path / "data").exists(), "nothing may be stored"


def test_stored_stories_by_id_and_url(tmp_path: Path) -> None:
    when = datetime(2026, 11, 24, 6, tzinfo=UTC)
    one = Story("https://a.in/1", "a", "नौका से सात बचाए गए", STORY, when, SourceRef("page", ""))
    other = Story("https://b.in/2", "b", "नौका से नौ", STORY.replace("सात", "नौ"), when, SourceRef("page", ""))
    with Store(f"sqlite:///{tmp_path / 'prahari.db'}") as store:
        store.save(one)
        store.save(other)
    result = run(one.id, other.url, data=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "number: सात → नौ" in result.stdout
    missing = run(one.id, "https://c.in/3", data=tmp_path)
    assert missing.returncode == 1
    assert missing.stderr == "prahari: https://c.in/3 is no file, and no story is stored under it\n"
    assert run(one.id, data=tmp_path).returncode == 2
