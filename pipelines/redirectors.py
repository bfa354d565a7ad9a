"""Redirecting links that carry their target: read it out of them instead of asking the redirector.

Feeds made by Google Alerts, links copied from Facebook or from a results page, AMP caches. What only the
redirector knows (bit.ly, feedproxy.google.com, today's news.google.com) stays as it is.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

_PARAMETERS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    # host (any of its sub-domains too): path prefix, parameters that may hold the target
    "google.com": ("/url", ("url", "q")),
    "google.co.in": ("/url", ("url", "q")),
    "facebook.com": ("/l.php", ("u",)),
    "l.instagram.com": ("/", ("u",)),
    "l.threads.net": ("/", ("u",)),
    "youtube.com": ("/redirect", ("q",)),
    "bing.com": ("/news/apiclick.aspx", ("url",)),
    "linkedin.com": ("/redir/redirect", ("url",)),
    "getpocket.com": ("/redirect", ("url",)),
    "t.umblr.com": ("/redirect", ("z",)),
    "out.reddit.com": ("/", ("url",)),
    "vk.com": ("/away.php", ("to",)),
    "slack-redir.net": ("/link", ("url",)),
}

_PATHS: Final[tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]] = (
    # host, path: group 1 is "s/" for https where the scheme is not written out
    (re.compile(r"(?:.+\.)?cdn\.ampproject\.org"), re.compile(r"/(?:[cvw]|wp)/(s/)?([^/]+\..+)")),
    (re.compile(r"(?:www\.)?google\.(?:com|co\.in)"), re.compile(r"/amp/(s/)?([^/]+\..+)")),
    (re.compile(r"web\.archive\.org"), re.compile(r"/web/\d+[a-z_]*()/(https?:/+.+)")),
)


def target(url: str) -> str:
    """Where `url` leads to, as far as it says so itself; `url` for every other address. Never raises."""
    for _ in range(3):  # redirectors nest: an alert's link to an AMP cache
        inner = _inner(url)
        if inner is None:
            break
        url = inner
    return url


def _inner(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    if host == "news.google.com":
        return _google_news(parts.path)
    labels = host.split(".")
    for first in range(len(labels) - 1):
        prefix, parameters = _PARAMETERS.get(".".join(labels[first:]), ("", ()))
        if parameters and parts.path.startswith(prefix):
            query = dict(parse_qsl(parts.query))
            found = next((query[p] for p in parameters if p in query), "")
            return found if re.match(r"https?://[^/]", found, re.IGNORECASE) else None
    for hosts, paths in _PATHS:
        found_path = paths.fullmatch(parts.path) if hosts.fullmatch(host) else None
        if found_path:
            rest = found_path[2] + (f"?{parts.query}" if parts.query else "")
            if not rest.startswith("http"):
                rest = f"{'https' if found_path[1] else 'http'}://{rest}"
            return rest
    return None


def _google_news(path: str) -> str | None:
    """Until 2024 the id was a protocol buffer with the address inside; newer ids hold nothing."""
    found = re.search(r"/articles/([A-Za-z0-9_-]{20,})", unquote(path))
    if found is None:
        return None
    try:
        data = urlsafe_b64decode(found[1] + "=" * (-len(found[1]) % 4))
    except Base64Error:
        return None
    inside = re.search(rb"https?://[\x21-\x7e]+", data)
    return inside[0].decode("ascii") if inside else None
