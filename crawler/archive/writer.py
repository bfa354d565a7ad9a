"""Exchanges appended to this process's file of the archive, one write each.

Synchronous, for one thread. What `append` has returned survives kill -9; a loss of power may cost the last
seconds, which the store's stories survive.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.client import responses
from io import BytesIO
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from warcio.recordloader import ArcWarcRecord
from warcio.warcwriter import WARCWriter

from crawler.archive import files, retention
from crawler.archive.exchange import Exchange, Note, page_headers, to_json
from crawler.archive.files import ArchiveProblem
from pipelines.store import ArchivedPage

ORIGINAL = "X-Archive-Orig-"
"""Before the name of a header that does not fit the body as it is kept."""
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


class ArchiveWriter:
    """Appends to one file after the other: a new one at ``max_size`` bytes, and on a new day (UTC).

    Files of days more than ``days`` ago are removed (0: never), and the oldest where all of them would have
    more than ``total`` bytes (0: never). With ``total``, a file has at most a quarter of it.
    """

    def __init__(
        self, directory: Path, max_size: int, days: int = 0, software: str = "Prahari", total: int = 0
    ) -> None:
        self._directory = directory
        self._max_size = max(1, min(max_size, total // 4)) if total else max_size
        self._days = days
        self._total = total
        self._software = software
        self._numbers = count(1)
        self._path: Path | None = None
        self._descriptor = -1
        self._size = 0
        self._day = ""

    def append(self, exchange: Exchange, before: ArchivedPage | None = None) -> ArchivedPage:
        """Write the page; where its body is.

        ``before`` is what this returned for the same URL last: if the body is the same and still there,
        only a revisit record is written, and ``before`` returned. So it is for a 304, which has no body.
        Raises ArchiveProblem; the file then ends as it ended before.
        """
        same = before if before is not None and self._still(before, exchange) else None
        if before is not None and same is None and exchange.status == 304:
            return before  # what it stands for is not there, or goes before
        path = self._file(exchange.note.fetched_at)
        out = BytesIO()
        begins = _write(WARCWriter(out, gzip=True, warc_version="1.1"), out, exchange, same)
        at = self._size
        self._append(out.getvalue())
        if self._size >= self._max_size:
            self.close()
        if same is not None:
            return same
        name = path.relative_to(self._directory).as_posix()
        return ArchivedPage(exchange.url, exchange.digest, exchange.note.fetched_at, name, at + begins)

    def close(self) -> None:
        """Close the file, if one is open. Raises ArchiveProblem."""
        if self._path is not None:
            path, self._path = self._path, None
            files.close(path, self._descriptor)

    def _still(self, before: ArchivedPage, exchange: Exchange) -> bool:
        """Whether the body before is the same, and will be there as long as most of what refers to it; where
        files go for their bytes, as long as all of it: in the file that is being written."""
        if before.url != exchange.url or (exchange.status != 304 and before.digest != exchange.digest):
            return False
        age = exchange.note.fetched_at - before.at
        if self._days and age > timedelta(days=self._days) / 2:
            return False
        if self._total:
            goes_on = self._path is not None and _day(exchange.note.fetched_at) <= self._day
            return goes_on and self._directory / before.file == self._path
        path = self._directory / before.file
        return path.exists() or files.opened(path).exists()

    def _file(self, at: datetime) -> Path:
        day = _day(at)
        if self._path is not None and day > self._day:
            self.close()
        if self._path is None:
            now = at.astimezone(UTC)
            self._path, self._descriptor = files.create(self._directory, now, self._numbers)
            self._size, self._day = 0, day
            self._make_room(now)
            out = BytesIO()
            writer = WARCWriter(out, gzip=True, warc_version="1.1")
            info = {"software": self._software, "format": "WARC File Format 1.1", "robots": "obey"}
            writer.write_record(writer.create_warcinfo_record(self._path.name, info))
            self._append(out.getvalue())
        return self._path

    def _make_room(self, now: datetime) -> None:
        """Remove what is over the limits, the file that is begun being as large as it may become."""
        retention.remove_old(self._directory, now.date(), self._days)
        if self._total:
            retention.remove_over(self._directory, self._total - self._max_size)

    def _append(self, data: bytes) -> None:
        left = memoryview(data)
        try:
            while left:
                left = left[os.write(self._descriptor, left) :]
        except OSError as error:
            os.ftruncate(self._descriptor, self._size)
            raise ArchiveProblem(f"{self._path}: {error.strerror or error}") from error
        self._size += len(data)


class _Head:
    """HTTP headers as they are; warcio's own would change those that are not ASCII."""

    def __init__(self, block: bytes) -> None:
        self.headers_buff = block

    def compute_headers_buffer(self, *_: object) -> None:
        pass


def _write(writer: WARCWriter, out: BytesIO, exchange: Exchange, same: ArchivedPage | None) -> int:
    """Write the records of an exchange; where the one with the response begins."""
    note, url = exchange.note, exchange.url
    date = _date(note.fetched_at)
    id = writer._make_warc_id()
    common = {"WARC-Date": date, "WARC-Concurrent-To": id}
    _record(writer, url, "metadata", common, b"", to_json(_note(exchange, same)))
    _record(writer, url, "request", common, _request(exchange), b"")
    begins = out.tell()
    digest = same.digest if same is not None else exchange.digest
    mine = {"WARC-Date": date, "WARC-Record-ID": id, "WARC-Payload-Digest": digest}
    if same is not None:
        mine |= {
            "WARC-Profile": NOT_MODIFIED if exchange.status == 304 else IDENTICAL,
            "WARC-Refers-To-Target-URI": same.url,
            "WARC-Refers-To-Date": _date(same.at),
        }
    body = b"" if same is not None else exchange.body
    _record(writer, url, "revisit" if same is not None else "response", mine, _response(exchange), body)
    return begins


def _note(exchange: Exchange, same: ArchivedPage | None) -> Note:
    """The exchange's note, with what only its records decide."""
    note = exchange.note
    if not all(value.isascii() for _, value in exchange.headers):
        note = replace(note, headers=page_headers(exchange.headers))
    return replace(note, file=same.file, offset=same.offset) if same is not None else note


def _record(
    writer: WARCWriter, url: str, kind: str, headers: Mapping[str, str], head: bytes, body: bytes
) -> None:
    content_type = "application/json" if kind == "metadata" else writer.WARC_RECORDS[kind]
    record = ArcWarcRecord(
        "warc",
        kind,
        writer._init_warc_headers(url, kind, dict(headers)),
        BytesIO(body),
        _Head(head) if head else None,
        content_type,
        len(head) + len(body),
        payload_length=len(body),
    )
    writer.write_record(record)


def _request(exchange: Exchange) -> bytes:
    parts = urlsplit(exchange.url)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    host = parts.netloc.rpartition("@")[2]
    return _block(f"GET {target} HTTP/1.1", [(b"Host", host.encode()), *exchange.request])


def _response(exchange: Exchange) -> bytes:
    """Status line and headers, those renamed that are not true of the body as it is kept."""
    length = str(len(exchange.body)).encode()
    headers = []
    for name, value in exchange.headers:
        low = name.lower()
        untrue = low == b"transfer-encoding" or (low == b"content-length" and value.strip() != length)
        headers.append((ORIGINAL.encode() + name if untrue else name, value))
    return _block(f"HTTP/1.1 {exchange.status} {responses.get(exchange.status, '')}".rstrip(), headers)


def _block(first: str, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    lines = [first.encode("ascii", "replace")]
    lines += [name + b": " + b" ".join(value.splitlines()) for name, value in headers]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _day(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d}"


def _date(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
