"""A mock of Elasticsearch's security before the real node, since a secured server cannot be had here.

    client ─▶ Secured ─┬ /_security/*  answered here: users, API keys, who am I
                       └ all else      passed to the node, if who asks is known; 401 otherwise

The node (`tests.elasticsearch.node`) has no security module. What is answered here keeps to the shapes and
codes of the reference, 9.x; it knows who somebody is, but enforces no role.
"""

from __future__ import annotations

import base64
import binascii
import http.client
import itertools
import json
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit


@dataclass
class ApiKey:
    """One that was made, and what has become of it."""

    id: str
    name: str
    secret: str
    roles: dict[str, Any]
    valid: bool = True

    @property
    def encoded(self) -> str:
        return base64.b64encode(f"{self.id}:{self.secret}".encode()).decode()


@dataclass
class Secured:
    """Runs while it is entered."""

    node_url: str
    users: dict[str, str] = field(default_factory=lambda: {"elastic": "admin-secret"})
    keys: list[ApiKey] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    """Methods and paths, in order."""
    starting: int = 0
    """So many requests are answered with 503 first, as by a node that has no master yet."""
    failing: set[str] = field(default_factory=set)
    """Methods and paths answered with 500."""

    def __enter__(self) -> Self:
        self._counter = itertools.count(1)
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"state": self}))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def working(self) -> list[ApiKey]:
        return [key for key in self.keys if key.valid]

    def known(self, authorization: str) -> str | None:
        """Who it is; None if nobody."""
        kind, _, told = authorization.partition(" ")
        try:
            name, _, secret = base64.b64decode(told, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        if kind == "Basic":
            return name if self.users.get(name) == secret else None
        if kind == "ApiKey":
            return name if any((k.id, k.secret) == (name, secret) for k in self.working) else None
        return None

    def answer(
        self, method: str, path: str, body: dict[str, Any], query: dict[str, list[str]], who: str
    ) -> Any:
        """(status, body) of one call below /_security/."""
        match method, path.strip("/").split("/")[1:]:
            case "GET", ["_authenticate"]:
                return 200, {"username": who, "roles": [], "enabled": True, "metadata": {}}
            case "PUT" | "POST", ["user", name, "_password"]:
                self.users[name] = body["password"]
                return 200, {}
            case "PUT" | "POST", ["api_key"]:
                number = next(self._counter)
                key = ApiKey(f"id{number}", body["name"], f"secret{number}", body["role_descriptors"])
                self.keys.append(key)
                told = {"id": key.id, "name": key.name, "api_key": key.secret, "encoded": key.encoded}
                return 200, told
            case "PUT", ["api_key", identity]:
                [key] = [key for key in self.working if key.id == identity]
                updated = key.roles != body["role_descriptors"]
                key.roles = body["role_descriptors"]
                return 200, {"updated": updated}
            case "GET", ["api_key"]:
                named = [key for key in self.working if key.name == query["name"][0]]
                return 200, {
                    "api_keys": [{"id": key.id, "name": key.name, "invalidated": False} for key in named]
                }
            case "DELETE", ["api_key"]:
                ended = [key for key in self.working if key.id in body["ids"]]
                for key in ended:
                    key.valid = False
                return 200, {
                    "invalidated_api_keys": [key.id for key in ended],
                    "previously_invalidated_api_keys": [],
                    "error_count": 0,
                }
        return 400, {
            "error": {"type": "mock", "reason": f"the mock does not know {method} {path}"},
            "status": 400,
        }


class _Handler(BaseHTTPRequestHandler):
    state: Secured
    protocol_version = "HTTP/1.1"

    def _any(self) -> None:
        state, parts = self.state, urlsplit(self.path)
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        call = f"{self.command} {parts.path}"
        with state._lock:
            state.calls.append(call)
            if state.starting > 0:
                state.starting -= 1
                self._send(503, {"error": {"type": "x", "reason": "no master"}, "status": 503})
                return
            who = state.known(self.headers.get("Authorization", ""))
            if who is None:
                self._send(401, {"error": {"type": "security_exception", "reason": "unable to authenticate"}})
                return
            if call in state.failing:
                self._send(500, {"error": {"type": "x", "reason": "it failed"}, "status": 500})
                return
            if parts.path.startswith("/_security/"):
                body = json.loads(content or b"{}")
                self._send(*state.answer(self.command, parts.path, body, parse_qs(parts.query), who))
                return
        self._pass_on(content)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _any

    def _pass_on(self, content: bytes) -> None:
        node = http.client.HTTPConnection(urlsplit(self.state.node_url).netloc, timeout=30)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in ("authorization", "host")}
        try:
            node.request(self.command, self.path, content, headers)
            answer = node.getresponse()
            self._raw(answer.status, answer.read(), answer.headers.get("Content-Type", "application/json"))
        finally:
            node.close()

    def _send(self, status: int, body: Any) -> None:
        self._raw(status, json.dumps(body).encode(), "application/json")

    def _raw(self, status: int, body: bytes, kind: str) -> None:
        with suppress(BrokenPipeError):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass
