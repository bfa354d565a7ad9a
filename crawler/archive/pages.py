"""The pages among an archive's records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from warcio.recordloader import ArcWarcRecord

from crawler.archive.exchange import Note, digest, from_json, page_headers
from crawler.archive.files import OPEN
from crawler.archive.records import Broken, read, read_at
from crawler.archive.writer import ORIGINAL
from crawler.middlewares.types import is_document

_NOTE_SIZE = 32 << 20
"""No metadata record of ours is larger."""
_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Archived:
    """A page as it was fetched."""

    url: str
    status: int
    headers: Mapping[str, str]
    """As in `Page.headers`."""
    body: bytes = field(repr=False)
    fetched_at: datetime
    note: Note | None
    """None in archives of other programs."""
    file: Path
    offset: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A whole record that is no page."""

    reason: str
    """Such as ``not-html``; empty for what is no response at all."""
    file: Path
    offset: int


Found = Archived | Skipped | Broken


@dataclass(frozen=True, slots=True)
class _Response:
    """A response or revisit, before its note is put to it."""

    id: str
    url: str
    date: str
    status: int
    pairs: tuple[tuple[bytes, bytes], ...]
    body: bytes
    """Without transfer and content encoding."""
    payload_digest: str
    revisit: bool


class PageReader:
    """Reads the pages of archives."""

    def __init__(self, max_size: int, files: tuple[Path, ...] = ()) -> None:
        """Pages over ``max_size`` bytes are skipped. ``files`` are those in which bodies of revisit records
        may be, besides their own archive."""
        self._max_size = max_size
        self._files = {path.name: path for path in files}

    def read(self, path: Path) -> Iterator[Found]:
        """The file's pages in order. Raises OSError."""
        note: tuple[str, Note] | None = None
        for found in read(path, self._take):
            if isinstance(found, Broken):
                yield found
                continue
            value = found.value
            if isinstance(value, _Response):
                mine = note[1] if note is not None and note[0] == value.id else None
                yield self._page(path, found.offset, value, mine)
            elif isinstance(value, str):
                yield Skipped(value, path, found.offset)
            else:
                note = value or note

    def _take(self, record: ArcWarcRecord) -> _Response | tuple[str, Note] | str | None:
        """A response, a note of ours with the response's id, why it is no page, or None."""
        headers = record.rec_headers
        if record.rec_type == "metadata":
            if headers.get_header("Content-Type") != "application/json":
                return ""
            note = from_json(record.raw_stream.read(_NOTE_SIZE))
            return (headers.get_header("WARC-Concurrent-To") or "", note) if note else ""
        if record.rec_type in ("warcinfo", "request", "metadata"):
            return ""
        if record.rec_type not in ("response", "revisit"):
            return str(record.rec_type)
        url = headers.get_header("WARC-Target-URI") or ""
        if not url.startswith(_WEB) or record.http_headers is None:
            return "not-http"
        if reason := self._refused(record):
            return reason
        return self._response(record, url)

    def _refused(self, record: ArcWarcRecord) -> str:
        """Why a response is no page, by its HTTP headers."""
        status = record.http_headers.get_statuscode() or ""
        if not (status.isascii() and status.isdigit() and 200 <= int(status) < 300):
            return f"status-{status}" if re.fullmatch(r"[1-9]\d\d", status) else "no-status"
        media = (record.http_headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
        return "" if is_document(media, "page") else "not-html"

    def _response(self, record: ArcWarcRecord, url: str) -> _Response | str:
        headers = record.rec_headers
        mine = headers.get_header("WARC-Record-ID") or ""
        # Ours are kept without any encoding; what another program kept is as it came.
        stream = record.content_stream()
        body = stream.read(self._max_size + 1)
        if len(body) > self._max_size:
            return "too-large"
        pairs = tuple(
            (name.encode("latin-1", "replace"), value.encode("latin-1", "replace"))
            for name, value in record.http_headers.headers
        )
        return _Response(
            mine,
            url,
            headers.get_header("WARC-Date") or "",
            int(record.http_headers.get_statuscode()),
            pairs,
            body,
            headers.get_header("WARC-Payload-Digest") or "",
            record.rec_type == "revisit",
        )

    def _page(self, path: Path, offset: int, found: _Response, note: Note | None) -> Found:
        if note is None:
            return self._stranger(path, offset, found)
        body = found.body
        if found.revisit:
            original = self._original(path, note, found)
            if isinstance(original, str):
                return Broken(path, offset, original, found.url, found.date)
            body = original
        if digest(body) != found.payload_digest:
            return Broken(path, offset, "payload digest failed", found.url, found.date)
        headers = note.headers
        if headers is None:
            prefix = ORIGINAL.lower().encode()
            headers = page_headers((name.lower().removeprefix(prefix), value) for name, value in found.pairs)
        return Archived(found.url, found.status, headers, body, note.fetched_at, note, path, offset)

    def _stranger(self, path: Path, offset: int, found: _Response) -> Found:
        if found.revisit:
            return Skipped("revisit", path, offset)
        try:
            at = datetime.fromisoformat(found.date)
        except ValueError:
            return Broken(path, offset, f"no date: {found.date!r}", found.url)
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        return Archived(
            found.url, found.status, page_headers(found.pairs), found.body, at, None, path, offset
        )

    def _original(self, path: Path, note: Note, revisit: _Response) -> bytes | str:
        """The body that a revisit record stands for, or why it cannot be had."""
        name = note.file or ""
        archive = path.parent.parent / name
        places = [archive, archive.with_name(archive.name + OPEN), path.parent / Path(name).name]
        if named := self._files.get(Path(name).name):
            places.append(named)
        for place in places:
            if not name or not place.is_file():
                continue
            found = read_at(place, note.offset, self._take)
            if isinstance(found, _Response) and found.payload_digest == revisit.payload_digest:
                return found.body
            return f"its body is not at byte {note.offset:,} of {place}"
        return f"its body is in {name}, which is not there"
