"""A crowd of outlets: any number of hosts on one loopback server, each with a feed of generated stories.

For what the newsroom's fourteen outlets are too few: politeness and memory over thousands of pages. Each host
keeps a note of every request, so that a test can tell how many came at once, and how soon after the other.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Self

from search.index import Document
from tests import unlike
from tests.real_outlet import outlet_file

DOMAIN = "newsroom.test"


@dataclass
class Visits:
    """What one host saw."""

    begun: list[float] = field(default_factory=list)
    """When requests came, in `time.monotonic`."""
    at_once: int = 0
    most: int = 0
    """Requests that were answered at the same time, at most."""

    @property
    def least_gap(self) -> float:
        """Seconds between one request and the next, at least. Without the first: Scrapy counts from when it
        opens the connection, we from when the request is there."""
        return min((later - earlier for earlier, later in pairwise(self.begun[1:])), default=float("inf"))


class Crowd:
    """Serves while it is entered."""

    def __init__(self, hosts: int, entries: int, seconds: float = 0.01) -> None:
        """``entries`` in the feed of each host; an answer takes ``seconds`` at least, so that another request
        of the same moment would be seen."""
        self.hosts, self.entries, self.seconds = hosts, entries, seconds
        self.visits: defaultdict[str, Visits] = defaultdict(Visits)
        self._lock = threading.Lock()
        self._since = datetime.now(UTC) - timedelta(hours=2)

    def __enter__(self) -> Self:
        crowd = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                crowd._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 512

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def home(self, host: int) -> str:
        return f"http://crowd-{host}.{DOMAIN}:{self.port}"

    def write_outlets(self, directory: Path) -> Path:
        """A file for each host; returns the directory."""
        directory.mkdir(parents=True, exist_ok=True)
        for host in range(self.hosts):
            id = f"crowd-{host}"
            text = outlet_file(id, f"भीड़ {host} समाचार", id, self.home(host), f"{id}.{DOMAIN}:{self.port}")
            (directory / f"{id}.toml").write_text(text, encoding="utf-8")
        return directory

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        name = request.headers["Host"].partition(".")[0]
        with self._lock:
            visits = self.visits[name]
            visits.begun.append(time.monotonic())
            visits.at_once += 1
            visits.most = max(visits.most, visits.at_once)
        try:
            time.sleep(self.seconds)
            status, kind, body = self._page(int(name.removeprefix("crowd-")), request.path)
        finally:
            # Before the answer goes out: when the crawler has it, this request is over.
            with self._lock:
                visits.at_once -= 1
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def _page(self, host: int, path: str) -> tuple[int, str, bytes]:
        if path.endswith("/feed.xml"):  # of an outlet that has a part of the host, too
            return 200, "application/rss+xml; charset=utf-8", self._feed(host).encode()
        number = path.removeprefix("/news/").removesuffix(".html")
        if not number.isdecimal():
            return 404, "text/plain", b"no"
        return 200, "text/html; charset=utf-8", self._story(host, int(number)).encode()

    def _feed(self, host: int) -> str:
        items = "".join(
            f"<item><title>{escape(self._of(host, n).title)}</title>"
            f"<link>{self.home(host)}/news/{n}.html</link>"
            f"<pubDate>{format_datetime(self._published(n))}</pubDate></item>"
            for n in range(self.entries)
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'

    def _story(self, host: int, number: int) -> str:
        story = self._of(host, number)
        text = "".join(f"<p>{escape(line)}</p>" for line in story.text.splitlines())
        links = "".join(f'<li><a href="/news/{n}.html">अन्य खबर {n}</a></li>' for n in range(20))
        return (
            f'<!DOCTYPE html><html lang="hi"><head><meta charset="utf-8"><title>{escape(story.title)}</title>'
            f'<meta property="article:published_time" content="{self._published(number).isoformat()}"></head>'
            f"<body><nav><ul>{links}</ul></nav><article><h1>{escape(story.title)}</h1>{text}</article>"
            f"<aside><ul>{links}</ul></aside></body></html>"
        )

    def _of(self, host: int, number: int) -> Document:
        return unlike.story(host * self.entries + number)

    def _published(self, number: int) -> datetime:
        return self._since - timedelta(minutes=number)
