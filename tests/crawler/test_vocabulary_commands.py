"""``scrapy tag`` and ``scrapy vocabulary``, run as a user runs them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


def scrapy(*args: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *args],
        cwd=PROJECT,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_tag_prints_a_line_a_story() -> None:
    rows = [
        {"id": 7, "title": "मिसाइल परीक्षण", "text": "डीआरडीओ ने अग्नि-5 का सफल परीक्षण किया।"},
        {"id": "b", "text": "रक्षा मंत्री ने सेना की तारीफ की।", "published": "2018-05-01"},
        {"id": "c", "text": "नगर निगम ने सड़क बनाई।"},
    ]
    done = scrapy("tag", stdin="".join(json.dumps(row) + "\n" for row in rows))
    assert done.returncode == 0, done.stderr
    first, second, third = (json.loads(line) for line in done.stdout.splitlines())
    fields = {"id", "relevant", "relevance", "event_type", "tags", "dateline", "agency", "countries"}
    assert set(first) == fields
    assert first["id"] == 7 and first["relevant"] and first["event_type"] == ["ev-test"]
    assert {"drdo", "agni-5"} <= {tag["id"] for tag in first["tags"]}
    assert "p-sitharaman" in {tag["id"] for tag in second["tags"]}
    assert (third["relevant"], third["tags"]) == (False, [])


def test_tag_says_why() -> None:
    done = scrapy("tag", "--why", "शेयर बाजार में वायुसेना को तेजस मिला")
    why = json.loads(done.stdout)["why"]
    assert "indian-air-force" in why["relevance"]
    assert any(line.startswith("tejas-bare: तेजस (weak, supported by") for line in why["mentions"])


@pytest.mark.parametrize(
    ("stdin", "says"),
    [('{"id": 1}\n', "stdin:1"), ("{bad\n", "stdin:1"), ('{"text": "सेना", "published": "x"}', "'x'")],
)
def test_tag_names_the_line_of_bad_input(stdin: str, says: str) -> None:
    done = scrapy("tag", stdin=stdin)
    assert done.returncode != 0
    assert says in done.stderr and "Traceback" not in done.stderr


def test_vocabulary_test_shows_what_matches_and_why() -> None:
    done = scrapy("vocabulary", "test", "अग्नि को साक्षी मानकर भारतीय सेना के जवान ने फेरे लिए")
    assert "+ indian-army" in done.stdout and "- agni " in done.stdout


def test_vocabulary_check_finds_no_form_that_cannot_match() -> None:
    done = scrapy("vocabulary", "check")
    assert done.returncode == 0, done.stderr
    assert "never found" not in done.stdout
