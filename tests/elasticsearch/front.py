"""A real HTTP server on loopback before the node: what `proxy` and `secured` have in common."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from tests.elasticsearch.certificate import Certificate

_HOP = ("authorization", "host", "connection")


class _Server(ThreadingHTTPServer):
    """Ends connections that are kept alive, too, when it ends; says nothing of clients that hang up."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


class Front:
    """Runs while it is entered. Subclasses state their `handler`."""

    handler: type[FrontHandler]
    node_url: str
    certificate: Certificate | None = None
    """With one it speaks TLS only."""
    port: int = 0
    """Any that is free, unless stated; the same for as long as the object lives."""

    def __enter__(self) -> Self:
        # Each front has a handler class of its own, which knows the front.
        self._server = _Server(("127.0.0.1", self.port), type("Handler", (self.handler,), {"front": self}))
        self.port = self._server.server_address[1]
        if self.certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate.pem, self.certificate.key)
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._server.hang_up()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"{'https' if self.certificate else 'http'}://127.0.0.1:{self.port}"


class FrontHandler(BaseHTTPRequestHandler):
    """One connection. Subclasses say in `handle_call` what becomes of a request."""

    front: Any
    protocol_version = "HTTP/1.1"

    def handle_call(self, content: bytes) -> None:
        raise NotImplementedError

    @property
    def length(self) -> int:
        return int(self.headers.get("Content-Length") or 0)

    def _any(self) -> None:
        self.handle_call(self.rfile.read(self.length))

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _any

    def ask_node(self, content: bytes) -> tuple[int, bytes, dict[str, str]]:
        """The node's status, body and headers. Raises OSError where it is away."""
        node = http.client.HTTPConnection(urlsplit(self.front.node_url).netloc, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
        headers["Content-Length"] = str(len(content))
        try:
            node.request(self.command, self.path, content, headers)
            answer = node.getresponse()
            kept = {
                name: value
                for name, value in answer.getheaders()
                if name.lower() in ("content-type", "x-elastic-product", "warning")
            }
            return answer.status, answer.read(), kept
        finally:
            node.close()

    def send_json(self, status: int, body: Any) -> None:
        """As Elasticsearch itself answers."""
        headers = {"Content-Type": "application/json", "X-Elastic-Product": "Elasticsearch"}
        self.send_body(status, json.dumps(body).encode(), headers)

    def send_body(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        with suppress(OSError):  # the client may have hung up
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass
