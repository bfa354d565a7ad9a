"""Numbers among the settings, from the command line: told in one line before anything is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project import PROJECT, Installation


@pytest.mark.parametrize(
    ("command", "given", "told"),
    [
        ("search x", "PRAHARI_KEEP_REJECTED_DAYS=abc", "'abc': write a number, 0 or more"),
        ("search x", "PRAHARI_ARCHIVE_DAYS=-1", "'-1': write a number, 0 or more"),
        ("search x", "PRAHARI_WORKERS=2.0", "'2.0': write a whole number"),
        ("search x", "PRAHARI_DRAIN_SECONDS=nan", "'nan': write a number, 0.001 or more"),
        ("search x", "PRAHARI_REVISIT_HOURS=1;6", "'1;6': write hours up to 720, as 1,6,24, or off"),
        ("search x", "PRAHARI_INTERVAL_MIN=200", "200 minutes are more than PRAHARI_INTERVAL_MAX, 180"),
        ("crawl all", "PRAHARI_DRAIN_SECONDS=0", "'0': write a number, 0.001 or more"),
    ],
)
def test_a_number_that_cannot_be_right(command: str, given: str, told: str, tmp_path: Path) -> None:
    here = Installation(tmp_path / "data", PROJECT / "crawler" / "outlets")
    done = here.scrapy(*command.split(), "-s", given)
    assert (done.returncode, done.stderr) == (1, f"prahari: {given.partition('=')[0]}: {told}\n")
    assert not (tmp_path / "data").exists()


def test_bounds_in_the_environment_that_cannot_be_right(tmp_path: Path) -> None:
    outlets = PROJECT / "crawler" / "outlets"
    here = Installation(tmp_path / "data", outlets, {"PRAHARI_INTERVAL_MAX": "5"})
    done = here.scrapy("list")
    assert done.returncode == 1
    assert done.stderr == "prahari: PRAHARI_INTERVAL_MIN: 10 minutes are more than PRAHARI_INTERVAL_MAX, 5\n"
