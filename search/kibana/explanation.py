"""What Kibana's answers and a connection's troubles mean, in one line for a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
    SSLError,
)


class KibanaProblem(Exception):
    """What Kibana would not do, or why it was not reached: one line, without secrets."""


@contextmanager
def explained(shown: str, seconds: float) -> Iterator[None]:
    """Turns what urllib3 raises into KibanaProblem."""
    try:
        yield
    except (HTTPError, OSError, UnicodeError) as error:
        raise KibanaProblem(f"{shown}: {_trouble(error, seconds)}") from error


def _trouble(error: Exception, seconds: float) -> str:
    told = _line(error)
    match error:
        case ReadTimeoutError():
            return f"no answer in {seconds:g} seconds"
        case NameResolutionError():
            return "cannot be reached: no such host name"
        case ConnectTimeoutError() | NewConnectionError():
            return f"cannot be reached: {_ERRNO.sub('', told.rpartition(': ')[2])}"
        case SSLError():
            return f"TLS: {_tls(told)}"
        case ProtocolError():
            return f"the connection broke off ({_inner(error)}); is it https, or http?"
        case LocationParseError():
            return "is no address"
    return told


def _inner(error: Exception) -> str:
    """What the system said, which the client wraps."""
    inner = next((one for one in error.args if isinstance(one, Exception)), error)
    if isinstance(inner, OSError) and inner.strerror:
        return inner.strerror
    return _ERRNO.sub("", _line(inner))


_ERRNO = re.compile(r"\[Errno -?\d+\] ")
"""The system's number of what its words say."""


def _tls(told: str) -> str:
    if "ingerprint" in told:
        return "Kibana's certificate has another fingerprint"
    if "verify failed" in told:
        return (
            f"Kibana's certificate is not trusted ({told}): name its authority's file (--ca), or its SHA-256 "
            "(--fingerprint)"
        )
    if "WRONG_VERSION" in told or "RECORD_LAYER" in told or "HTTP_REQUEST" in told:
        return "it does not speak TLS; is it http://?"
    return told


def refused(status: int, told: Mapping[str, Any], *, known: bool) -> str:
    """Why a 401 or 403 came. `known`: we said who we are."""
    if status == 403:
        return f"it does not let us do this (403): {_line(told.get('message', 'Forbidden'))}"
    if known:
        return f"it does not accept our API key, or user and password ({status})"
    return f"it wants to know who we are ({status}): an API key, or user and password"


def answered(status: int, told: Mapping[str, Any]) -> str:
    """An answer that was not expected."""
    return f"{_line(told.get('message') or told.get('error') or 'an answer that is no import')} ({status})"


def reason(error: Mapping[str, Any]) -> str:
    """Why one object was not imported, by its ``error``."""
    match error.get("type"):
        case "missing_references":
            missing = ", ".join(f"{one['type']} {one['id']}" for one in error.get("references", ()))
            return f"it refers to what Kibana does not have: {missing}"
        case "conflict" | "ambiguous_conflict":
            return "another object has its id"
        case "unsupported_type":
            return "Kibana does not know this type, or does not let it be imported"
        case kind:
            return _line(error.get("message") or kind or "no reason given")


def _line(told: object) -> str:
    return " ".join(str(told).split())[:500]
