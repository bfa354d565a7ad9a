"""Small real HTTP servers on loopback, for what the newsroom does not show."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Served:
    """What a path answers."""

    body: bytes = b"<html><body><p>ok</p></body></html>"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})


@dataclass
class Server:
    port: int
    log: list[tuple[str, str]]
    """(Host header, path) of every request but robots.txt."""

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


Answer = Callable[[BaseHTTPRequestHandler], Served | None]


@contextmanager
def serve(answer: Answer | Mapping[str, Served], robots: bool = False) -> Iterator[Server]:
    """Serve until the block ends. ``answer`` maps a path to its `Served`, or writes the answer itself; with
    ``robots`` it is asked for robots.txt too, else there is none."""
    log: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path == "/robots.txt" and not robots:
                self.send_error(404)
                return
            log.append((self.headers.get("Host", ""), self.path))
            served = answer(self) if callable(answer) else answer.get(self.path, Served(b"no", 404))
            if served is None:
                return
            self.send_response(served.status)
            for name, value in served.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(served.body)))
            self.end_headers()
            self.wfile.write(served.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Server(server.server_address[1], log)
    finally:
        server.shutdown()
        server.server_close()
