"""The sample newsroom's web server: many virtual hosts on one loopback port."""

from __future__ import annotations

import gzip
import socket
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from typing import Any, Protocol

from tests.newsroom.outlets import DOMAIN, Outlet
from tests.newsroom.response import Response
from tests.newsroom.visits import Fault, Visit


class House(Protocol):
    """What the server asks of the newsroom."""

    @property
    def outlets(self) -> Mapping[str, Outlet]: ...

    def respond(self, outlet: str, target: str) -> Response: ...

    def fault(self, outlet: str) -> Fault | None: ...

    def note(self, visit: Visit) -> None: ...


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], newsroom: House) -> None:
        self.newsroom = newsroom
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is no news; anything else is."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "Newsroom/1.0"
    timeout = 60

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on stderr: `Newsroom.log` has it all."""

    def _serve(self) -> None:
        newsroom = self.server.newsroom
        host = self.headers.get("Host", "").partition(":")[0].lower()
        outlet = host.removesuffix(f".{DOMAIN}")
        if outlet not in newsroom.outlets or not host.endswith(DOMAIN):
            outlet = ""
        visit = Visit(
            at=datetime.now(UTC),
            host=host,
            outlet=outlet,
            path=self.path,
            user_agent=self.headers.get("User-Agent", ""),
            started=time.monotonic(),
            method=self.command,
            headers={name.lower(): value for name, value in self.headers.items()},
        )
        newsroom.note(visit)
        try:
            self._answer(newsroom, outlet, visit)
        finally:
            if visit.finished is None:
                visit.finished = time.monotonic()

    def _answer(self, newsroom: House, outlet: str, visit: Visit) -> None:
        if not outlet:
            self._send(None, Response(b"No such host here\n", "text/plain", 421), visit)
            return
        fault = newsroom.fault(outlet)
        if fault:
            time.sleep(fault.delay)
            if fault.hang_up:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if fault.status:
                wait = (("Retry-After", str(fault.retry_after)),) if fault.retry_after is not None else ()
                self._send(None, Response(b"Out of order\n", "text/plain", fault.status, wait), visit)
                return
        self._send(newsroom.outlets[outlet], newsroom.respond(outlet, self.path), visit)

    def _lies(self, outlet: Outlet) -> bool:
        fault = self.server.newsroom.fault(outlet.id)
        return fault is not None and fault.always_304

    def _send(self, outlet: Outlet | None, response: Response, visit: Visit) -> None:
        body, headers, status = response.body, dict(response.headers), response.status
        charset = response.charset
        if charset is None:
            charset = outlet.charset_header if outlet else "UTF-8"
        headers["Content-Type"] = response.type + (f"; charset={charset}" if charset else "")
        if outlet and status == 200 and not response.chunked:
            tag = f'"{sha1(body).hexdigest()[:20]}"'
            if "etag" in outlet.validators:
                headers["ETag"] = tag
            if "last-modified" in outlet.validators and response.changed:
                headers["Last-Modified"] = format_datetime(response.changed.astimezone(UTC), usegmt=True)
            if _unchanged(visit.headers, headers) or (_asks(visit.headers) and self._lies(outlet)):
                status, body = 304, b""
            elif encoding := _encoding(visit.headers, outlet):
                body = _compress(body, encoding)
                headers["Content-Encoding"] = encoding
            if outlet.encodings:
                headers["Vary"] = "Accept-Encoding"
        visit.status = status
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if response.chunked:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            if self.command != "HEAD":
                for start in range(0, len(body), 65536):
                    piece = body[start : start + 65536]
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                visit.finished = time.monotonic()
                self.wfile.write(b"0\r\n\r\n")
            return
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        visit.finished = time.monotonic()
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _asks(headers: Mapping[str, str]) -> bool:
    """Does the visitor have a copy?"""
    return "if-none-match" in headers or "if-modified-since" in headers


def _unchanged(asked: Mapping[str, str], answer: Mapping[str, str]) -> bool:
    """Does the visitor's copy do? (RFC 9110, 13.2.2: If-None-Match decides before If-Modified-Since.)"""
    if "if-none-match" in asked and "ETag" in answer:
        tags = [tag.strip().removeprefix("W/") for tag in asked["if-none-match"].split(",")]
        return answer["ETag"] in tags or "*" in tags
    if "if-modified-since" in asked and "Last-Modified" in answer:
        try:
            since = parsedate_to_datetime(asked["if-modified-since"])
        except ValueError:
            return False
        return parsedate_to_datetime(answer["Last-Modified"]) <= since
    return False


def _encoding(asked: Mapping[str, str], outlet: Outlet) -> str:
    accepted = {part.partition(";")[0].strip() for part in asked.get("accept-encoding", "").split(",")}
    return next((encoding for encoding in outlet.encodings if encoding in accepted), "")


def _compress(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(import_module("brotli").compress(body, quality=4))  # it has no types
    return gzip.compress(body, 6, mtime=0)
