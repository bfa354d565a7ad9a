"""A MOCK of Kibana's import API: no Kibana can be had where this is developed.

It is a real HTTP server on loopback, with TLS if asked, and answers as Kibana's documentation and source say
that Kibana does. It reads the upload, looks for missing references as Kibana does, and keeps what it took.
That Kibana would show our objects is not what it can prove.
"""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Json = dict[str, Any]


@dataclass
class Kibana:
    """The mock's state: what it is asked to do, and what it saw."""

    port: int = 0
    scheme: str = "http"
    version: str = "9.5.3"
    level: str = "available"
    authorization: str | None = None
    """The only Authorization header that it takes; None takes all."""
    spaces: frozenset[str] = frozenset({"default"})
    allowed: bool = True
    """False: 403 for imports."""
    knows: frozenset[str] = frozenset({"index-pattern", "search", "map", "dashboard"})
    hold: threading.Event = field(default_factory=threading.Event)
    """Set: answers at once. Clear: waits until it is set."""
    objects: dict[tuple[str, str, str], Json] = field(default_factory=dict)
    """(space, type, id) → object."""
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    """Method, path, headers."""

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"


@contextmanager
def kibana(certificate: Path | None = None) -> Iterator[Kibana]:
    """Serve until the block ends; with TLS if `certificate` (PEM, with its key) is given."""
    state = Kibana(scheme="https" if certificate else "http")
    state.hold.set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self, state, b"")

        def do_POST(self) -> None:
            answer(self, state, self.rfile.read(int(self.headers.get("Content-Length", 0))))

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    state.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield state
    finally:
        state.hold.set()
        server.shutdown()
        server.server_close()


def answer(request: BaseHTTPRequestHandler, state: Kibana, body: bytes) -> None:
    """One request, as Kibana would."""
    state.requests.append((request.command, request.path, dict(request.headers)))
    state.hold.wait(30)
    status, told = _answer(request, state, body)
    data = json.dumps(told).encode()
    request.send_response(status)
    request.send_header("Content-Type", "application/json; charset=utf-8")
    request.send_header("Content-Length", str(len(data)))
    request.end_headers()
    request.wfile.write(data)


def _answer(request: BaseHTTPRequestHandler, state: Kibana, body: bytes) -> tuple[int, Json]:
    path, _, query = request.path.partition("?")
    known = state.authorization in (None, request.headers.get("Authorization"))
    if (request.command, path) == ("GET", "/api/status"):
        overall = {"level": state.level, "summary": f"Kibana is {state.level}"}
        if not known:  # what it tells those it does not know
            return 200, {"status": {"overall": {"level": state.level}}}
        status = 200 if state.level in ("available", "degraded") else 503
        return status, {"version": {"number": state.version}, "status": {"overall": overall}}
    space, path = _space(path)
    if not known:
        return 401, _error(401, "Unauthorized", "[security_exception]: missing authentication credentials")
    if space not in state.spaces or (request.command, path) != ("POST", "/api/saved_objects/_import"):
        return 404, _error(404, "Not Found", "Not Found")
    if not request.headers.get("kbn-xsrf"):
        return 400, _error(400, "Bad Request", "Request must contain a kbn-xsrf header.")
    if not state.allowed:
        return 403, _error(403, "Forbidden", "Unable to bulk_create dashboard")
    return 200, _import(space, _file(request.headers["Content-Type"], body), "overwrite=true" in query, state)


def _space(path: str) -> tuple[str, str]:
    if path.startswith("/s/"):
        _, _, space, rest = path.split("/", 3)
        return space, f"/{rest}"
    return "default", path


def _error(status: int, error: str, message: str) -> Json:
    return {"statusCode": status, "error": error, "message": message}


def _file(kind: str, body: bytes) -> str:
    """The part ``file`` of a multipart/form-data body."""
    message = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    for part in message.walk():
        if part.get_param("name", header="content-disposition") == "file":
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            return payload.decode("utf-8")
    raise AssertionError("the upload has no part called file")


def _import(space: str, text: str, overwrite: bool, state: Kibana) -> Json:
    made = [json.loads(line) for line in text.splitlines()]
    there = {(one["type"], one["id"]) for one in made} | {key[1:] for key in state.objects if key[0] == space}
    done, errors = [], []
    for one in made:
        key = (space, one["type"], one["id"])
        title = one["attributes"]["title"]
        told = {"type": one["type"], "id": one["id"], "meta": {"title": title}}
        # As Kibana: only these two types are looked for.
        missing = [
            {"type": reference["type"], "id": reference["id"]}
            for reference in one["references"]
            if reference["type"] in ("index-pattern", "search")
            and (reference["type"], reference["id"]) not in there
        ]
        if one["type"] not in state.knows:
            errors.append({**told, "title": title, "error": {"type": "unsupported_type"}})
        elif missing:
            error = {"type": "missing_references", "references": missing}
            errors.append({**told, "title": title, "error": error})
        elif key in state.objects and not overwrite:
            errors.append({**told, "title": title, "error": {"type": "conflict"}})
        else:
            done.append({**told, "managed": False, **({"overwrite": True} if key in state.objects else {})})
            state.objects[key] = one
    told = {"success": not errors, "successCount": len(done), "warnings": [], "successResults": done}
    return {**told, **({"errors": errors} if errors else {})}


def self_signed(file: Path) -> str:
    """Write a new certificate for 127.0.0.1, with its key, to `file`; its SHA-256 in hex."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kibana.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
    return certificate.fingerprint(hashes.SHA256()).hex()
