"""The HTTP pages beside the watch: ``/metrics``, ``/healthz``, ``/readyz``.

    /metrics   figures, for Prometheus (text or OpenMetrics)
    /healthz   200 while the watch gets its jobs done; 503: restart it. A store that is away is no reason.
    /readyz    200 if store, index and watch are all well; 503 and which are not

They are answered in threads of their own from what `scheduler.probe` remembers, so whoever asks, and however
often, slows nothing down.
"""

from __future__ import annotations

import json
import logging
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET6
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from prometheus_client.exposition import choose_encoder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Protocol, Self

    from prometheus_client import CollectorRegistry

    class Standing(Protocol):
        """How things stand: with the watch (`scheduler.standing`), or with a worker (`scheduler.working`)."""

        @property
        def parts(self) -> Sequence[str]:
            """What `complaints` tells of."""

        def stalled(self) -> str | None: ...

        def complaints(self) -> Mapping[str, str]: ...


logger = logging.getLogger(__name__)


class Endpoint:
    """Serves while it is entered. A port that cannot be had is told; the watch needs none."""

    def __init__(self, at: tuple[str, int], standing: Standing, figures: CollectorRegistry) -> None:
        self._at, self._standing, self._figures = at, standing, figures
        self._server: _Server | None = None

    @property
    def port(self) -> int | None:
        """On which it serves; None if it does not."""
        return self._server.server_address[1] if self._server else None

    def __enter__(self) -> Self:
        try:
            self._server = _Server(self._at, self._standing, self._figures)
        except OSError as error:
            host, port = self._at
            logger.warning("no figures are served: %s:%d: %s", host, port, error.strerror or error)
            return self
        threading.Thread(target=self._server.serve_forever, args=(0.1,), name="endpoint", daemon=True).start()
        logger.info("figures: %s", self._server.url)
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, at: tuple[str, int], standing: Standing, figures: CollectorRegistry) -> None:
        if ":" in at[0]:
            self.address_family = AF_INET6
        self.standing = standing
        self.figures = figures
        super().__init__(at, _Pages)

    @property
    def url(self) -> str:
        host = (
            f"[{self.server_address[0]!s}]" if ":" in str(self.server_address[0]) else self.server_address[0]
        )
        return f"http://{host!s}:{self.server_address[1]}/metrics"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hangs up in the middle is no news."""
        logger.debug("a reader of figures went away", exc_info=True)


class _Pages(BaseHTTPRequestHandler):
    server: _Server
    server_version, sys_version = "Prahari", ""
    timeout = 10

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/metrics":
            encode, kind = choose_encoder(self.headers.get("Accept", ""))
            self._answer(200, encode(self.server.figures), kind)
        elif path == "/healthz":
            stalled = self.server.standing.stalled()
            self._answer(503 if stalled else 200, f"{stalled or 'ok'}\n".encode())
        elif path == "/readyz":
            told = self.server.standing.complaints()
            parts = {name: told.get(name, "ok") for name in self.server.standing.parts}
            body = json.dumps(parts, ensure_ascii=False) + "\n"
            self._answer(503 if told else 200, body.encode(), "application/json")
        else:
            self._answer(404, b"/metrics /healthz /readyz\n")

    do_HEAD = do_GET

    def _answer(self, status: int, body: bytes, kind: str = "text/plain; charset=utf-8") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            with suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        logger.debug(format, *args)
