"""Writing into an outlet's file: everything else in it stays as it stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crawler.discovery import Found
from crawler.inspection import Inspection
from crawler.outlet import SourceKind
from crawler.outletedit import CannotWrite, write_found
from crawler.registry import load_outlets

DAY = date(2026, 11, 25)
FILE = """\
# सेना समाचार
id = "sena"  # the id
name_hi = 'सेना समाचार'
name_en = "Sena"
home = "https://sena.example/"
hosts = [
  "sena.example",  # the site
]
status = "listed-unverified"

[[sources]]
kind = "feed"  # by hand
url = "https://sena.example/a"

[[extraction]]
body = ["div"]  # the layout
"""


def found(url: str, kind: SourceKind = "feed", section: str | None = None) -> Found:
    return Found(kind, url, "test", Inspection(content="summary"), section)


def lines(text: str) -> list[str]:
    return text.splitlines()


def test_sources_are_put_after_those_that_are_there(tmp_path: Path) -> None:
    path = tmp_path / "sena.toml"
    path.write_text(FILE, "utf-8")
    one = found("https://sena.example/feed/", section="defence")
    written = write_found(path, [one, found("https://rss.sena.example/n.xml", "sitemap")], DAY)
    assert written.added == ("https://sena.example/feed/", "https://rss.sena.example/n.xml")
    text = path.read_text("utf-8")
    new = [line for line in lines(text) if line not in lines(FILE)]
    assert [line for line in lines(FILE) if line not in lines(text)] == [], "nothing is lost"
    assert new == [
        'feed_hosts = ["rss.sena.example"]',
        'kind = "feed"',
        'url = "https://sena.example/feed/"',
        'section = "defence"',
        'status = "checked"',
        'content = "summary"',
        "found = 2026-11-25",
        'kind = "sitemap"',
        'url = "https://rss.sena.example/n.xml"',
        'status = "checked"',
        'content = "summary"',
        "found = 2026-11-25",
    ]
    outlet = load_outlets(tmp_path)["sena"]
    assert (outlet.status, outlet.checked) == ("listed-unverified", None), "a person's source is visited too"
    assert [source.found for source in outlet.sources] == [None, DAY, DAY]
    assert "\n\n\n" not in text and text.index("rss.sena.example/n.xml") < text.index("[[extraction]]")


def test_only_what_was_found_is_replaced_and_nothing_found_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sena.toml"
    path.write_text(FILE, "utf-8")
    assert write_found(path, [], DAY).added == ()
    assert path.read_text("utf-8") == FILE
    write_found(path, [found("https://sena.example/old/")], DAY)
    written = write_found(path, [found("https://sena.example/new/")], date(2026, 11, 26))
    assert (written.added, written.removed) == (
        ("https://sena.example/new/",),
        ("https://sena.example/old/",),
    )
    urls = [source.url for source in load_outlets(tmp_path)["sena"].sources]
    assert urls == ["https://sena.example/a", "https://sena.example/new/"]


def test_a_file_without_sources_says_now_that_it_was_checked(tmp_path: Path) -> None:
    path = tmp_path / "sena.toml"
    before, _, rest = FILE.partition("[[sources]]")
    path.write_text(before + "[[extraction]]" + rest.partition("[[extraction]]")[2], "utf-8")
    write_found(path, [found("https://sena.example/feed/")], DAY)
    outlet = load_outlets(tmp_path)["sena"]
    assert (outlet.status, outlet.checked) == ("checked", DAY)
    assert "# the layout" in path.read_text("utf-8")


def test_a_file_is_never_made_wrong(tmp_path: Path) -> None:
    path = tmp_path / "sena.toml"
    path.write_text(FILE, "utf-8")
    with pytest.raises(CannotWrite, match=r"would become wrong: sources\[1\]\.url: must have neither user"):
        write_found(path, [found("https://me@sena.example/feed/")], DAY)
    assert path.read_text("utf-8") == FILE
    assert [file.name for file in tmp_path.iterdir()] == ["sena.toml"], "nothing is left behind"
    with pytest.raises(CannotWrite, match="cannot be read"):
        write_found(tmp_path / "none.toml", [found("https://sena.example/feed/")], DAY)
