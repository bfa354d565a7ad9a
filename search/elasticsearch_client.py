"""The connection to a server: how to reach it, and what its troubles mean.

Connection ─▶ connect() ─▶ elasticsearch.Elasticsearch
explained() turns what the client raises into IndexUnavailable of one line, without any secret
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from elastic_transport import ConnectionError as Unreachable
from elastic_transport import ConnectionTimeout, SerializationError, TlsError, TransportError
from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError

from search.index import IndexProblem, IndexUnavailable


@dataclass(frozen=True, slots=True)
class Connection:
    """Where a server is and who we are to it."""

    url: str
    """``https://host:9200``; a user and password in it are used if none are given beside it."""
    api_key: str = field(default="", repr=False)
    """As the server's ``encoded`` says it. Wins over user and password."""
    user: str = ""
    password: str = field(default="", repr=False)
    ca: Path | None = None
    """PEM file of the authority that signed the server's certificate; the system's authorities if None."""
    fingerprint: str = ""
    """SHA-256 of the server's certificate (or its authority's), in hex, instead of `ca`."""
    seconds: float = 30
    """How long one request may take."""

    @property
    def shown(self) -> str:
        """The URL without user and password."""
        parts = urlsplit(self.url)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def connect(connection: Connection) -> Elasticsearch:
    """A client; nothing is sent yet. Raises IndexUnavailable for settings that cannot be right."""
    parts = urlsplit(connection.url)
    try:
        right = parts.scheme in ("http", "https") and bool(parts.hostname)
        port = parts.port or (443 if parts.scheme == "https" else 9200)
    except ValueError:
        right = False
    if not right:
        raise IndexUnavailable(
            f"PRAHARI_ELASTICSEARCH_URL: {connection.shown!r} is no address; write http://host:9200 or https://..."
        )
    options: dict[str, Any] = {}
    if connection.api_key:
        options["api_key"] = connection.api_key
    elif connection.user or parts.username:
        secret = (connection.user or parts.username or "", connection.password or parts.password or "")
        options["basic_auth"] = secret
    if connection.fingerprint:
        options["ssl_assert_fingerprint"] = connection.fingerprint
    if connection.ca:
        if not connection.ca.is_file():
            raise IndexUnavailable(f"PRAHARI_ELASTICSEARCH_CA: {connection.ca}: no such file")
        options["ca_certs"] = str(connection.ca)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    # What goes wrong is tried again by whoever asks for it, with the outbox behind it: not in here.
    return Elasticsearch(
        f"{parts.scheme}://{host}:{port}{parts.path.rstrip('/')}",
        request_timeout=connection.seconds,
        max_retries=0,
        retry_on_timeout=False,
        **options,
    )


@contextmanager
def explained(connection: Connection) -> Iterator[None]:
    """Turns what the client raises into IndexUnavailable."""
    try:
        yield
    except IndexProblem:
        raise
    except (TransportError, ApiError, UnsupportedProductError, SerializationError) as error:
        raise IndexUnavailable(f"{connection.shown}: {reason(error)}") from error


def reason(error: Exception) -> str:
    """What went wrong, in one line, and what to do where that is known."""
    if isinstance(error, UnsupportedProductError):
        return "something answers there, but it is no Elasticsearch"
    if isinstance(error, ConnectionTimeout):
        return "no answer in time (PRAHARI_ELASTICSEARCH_TIMEOUT seconds)"
    if isinstance(error, TlsError):
        return f"TLS: {_tls(error)}"
    if isinstance(error, Unreachable):
        return f"cannot be reached: {_plain(error)}"
    if isinstance(error, ApiError):
        return _answered(error)
    return _line(error)


def _answered(error: ApiError) -> str:
    if error.status_code == 401:
        return "the server does not accept our API key, or user and password (401)"
    told = told_in(error.body)
    if error.status_code == 403 and "block" not in told:
        return f"the server does not let us do this (403): {told}"
    return f"{told} ({error.status_code})"


def told_in(body: Any) -> str:
    """The reason in an error's body, with its cause if there is one."""
    error = body.get("error", body) if isinstance(body, dict) else body
    if not isinstance(error, dict):
        return _line(error)
    parts = [str(error.get("reason") or error.get("type") or error)]
    cause = error.get("caused_by")
    if isinstance(cause, dict) and cause.get("reason"):
        parts.append(str(cause["reason"]))
    return _line(": ".join(parts))


def _tls(error: TransportError) -> str:
    told = _plain(error)
    lower = told.lower()
    if "fingerprint" in lower:
        return "the server's certificate has another fingerprint than PRAHARI_ELASTICSEARCH_FINGERPRINT"
    if "verify failed" in lower or "self-signed" in lower or "self signed" in lower:
        return (
            f"the server's certificate is not trusted ({told}): name its authority in "
            "PRAHARI_ELASTICSEARCH_CA, or its SHA-256 in PRAHARI_ELASTICSEARCH_FINGERPRINT"
        )
    return told


def _plain(error: TransportError) -> str:
    """The innermost reason: clients wrap it several times, with addresses of objects in between."""
    inner: BaseException = error
    while (deeper := _inside(inner)) is not None:
        inner = deeper
    if isinstance(inner, OSError) and inner.strerror:
        return inner.strerror
    return _line(getattr(inner, "message", inner))


def _inside(error: BaseException) -> BaseException | None:
    for found in (*getattr(error, "errors", ()), getattr(error, "reason", None), error.__cause__):
        if isinstance(found, BaseException) and found is not error:
            return found
    return None


def _line(told: object) -> str:
    return " ".join(str(told).split())[:500]
