"""Who may do what in a secured cluster: Kibana's own password, and an API key for the crawler.

    administrator ─▶ Access ─┬▶ password of kibana_system
                             └▶ API key with the rights of ``crawler_role.json`` ─▶ a file, mode 0600

Everything may be done again: what is right stays, what is not is put right.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError, AuthenticationException, NotFoundError

from search.credentials import given
from search.elasticsearch_client import Connection, connect, trouble
from search.index import IndexUnavailable

ROLE = Path(__file__).with_name("crawler_role.json")
"""The least that the crawler needs, for indexes that begin with ``prahari-``: read and write documents,
refresh, see what is there. It may not make, change or remove an index."""
_PAUSE = 2.0
"""Seconds between two questions whether the server is up."""


class AccessProblem(Exception):
    """What could not be done, in one line, without any secret."""


class Key(Enum):
    """What became of the crawler's key."""

    KEPT = "kept"
    MADE = "made"


class Access:
    """An administrator's view of one server."""

    def __init__(self, connection: Connection) -> None:
        """``connection`` with the administrator's user and password. Sends nothing yet. Raises AccessProblem
        for what cannot be right."""
        self._connection = connection
        try:
            self._client = connect(connection)
            # For questions about keys, which say themselves who asks.
            self._bare = connect(replace(connection, url=connection.shown, user="", password=""))
        except IndexUnavailable as problem:
            raise AccessProblem(str(problem)) from problem

    def wait(self, seconds: float) -> None:
        """Until the server answers and knows us. Raises AccessProblem after ``seconds``, and at once if it
        refuses our password: waiting does not make that right."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                self._client.security.authenticate()
                return
            except AuthenticationException:
                raise AccessProblem(
                    f"{self._connection.shown} refuses user {self._user} and its password (401)"
                ) from None
            except (TransportError, ApiError) as error:
                # Starting: nothing listens, then 503 until there is a master.
                starting = isinstance(error, TransportError) or error.status_code in (429, 502, 503, 504)
                if not starting or time.monotonic() + _PAUSE > deadline:
                    waited = f" (waited {seconds:.0f} s)" if starting else ""
                    raise AccessProblem(f"{trouble(self._connection, error)}{waited}") from error
            time.sleep(_PAUSE)

    def set_password(self, user: str, password: str) -> None:
        """Of a user that the server has built in. Raises AccessProblem."""
        with self._translated(f"password of {user}"):
            self._client.security.change_password(username=user, password=password)

    def keep_key(self, file: Path, *, prefix: str = "prahari", anew: bool = False) -> Key:
        """See to it that ``file`` holds a key that works and has the rights of `ROLE`, and no other does.

        ``anew`` makes another one even if it works. A new key is in the file before the old ones are
        invalidated, so that a run that is cut short leaves the crawler with one that works. Raises
        AccessProblem, OSError if the file cannot be written.
        """
        name = f"{prefix}-crawler"
        with self._translated(f"API key {name}"):
            known = None if anew else self._working(file)
            if known is not None:
                file.chmod(0o600)
                self._client.security.update_api_key(id=known, role_descriptors={name: role(prefix)})
                self._invalidate_others(name, known)
                return Key.KEPT
            made = self._client.security.create_api_key(name=name, role_descriptors={name: role(prefix)})
            _write(file, made["encoded"])
            self._invalidate_others(name, made["id"])
            return Key.MADE

    def close(self) -> None:
        self._bare.close()
        self._client.close()

    @property
    def _user(self) -> str:
        return given(self._connection.url, self._connection.user, self._connection.password)[0]

    def _working(self, file: Path) -> str | None:
        """Id of the key in the file; None if there is none, or one that the server does not take."""
        with suppress(FileNotFoundError):
            encoded = file.read_text("ascii", errors="replace").strip()
            try:
                identity = base64.b64decode(encoded, validate=True).decode("ascii").partition(":")[0]
            except (binascii.Error, UnicodeDecodeError, ValueError):
                return None
            if not identity:
                return None
            try:
                self._bare.options(api_key=encoded).security.authenticate()
            except AuthenticationException:
                return None
            return identity
        return None

    def _invalidate_others(self, name: str, kept: str) -> None:
        """Keys of this name that nobody has a file of: replaced ones, one whose file was never written."""
        try:
            found = self._client.security.get_api_key(name=name, active_only=True)
        except NotFoundError:
            return
        if others := [key["id"] for key in found["api_keys"] if key["id"] != kept]:
            self._client.security.invalidate_api_key(ids=others)

    @contextmanager
    def _translated(self, what: str) -> Iterator[None]:
        try:
            yield
        except (TransportError, ApiError) as error:
            raise AccessProblem(f"{what}: {trouble(self._connection, error)}") from error


def role(prefix: str = "prahari") -> dict[str, Any]:
    """`ROLE` for indexes under another prefix."""
    told: dict[str, Any] = json.loads(ROLE.read_text("utf-8"))
    for rights in told["indices"]:
        rights["names"] = [name.replace("prahari-", f"{prefix}-", 1) for name in rights["names"]]
    return told


def _write(file: Path, encoded: str) -> None:
    """The whole file or none, never readable by others, not even while it is written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(file.name + ".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(encoded + "\n")
        out.flush()
        os.fsync(out.fileno())
    new.replace(file)
