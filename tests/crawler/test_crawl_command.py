"""``scrapy crawl`` that cannot start: one line that says why, exit code 1, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawler.test_registry import outlet, write
from tests.project import Installation

SOURCE = '[[sources]]\nkind = "feed"\nurl = "https://%s.example/feed"\n'


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    """Two outlets, and a third whose file is broken."""
    directory = tmp_path / "outlets"
    directory.mkdir()
    for name in ("prabhat", "sandhya"):
        write(directory, name, outlet(name, SOURCE % name))
    (directory / "faulty.toml").write_text("id = \n", encoding="utf-8")
    return Installation(tmp_path / "data", directory)


def refusal(here: Installation, *arguments: str) -> str:
    done = here.scrapy("crawl", *arguments, timeout=30)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("prahari: ") and done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def test_an_unknown_outlet(here: Installation) -> None:
    assert refusal(here, "prabhaat") == "prahari: no outlet 'prabhaat'; did you mean prabhat?\n"
    assert "no outlet 'sandhyaa'" in refusal(here, "all", "-a", "outlets=prabhat,sandhyaa")
    assert not here.data.exists()


def test_an_outlet_with_a_faulty_file(here: Installation) -> None:
    assert f"{here.outlets}/faulty.toml:1: " in refusal(here, "faulty")


def test_a_directory_without_outlets(tmp_path: Path) -> None:
    message = refusal(Installation(tmp_path / "data", tmp_path / "missing"), "all")
    assert "there are no outlets" in message and str(tmp_path / "missing") in message


def test_a_store_that_cannot_be_opened(here: Installation) -> None:
    url = "postgresql+psycopg://prahari:secret@127.0.0.1:1/x"
    message = refusal(Installation(here.data, here.outlets, {"PRAHARI_STORE": url}), "prabhat")
    assert "refused" in message and "secret" not in message
    # A store that is given on the command line counts, too.
    assert "no such kind of store" in refusal(here, "all", "-s", "PRAHARI_STORE=mysql://u:secret@host/x")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("prabhat -a since=2024-01-01", "scrapy crawl prabhat takes no -a, not since"),
        ("all -a forse=1", "scrapy crawl all takes force and outlets, not forse"),
        ("all -a force=maybe", "force: 'maybe': write 1 or 0"),
        ("replay -a wark=x", "scrapy crawl replay takes warc and outlet, not wark"),
        (
            "backfill -a outlet=prabhat -a sinse=2",
            "scrapy crawl backfill takes outlet, since and until, not sinse",
        ),
    ],
)
def test_an_argument_that_means_nothing(here: Installation, arguments: str, told: str) -> None:
    assert refusal(here, *arguments.split()) == f"prahari: {told}\n"
    assert not here.data.exists()


def test_a_wrong_command_line_is_scrapy_s_business(here: Installation) -> None:
    done = here.scrapy("crawl", "prabhat", "sandhya")
    assert done.returncode == 2 and "more than one spider" in done.stderr


def test_help_has_an_example(here: Installation) -> None:
    done = here.scrapy("crawl", "--help")
    assert done.returncode == 0 and "Example: scrapy crawl" in done.stdout
