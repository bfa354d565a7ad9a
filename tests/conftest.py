"""Fixtures that several packages' tests use."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sys
from collections import defaultdict
from collections.abc import Generator, Iterator
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pipelines.store import Store
from tests.elasticsearch.node import elasticsearch_url, own_node, prefix
from tests.postgres import Server, own_postgres, postgres_server, postgres_url
from tests.project import PROJECT

# Tests start hundreds of Python processes, and each would compile our modules anew: half a second of CPU.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Machines differ in speed and are shared: a slow example is no failure. What is checked stays the same.
settings.register_profile("prahari", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("prahari")

__all__ = [
    "elasticsearch_url",
    "own_node",
    "own_postgres",
    "postgres_server",
    "postgres_url",
    "prefix",
    "store",
    "store_url",
]

LONG = ("tests", "tests/scheduler")
"""Where the files are that crawl, or run the watch: they take long, and wait most of the time."""
LONG_UNTIL = 0.75
"""Place among all files by which they have begun."""
REAL_SERVERS = ("elasticsearch", "postgres")
"""Marks of tests that CI may not skip: a green run must mean that they ran."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that wait and files that work take turns, so that processes side by side keep both cores busy;
    and the last files are short ones, so that no process has a long one left to itself."""
    places = _places(list(dict.fromkeys(item.path for item in items)))
    items.sort(key=lambda item: places[item.path])


def _places(files: list[Path]) -> dict[Path, float]:
    """Each file's place, 0 to 1: its turn among those of its directory."""
    by_directory: defaultdict[Path, list[Path]] = defaultdict(list)
    for file in files:
        by_directory[file.parent].append(file)
    return {
        file: turn / len(some) * (LONG_UNTIL if _is_long(directory) else 1)
        for directory, some in by_directory.items()
        for turn, file in enumerate(some)
    }


def _is_long(directory: Path) -> bool:
    return directory.relative_to(PROJECT).as_posix() in LONG


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test of a real server is a failed one."""
    report = yield
    if (
        report.skipped
        and os.environ.get("CI") == "true"
        and any(item.get_closest_marker(mark) for mark in REAL_SERVERS)
    ):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where it must run: {report.longrepr}"
    return report


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_kind(request: pytest.FixtureRequest) -> str:
    """The test runs once with SQLite and once with PostgreSQL."""
    kind: str = request.param
    return kind


@pytest.fixture
def store_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of a database without tables."""
    if database_kind == "sqlite":
        return f"sqlite:///{tmp_path / 'prahari.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with tables and nothing in them: copying it is faster than migrating."""
    path = tmp_path_factory.mktemp("empty") / "prahari.db"
    Store(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def sqlite_store(empty_sqlite: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty store, in SQLite only."""
    path = tmp_path / "store.db"
    shutil.copyfile(empty_sqlite, path)
    with Store(f"sqlite:///{path}") as opened:
        yield opened


@pytest.fixture(scope="session")
def empty_postgres(postgres_server: Server) -> str:
    """Name of a database with tables and nothing in them."""
    name = postgres_server.new_database()
    Store(postgres_server.url(name)).close()
    return name


@pytest.fixture
def store(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store; not the one at `store_url`."""
    if database_kind == "sqlite":
        yield request.getfixturevalue("sqlite_store")
        return
    server: Server = request.getfixturevalue("postgres_server")
    name = server.new_database(template=request.getfixturevalue("empty_postgres"))
    with Store(server.url(name)) as opened:
        yield opened
    server.drop_database(name)


@pytest.fixture(scope="session")
def processes() -> ForkServerContext:
    """Makes processes that have imported the store already, so that a test can afford many."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["tests.pipelines.outcomes", "pipelines.store", "alembic.command", "pytest"]
    )
    return context
