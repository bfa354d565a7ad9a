"""The connection: SQLite and PostgreSQL made to behave alike.

Writers take turns: a write transaction holds the one write lock of the database from its first moment
(``BEGIN IMMEDIATE`` in SQLite, an advisory lock in PostgreSQL). So nobody finds "database is locked" in
the middle, no two writers dead-lock, and what a writer read stays true until it commits, in both
databases. Readers never wait.

SQLite runs in WAL mode with ``synchronous=FULL``: a commit survives kill -9 and power loss. NORMAL would
be enough for the first and is four times as fast (10,800 instead of 2,500 bare commits a second on an
SSD), but after a power failure it forgets the last commits, which the search index may have taken and
acknowledged already; the store would no longer be the truth.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url, text

from pipelines.store.problem import StoreProblem

PATIENCE = 60
"""Seconds that a writer waits for its turn."""

_VANISHED = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""A server's machine that goes away without a word is noticed after a minute; by default, after a quarter of
an hour or two hours. Seconds, but the last in milliseconds."""

_EXPECTED = "sqlite:///data/prahari.db or postgresql+psycopg://user@host/name"
_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('prahari'))")


class Database:
    """One database, and how to read and write it. Safe to use from several threads."""

    def __init__(self, url: str) -> None:
        """Does not connect yet. Raises StoreProblem for a URL that can never work."""
        parsed = _parse(url)
        self.name = parsed.render_as_string(hide_password=True)
        """The URL, for messages."""
        self._engine = _engine(parsed)
        self._writing = self._engine.execution_options(prahari_write=True)

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._engine.dialect.name

    @property
    def engine(self) -> Engine:
        """For a library that keeps a table of its own here; in SQLite its writes wait their turn, too."""
        return self._engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads. Raises StoreProblem."""
        with self._translated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from the beginning. Raises StoreProblem."""
        with self._translated(), self._writing.begin() as connection:
            if self.dialect == "postgresql":
                connection.execute(_LOCK)
            yield connection

    @contextmanager
    def claim(self) -> Iterator[Connection]:
        """As `write`, but in PostgreSQL beside other writers: for statements that lock the rows they change
        and pass by locked ones, so that nobody waits. Raises StoreProblem."""
        with self._translated(), self._writing.begin() as connection:
            yield connection

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Trouble with the database becomes a StoreProblem; a mistake in our SQL stays what it is."""
        try:
            yield
        except (exc.IntegrityError, exc.ProgrammingError, exc.DataError, exc.NotSupportedError):
            raise
        except exc.DBAPIError as error:
            raise StoreProblem(f"{self.name}: {_line(error.orig or error)}") from error
        except sqlite3.Error as error:  # from `_prepare_sqlite`, which SQLAlchemy does not wrap
            raise StoreProblem(f"{self.name}: {_line(error)}") from error


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except exc.ArgumentError:
        raise StoreProblem(f"not a database URL; expected {_EXPECTED}") from None  # it may hold a password
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        if parsed.database in (None, "", ":memory:"):
            raise StoreProblem(f"{url}: a store must be a file or a server; expected {_EXPECTED}")
        return parsed.set(drivername="sqlite+pysqlite")
    if backend in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    raise StoreProblem(f"{backend}: no such kind of store; expected {_EXPECTED}")


def _engine(url: URL) -> Engine:
    def dumps(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    if url.get_backend_name() == "sqlite":
        path = Path(url.database or "")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreProblem(f"{url}: cannot make {path.parent}: {error.strerror}") from error
        engine = create_engine(url, json_serializer=dumps, connect_args={"timeout": PATIENCE})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    # A plan kept for any value is made of the statistics of that moment: while a table fills, it read whole
    # buckets in the look-up for copies (24 ms for 1). Planning anew takes a tenth of a millisecond.
    options = f"-c timezone=UTC -c lock_timeout={PATIENCE}s -c plan_cache_mode=force_custom_plan"
    connect_args = {"connect_timeout": 10, "options": options} | _VANISHED
    connect_args = {name: value for name, value in connect_args.items() if name not in url.query}
    return create_engine(url, json_serializer=dumps, connect_args=connect_args, pool_pre_ping=True)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Python's own transaction control begins late and never IMMEDIATE; `_begin_sqlite` does it instead.
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    deadline = time.monotonic() + PATIENCE
    while (mode := _wal(connection)) == "locked" and time.monotonic() < deadline:
        time.sleep(0.02)
    if mode != "wal":
        raise sqlite3.OperationalError(f"no WAL mode here ({mode}): is this a network drive?")


def _wal(connection: sqlite3.Connection) -> str:
    """Journal mode after asking for WAL; ``locked`` while another process is switching to it.

    SQLite does not wait then, whatever its time-out (https://sqlite.org/wal.html, "busy").
    """
    try:
        mode: str = connection.execute("PRAGMA journal_mode").fetchone()[0]
        if mode != "wal":
            mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            return "locked"
        raise
    return mode


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("prahari_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
