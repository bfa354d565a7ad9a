"""One outlet's web site: which address gives what."""

from __future__ import annotations

import struct
import unicodedata
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.newsroom import documents, restapi, traps
from tests.newsroom.edition import SECTIONS, Printed, printed
from tests.newsroom.markup import Sheet
from tests.newsroom.outlets import Outlet
from tests.newsroom.response import Response, redirect, text
from tests.newsroom.shapes import shape
from tests.newsroom.stories import NewsStory


@dataclass(frozen=True, slots=True)
class Site:
    """An outlet at one instant. Cheap to make: the server makes one a request."""

    outlet: Outlet
    home: str
    """``http://host:port``."""
    stories: tuple[NewsStory, ...]
    base: datetime
    """The instant from which the stories' ages count back."""
    now: datetime
    """What is younger is not out yet."""
    edited: Collection[str] = ()

    def pages(self) -> tuple[Printed, ...]:
        """Stories that are out, newest first."""
        every = printed(self.outlet, self.stories, self.base, self.edited)
        return tuple(p for p in every if p.published <= self.now)

    def sheet(self, page: Printed | None = None, pages: tuple[Printed, ...] | None = None) -> Sheet:
        return Sheet(self.outlet, self.home, self.now, self.pages() if pages is None else pages, page)

    def article(self, page: Printed, pages: tuple[Printed, ...] | None = None) -> tuple[str, list[str]]:
        """A story's page, and the furniture on it."""
        sheet = self.sheet(page, pages)
        return shape(self.outlet.shape).article(sheet), sheet.asides

    def respond(self, target: str) -> Response:
        """The answer to a request for `target`, the path and query of the request line."""
        parts = urlsplit(target)
        path = unicodedata.normalize("NFC", unquote(parts.path))
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        if path == "/robots.txt":
            return self._robots()
        pages = self.pages()
        plain = path.removeprefix("/amp") if self.outlet.shape == "amp" else path
        for page in pages:
            if _matches(page, plain, query):
                return text(self.article(page, pages)[0], changed=page.changed)
        for page in pages:
            if path == unquote(page.address) + "amp/" and self.outlet.shape in ("wordpress", "shell"):
                return text(shape("amp").article(self.sheet(page, pages)), changed=page.changed)
        return self._document(target, path, query, pages) or self._other(target, path, query, pages)

    def _document(
        self, target: str, path: str, query: dict[str, str], pages: tuple[Printed, ...]
    ) -> Response | None:
        for source in self.outlet.sources:
            if source.kind == "section":
                continue
            if source.kind == "api":
                found = restapi.respond(self.outlet, self.home, pages, path, query)
                if found:
                    return found
            elif source.form != "sitemap-days" and source.path in (target, path):
                return documents.respond(self.outlet, self.home, pages, source, query)
            if source.form in ("sitemap-index", "sitemap-days"):
                found = documents.day_sitemap(self.home, source, pages, path)
                if found:
                    return found
        return None

    def _other(self, target: str, path: str, query: dict[str, str], pages: tuple[Printed, ...]) -> Response:
        frame = shape(self.outlet.shape).frame
        sheet = self.sheet(pages=pages)
        number = query.get("p" if path == "/" else "id", "")
        for page in pages:
            if number == str(page.story.number) and path in ("/", "/r/"):
                return redirect(sheet.url(page.address), 301 if path == "/" else 302)
            if path + "/" == unquote(page.address):
                return redirect(sheet.url(page.address), 301)
        if any(source.traps for source in self.outlet.sources):
            found = traps.respond(target, sheet, frame)
            if found:
                return found
        if path == "/" or any(s.kind == "section" and s.path == target for s in self.outlet.sources):
            return traps.front(sheet, frame)
        section = path.strip("/")
        if section in SECTIONS:
            return traps.front(sheet, frame, section)
        if path.startswith("/images/") and path.endswith(".png"):
            return Response(_png(self.outlet.colour, path), "image/png", charset="")
        if path.startswith("/static/"):
            return _static(path.removeprefix("/static/"))
        return traps.not_found(sheet, frame)

    def _robots(self) -> Response:
        if self.outlet.robots == "missing":
            return Response(b"Not Found", "text/plain", 404)
        named = [s.path for s in self.outlet.sources if s.kind == "sitemap" and s.form != "sitemap-days"]
        maps = "".join(f"Sitemap: {self.home}{path}\n" for path in named)
        return Response((self.outlet.robots + maps).encode(), "text/plain")


def _matches(page: Printed, path: str, query: dict[str, str]) -> bool:
    own_path, _, own_query = page.address.partition("?")
    if unquote(own_path) != path:
        return False
    return all(query.get(key) == value for key, value in parse_qsl(own_query))


@lru_cache(maxsize=256)
def _png(colour: str, path: str) -> bytes:
    """A picture of 640 by 360 pixels: a sky over a horizon, in the outlet's colour."""
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    horizon = 200 + zlib.crc32(path.encode()) % 100
    rows = bytearray()
    for y in range(360):
        light = 235 - y * 90 // 360
        sky = bytes((light - 30, light - 10, light))
        ground = bytes((red * (400 - y) // 400, green * (400 - y) // 400, blue * (400 - y) // 400))
        rows += b"\0" + (sky if y < horizon else ground) * 640

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 640, 360, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(rows), 6))
        + chunk(b"IEND", b"")
    )


def _static(name: str) -> Response:
    path = Path(__file__).parent / "static" / name
    if "/" in name or not path.is_file():
        return Response(b"Not Found", "text/plain", 404)
    return Response(path.read_bytes(), "text/css")
