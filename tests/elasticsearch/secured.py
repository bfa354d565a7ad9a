"""A mock of Elasticsearch's security before the real node, since a secured server cannot be had here.

    client ─▶ Secured ─┬ /_security/*  answered here: users, API keys, who am I
                       └ all else      passed to the node, if who asks is known; 401 otherwise

The node (`tests.elasticsearch.node`) has no security module. What is answered here keeps to the shapes and
codes of the reference, 9.x; it knows who somebody is, but enforces no role.
"""

from __future__ import annotations

import base64
import binascii
import itertools
import json
import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.elasticsearch.front import Front, FrontHandler


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
class Secured(Front):
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

    def __post_init__(self) -> None:
        self.handler = _Handler
        self.counter = itertools.count(1)
        self.lock = threading.Lock()

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
                number = next(self.counter)
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


class _Handler(FrontHandler):
    front: Secured

    def handle_call(self, content: bytes) -> None:
        state, parts = self.front, urlsplit(self.path)
        call = f"{self.command} {parts.path}"
        with state.lock:
            state.calls.append(call)
            if state.starting > 0:
                state.starting -= 1
                self.send_json(503, {"error": {"type": "x", "reason": "no master"}, "status": 503})
                return
            who = state.known(self.headers.get("Authorization", ""))
            if who is None:
                told = {"type": "security_exception", "reason": "unable to authenticate"}
                self.send_json(401, {"error": told})
                return
            if call in state.failing:
                self.send_json(500, {"error": {"type": "x", "reason": "it failed"}, "status": 500})
                return
            if parts.path.startswith("/_security/"):
                body = json.loads(content or b"{}")
                self.send_json(*state.answer(self.command, parts.path, body, parse_qs(parts.query), who))
                return
        self.send_body(*self.ask_node(content))
