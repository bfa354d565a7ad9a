"""Crawls whose archive is off, or cannot be written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.newsroom import Newsroom
from tests.project import Installation

pytestmark = pytest.mark.newsroom
OUTLET = "navprabhat"


@pytest.fixture(scope="module")
def outlets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    directory = tmp_path_factory.mktemp("outlets")
    with Newsroom() as newsroom:
        newsroom.write_outlets(directory)
        yield directory


def stories(here: Installation) -> list[str]:
    return here.scrapy("export").stdout.splitlines()


def test_without_an_archive_stories_come_all_the_same(outlets: Path, tmp_path: Path) -> None:
    here = Installation(tmp_path, outlets, {"PRAHARI_ARCHIVE": "off"})
    assert here.scrapy("crawl", OUTLET).returncode == 0
    assert stories(here) and not list(tmp_path.rglob("*.warc*"))
    done = here.scrapy("crawl", "replay")
    assert (done.returncode, done.stderr) == (1, "prahari: no archive in 'off'\n")


def test_what_cannot_be_kept_is_not_processed_but_fetched_again(outlets: Path, tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file where the directory should be")
    here = Installation(tmp_path, outlets)
    done = here.scrapy("crawl", OUTLET)
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    told = [line for line in done.stderr.splitlines() if "no page can be kept" in line]
    assert len(told) == 1 and str(tmp_path / "archive") in told[0]
    assert not stories(here)
    listed = here.scrapy("rejected", "--list", "--json", "-n", "1000", "--stage", "fetch").stdout.splitlines()
    reasons = [json.loads(line)["rejected"]["reason"] for line in listed]
    assert reasons.count("not-archived") > 5
    (tmp_path / "archive").unlink()
    assert here.scrapy("crawl", OUTLET).returncode == 0
    assert stories(here)
