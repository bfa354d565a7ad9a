"""``scrapy crawl replay`` over what a real crawl of the newsroom archived, and over strangers' archives."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from crawler.archive.exchange import Exchange
from crawler.archive.pages import Archived, PageReader
from crawler.archive.writer import ArchiveWriter
from tests.crawler.test_archive_records import HOSTILE
from tests.newsroom import Newsroom
from tests.project import Installation

pytestmark = pytest.mark.newsroom

NO_NETWORK = {"PRAHARI_RESOLVE": "", "PRAHARI_ALLOW_PRIVATE_HOSTS": ""}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation that has crawled the newsroom, which is closed now."""
    directory = tmp_path_factory.mktemp("crawled")
    with Newsroom() as newsroom:
        newsroom.write_outlets(directory / "outlets")
        here = Installation(directory / "data", directory / "outlets")
        done = here.scrapy("crawl", "all")
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    yield Installation(directory / "data", directory / "outlets", NO_NETWORK)


def replayed(here: Installation, *arguments: str) -> tuple[dict[str, int], str, str]:
    """Counts of the summary, and both outputs."""
    done = here.scrapy("crawl", "replay", *arguments)
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    found = re.findall(r"([\d,]+) (pages|new|changed|unchanged)\b", done.stdout)
    counts = {kind: int(count.replace(",", "")) for count, kind in reversed(found)}
    return counts, done.stdout, done.stderr


def exported(here: Installation) -> dict[str, dict[str, Any]]:
    lines = here.scrapy("export").stdout.splitlines()
    return {story["url"]: story for story in map(json.loads, lines)}


def refusals(here: Installation) -> dict[str, dict[str, Any]]:
    lines = here.scrapy("rejected", "--list", "--json", "-n", "1000").stdout.splitlines()
    return {one["url"]: one["rejected"] for one in map(json.loads, lines)}


def archive_of(here: Installation) -> list[Path]:
    return sorted((here.data / "archive").rglob("*.warc.gz"))


def pages_of(here: Installation) -> list[Archived]:
    reader = PageReader(1 << 24)
    return [one for path in archive_of(here) for one in reader.read(path) if isinstance(one, Archived)]


def from_copies(stories: dict[str, dict[str, Any]]) -> set[str]:
    """Addresses of the stories whose pages have no text, but for an AMP copy."""
    return {url for url, one in stories.items() if one["outlet"] == "drishyapath"}


def stories_at(pages: list[Archived]) -> set[str]:
    """Addresses under which their stories may stand: one outlet redirects to AMP pages, which state it."""
    return {page.url.replace("/amp/", "/") for page in pages}


def test_every_page_that_was_processed_is_in_the_archive(crawled: Installation) -> None:
    archived = stories_at(pages_of(crawled))
    assert set(exported(crawled)) <= archived
    read = {url for url, why in refusals(crawled).items() if why["stage"] in ("extract", "language")}
    assert read and len(read - archived) <= 1, "all but redirected ones, which stand under where they led"
    assert not list(crawled.data.rglob("*.open"))


def test_the_same_rules_change_nothing(crawled: Installation) -> None:
    before, refused = exported(crawled), refusals(crawled)
    counts, told, _ = replayed(crawled)
    assert from_copies(before) and "amp-copy" not in told
    assert counts["unchanged"] == len(before) and counts["new"] == counts["changed"] == 0
    assert exported(crawled) == before and refusals(crawled) == refused


def test_a_store_that_was_lost_comes_back_from_the_archive(crawled: Installation, tmp_path: Path) -> None:
    fresh = Installation(tmp_path, crawled.outlets, NO_NETWORK)
    counts, _, told = replayed(fresh, "-a", f"warc={crawled.data}/archive/**/*.warc.gz")
    assert "100%" in told, "there is a bar"
    before, now = exported(crawled), exported(fresh)
    assert counts["new"] == len(now)
    # Which of two outlets was first with an agency's story, only the order of storing says.
    assert set(now) == set(before)
    for url, story in now.items():
        differing = {name for name in story if story[name] != before[url][name]}
        assert differing <= {"cluster_id", "revision"}, url
    archived = {page.url for page in pages_of(crawled)}
    expected = {url: why["reason"] for url, why in refusals(crawled).items() if url in archived}
    assert {url: why["reason"] for url, why in refusals(fresh).items() if url in archived} == expected


def test_a_copy_that_is_not_in_the_archive_is_told(crawled: Installation, tmp_path: Path) -> None:
    """As in archives of earlier versions: the store keeps what it has, and what it lost stays lost."""
    before = exported(crawled)
    copies = {page.url for page in pages_of(crawled) if page.note and page.note.copy_of}
    assert len(copies) == len(from_copies(before))
    old = tmp_path / "old.warc.gz"
    with old.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for path in archive_of(crawled):
            with path.open("rb") as ours:
                for record in ArchiveIterator(ours):
                    if record.rec_headers["WARC-Target-URI"] not in copies:
                        writer.write_record(record)
    shutil.copytree(crawled.data, tmp_path / "data")
    for data, left in (("data", before), ("empty", before.keys() - from_copies(before))):
        here = Installation(tmp_path / data, crawled.outlets, NO_NETWORK)
        _, told, _ = replayed(here, "-a", f"warc={old}")
        assert f"{len(copies)} amp-copy-not-archived" in told
        assert exported(here).keys() == set(left)


def test_a_copy_is_of_no_use_to_a_page_that_has_text_today(crawled: Installation, tmp_path: Path) -> None:
    """Of an archive whose page was written anew with its text, and of one without the page."""
    pages = pages_of(crawled)
    copy = next(page for page in pages if page.note and page.note.copy_of)
    assert copy.note is not None and copy.note.copy_of is not None
    url, at = copy.note.copy_of
    page = next(one for one in pages if (one.url, one.fetched_at) == (url, at))
    assert page.note is not None
    writer = ArchiveWriter(tmp_path / "archive", 1 << 20)
    headers = ((b"Content-Type", b"text/html; charset=utf-8"),)
    writer.append(Exchange(page.note, url, 200, headers, copy.body.replace(b"amphtml", b"x")))
    writer.append(Exchange(copy.note, copy.url, 200, headers, copy.body))
    other = replace(copy.note, copy_of=(f"{url}?elsewhere", at))
    writer.append(Exchange(other, copy.url, 200, headers, copy.body))
    writer.close()
    fresh = Installation(tmp_path, crawled.outlets, NO_NETWORK)
    counts, told, _ = replayed(fresh)
    assert counts["pages"] == counts["new"] == 1 and "2 amp-copy-not-needed" in told
    assert exported(fresh).keys() == {url}


def test_one_outlet_alone(crawled: Installation, tmp_path: Path) -> None:
    fresh = Installation(tmp_path, crawled.outlets, NO_NETWORK)
    warc = f"warc={crawled.data}/archive/**/*.warc.gz"
    counts, told, _ = replayed(fresh, "-a", warc, "-a", "outlet=navprabhat, janpath")
    now = exported(fresh)
    assert {story["outlet"] for story in now.values()} == {"navprabhat", "janpath"}
    assert counts["new"] == len(now) and "other-outlet" in told


def test_another_rule_makes_versions_only_where_the_story_changed(
    crawled: Installation, tmp_path: Path
) -> None:
    """A rule of one outlet that drops its first paragraph: its stories change, no other does."""
    outlets = tmp_path / "outlets"
    shutil.copytree(crawled.outlets, outlets)
    shutil.copytree(crawled.data, tmp_path / "data")
    here = Installation(tmp_path / "data", outlets, NO_NETWORK)
    before = exported(here)
    file = outlets / "navprabhat.toml"
    file.write_text(file.read_text() + '\n[[extraction]]\ndrop = ["p:first-of-type"]\n')
    counts, _, _ = replayed(here)
    now = exported(here)
    changed = {url for url in before if now[url]["text"] != before[url]["text"]}
    assert changed and {before[url]["outlet"] for url in changed} == {"navprabhat"}
    assert counts["changed"] == len(changed) and counts["new"] == 0
    assert all(now[url]["version"] == before[url]["version"] + (url in changed) for url in before)
    assert replayed(here)[0]["changed"] == 0, "and the second time none"


def test_a_broken_archive_is_replayed_as_far_as_it_goes(crawled: Installation, tmp_path: Path) -> None:
    [path] = archive_of(crawled)
    data = bytearray(path.read_bytes())
    pages = pages_of(crawled)
    data[pages[3].offset + 40] ^= 0xFF  # one damaged record
    broken = tmp_path / "broken.warc.gz"
    broken.write_bytes(data[: pages[20].offset + 100])  # and one cut off
    fresh = Installation(tmp_path / "data", crawled.outlets, NO_NETWORK)
    counts, summary, told = replayed(fresh, "-a", f"warc={broken}")
    passed = re.search(r"(\d+) amp-copy-not-archived", summary)
    read = [*pages[:3], *pages[4:20]]
    # A copy is told with its page.
    alone = [page for page in read if page.note is None or page.note.copy_of is None]
    assert counts["pages"] + int(passed[1] if passed else 0) == len(alone)
    assert f"record at byte {pages[3].offset:,}" in told and f"record at byte {pages[20].offset:,}" in told
    assert f"{broken}: 2 broken records" in summary
    urls = stories_at(read)
    assert set(exported(fresh)) <= urls


@pytest.mark.skipif(not HOSTILE.is_dir(), reason=f"{HOSTILE} is not there")
def test_all_hostile_archives_at_once(crawled: Installation, tmp_path: Path) -> None:
    fresh = Installation(tmp_path, crawled.outlets, NO_NETWORK)
    counts, summary, told = replayed(fresh, "-a", f"warc={HOSTILE}/*")
    assert counts["pages"] == 0 and "no-outlet" in summary
    for name in ("example-space-in-url.arc", "example-trunc.warc", "example-wrong-chunks.warc.gz"):
        assert f"{name}: record at byte" in told and f"{name}: 1 broken record" in summary


def test_files_that_are_no_archives_are_a_failure(crawled: Installation, tmp_path: Path) -> None:
    (tmp_path / "noise.warc.gz").write_bytes(b"no archive at all\n" * 50)
    here = Installation(tmp_path / "data", crawled.outlets)
    done = here.scrapy("crawl", "replay", "-a", f"warc={tmp_path}/*.gz")
    assert done.returncode == 1 and "0 pages of 1 file" in done.stdout
    assert "noise.warc.gz: record at byte 0" in done.stderr


def test_a_strangers_archive_gives_the_same_stories(crawled: Installation, tmp_path: Path) -> None:
    """Ours without its metadata records is what any other crawler writes."""
    [path] = archive_of(crawled)
    foreign = tmp_path / "crawl-data.warc"
    with path.open("rb") as ours, foreign.open("wb") as theirs:
        writer = WARCWriter(theirs, gzip=False)
        for record in ArchiveIterator(ours):
            if record.rec_type == "response":
                writer.write_record(record)
    fresh = Installation(tmp_path / "data", crawled.outlets, NO_NETWORK)
    replayed(fresh, "-a", f"warc={foreign}")
    before, now = exported(crawled), exported(fresh)
    assert len(now) >= len(before) - 3  # what only a feed stated is not there
    assert {story["source"]["kind"] for story in now.values()} == {"warc"}
    for url in set(now) & set(before):
        assert (now[url]["title"], now[url]["text"]) == (before[url]["title"], before[url]["text"]), url


def test_a_page_that_was_fetched_twice_becomes_two_versions(crawled: Installation, tmp_path: Path) -> None:
    """In the order of the archive, however many workers read it, and with the body of a revisit record."""
    stories = exported(crawled)
    # Not every page states its text: one outlet's pages are read from their AMP copies.
    page = next(
        page
        for page in pages_of(crawled)
        if page.url in stories and stories[page.url]["text"].splitlines()[0].encode() in page.body
    )
    assert page.note is not None
    first_line = stories[page.url]["text"].splitlines()[0].encode()
    writer, kept = ArchiveWriter(tmp_path / "archive", 1 << 20), None
    bodies = [page.body.replace(first_line, first_line + f" {number}.".encode()) for number in range(6)]
    for hours, body in enumerate([*bodies, bodies[-1]]):
        note = replace(page.note, fetched_at=page.note.fetched_at + timedelta(hours=hours))
        headers = tuple((name.encode(), value.encode()) for name, value in page.headers.items())
        kept = writer.append(Exchange(note, page.url, 200, headers, body), kept)
    writer.close()
    fresh = Installation(tmp_path, crawled.outlets, NO_NETWORK)
    counts, _, _ = replayed(fresh)
    assert (counts["new"], counts["changed"], counts["unchanged"]) == (1, 5, 1)
    assert exported(fresh)[page.url]["version"] == 6
    with sqlite3.connect(tmp_path / "prahari.db") as database:
        texts = [text for (text,) in database.execute("SELECT text FROM versions ORDER BY version")]
    assert [text.splitlines()[0][-2:] for text in texts] == [f"{number}." for number in range(6)]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("-a", "warc=/nowhere/*.warc.gz"), "no file matches '/nowhere/*.warc.gz'"),
        (("-a", "outlet=navprabat"), "no outlet 'navprabat'; did you mean navprabhat?"),
    ],
)
def test_what_cannot_be_replayed_is_said_in_one_line(
    crawled: Installation, arguments: tuple[str, ...], told: str
) -> None:
    done = crawled.scrapy("crawl", "replay", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"prahari: {told}\n")
