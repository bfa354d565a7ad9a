"""A real PostgreSQL server for the tests, from Debian's package ``postgresql``.

One server a session, in a directory and on a port of its own, and a fresh database for each test. Where
the package is missing the tests are skipped; in CI (environment ``CI=true``) they fail instead.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.orphans import end_with_parent

USER = "prahari"


class Server:
    """A running server. `new_database` makes databases in it."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="prahari-pg-", dir=_place()))
        self._log = self._folder / "log"
        self._data = self._folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)
        self.port = 0

    def another(self) -> Server:
        """Of the same programs, not started."""
        return Server(self._programs)

    def start(self) -> None:
        """Make the cluster and start it. Raises RuntimeError with the server's own words."""
        account = self._account()
        if account:
            os.chown(self._folder, account["user"], account["group"])
        made = subprocess.run(
            [
                self._programs / "initdb", "-D", self._data, "-U", USER, "-A", "trust", "-E", "UTF8",
                "--locale=C.UTF-8", "--no-sync",
            ],
            capture_output=True, text=True, cwd="/", **account,
        )  # fmt: skip
        if made.returncode:
            raise RuntimeError(f"initdb: {made.stderr}")
        for _ in range(5):  # another process may take the port between asking and starting
            self.port = free_port()
            if self._started(account):
                return
        raise RuntimeError(f"PostgreSQL did not start: {self._log.read_text()}")

    def _started(self, account: dict[str, Any]) -> bool:
        settings = {
            "listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": self._folder,
            # No test pulls the plug: what the server has not synced is safe as long as the system runs.
            "fsync": "off", "full_page_writes": "off", "autovacuum": "off",
            "max_connections": 60, "shared_buffers": "32MB",
        }  # fmt: skip
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, *arguments],
                stdout=log, stderr=log, cwd="/", preexec_fn=end_with_parent, **account,
            )  # fmt: skip
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self._process.poll() is None:
            with suppress(psycopg.OperationalError):
                psycopg.connect(self._address("postgres")).close()
                return True
            time.sleep(0.05)
        self.stop_process()
        return False

    def start_again(self) -> None:
        """After `stop_process`: on the same port, with the same data. Raises RuntimeError."""
        if not self._started(self._account()):
            raise RuntimeError(f"PostgreSQL did not start again: {self._log.read_text()}")

    def stop_process(self) -> None:
        """End the server at once, whoever is connected."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = None

    def stop(self) -> None:
        """End the server and remove its files."""
        self.stop_process()
        shutil.rmtree(self._folder, ignore_errors=True)

    def new_database(self, template: str = "template0") -> str:
        """Name of a new database: an empty one, or a copy of `template`, to which nobody is connected."""
        name = f"test_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is connected."""
        self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, database: str) -> str:
        """SQLAlchemy URL of a database."""
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self.port}/{database}"

    def _address(self, database: str) -> str:
        return f"host=127.0.0.1 port={self.port} user={USER} dbname={database} connect_timeout=5"

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    @staticmethod
    def _account() -> dict[str, Any]:
        """Arguments of subprocess that leave root behind, with which PostgreSQL refuses to run."""
        if os.geteuid() != 0:
            return {}
        for name in ("postgres", "nobody"):
            with suppress(KeyError):
                entry = pwd.getpwnam(name)
                return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        raise RuntimeError("PostgreSQL refuses to run as root, and there is no user postgres or nobody")


def _place() -> Path:
    """Where the server's folder goes: a short path, since that of a socket may have 107 bytes at most.

    In memory where there is room (a container's /dev/shm has 64 MB only): a database of its own for each
    test takes 0.03 s there, and up to 0.4 s on a disk.
    """
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 1024**3:
        return memory
    return Path("/tmp")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _programs() -> Path | None:
    """Folder of the newest server programs: Debian's, or that of ``postgres`` on PATH."""
    debian = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    if debian:
        return max(debian, key=lambda folder: [int(part) for part in folder.parent.name.split(".")])
    found = shutil.which("postgres")
    return Path(found).resolve().parent if found and shutil.which("initdb") else None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """The session's server; skips (in CI: fails) where PostgreSQL is not installed."""
    programs = _programs()
    if programs is None:
        message = "no PostgreSQL server here: install Debian's package postgresql"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    server = Server(programs)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def own_postgres(postgres_server: Server) -> Iterator[Server]:
    """A server of the test's own, which may stop it and start it again."""
    server = postgres_server.another()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """URL of an empty database of the test's own."""
    name = postgres_server.new_database()
    yield postgres_server.url(name)
    postgres_server.drop_database(name)
