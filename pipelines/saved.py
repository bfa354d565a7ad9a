"""A page that somebody saved to disk, as if it had just been fetched."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pipelines.entry import SourceRef
from pipelines.page import Page

MAX_BYTES: Final = 20 * 1024 * 1024
_HEAD: Final = 500_000
"""Bytes in which a page's statement of its own address is looked for."""
_TAG: Final = re.compile(rb"<(?:link|meta)\b[^<>]{0,2000}>", re.I)
_CANONICAL: Final = re.compile(rb"""\brel\s*=\s*["']?\s*canonical\b""", re.I)
_OG_URL: Final = re.compile(rb"""\b(?:property|name)\s*=\s*["']?\s*og:url\b""", re.I)
_ADDRESS: Final = re.compile(rb"""\b(?:href|content)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.I)


class UnreadableFile(OSError):
    """The file cannot be read; the message says why in a few words."""


def read_page(path: Path, url: str | None = None) -> Page:
    """The page in the file at `path`, fetched now from ``url``.

    Without ``url`` it is known by the absolute address that it states itself (canonical link, then og:url),
    else by its ``file:`` address. Raises UnreadableFile.
    """
    try:
        if path.is_dir():
            raise UnreadableFile("is a directory")
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableFile(f"is larger than {MAX_BYTES // 2**20} MB")
        body = path.read_bytes()
    except UnreadableFile:
        raise
    except (OSError, ValueError) as error:
        raise UnreadableFile(getattr(error, "strerror", None) or str(error)) from error
    address = url or stated_address(body) or path.absolute().as_uri()
    return Page(
        url=address, outlet="", body=body, fetched_at=datetime.now(UTC), source=SourceRef("page", address)
    )


def stated_address(body: bytes) -> str | None:
    """The absolute http(s) address that a page states as its own; None if it states none."""
    tags = _TAG.findall(body[:_HEAD])
    for wanted in (_CANONICAL, _OG_URL):
        for tag in tags:
            if wanted.search(tag) and (found := _ADDRESS.search(tag)):
                raw = next(group for group in found.groups() if group is not None)
                address = html.unescape(raw.decode("utf-8", "replace")).strip()
                if re.match(r"https?://[^/\s]+", address, re.I):
                    return address
    return None
