"""A real Elasticsearch node for the tests, and the fixtures that hand it out.

`tests/elasticsearch/README.md` says what it is made of and what of a full distribution it lacks. Where
``PRAHARI_TEST_ELASTICSEARCH`` holds a URL, that server is used instead. Without Java or Maven the tests are
skipped; in CI (environment ``CI=true``) they fail instead.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from tests.elasticsearch.home import Missing, home, tools
from tests.orphans import end_with_parent
from tests.postgres import free_port

EXTERNAL = "PRAHARI_TEST_ELASTICSEARCH"


class Node:
    """A node with a data folder of its own, on one loopback port for as long as the object lives."""

    def __init__(self, heap: str = "512m", *, optimise: bool = False) -> None:
        """``heap``: Java's memory, as ``-Xmx`` takes it. ``optimise``: let Java compile for long runs, which
        takes tests more CPU than it saves them. Raises Missing where a node cannot be made."""
        self.heap = heap
        self._quick = [] if optimise else ["-XX:TieredStopAtLevel=1"]
        self._tools = tools()
        self._home = home(self._tools)
        self._folder = Path(tempfile.mkdtemp(prefix="prahari-es-"))
        self._log = self._folder / "log"
        self._data = self._folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it on the data that it left, and wait until it answers. Raises RuntimeError with its log."""
        command: list[str | Path] = [
            self._tools.java, f"-Xms{self.heap}", f"-Xmx{self.heap}", "-XX:+UseSerialGC", *self._quick,
            f"-Djava.io.tmpdir={self._folder}", f"-Des.nativelibs.path={self._folder}",
            "--enable-native-access=ALL-UNNAMED", "-cp", self._home / "launcher",
            "-p", self._home / "lib", "--add-modules", "ALL-MODULE-PATH",
            "in.prahari.node.Main", self._home, self._data, str(self.port),
        ]  # fmt: skip
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                preexec_fn=partial(end_with_parent, signal.SIGKILL),
            )
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline and self._process.poll() is None:
            with suppress(urllib.error.URLError, ConnectionError):
                # Answers only once the cluster has a master and its shards are back.
                health = f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=30s"
                urllib.request.urlopen(health, timeout=40).close()
                return
            time.sleep(0.1)
        self.kill()
        raise RuntimeError(f"Elasticsearch did not start: {self.log[-4000:]}")

    def stop(self) -> None:
        """End it in order, as an administrator does."""
        if self._process is not None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            try:
                self._process.wait(40)
            except subprocess.TimeoutExpired:
                self.kill()
        self._process = None

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdin is not None
            self._process.stdin.close()
        self._process = None

    def empty(self) -> None:
        """Throw its data away, as a lost volume does. Only while it does not run."""
        assert self._process is None
        shutil.rmtree(self._data, ignore_errors=True)

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""

    @property
    def memory(self) -> int:
        """Resident bytes of the process."""
        assert self._process is not None
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def remove(self) -> None:
        """End it and remove its files."""
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)


def _node() -> Node:
    """A node that runs; skips (in CI: fails) where it cannot be made."""
    try:
        node = Node()
    except Missing as missing:
        message = f"no Elasticsearch node: {missing}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    try:
        node.start()
    except BaseException:
        node.remove()
        raise
    return node


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """URL of the session's server. Tests share it: each writes under a prefix of its own (`prefix`)."""
    if external := os.environ.get(EXTERNAL):
        yield external.rstrip("/")
        return
    node = _node()
    yield node.url
    node.remove()


@pytest.fixture(scope="module")
def own_node() -> Iterator[Node]:
    """A node that a module's tests may stop, kill and empty. Each must leave it running."""
    node = _node()
    yield node
    node.remove()


_prefixes = itertools.count(1)


def new_prefix() -> str:
    """A prefix for index names that no other test uses."""
    return f"test{os.getpid()}x{next(_prefixes)}"


def remove(url: str, prefix: str) -> None:
    """Remove the indexes and templates whose names begin with `prefix`."""
    with Elasticsearch(url, request_timeout=60) as client:
        for index in client.indices.get(index=f"{prefix}-*", expand_wildcards="all"):
            client.indices.delete(index=index)
        for name in client.indices.get_index_template()["index_templates"]:
            if name["name"].startswith(f"{prefix}-"):
                client.indices.delete_index_template(name=name["name"])


@pytest.fixture
def prefix(elasticsearch_url: str) -> Iterator[str]:
    """A prefix for index names that no other test uses; what begins with it is removed afterwards."""
    name = new_prefix()
    yield name
    remove(elasticsearch_url, name)
