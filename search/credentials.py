"""User and password: where they are said, and how HTTP sends them."""

from __future__ import annotations

import re
from base64 import b64encode
from pathlib import Path
from urllib.parse import unquote, urlsplit

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def basic(user: str, password: str) -> str:
    """The value of an Authorization header, in UTF-8 (RFC 7617), as Elasticsearch and Kibana read it. The
    clients' own ways take ASCII alone, or Latin-1."""
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode('ascii')}"


def given(url: str, user: str, password: str) -> tuple[str, str]:
    """What is said beside the URL, else in it. Raises ValueError, without the password, if it is no URL, if
    user or password is missing where the other is there, or if `basic` cannot say them."""
    inner = inside(url)
    user, password = user or inner[0], password or inner[1]
    if user and not password:
        raise ValueError(f"user {user}, and no password")
    if password and not user:
        raise ValueError("a password, and no user")
    if ":" in user:
        raise ValueError("a colon in the user's name: HTTP ends it there")
    try:
        f"{user}{password}".encode()
    except UnicodeEncodeError:  # bytes of an environment in another encoding
        raise ValueError("user or password is no UTF-8") from None
    return user, password


def inside(url: str) -> tuple[str, str]:
    """User and password in a URL; empty where there are none. Raises ValueError if it is no URL."""
    try:
        parts = urlsplit(url)
        inner = (parts.username or "", parts.password or "")
    except ValueError:  # its message may quote the URL
        raise ValueError("no URL") from None
    try:
        return unquote(inner[0], errors="strict"), unquote(inner[1], errors="strict")
    except UnicodeDecodeError:
        raise ValueError("user or password in the URL is no UTF-8") from None


def shown(url: str) -> str:
    """The URL without user and password, also where it is no right one."""
    head = scheme[0] if (scheme := _SCHEME.match(url)) else ""
    return head + url[len(head) :].rpartition("@")[2]


def secret(said: str, name: str, file: str) -> str:
    """``said``, or else what stands in the file, if one is named, which is setting ``name``. Raises
    ValueError if that cannot be read."""
    if said or not file:
        return said
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        raise ValueError(f"{name}: {file}: it is no UTF-8") from None
    except OSError as error:
        raise ValueError(f"{name}: {file}: {error.strerror or error}") from None
