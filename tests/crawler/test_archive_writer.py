"""What is written into the archive, and what of it is there after a kill at any instant."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.archive import files
from crawler.archive.exchange import Exchange, Note, digest, from_json, page_headers, to_json
from crawler.archive.files import ArchiveProblem
from crawler.archive.pages import Archived, PageReader
from crawler.archive.records import Broken
from crawler.archive.writer import ArchiveWriter
from pipelines.entry import Entry, SourceRef
from tests.project import PROJECT

NOON = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)
FEED = SourceRef("feed", "https://www.prabhat.example/rss/desh.xml")
HOUR = timedelta(hours=1)
HEADERS = (
    (b"Content-Type", b"text/html; charset=utf-8"),
    (b"Content-Length", b"77"),  # of the compressed body
    (b"Set-Cookie", b"a=1"),
    (b"Set-Cookie", b"b=2"),
    (b"Transfer-Encoding", b"chunked"),
)


def exchange(slug: str = "brahmos", text: str = "ब्रह्मोस", hours: float = 0) -> Exchange:
    at = NOON + hours * HOUR
    url = f"https://www.prabhat.example/desh/{slug}?क=१"
    entry = Entry(
        link=url,
        source=FEED,
        title="अरब सागर \ud800",  # as broken feeds have it
        published=NOON - HOUR,
        categories=("देश", "रक्षा"),
    )
    note = Note("prabhat", FEED, f"{url}&asked", at, entry)
    body = f"<html><p>{text}</p></html>".encode()
    return Exchange(note, url, 200, HEADERS, body, ((b"User-Agent", b"Prahari"), (b"Accept", b"*/*")))


def pages(directory: Path) -> list[Archived]:
    """Everything in the archive; nothing of it broken."""
    found = [one for path in sorted(directory.rglob("*.warc.gz*")) for one in PageReader(1 << 20).read(path)]
    assert not [one for one in found if isinstance(one, Broken)]
    return [one for one in found if isinstance(one, Archived)]


def test_a_page_comes_back_as_it_was(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, 1 << 20)
    given = exchange()
    kept = writer.append(given)
    writer.close()
    [page] = pages(tmp_path)
    assert (page.url, page.status, page.body) == (given.url, 200, given.body)
    assert page.note == given.note and page.fetched_at == NOON
    assert page.headers == page_headers(HEADERS)
    assert (kept.file, kept.digest, kept.at) == (
        page.file.relative_to(tmp_path).as_posix(),
        given.digest,
        NOON,
    )
    assert page.file.parent.name == "2026-11-24" and page.file.name.startswith("prahari-20261124-120000-")


def test_any_warc_tool_reads_it(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, 1 << 20)
    first = writer.append(exchange())
    writer.append(exchange(hours=1), first)
    writer.close()
    [path] = tmp_path.rglob("*.warc.gz")
    with path.open("rb") as file:
        records = []
        for record in ArchiveIterator(file, check_digests="raise"):
            record.raw_stream.read()
            records.append(record)
    kinds = [record.rec_type for record in records]
    assert kinds == ["warcinfo", "metadata", "request", "response", "metadata", "request", "revisit"]
    response, request, revisit = records[3], records[2], records[6]
    assert request.http_headers.get_header("User-Agent") == "Prahari"
    assert request.rec_headers["WARC-Concurrent-To"] == response.rec_headers["WARC-Record-ID"]
    assert response.rec_headers["WARC-Payload-Digest"] == digest(exchange().body)
    assert response.http_headers.get_header("X-Archive-Orig-Content-Length") == "77"
    assert revisit.rec_headers["WARC-Refers-To-Date"] == "2026-11-24T12:00:00.123456Z"
    assert revisit.rec_headers["WARC-Payload-Digest"] == response.rec_headers["WARC-Payload-Digest"]
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)], capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


def test_an_unchanged_page_costs_no_body_and_comes_back_with_it(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, 1)  # each page in a file of its own
    large = "युद्धपोत " * 20_000
    first = writer.append(exchange(text=large))
    assert writer.append(exchange(text=large, hours=1), first) == first
    changed = writer.append(exchange(text=large + "!", hours=2), first)
    assert changed != first
    found = pages(tmp_path)
    assert [(page.body, page.fetched_at) for page in found] == [
        (one.body, one.note.fetched_at)
        for one in (exchange(text=large), exchange(text=large, hours=1), exchange(text=large + "!", hours=2))
    ]
    # Where the file with the body is gone, the page is told as broken, and written whole the next time.
    (tmp_path / first.file).unlink()
    told = [one for path in sorted(tmp_path.rglob("*.gz")) for one in PageReader(1 << 20).read(path)]
    assert [one.reason for one in told if isinstance(one, Broken)] == [
        f"its body is in {first.file}, which is not there"
    ]
    assert writer.append(exchange(text=large, hours=3), first) != first


def test_a_file_ends_at_its_size_and_with_its_day(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, 5_000)
    for number in range(40):
        writer.append(replace(exchange(f"s{number}"), body=os.urandom(1_000)))
    writer.append(exchange(hours=12.01))
    names = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.warc.gz"))
    assert len(names) > 8 and {name[:10] for name in names} == {"2026-11-24"}
    assert all((tmp_path / name).stat().st_size < 8_000 for name in names)
    [now] = tmp_path.rglob("*.open")
    assert now.parent.name == "2026-11-25"
    writer.close()
    assert not list(tmp_path.rglob("*.open"))


def test_old_days_are_removed_and_nothing_refers_to_them_for_long(tmp_path: Path) -> None:
    day = 24
    writer = ArchiveWriter(tmp_path, 1 << 20, days=10)
    foreign = tmp_path / "2026-11-24" / "mine.warc.gz"
    first = writer.append(exchange())
    foreign.write_bytes(b"kept")
    assert writer.append(exchange(hours=4 * day), first) == first
    assert writer.append(exchange(hours=6 * day), first) != first, "its body would be gone soon"
    writer.append(exchange(hours=10 * day))
    assert (tmp_path / first.file).exists()
    writer.append(exchange(hours=11 * day))
    assert not (tmp_path / first.file).exists() and foreign.exists()
    writer.close()


def test_a_disk_that_is_full_leaves_whole_records(tmp_path: Path) -> None:
    """The limit of the process's file size stands in for the disk: the same write fails the same way."""
    code = f"""
import resource, signal
from pathlib import Path
from crawler.archive.writer import ArchiveWriter
from crawler.archive.files import ArchiveProblem
from tests.crawler.test_archive_writer import exchange, replace, os
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
writer = ArchiveWriter(Path({str(tmp_path)!r}), 1 << 30)
written = 0
try:
    while True:
        writer.append(replace(exchange(f"s{{written}}"), body=os.urandom(3_000)))
        written += 1
except ArchiveProblem as problem:
    print(written, problem)
    writer.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    count, _, reason = done.stdout.partition(" ")
    assert int(count) > 5 and "File too large" in reason
    assert len(pages(tmp_path)) == int(count)


def test_a_directory_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveProblem, match="file"):
        ArchiveWriter(tmp_path / "file", 1).append(exchange())


WRITE = """
import sys
from pathlib import Path
from crawler.archive.writer import ArchiveWriter
from tests.crawler.test_archive_writer import exchange, replace, os
writer = ArchiveWriter(Path(sys.argv[1]), 200_000)
number = 0
while True:
    writer.append(replace(exchange(f"s{number}"), body=os.urandom(20_000)))
    print(number, flush=True)
    number += 1
"""


@pytest.mark.parametrize("after", [1, 7, 30])
def test_what_append_returned_for_survives_kill_9(after: int, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITE, str(tmp_path)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    told = [int(process.stdout.readline()) for _ in range(after)]
    assert files.adopt_left(tmp_path) == [], "a living process's file is its own"
    os.kill(process.pid, signal.SIGKILL)
    told += [int(line) for line in process.stdout.read().splitlines()]
    process.wait()
    files.adopt_left(tmp_path)
    assert not list(tmp_path.rglob("*.open"))
    urls = [page.url for page in pages(tmp_path)]
    assert urls[: len(told)] == [exchange(f"s{number}").url for number in told]
    assert len(urls) - len(told) <= 1


def test_a_record_cut_off_is_taken_from_a_file_left_open(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, 1 << 20)
    for number in range(3):
        writer.append(exchange(f"s{number}"))
    writer.close()
    [path] = tmp_path.rglob("*.warc.gz")
    data = path.read_bytes()
    path.unlink()
    for cut in (len(data) - 1, len(data) - 300, 5):
        left = files.opened(path)
        left.write_bytes(data[:cut])
        closed = files.adopt_left(tmp_path)
        assert not left.exists()
        if cut == 5:
            assert closed == []  # not one whole record
            continue
        assert closed == [path]
        assert [page.url for page in pages(tmp_path)] == [exchange(f"s{n}").url for n in range(2)]
        path.unlink()


def test_a_note_of_another_format_is_none() -> None:
    note = exchange().note
    assert from_json(to_json(note)) == note
    for payload in (b"", b"[]", b"{}", b'{"prahari": 99}', to_json(note).replace(b"+00:00", b"")):
        assert from_json(payload) is None


def test_a_304_is_a_revisit_record_that_replay_passes_by(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, 1 << 20)
    first = writer.append(exchange())
    asked = replace(exchange(hours=1), status=304, body=b"")
    assert writer.append(asked, first) == first
    writer.close()
    path = tmp_path / first.file
    records = [(one.rec_type, one.rec_headers) for one in ArchiveIterator(path.open("rb"))]
    [record] = [headers for kind, headers in records if kind == "revisit"]
    assert record.get_header("WARC-Profile").endswith("/revisit/server-not-modified")
    assert record.get_header("WARC-Payload-Digest") == first.digest
    assert record.get_header("WARC-Refers-To-Date") == "2026-11-24T12:00:00.123456Z"
    assert len(pages(tmp_path)) == 1
    # What it would stand for is gone: then there is nothing to write, and nothing is forgotten.
    path.unlink()
    assert writer.append(asked, first) == first
    assert list(tmp_path.rglob("*.warc.gz*")) == []
