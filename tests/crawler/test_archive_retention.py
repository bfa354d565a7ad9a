"""The archive stays within its bytes: the oldest files go, never one that is being written."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from crawler.archive import files, retention
from crawler.archive.writer import ArchiveWriter
from pipelines.store import ArchivedPage
from tests.crawler.test_archive_writer import HOUR, NOON, exchange, pages

TOTAL = 40_000


def noise(number: int) -> str:
    """About 2,000 bytes that do not compress."""
    return os.urandom(1000).hex() + str(number)


def size(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.rglob("*.warc.gz*"))


def test_the_oldest_go_and_the_rest_stays_within_the_total(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, 1 << 30, total=TOTAL)
    kept: list[ArchivedPage] = []
    largest = 0
    for number in range(60):
        kept.append(writer.append(exchange(f"story-{number}", noise(number), hours=number)))
        largest = max(largest, size(tmp_path))
    writer.close()
    assert TOTAL * 0.7 < largest <= TOTAL
    left = [page.url for page in pages(tmp_path)]
    assert 5 < len(left) < 60
    assert left == [page.url for page in kept[-len(left) :]], "the newest are those that stay"
    assert {path.name for path in tmp_path.iterdir()} == {path.parent.name for path in tmp_path.rglob("*.gz")}


def test_what_is_being_written_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    open_path, descriptor = files.create(tmp_path, NOON - timedelta(days=3))
    os.write(descriptor, b"x" * 1000)
    foreign = tmp_path / "2020-01-01" / "mine.warc.gz"
    foreign.parent.mkdir()
    foreign.write_bytes(b"x" * 1000)
    writer = ArchiveWriter(tmp_path, 1)
    for number in range(3):
        writer.append(exchange(f"story-{number}", noise(number), hours=number))
    assert retention.remove_over(tmp_path, 500) == 3
    assert files.opened(open_path).exists() and foreign.exists()
    files.close(open_path, descriptor)
    assert retention.remove_over(tmp_path, 1000) == 0 and open_path.exists()


def test_an_unchanged_page_is_written_whole_before_its_body_goes(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, 1 << 30, total=TOTAL)
    same = noise(0)
    last = first = writer.append(exchange(text=same))
    for number in range(1, 60):
        writer.append(exchange(f"story-{number}", noise(number), hours=number))
        last = writer.append(exchange(text=same, hours=number), last)
    writer.close()
    assert last != first
    # Each of the page's fetches that are left comes back with its body.
    mine = [page for page in pages(tmp_path) if page.url == first.url]
    assert len(mine) > 3 and all(same.encode() in page.body for page in mine)
    assert mine[-1].fetched_at == NOON + 59 * HOUR
