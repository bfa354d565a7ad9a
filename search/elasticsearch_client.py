"""The connection to a server: how to reach it, and what its troubles mean.

Connection ─▶ connect() ─▶ elasticsearch.Elasticsearch
explained() turns what the client raises into IndexUnavailable of one line, without any secret
"""

from __future__ import annotations

import logging
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from elastic_transport import ConnectionError as Unreachable
from elastic_transport import (
    ConnectionTimeout,
    SerializationError,
    TlsError,
    TransportError,
    Urllib3HttpNode,
)
from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError

from search.credentials import basic, given, shown
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
    """How long one request may take, and how long a write may go on trying."""
    pauses: tuple[float, ...] = (1, 2, 4, 8)
    """Seconds between two attempts to write what the server is too busy for."""

    @property
    def shown(self) -> str:
        """The URL without user and password, also where it is no right one."""
        return shown(self.url)


def connect(connection: Connection) -> Elasticsearch:
    """A client; nothing is sent yet. Raises IndexUnavailable for settings that cannot be right."""
    try:
        parts = urlsplit(connection.url)
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
        if not _KEY.fullmatch(connection.api_key):
            # Python would put it into the message of its error.
            raise IndexUnavailable(
                "PRAHARI_ELASTICSEARCH_API_KEY: no API key; write what the server calls `encoded`"
            )
        options["api_key"] = connection.api_key
    elif header := _basic(connection):
        options["headers"] = {"authorization": header}
    if parts.scheme == "https":
        options |= _trust(connection)
    # Each trouble would be told there, too, and every request.
    logging.getLogger("elastic_transport").setLevel(logging.ERROR)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    # What goes wrong is tried again by whoever asks for it, with the outbox behind it: not in here.
    return Elasticsearch(
        f"{parts.scheme}://{host}:{port}{parts.path.rstrip('/')}",
        request_timeout=connection.seconds,
        max_retries=0,
        retry_on_timeout=False,
        node_class=_Node,
        **options,
    )


def _basic(connection: Connection) -> str:
    """Empty where no user is given. Raises IndexUnavailable for half of one."""
    try:
        user, password = given(connection.url, connection.user, connection.password)
    except ValueError as error:
        raise IndexUnavailable(
            f"{connection.shown}: {error}: see PRAHARI_ELASTICSEARCH_USER and PRAHARI_ELASTICSEARCH_PASSWORD"
        ) from None
    return basic(user, password) if user else ""


_KEY = re.compile(r"[\x21-\x7e]+")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def _trust(connection: Connection) -> dict[str, Any]:
    """By what the server's certificate is known. Raises IndexUnavailable."""
    options: dict[str, Any] = {}
    if connection.fingerprint:
        plain = connection.fingerprint.replace(":", "").replace(" ", "").lower()
        if not _FINGERPRINT.fullmatch(plain):
            raise IndexUnavailable(
                "PRAHARI_ELASTICSEARCH_FINGERPRINT: no SHA-256: write 64 hex digits, colons between or not"
            )
        options["ssl_assert_fingerprint"] = plain
    if connection.ca:
        if not connection.ca.is_file():
            raise IndexUnavailable(f"PRAHARI_ELASTICSEARCH_CA: {connection.ca}: no such file")
        try:
            ssl.create_default_context(cafile=connection.ca)
        except OSError as error:
            told = getattr(error, "strerror", None) or error
            raise IndexUnavailable(f"PRAHARI_ELASTICSEARCH_CA: {connection.ca}: {_line(told)}") from error
        options["ca_certs"] = str(connection.ca)
    return options


class NotElasticsearch(TransportError):
    """What answers is no Elasticsearch."""


class _Node(Urllib3HttpNode):
    """Looks at every answer, where the client looks at the first that succeeds. A 404 of something else than
    the server must not be taken for an index that is not there."""

    def perform_request(self, *args: Any, **options: Any) -> Any:
        answer = super().perform_request(*args, **options)
        said = answer.meta.headers.get("x-elastic-product")
        if said != "Elasticsearch" and (200 <= answer.meta.status < 400 or answer.meta.status in (404, 405)):
            raise NotElasticsearch(f"answered with status {answer.meta.status}")
        return answer


@contextmanager
def explained(connection: Connection) -> Iterator[None]:
    """Turns what the client raises into IndexUnavailable."""
    try:
        yield
    except IndexProblem:
        raise
    except (TransportError, ApiError, UnsupportedProductError, SerializationError) as error:
        raise IndexUnavailable(trouble(connection, error)) from error


def trouble(connection: Connection, error: Exception) -> str:
    """What went wrong and where, in one line."""
    return f"{connection.shown}: {reason(error)}{_hint(connection, error)}"


def _hint(connection: Connection, error: Exception) -> str:
    """A server that wants TLS hangs up on one that speaks none."""
    if not isinstance(error, Unreachable) or isinstance(error, TlsError):
        return ""
    if connection.url.lower().startswith("http://") and _CLOSED.search(_plain(error)):
        return "; if it speaks TLS, write https://"
    return ""


_CLOSED = re.compile("closed connection without|reset by peer|BadStatusLine", re.IGNORECASE)


def reason(error: Exception) -> str:
    """What went wrong, in one line, and what to do where that is known."""
    if isinstance(error, (UnsupportedProductError, NotElasticsearch)):
        return "something answers there, but it is no Elasticsearch: see PRAHARI_ELASTICSEARCH_URL"
    if isinstance(error, SerializationError):
        return "the server's answer is no JSON, or only a part of it"
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
        return (
            "the server does not accept our API key, or user and password (401): see "
            "PRAHARI_ELASTICSEARCH_API_KEY, or ..._USER and ..._PASSWORD"
        )
    told = told_in(error.body)
    if error.status_code == 403 and "block" not in told:
        return f"the server does not let us do this (403): {told}"
    return f"{told} ({error.status_code})"


def told_in(body: Any) -> str:
    """The reason in an error's body, with its cause if there is one."""
    error = body.get("error", body) if isinstance(body, dict) else body
    if not isinstance(error, dict):
        return _line(_MARKUP.sub(" ", error) if isinstance(error, str) else error)
    parts = [str(error.get("reason") or error.get("type") or error)[:_LONGEST]]
    while isinstance(error := error.get("caused_by"), dict):
        said = str(error.get("reason") or "")[:_LONGEST]
        if said and said not in parts:
            parts.append(said)
    return _line(": ".join(parts))


_LONGEST = 240
"""Characters of one reason: the server quotes what it could not read, and the cause comes after that."""
_MARKUP = re.compile(r"<title.*?</title>|<[^>]*>", re.DOTALL | re.IGNORECASE)
"""A proxy answers with a page, whose title stands in it once more."""


def _tls(error: TransportError) -> str:
    told = _plain(error)
    lower = told.lower()
    if any(word in lower for word in ("wrong_version", "wrong version", "record_layer", "record layer")):
        return "the server does not speak TLS; is it http://?"
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
