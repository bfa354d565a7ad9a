"""Alarms as JSON to a web address.

    {"text": "ALARM outbox, …",                     what chat services show
     "host": "machine",
     "alarms": [{"id": 7, "event": "raised", "kind": "outbox", "subject": "…", "detail": "…",
                 "raised_at": "2026-11-30T06:00:00+00:00", "at": "…"}]}

``id`` is the same if a notice is sent twice, which happens when the watch is killed just after sending.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import HTTPError
from urllib3.util import Timeout

from pipelines.store.alarms import Notice
from scheduler.alarms.channels import Undelivered, line
from search import credentials

SECONDS: Final = 5.0
"""For connecting, and for an answer, each try. Short: the end of the watch waits for it."""
TRIES: Final = 3
_AGAIN: Final = (429, 502, 503, 504)
_WAIT: Final = 0.5


class Webhook:
    """One address."""

    name = "webhook"

    def __init__(self, url: str, token: str = "") -> None:
        """``token`` is sent as a bearer token. Raises ValueError, without the URL, for one that is none."""
        try:
            parts = urlsplit(url)
            ok = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            ok = False
        if not ok:
            raise ValueError("PRAHARI_ALARM_WEBHOOK: write a URL with http or https")
        user, password = credentials.inside(url)
        self._where = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        self._url = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        self._headers = {"Content-Type": "application/json", "User-Agent": "Prahari"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        elif user:
            self._headers["Authorization"] = credentials.basic(user, password)

    def send(self, notices: Sequence[Notice]) -> None:
        body = json.dumps(message(notices), ensure_ascii=False).encode()
        with _pool(self._url) as pool:
            for wait in (*[_WAIT] * (TRIES - 1), 0.0):
                problem, passes = self._sent(pool, body)
                if problem is None:
                    return
                if not passes:
                    break
                time.sleep(wait)
        raise Undelivered(problem or "?")

    def _sent(self, pool: urllib3.PoolManager, body: bytes) -> tuple[str | None, bool]:
        """One try: why it failed, and whether that may pass at once. urllib3's own tries would log the whole
        address, which with a chat service is a secret; and what is secret follows no redirect."""
        try:
            response = pool.request(
                "POST", self._url, body=body, headers=self._headers, retries=False, redirect=False
            )
        except (HTTPError, ValueError, UnicodeError) as error:
            return f"{self._where}: {_words(error)}", True
        if 200 <= response.status < 300:
            return None, False
        return f"{self._where} answered {response.status}", response.status in _AGAIN


def message(notices: Sequence[Notice]) -> dict[str, Any]:
    """What is sent."""
    return {
        "text": "\n".join(map(line, notices)),
        "host": socket.gethostname(),
        "alarms": [
            {
                "id": notice.number,
                "event": notice.event,
                "kind": notice.trouble.kind,
                "subject": notice.trouble.subject,
                "detail": notice.trouble.detail,
                "raised_at": notice.raised_at.isoformat(),
                "at": notice.at.isoformat(),
            }
            for notice in notices
        ],
    }


def _pool(url: str) -> urllib3.PoolManager:
    """Straight, or through the proxy that the environment names."""
    parts = urlsplit(url)
    proxy = getproxies().get(parts.scheme)
    if proxy and not proxy_bypass(parts.hostname or ""):
        return urllib3.ProxyManager(proxy, timeout=Timeout(SECONDS))
    return urllib3.PoolManager(timeout=Timeout(SECONDS))


def _words(error: BaseException) -> str:
    """The cause in one line, without the address: that of a chat service is a secret."""
    cause = error.__cause__ or error.__context__ or error
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    if isinstance(error, urllib3.exceptions.TimeoutError):
        return f"no answer in {SECONDS:.0f} s"
    return type(error).__name__
