"""Archives of other programs, and broken ones: read as far as they go, and what is broken is told."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from crawler.archive.pages import Archived, PageReader, Skipped
from crawler.archive.records import Broken
from tests.project import SHARED

HOSTILE = SHARED / "data" / "hostile" / "warcio"
EXAMPLE = "http://example.com/"

# File → URLs of its pages; reasons of what else is in it; beginnings of what is said of broken records.
EXPECTED: dict[str, tuple[list[str], set[str], list[str]]] = {
    "bad.arc": ([], {"not-http", "no-status"}, []),
    "example-bad-non-chunked.warc.gz": ([EXAMPLE], {"revisit"}, []),
    "example-bad.warc.gz.bad": (["http://example.com?example=1"], {"revisit", "status-302"}, []),
    "example-digest.warc": ([], set(), []),
    "example-iana.org-chunked.warc": (["http://www.iana.org/"], set(), []),
    "example-resource.warc.gz": ([], {"resource"}, []),
    "example-space-in-target-uri.warc.gz": ([], {"resource"}, []),
    "example-space-in-url.arc": ([], set(), ["cut off or damaged: 12 of 1,591 bytes are missing"]),
    "example-trunc.warc": ([], set(), ["block digest failed"]),
    "example-wget-bad-target-uri.warc.gz": ([EXAMPLE], {"resource"}, []),
    "example-wrong-chunks.warc.gz": ([], set(), ["cut off or damaged: 1,270 of 1,613 bytes are missing"]),
    "example.arc": ([EXAMPLE], set(), []),
    "example.arc.gz": ([EXAMPLE], set(), []),
    "example.warc": ([EXAMPLE], {"revisit"}, []),
    "example.warc.gz": ([EXAMPLE], {"revisit"}, []),
    "post-test.warc.gz": (
        ["http://httpbin.org/post", "http://httpbin.org/post", "http://httpbin.org/post?foo=bar"],
        set(),
        [],
    ),
}

needs_shared = pytest.mark.skipif(not HOSTILE.is_dir(), reason=f"{HOSTILE} is not there")


def test_every_hostile_archive_is_expected() -> None:
    if not HOSTILE.is_dir():
        pytest.skip(f"{HOSTILE} is not there")
    assert {path.name for path in HOSTILE.iterdir()} == set(EXPECTED)


@needs_shared
@pytest.mark.parametrize("name", EXPECTED)
def test_a_hostile_archive_is_read_as_far_as_it_goes(name: str) -> None:
    urls, reasons, problems = EXPECTED[name]
    found = list(PageReader(5 << 20).read(HOSTILE / name))
    assert [one.url for one in found if isinstance(one, Archived)] == urls
    assert {one.reason for one in found if isinstance(one, Skipped)} - {""} == reasons
    told = [one for one in found if isinstance(one, Broken)]
    assert len(told) == len(problems)
    assert all(one.reason.startswith(start) for one, start in zip(told, problems, strict=True))
    assert all(one.offset >= 0 for one in found)


@needs_shared
def test_a_strangers_page_is_decoded() -> None:
    [page] = [
        one for one in PageReader(5 << 20).read(HOSTILE / "example.warc.gz") if isinstance(one, Archived)
    ]
    assert b"<h1>Example Domain</h1>" in page.body, "gzip content encoding is undone"
    assert page.headers["content-type"] == "text/html" and page.note is None
    assert page.fetched_at.isoformat() == "2017-03-06T04:02:06+00:00"
    [page] = [
        one
        for one in PageReader(5 << 20).read(HOSTILE / "example-iana.org-chunked.warc")
        if isinstance(one, Archived)
    ]
    assert page.body.lstrip().startswith(b"<!doctype html>"), "chunks are undone"


@needs_shared
@pytest.mark.parametrize("name", ["example.warc.gz", "example.warc"])
def test_an_archive_cut_off_anywhere_gives_what_is_whole_before(name: str, tmp_path: Path) -> None:
    data = (HOSTILE / name).read_bytes()
    whole = list(PageReader(5 << 20).read(HOSTILE / name))
    file = tmp_path / name
    for size in range(0, len(data), 37):
        file.write_bytes(data[:size])
        found = list(PageReader(5 << 20).read(file))
        kept = [(type(one), one.offset) for one in found if not isinstance(one, Broken)]
        assert kept == [(type(one), one.offset) for one in whole][: len(kept)]
        # A record may end in the line ends that separate it from the next.
        ends = {one.offset for one in whole} | {len(data)}
        if not any(end - 8 <= size <= end for end in ends):
            assert isinstance(found[-1], Broken), size


@needs_shared
@pytest.mark.parametrize("at", [5, 380, 900, 2200])
def test_after_damage_reading_goes_on_with_the_next_record(at: int, tmp_path: Path) -> None:
    data = bytearray((HOSTILE / "example.warc.gz").read_bytes())
    whole = [one.offset for one in PageReader(5 << 20).read(HOSTILE / "example.warc.gz")]
    for place in range(at, at + 40):
        data[place] ^= 0x5A
    file = tmp_path / "damaged.warc.gz"
    file.write_bytes(data)
    found = list(PageReader(5 << 20).read(file))
    hit = max(offset for offset in whole if offset <= at)
    assert any(isinstance(one, Broken) and one.offset == hit for one in found)
    assert {one.offset for one in found if not isinstance(one, Broken)} == set(whole) - {hit}


@pytest.mark.parametrize("data", [b"", b"\n" * 9, b"\x1f\x8b", b"<html>", b"WARC/1.0\r\n", b"\x00" * 9000])
def test_what_is_no_archive_raises_nothing(data: bytes, tmp_path: Path) -> None:
    for name, content in (("a.warc", data), ("b.warc.gz", gzip.compress(data))):
        file = tmp_path / name
        file.write_bytes(content)
        found = list(PageReader(5 << 20).read(file))
        assert not [one for one in found if isinstance(one, Archived)]
        if data.strip():
            assert [one for one in found if isinstance(one, Broken)], content
