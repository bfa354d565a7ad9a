"""``scrapy compare`` as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.entry import SourceRef
from pipelines.store import Store
from pipelines.story import Story
from tests import warm
from tests.pipelines.shapes.article import TITLE, document, paragraphs

PROJECT = Path(__file__).resolve().parents[2]
TEXT = (
    "जैसलमेर में मंगलवार को अभ्यास के दौरान गाड़ी पलटने से तीन जवान घायल हो गए।\n"
    "यह हादसा मोहनगढ़ गांव के पास सुबह छह बजे हुआ और जांच के आदेश दे दिए गए हैं।\n"
    "घायलों को हेलीकॉप्टर से जोधपुर के अस्पताल पहुंचाया गया, उनकी हालत स्थिर है।"
)
EDITED = TEXT.replace("तीन", "पांच")


def run(*args: str, data: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return warm.run(("compare", *args), {**os.environ, "PRAHARI_DATA": str(data)}, stdin)


def lines(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_a_line_a_pair_and_a_bad_line_stops_nothing(tmp_path: Path) -> None:
    good = {
        "pair_id": "p1",
        "a": {"text": TEXT, "title": None, "published": "2026-05-01T10:00:00+05:30", "outlet": "x"},
        "b": {"text": EDITED},
    }
    rows = [
        json.dumps(good, ensure_ascii=False).encode(),
        b"{broken",
        b"\xff\xfe",
        b"[1]",
        b'{"pair_id": 4, "a": {"text": "x"}}',
        b'{"a": {"text": 5}, "b": {"text": "x"}}',
        b'{"a": {"text": "x", "published": "yesterday"}, "b": {"text": "x"}}',
        b'{"a": {"text": "x", "title": 1}, "b": {"text": "x"}}',
        b"",
        b"[" * 100_000,
        b'{"pair_id": "\\ud800", "a": {"text": "\\ud800"}, "b": {"text": ""}}',
        json.dumps({"pair_id": 7, "a": {"text": TEXT}, "b": {"text": TEXT}}).encode(),
    ]
    done = run(data=tmp_path, stdin=b"\n".join(rows) + b"\n")
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    first, *bad, half, last = lines(done)
    assert set(first) == {"pair_id", "relation", "score", "evidence"}
    assert (first["pair_id"], first["relation"]) == ("p1", "update")
    assert first["evidence"]["replaced"] == [{"kind": "number", "a": "तीन", "b": "पांच"}]
    assert [line["line"] for line in bad] == [2, 3, 4, 5, 6, 7, 8, 10]
    assert all(set(line) - {"pair_id"} == {"line", "error"} and line["error"] for line in bad)
    # Who reads the answers by pair_id misses none that has one.
    assert [line.get("pair_id") for line in bad] == [None, None, None, 4, None, None, None, None]
    assert half["pair_id"] == "\ud800"
    assert (last["pair_id"], last["relation"], last["score"]) == (7, "same", 1.0)
    assert not list(tmp_path.iterdir()), "nothing may be stored"


def test_good_lines_alone_are_a_success(tmp_path: Path) -> None:
    done = run(data=tmp_path, stdin=b'{"a": {"text": "x"}, "b": {"text": "x"}}')
    assert done.returncode == 0
    assert [line["pair_id"] for line in lines(done)] == [None]


def test_each_answer_comes_before_the_next_question(tmp_path: Path) -> None:
    question = json.dumps({"a": {"text": TEXT}, "b": {"text": TEXT}}).encode() + b"\n"
    with subprocess.Popen(
        [sys.executable, "-m", "scrapy", "compare"],
        cwd=PROJECT,
        env={**os.environ, "PRAHARI_DATA": str(tmp_path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin and process.stdout
        for _ in range(2):
            process.stdin.write(question)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["relation"] == "same"
        process.stdin.close()
        assert process.wait(timeout=60) == 0


def test_files_and_stored_stories(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    url = "https://navprabhat.example/raksha/1"
    at = datetime(2026, 5, 1, tzinfo=UTC)
    with_text = Story(url, "navprabhat", "अभ्यास में हादसा", TEXT, at, SourceRef("page", url))
    store = Store(f"sqlite:///{data / 'prahari.db'}")
    store.save(with_text)
    store.close()
    plain, object_, page = tmp_path / "plain.txt", tmp_path / "object.json", tmp_path / "page.html"
    plain.write_text("अभ्यास में हादसा\n" + EDITED, "utf-8")
    object_.write_text(json.dumps({"text": TEXT}), "utf-8")
    page.write_text(document(f"<article><h1>{TITLE}</h1>{paragraphs()}</article>"), "utf-8")
    for a, b, relation in [
        (with_text.id, str(plain), "update"),
        (url, str(object_), "same"),
        (str(page), str(plain), "different"),
        (str(page), str(page), "same"),
    ]:
        done = run(a, b, data=data)
        assert done.returncode == 0, done.stderr
        (line,) = lines(done)
        assert (line["a"], line["b"], line["relation"]) == (a, b, relation)


@pytest.mark.parametrize("content", [b'{"text": 1}', b"{", b"<html><body></body></html>"])
def test_files_that_are_no_story(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    done = run(str(file), str(file), data=tmp_path / "data")
    assert done.returncode == 1
    assert str(file).encode() in done.stderr and len(done.stderr.splitlines()) == 1


def test_what_is_neither_file_nor_story(tmp_path: Path) -> None:
    done = run("nothing.txt", "nothing.txt", data=tmp_path)
    assert done.returncode == 1
    assert b"nothing.txt is no file, and no story is stored under it" in done.stderr
    assert run("one", data=tmp_path).returncode == 2
