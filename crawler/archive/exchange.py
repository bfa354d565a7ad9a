"""One fetched page, with all that a replay needs to know of it."""

from __future__ import annotations

import json
from base64 import b32encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha1
from typing import Any

from pipelines.entry import Entry, SourceRef

FORMAT = 1
"""Of the note; a reader that does not know it reads the page as a stranger's."""
_INSTANTS = ("published", "updated")
_LISTS = ("categories", "authors")


@dataclass(frozen=True, slots=True)
class Note:
    """What HTTP does not say of a page."""

    outlet: str
    """Id of the outlet that announced it."""
    source: SourceRef
    requested_url: str
    """Canonical URL that was asked for, before redirects."""
    fetched_at: datetime
    entry: Entry | None
    headers: Mapping[str, str] | None = None
    """As in `Page.headers`, where the records cannot give them back: some are not ASCII."""
    file: str | None = None
    """Of a revisit: where the body is. File in the archive's directory."""
    offset: int = 0
    copy_of: tuple[str, datetime] | None = None
    """Of an AMP copy: the page that has no text, by where it came from and when it was fetched."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response."""

    note: Note
    url: str
    """Where the body came from, after redirects."""
    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    """As received; what no longer fits the body (its length before decompression) included."""
    body: bytes
    """Content encoding removed, where ``headers`` state none."""
    request: tuple[tuple[bytes, bytes], ...] = ()
    """Headers of the request."""

    @property
    def digest(self) -> str:
        """Of the body, as WARC records state it."""
        return digest(self.body)


def digest(body: bytes) -> str:
    """``sha1:`` and base 32, which other tools compare as well."""
    return f"sha1:{b32encode(sha1(body, usedforsecurity=False).digest()).decode()}"


def page_headers(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """As `Page.headers` has them: names in lower case, several of one name joined."""
    joined: dict[str, str] = {}
    for name, value in headers:
        low, text = name.decode("latin-1").lower(), value.decode("latin-1")
        joined[low] = f"{joined[low]}, {text}" if low in joined else text
    return joined


def to_json(note: Note) -> bytes:
    """The payload of a metadata record."""
    return json.dumps(
        {
            "prahari": FORMAT,
            "outlet": note.outlet,
            "source": [note.source.kind, note.source.url],
            "requested_url": note.requested_url,
            "fetched_at": note.fetched_at.isoformat(),
            "entry": _entry_to(note.entry) if note.entry else None,
            **({"headers": dict(note.headers)} if note.headers is not None else {}),
            **({"copy_of": [note.copy_of[0], note.copy_of[1].isoformat()]} if note.copy_of else {}),
            **({"original": [note.file, note.offset]} if note.file is not None else {}),
        },
        ensure_ascii=True,  # survives lone surrogates of broken feeds
    ).encode()


def from_json(payload: bytes) -> Note | None:
    """Inverse of `to_json`; None for what is no note of ours."""
    try:
        given = json.loads(payload)
        if given["prahari"] != FORMAT:
            return None
        file, offset = given.get("original") or (None, 0)
        page, at = given.get("copy_of") or (None, "")
        return Note(
            outlet=str(given["outlet"]),
            source=SourceRef(*given["source"]),
            requested_url=str(given["requested_url"]),
            fetched_at=_instant(given["fetched_at"]),
            entry=_entry_of(given["entry"]) if given["entry"] is not None else None,
            headers=given.get("headers"),
            file=file,
            offset=int(offset),
            copy_of=None if page is None else (str(page), _instant(at)),
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _entry_to(entry: Entry) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for one in fields(Entry):
        value = getattr(entry, one.name)
        if one.name == "source":
            given["source"] = [value.kind, value.url]
        elif isinstance(value, datetime):
            given[one.name] = value.isoformat()
        elif value not in (None, (), False):
            given[one.name] = value
    return given


def _entry_of(given: Mapping[str, Any]) -> Entry:
    known = {one.name for one in fields(Entry)}
    values = {name: value for name, value in given.items() if name in known}
    values["source"] = SourceRef(*values["source"])
    values |= {name: tuple(values[name]) for name in _LISTS if name in values}
    values |= {name: _instant(values[name]) for name in _INSTANTS if name in values}
    return Entry(**values)


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text}: without a zone")
    return instant
