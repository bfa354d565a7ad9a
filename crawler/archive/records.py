"""The records of a WARC or ARC file, whoever wrote it and whatever befell it.

A record that is cut off or damaged is a `Broken`, with place and reason, and reading goes on where the next
record begins: each is compressed by itself. Nothing here raises for what a file holds.
"""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

T = TypeVar("T")
_CHUNK = 1 << 18
_GZIP = b"\x1f\x8b\x08"
_BEGIN = b"WARC/"


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that cannot be read."""

    file: Path
    offset: int
    """In bytes from the start of the file, compressed as it is (of the text, where a file was compressed as
    a whole)."""
    reason: str
    url: str = ""
    """Where its headers still say so."""
    date: str = ""
    """``WARC-Date``, likewise."""

    def __str__(self) -> str:
        return f"{self.file}: record at byte {self.offset:,}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What was made of a whole record."""

    offset: int
    value: T


class _Iterator(ArchiveIterator):  # type: ignore[misc]
    INC_RECORD = ""  # would be written to standard error; the next record is told as broken


def read(path: Path, take: Callable[[ArcWarcRecord], T]) -> Iterator[Read[T] | Broken]:
    """What ``take`` makes of each whole record of the file, in order, and what is broken.

    ``take`` need not read a record to its end. Raises OSError if the file cannot be opened or read.
    """
    with path.open("rb") as file:
        if _is_one_member(file):
            with gzip.GzipFile(fileobj=file) as whole:
                yield from _read_from(path, cast(BinaryIO, whole), 0, take, sys.maxsize)
            return
        size = path.stat().st_size
        start: int | None = 0
        while start is not None and start < size:
            broken_at = yield from _read_from(path, file, start, take, size)
            start = None if broken_at is None else next_record(file, broken_at + 1)


def read_at(path: Path, offset: int, take: Callable[[ArcWarcRecord], T]) -> T | Broken:
    """What ``take`` makes of the record at ``offset``. Raises OSError."""
    with path.open("rb") as file:
        for found in _read_from(path, file, offset, take, path.stat().st_size):
            return found if isinstance(found, Broken) else found.value
    return Broken(path, offset, "there is no record")


def _read_from(
    path: Path, file: BinaryIO, start: int, take: Callable[[ArcWarcRecord], T], size: int
) -> Generator[Read[T] | Broken, None, int | None]:
    """Read from ``start`` to the first broken record; returns where that is, None at the file's end."""
    file.seek(start)
    records = _Iterator(file, arc2warc=True, check_digests=True)
    end = start
    while True:
        try:
            record = next(records, None)
            if record is None:
                break
            value = take(record)
            offset: int = records.get_record_offset()
        except Exception as error:  # noqa: BLE001 - a damaged file may bring anything about
            yield Broken(path, end, _reason(error))
            return end
        if problem := _problem(record):
            headers = record.rec_headers
            url, date = (headers.get_header(name) or "" for name in ("WARC-Target-URI", "WARC-Date"))
            yield Broken(path, offset, problem, url, date)
            return offset
        after = max(end, offset + records.get_record_length())
        if after >= size and not _is_whole(file, offset):
            break
        end = after
        yield Read(offset, value)
    file.seek(end)
    # What warcio takes for the end may be a record that was cut off within its headers.
    if file.read(_CHUNK).strip():
        yield Broken(path, end, "cut off within its headers")
        return end
    return None


def _is_whole(file: BinaryIO, offset: int) -> bool:
    """Whether the file's last record was not cut off within its headers, which warcio takes for fewer."""
    before = file.tell()  # warcio reads on from there
    try:
        file.seek(offset)
        data = file.read(_CHUNK)
        if not data.startswith(_GZIP):
            return not data.startswith(_BEGIN) or b"\r\n\r\n" in data
        member = zlib.decompressobj(zlib.MAX_WBITS + 16)
        while data and not member.eof:
            member.decompress(data)
            data = file.read(_CHUNK)
        return member.eof
    except zlib.error:
        return False
    finally:
        file.seek(before)


def _problem(record: ArcWarcRecord) -> str:
    """What is wrong with a record that was read to its end; empty if nothing is."""
    if not record.rec_type:
        return "no WARC-Type"
    missing = getattr(record.raw_stream, "limit", 0)
    if missing > 0:
        return f"cut off or damaged: {missing:,} of {record.length:,} bytes are missing"
    return next((problem for problem in record.digest_checker.problems if "block digest" in problem), "")


def _reason(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    text = lines[0] if lines else type(error).__name__
    if "non-chunked gzip" in text:
        return "several records in one gzip member: rewrite the file with `warcio recompress`"
    return text[:300]


def _is_one_member(file: BinaryIO) -> bool:
    """Whether the file was compressed as a whole, not record by record; leaves it at its start."""
    file.seek(0)
    head = file.read(_CHUNK)
    file.seek(0)
    if not head.startswith(_GZIP):
        return False
    with suppress(zlib.error):
        text = zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(head, _CHUNK)
        return text.startswith(_BEGIN) and b"\r\n\r\n" + _BEGIN in text
    return False


def next_record(file: BinaryIO, start: int) -> int | None:
    """Where the next record that begins at ``start`` or later begins; None if there is none."""
    file.seek(0)
    zipped = file.read(2) == _GZIP[:2]
    mark = _GZIP if zipped else b"\n" + _BEGIN
    file.seek(start)
    at, held = start, b""
    while data := file.read(_CHUNK):
        held += data
        place = held.find(mark)
        while place >= 0:
            begin = at + place + (0 if zipped else 1)
            if not zipped or _is_member(file, begin):
                return begin
            place = held.find(mark, place + 1)
        file.seek(at + len(held))
        keep = len(mark) - 1
        at, held = at + len(held) - keep, held[-keep:]
    return None


def _is_member(file: BinaryIO, begin: int) -> bool:
    """Whether a WARC record's gzip member begins there, and not bytes that look like one."""
    file.seek(begin)
    with suppress(zlib.error):
        head = zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(file.read(512), len(_BEGIN))
        return head == _BEGIN
    return False
