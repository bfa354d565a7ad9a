"""The sample newsroom's web server: many virtual hosts on one loopback port."""

from __future__ import annotations

import gzip
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.newsroom import golden, outlets, stories
from tests.newsroom.golden import Expected
from tests.newsroom.outlets import DOMAIN, Outlet
from tests.newsroom.response import Response
from tests.newsroom.site import Site


@dataclass(slots=True)
class Visit:
    """One request that the newsroom saw."""

    at: datetime
    """When it came; aware, UTC."""
    host: str
    """Of the Host header, without port."""
    outlet: str
    """Empty if no outlet has that host."""
    path: str
    """Path and query as sent."""
    user_agent: str
    started: float
    """Monotonic seconds."""
    finished: float | None = None
    """Monotonic seconds when the last byte was handed over; None while it is running."""
    status: int = 0
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    """Request headers, names in lower case."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an outlet for the time being."""

    status: int = 0
    """Answer everything with this status; 0 answers as usual."""
    retry_after: int | None = None
    """Seconds, sent with the status."""
    delay: float = 0
    """Seconds before the answer."""
    hang_up: bool = False
    """Close the connection without an answer."""


class Newsroom:
    """The server, its outlets and what they print.

    >>> with Newsroom() as newsroom:
    ...     newsroom.url("navprabhat", "/feed/")

    `base` is the instant from which stories' ages count back (default: now); with `clock`, a story is out
    only when its hour has come, and the clock decides what ``3 घंटे पहले`` means.
    """

    def __init__(
        self,
        base: datetime | None = None,
        port: int = 0,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self.outlets: Mapping[str, Outlet] = outlets.load()
        self.stories = stories.load()
        unknown = {p.outlet for s in self.stories for p in s.printings} - set(self.outlets)
        if unknown:
            raise stories.StoryError(f"printed by unknown outlets: {', '.join(sorted(unknown))}")
        self.base = (base or datetime.now(UTC)).replace(second=0, microsecond=0)
        self.log: list[Visit] = []
        self.port = port
        self._clock = clock
        self._edited: set[str] = set()
        self._faults: dict[str, Fault] = {}
        self._lock = threading.Lock()
        self._server: _Server | None = None

    def __enter__(self) -> Newsroom:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> int:
        """Serve from a thread; returns the port. Raises OSError if the port is taken."""
        self._server = _Server(("127.0.0.1", self.port), self)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self.port

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def url(self, outlet: str, path: str = "/") -> str:
        """Absolute URL of a path of an outlet. KeyError if there is no such outlet."""
        return f"http://{self.outlets[outlet].host}:{self.port}{path or '/'}"

    def write_outlets(self, directory: Path) -> list[Path]:
        """Write a registry file for each outlet, with the port; returns the files."""
        directory.mkdir(parents=True, exist_ok=True)
        files = []
        for outlet in self.outlets.values():
            file = directory / f"{outlet.id}.toml"
            file.write_text(outlets.registry_file(outlet, self.port), "utf-8")
            files.append(file)
        return files

    def edit(self, story: str) -> None:
        """Put the story's second version in place of the first, at every outlet that prints it.

        Raises KeyError if the story has no second version.
        """
        if not any(s.id == story and s.edit for s in self.stories):
            raise KeyError(f"{story} has no second version")
        self._edited.add(story)

    def break_down(self, outlet: str, fault: Fault) -> None:
        """Let something be wrong with an outlet until `repair`."""
        self._faults[self.outlets[outlet].id] = fault

    def repair(self, outlet: str) -> None:
        self._faults.pop(outlet, None)

    def now(self) -> datetime:
        return self._clock() if self._clock else self.base

    def site(self, outlet: str) -> Site:
        """The outlet as it is now."""
        return Site(
            outlet=self.outlets[outlet],
            home=f"http://{self.outlets[outlet].host}:{self.port}",
            stories=self.stories,
            base=self.base,
            now=self.now(),
            edited=frozenset(self._edited),
        )

    def expected(self) -> Iterator[Expected]:
        """What should come of every page that is served now, outlet by outlet."""
        for outlet in self.outlets:
            yield from golden.expected(self.site(outlet))

    def visits(self, outlet: str) -> list[Visit]:
        """Requests to one outlet, in the order in which they came."""
        with self._lock:
            return [visit for visit in self.log if visit.outlet == outlet]

    def most_at_once(self, outlet: str) -> int:
        """How many requests to one outlet were running at the same time at most."""
        edges = []
        for visit in self.visits(outlet):
            edges += [(visit.started, 1), (visit.finished or time.monotonic(), -1)]
        running = most = 0
        for _, step in sorted(edges):
            running += step
            most = max(most, running)
        return most

    def note(self, visit: Visit) -> None:
        with self._lock:
            self.log.append(visit)

    def fault(self, outlet: str) -> Fault | None:
        return self._faults.get(outlet)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is no news; anything else is."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
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
            visit.finished = time.monotonic()

    def _answer(self, newsroom: Newsroom, outlet: str, visit: Visit) -> None:
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
        self._send(newsroom.outlets[outlet], newsroom.site(outlet).respond(self.path), visit)

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
            if _unchanged(visit.headers, headers):
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
                self.wfile.write(b"0\r\n\r\n")
            return
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


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
