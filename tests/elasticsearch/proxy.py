"""A small real proxy before the node, with the failings that a test sets.

    client ─▶ Proxy ─┬ who is it?           401
                     ├ too large?           413, as nginx says it
                     ├ an `Answer` waits?   429, 503, something that is no Elasticsearch
                     ├ `away`, `lost`       the request or the answer is lost: slowly, or at once
                     └ /_bulk, `items`      some documents are refused here, the others go on to the node

All but the failings is passed on to the node as it is, and its answers back.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from tests.elasticsearch.certificate import Certificate
from tests.elasticsearch.front import Front, FrontHandler

NGINX = b"""<html>
<head><title>413 Request Entity Too Large</title></head>
<body>
<center><h1>413 Request Entity Too Large</h1></center>
<hr><center>nginx/1.27.3</center>
</body>
</html>
"""


@dataclass
class Answer:
    """What the next requests get, instead of what the node would say."""

    status: int
    body: bytes = b'{"error":{"type":"circuit_breaking_exception","reason":"data too large"}}'
    headers: Mapping[str, str] = field(
        default_factory=lambda: {"Content-Type": "application/json", "X-Elastic-Product": "Elasticsearch"}
    )
    times: int = 1


@dataclass
class ItemError:
    """What a bulk answer says of one document."""

    status: int
    type: str = "es_rejected_execution_exception"
    reason: str = "rejected execution of primary operation"


@dataclass
class Trouble:
    """How requests end without a whole answer."""

    reached: bool
    """Whether the node gets the request (and does what it says)."""
    seconds: float = 0
    """Silence before the answer, which then comes; 0 drops the connection instead."""
    middle: bool = False
    """Drop the connection in the middle of the answer, not before it."""
    times: int = 1_000_000


@dataclass
class Proxy(Front):
    """Runs while it is entered; `path` limits the failings to requests whose path ends so."""

    node_url: str
    certificate: Certificate | None = None
    port: int = 0
    known: Callable[[str], bool] | None = None
    """Says of an Authorization header whether it is let in."""
    largest: int | None = None
    """Bytes of a request's body; beyond, 413."""
    answers: list[Answer] = field(default_factory=list)
    trouble: Trouble | None = None
    items: Callable[[str], ItemError | None] = lambda id: None
    """Id of a document in a bulk request → what is said of it, if it is not to reach the node."""
    path: str = ""
    log: list[tuple[str, str, int]] = field(default_factory=list)
    """(method, path, bytes of the body) of every request."""

    def __post_init__(self) -> None:
        self.handler = _Handler
        self.lock = threading.Lock()

    def heal(self) -> None:
        """No failings any more."""
        self.known = self.largest = self.trouble = None
        self.answers.clear()
        self.items = lambda id: None
        self.path = ""

    def bulks(self) -> int:
        """How many bulk requests came."""
        return sum(path.endswith("/_bulk") for _, path, _ in self.log)


class _Handler(FrontHandler):
    front: Proxy

    def _any(self) -> None:
        front, path = self.front, self.path.partition("?")[0]
        with front.lock:
            front.log.append((self.command, path, self.length))
        if front.largest is not None and self.length > front.largest:
            self._too_large()
            return
        content = self.rfile.read(self.length)
        if front.known is not None and not front.known(self.headers.get("Authorization", "")):
            told = {"type": "security_exception", "reason": "unable to authenticate user for REST request"}
            self.send_json(401, {"error": told, "status": 401})
            return
        if path.endswith(front.path):
            with front.lock:
                answer, trouble = self._next()
            if answer is not None:
                self.send_body(answer.status, answer.body, answer.headers)
                return
            if trouble is not None:
                self._fail(trouble, content)
                return
        self._answer(content)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _any

    def _next(self) -> tuple[Answer | None, Trouble | None]:
        front = self.front
        if front.answers:
            answer = front.answers[0]
            answer.times -= 1
            if answer.times <= 0:
                front.answers.pop(0)
            return answer, None
        trouble = front.trouble
        if trouble is not None:
            trouble.times -= 1
            if trouble.times <= 0:
                front.trouble = None
        return None, trouble

    def _too_large(self) -> None:
        """As nginx does: the answer at once, then what still comes is read and thrown away for a while."""
        self.close_connection = True
        self.send_body(413, NGINX, {"Content-Type": "text/html", "Connection": "close"})
        with suppress(OSError):
            self.connection.settimeout(5)
            left = self.length
            while left > 0 and (got := self.rfile.read(min(left, 65536))):
                left -= len(got)

    def _fail(self, trouble: Trouble, content: bytes) -> None:
        answer = self.ask_node(content) if trouble.reached else None
        if trouble.seconds:
            time.sleep(trouble.seconds)
            if answer is None:
                self.send_json(503, {"error": {"type": "x", "reason": "too late"}, "status": 503})
            else:
                self.send_body(*answer)
            return
        self.close_connection = True
        with suppress(OSError):
            if trouble.middle and answer is not None:
                status, body, headers = answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[: len(body) // 2])
            self.connection.shutdown(socket.SHUT_RDWR)

    def _answer(self, content: bytes) -> None:
        try:
            if self.path.partition("?")[0].endswith("/_bulk"):
                content, spliced = _split(content, self.front.items)
                if spliced:
                    self._spliced(content, spliced)
                    return
            self.send_body(*self.ask_node(content))
        except OSError:
            # As nginx does when what is behind it is away.
            self.send_body(502, NGINX.replace(b"413 Request Entity Too Large", b"502 Bad Gateway"), {})

    def _spliced(self, content: bytes, spliced: dict[int, dict[str, Any]]) -> None:
        """The node's answer to the rest, with the answers to what it did not get in their places."""
        told: dict[str, Any] = {"took": 0, "errors": False, "items": []}
        status, headers = 200, {"Content-Type": "application/json", "X-Elastic-Product": "Elasticsearch"}
        if content:
            status, body, headers = self.ask_node(content)
            if status != 200:
                self.send_body(status, body, headers)
                return
            told = json.loads(body)
        for place in sorted(spliced):
            told["items"].insert(place, spliced[place])
        told["errors"] = True
        self.send_body(status, json.dumps(told).encode(), headers)


def _split(
    content: bytes, items: Callable[[str], ItemError | None]
) -> tuple[bytes, dict[int, dict[str, Any]]]:
    """The bulk request without what is refused here, and the answer to each of those, by place."""
    lines = content.split(b"\n")
    kept: list[bytes] = []
    refused: dict[int, dict[str, Any]] = {}
    at = place = 0
    while at < len(lines) and lines[at]:
        [(action, meta)] = json.loads(lines[at]).items()
        size = 1 if action == "delete" else 2
        error = items(meta["_id"])
        if error is None:
            kept += lines[at : at + size]
        else:
            told = {"type": error.type, "reason": error.reason}
            refused[place] = {
                action: {
                    "_index": meta.get("_index", ""),
                    "_id": meta["_id"],
                    "status": error.status,
                    "error": told,
                }
            }
        at += size
        place += 1
    return b"".join(line + b"\n" for line in kept), refused
