"""Uploads saved objects to a Kibana.

    Connection ─▶ Kibana.version()      GET  /api/status
                  Kibana.upload(text)   POST /s/<space>/api/saved_objects/_import?overwrite=true
                                        ─▶ Outcome each

API: https://www.elastic.co/docs/api/doc/kibana/operation/operation-post-saved-objects-import
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit, urlunsplit

import regex
import urllib3
from urllib3.exceptions import HTTPError

from search.credentials import basic, given, shown
from search.kibana.explanation import KibanaProblem, answered, explained, refused
from search.kibana.explanation import reason as reason_of

OLDEST: Final = (9, 1)
"""The first Kibana that takes our format of dashboards; see `search.kibana.versions`."""


@dataclass(frozen=True, slots=True)
class Connection:
    """Where a Kibana is and who we are to it."""

    url: str
    """``https://host:5601``, with its base path if it has one."""
    space: str = ""
    """Id of a space; the default one if empty."""
    api_key: str = field(default="", repr=False)
    """As Elasticsearch's ``encoded`` says it. Wins over user and password."""
    user: str = ""
    password: str = field(default="", repr=False)
    ca: Path | None = None
    """PEM file of the authority that signed Kibana's certificate; the system's authorities if None."""
    fingerprint: str = ""
    """SHA-256 of Kibana's own certificate in hex, with or without colons, instead of `ca`."""
    seconds: float = 60
    """How long it may take to answer."""

    @property
    def shown(self) -> str:
        """The URL without user and password, also where it is no right one."""
        return shown(self.url).rstrip("/")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one object."""

    type: str
    id: str
    title: str
    replaced: bool = False
    problem: str | None = None
    """None if it was imported."""


class Kibana:
    """One Kibana. Methods raise KibanaProblem, whose message is one line and holds no secret."""

    def __init__(self, connection: Connection) -> None:
        """Nothing is sent yet. Raises KibanaProblem for what cannot be right."""
        self._connection = connection
        self._pool = _pool(connection)
        self._headers = {"kbn-xsrf": "prahari", "Accept": "application/json"}
        if connection.api_key:
            if not regex.fullmatch(r"[!-~]+", connection.api_key):
                raise KibanaProblem("the API key is none: it has letters or signs that no key has")
            self._headers["Authorization"] = f"ApiKey {connection.api_key}"
            return
        try:
            user, password = given(connection.url, connection.user, connection.password)
        except ValueError as error:
            raise self._problem(
                f"{error}: see PRAHARI_ELASTICSEARCH_USER and PRAHARI_ELASTICSEARCH_PASSWORD"
            ) from None
        if user:
            self._headers["Authorization"] = basic(user, password)

    def version(self) -> str:
        """The version, such as 9.5.3. Raises KibanaProblem if it is too old, not ready, or no Kibana."""
        status, told = self._send("GET", "/api/status")
        if status in (401, 403):
            raise self._problem(refused(status, told, known=self._known))
        overall = _inner(_inner(told, "status"), "overall")
        if "level" not in overall:
            raise self._problem("something answers there, but it is no Kibana")
        if overall["level"] not in ("available", "degraded"):
            raise self._problem(f"Kibana is not ready: {overall.get('summary') or overall['level']}")
        if "version" not in told:  # what it tells those it does not know
            raise self._problem(refused(401, told, known=self._known))
        number = str(_inner(told, "version").get("number"))
        parts = regex.match(r"(\d+)\.(\d+)", number)
        if parts is None or (int(parts[1]), int(parts[2])) < OLDEST:
            raise self._problem(
                f"is Kibana {number}; these objects need {'.'.join(map(str, OLDEST))} or newer"
            )
        return number

    def upload(self, text: str) -> list[Outcome]:
        """Import saved objects (one a line), replacing those of the same ids; outcomes in that order."""
        space = f"/s/{quote(self._connection.space, safe='')}" if self._connection.space else ""
        status, told = self._send(
            "POST",
            f"{space}/api/saved_objects/_import?overwrite=true",
            fields={"file": ("prahari.ndjson", text.encode("utf-8"), "application/ndjson")},
        )
        if status == 404 and space:
            raise self._problem(f"there is no space {self._connection.space!r}, or we may not see it (404)")
        if status in (401, 403):
            raise self._problem(refused(status, told, known=self._known))
        if status != 200 or "success" not in told:
            raise self._problem(answered(status, told))
        return _outcomes(text, told)

    @property
    def _known(self) -> bool:
        return "Authorization" in self._headers

    def _send(self, method: str, path: str, fields: Mapping[str, Any] | None = None) -> tuple[int, Any]:
        """Status and JSON; what is no JSON object comes as an empty one."""
        connection = self._connection
        parts = urlsplit(connection.url)
        host, base = parts.netloc.rpartition("@")[2], parts.path.rstrip("/")
        url = urlunsplit((parts.scheme, host, base, "", "")) + path
        with explained(connection.shown, connection.seconds):
            response = self._pool.request(
                method, url, fields=fields, headers=self._headers, redirect=False, retries=False
            )
            body = response.data
        if 300 <= response.status < 400:
            # Not followed: who we are is for this address alone.
            place = response.headers.get("Location", "nowhere")[:200]
            raise self._problem(
                f"it sends us on to {place} ({response.status}); give the whole address of Kibana"
            )
        try:
            told = json.loads(body)
        except ValueError:
            told = {}
        return response.status, told if isinstance(told, dict) else {}

    def _problem(self, told: str) -> KibanaProblem:
        return KibanaProblem(f"{self._connection.shown}: {told}")


def _pool(connection: Connection) -> urllib3.PoolManager:
    try:
        parts = urlsplit(connection.url)
        right = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        right = False
    if not right:
        raise KibanaProblem(f"{connection.shown!r} is no address of a Kibana; write https://host:5601")
    options: dict[str, Any] = {}
    if connection.fingerprint:
        digits = connection.fingerprint.replace(":", "")
        if not regex.fullmatch(r"[0-9a-fA-F]{64}", digits):
            raise KibanaProblem("the fingerprint is no SHA-256: 64 hexadecimal digits")
        # The certificate is the one we were told of: who signed it does not matter.
        options |= {"assert_fingerprint": digits, "cert_reqs": ssl.CERT_NONE}
    if connection.ca:
        if not connection.ca.is_file():
            raise KibanaProblem(f"{connection.ca}: no such file of certificates")
        options |= {"ca_certs": str(connection.ca), "cert_reqs": ssl.CERT_REQUIRED}
    timeout = urllib3.Timeout(connect=min(connection.seconds, 10), read=connection.seconds)
    try:
        return urllib3.PoolManager(timeout=timeout, **options)
    except (HTTPError, OSError) as error:
        raise KibanaProblem(f"{connection.shown}: {error}") from error


def _inner(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = told.get(name)
    return found if isinstance(found, dict) else {}


def _outcomes(text: str, told: Mapping[str, Any]) -> list[Outcome]:
    done = {(one["type"], one["id"]): one for one in told.get("successResults", ())}
    failed = {(one["type"], one["id"]): one for one in told.get("errors", ())}
    outcomes = []
    for line in text.splitlines():
        made = json.loads(line)
        key, attributes = (made["type"], made["id"]), made["attributes"]
        title = attributes.get("name") or attributes.get("title", "")
        if key in failed:
            problem: str | None = reason_of(failed[key].get("error", {}))
        else:
            problem = None if key in done else "Kibana does not say what became of it"
        outcomes.append(Outcome(*key, title, bool(done.get(key, {}).get("overwrite")), problem))
    return outcomes
