"""User and password as HTTP sends them."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import unquote, urlsplit


def basic(user: str, password: str) -> str:
    """The value of an Authorization header, in UTF-8 (RFC 7617), as Elasticsearch and Kibana read it. The
    clients' own ways take ASCII alone, or Latin-1."""
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode('ascii')}"


def given(url: str, user: str, password: str) -> tuple[str, str]:
    """What is said beside the URL, else in it. Raises ValueError if it is no URL, or if user or password is
    missing where the other is there."""
    parts = urlsplit(url)
    user, password = user or unquote(parts.username or ""), password or unquote(parts.password or "")
    if user and not password:
        raise ValueError(f"user {user}, and no password")
    if password and not user:
        raise ValueError("a password, and no user")
    return user, password
