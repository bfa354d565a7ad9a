"""``scrapy extract`` as a user runs it: in a process of its own, from the project's directory."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import UsageError

from crawler.commands.extract import file_addresses
from tests import warm
from tests.pipelines.shapes.article import TITLE, document, paragraphs

PROJECT = Path(__file__).resolve().parents[2]
STORY = document(f"<article><h1>{TITLE}</h1>{paragraphs()}</article>")


def run(*args: str, data: Path) -> subprocess.CompletedProcess[str]:
    return warm.scrapy(("extract", *args), {**os.environ, "PRAHARI_DATA": str(data)})


def lines(result: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_stories_and_refusals_a_line_each(tmp_path: Path) -> None:
    good, empty = tmp_path / "good.html", tmp_path / "empty.html"
    good.write_text(STORY, "utf-8")
    empty.write_text(document(f"<h1>{TITLE}</h1>"), "utf-8")
    missing = tmp_path / "missing.html"
    result = run(
        str(good), str(missing), str(empty), "--url", "https://a.in/story-1", "--json", data=tmp_path / "data"
    )
    assert result.returncode == 1
    assert f"{missing}: No such file" in result.stderr
    assert "taken for all 3 files" in result.stderr
    found, refused = lines(result)
    assert found["file"] == str(good)
    assert (found["title"], found["url"], found["language"]) == (TITLE, "https://a.in/story-1", "hi")
    assert "rejected" not in found
    assert (refused["file"], refused["url"]) == (str(empty), "https://a.in/story-1")
    assert refused["rejected"]["stage"] == "extract"
    assert refused["rejected"].keys() == {"stage", "reason", "detail"}
    assert set(found) == set(refused) - {"rejected"}
    assert not (tmp_path / "data").exists(), "nothing may be stored"


def test_many_files_keep_their_order(tmp_path: Path) -> None:
    files = []
    for number in range(14):
        file = tmp_path / f"{number}.html"
        file.write_text(STORY.replace("48 किलोमीटर", f"{number} किलोमीटर"), "utf-8")
        files.append(str(file))
    result = run(*files, "--json", data=tmp_path / "data")
    assert result.returncode == 0, result.stderr
    found = lines(result)
    assert [line["file"] for line in found] == files
    assert [f"{n} किलोमीटर दूर" in line["text"] for n, line in enumerate(found)] == [True] * 14
    assert found[0]["url"] == Path(files[0]).as_uri()


def test_readable_text(tmp_path: Path) -> None:
    file = tmp_path / "good.html"
    file.write_text(STORY, "utf-8")
    result = run(str(file), data=tmp_path / "data")
    assert result.returncode == 0, result.stderr
    assert TITLE in result.stdout
    assert not result.stdout.startswith("{")


def test_a_url_that_cannot_be_fetched_is_a_refused_page(tmp_path: Path) -> None:
    result = run("http://127.0.0.1:9/x", "--json", data=tmp_path / "data")
    assert result.returncode == 0, result.stderr
    (line,) = lines(result)
    assert line["file"] == "http://127.0.0.1:9/x"
    assert (line["rejected"]["stage"], line["rejected"]["reason"]) == ("fetch", "private-address")


def test_a_name_that_leads_to_a_private_address_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRAHARI_RESOLVE", "inside.test=127.0.0.1")
    result = run("http://inside.test:9/x", "--json", data=tmp_path / "data")
    (line,) = lines(result)
    assert line["rejected"]["reason"] == "private-address"


def test_addresses_of_files() -> None:
    assert file_addresses(["a", "http://x.in/", "b"], ["u1", "u2"]) == {0: "u1", 2: "u2"}
    assert file_addresses(["a", "b"], ["u"]) == {0: "u", 1: "u"}
    assert file_addresses(["a"], []) == {}
    for args, urls in ((["a", "b", "c"], ["u", "v"]), (["http://x.in/"], ["u"])):
        with pytest.raises(UsageError):
            file_addresses(args, urls)
