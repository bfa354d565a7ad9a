"""``scrapy tag`` and ``scrapy vocabulary``, run as a user runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests import warm

PROJECT = Path(__file__).resolve().parents[2]


def scrapy(*args: str, stdin: str | bytes = "") -> subprocess.CompletedProcess[str]:
    done = warm.run(args, os.environ, stdin.encode() if isinstance(stdin, str) else stdin)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


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


def test_bad_lines_are_told_by_number_and_stop_nothing() -> None:
    lines = [
        b"{bad",
        b'{"id": 1}',
        b'{"id": 2, "text": 5}',
        b"[1]",
        b"\xff\xfe",
        b"",
        b"[" * 100_000,
        '{"id": "\\ud800", "text": "सेना ने मिसाइल दागी।"}'.encode(),
        '{"id": 9, "text": "रक्षा मंत्री ने सेना की तारीफ की।", "published": "कल"}'.encode(),
        b'{"id": 10, "text": "", "title": null}',
    ]
    done = scrapy("tag", stdin=b"\n".join(lines))
    assert done.returncode == 1
    told = [line.split(":")[2] for line in done.stderr.splitlines()]
    assert told == ["1", "2", "3", "4", "5", "7", "9"] and "Traceback" not in done.stderr
    assert "published 'कल'" in done.stderr.splitlines()[-1]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in found] == ["\ud800", 9, 10]
    assert [row["relevant"] for row in found] == [True, True, False]


def test_each_line_is_answered_at_once() -> None:
    """A program may write a line and wait for its answer."""
    with subprocess.Popen(
        [sys.executable, "-m", "scrapy", "tag"], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        for number in range(3):
            process.stdin.write(json.dumps({"id": number, "text": "सेना"}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(60) == 0


def test_vocabulary_test_shows_what_matches_and_why() -> None:
    done = scrapy("vocabulary", "test", "अग्नि को साक्षी मानकर भारतीय सेना के जवान ने फेरे लिए")
    assert "+ indian-army" in done.stdout and "- agni " in done.stdout


def test_vocabulary_check_finds_no_form_that_cannot_match() -> None:
    done = scrapy("vocabulary", "check")
    assert done.returncode == 0, done.stderr
    assert "never found" not in done.stdout and ", too, from" not in done.stdout
    listed = scrapy("vocabulary", "check", "--unverified")
    told = set(listed.stdout.splitlines()) - set(done.stdout.splitlines())
    assert f" {len(told)} times in office unverified" in done.stdout
    assert all(line.startswith("p-") and " of c-" in line for line in told)
