"""A worker's own figures and health, over HTTP."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from scheduler.batches import Batches
from scheduler.children import Children
from scheduler.endpoint import Endpoint
from scheduler.workermetrics import registry
from scheduler.working import LATE, Working
from tests.crowd import Crowd
from tests.postgres import free_port
from tests.project import PROJECT, Installation
from tests.scheduler.served import get, settings, values
from tests.scheduler.watch import Service, wait_for


class Hand:
    """A clock that a test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def worker(tmp_path: Path, store_url: str) -> Iterator[Any]:
    """A worker that does nothing, its clock, its crawls, and where it is served."""
    clock, batches = Hand(), Batches()
    working = Working(settings(tmp_path, store_url), Children(), batches, clock)
    with ExitStack() as stack:
        endpoint = stack.enter_context(Endpoint(("127.0.0.1", 0), working, registry(working)))
        yield working, clock, batches, f"127.0.0.1:{endpoint.port}"


def check(at: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scheduler.health", "--worker"],
        cwd=PROJECT,
        env=os.environ | {"PRAHARI_WORKER_METRICS": at, "http_proxy": "http://127.0.0.1:1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_look_that_does_not_end_is_a_worker_that_stands_still(worker: Any) -> None:
    working, clock, batches, at = worker
    assert json.loads(get(f"http://{at}/readyz")[1]) == {"store": "ok", "worker": "ok"}
    with batches.one(None, lambda _: ["a", "b"]):
        clock.now += LATE + 1
        working.look(1)  # a crawl that takes long, and nothing else
        assert get(f"http://{at}/healthz") == (200, "ok\n")
        figures = values(get(f"http://{at}/metrics")[1])
        assert (figures["prahari_worker_crawls",], figures["prahari_worker_outlets",]) == (1, 2)
        clock.now += LATE + 1
        working.look(2)  # and a look that was begun beside it
        status, told = get(f"http://{at}/healthz")
        assert status == 503 and "the worker stands still" in told
        done = check(at)
        assert done.returncode == 1 and "the worker stands still" in done.stderr


def test_nobody_answers() -> None:
    for at in ("off", f"127.0.0.1:{free_port()}"):
        done = check(at)
        assert done.returncode == 1 and done.stderr.startswith("prahari: PRAHARI_WORKER_METRICS: ")
        assert done.stderr.count("\n") == 1


def test_a_store_that_is_away_is_no_reason_to_restart(tmp_path: Path) -> None:
    ours = settings(tmp_path, "postgresql+psycopg://prahari:geheim@127.0.0.1:1/x")
    working = Working(ours, Children(), Batches())
    assert working.stalled() is None
    assert list(working.complaints()) == ["store"] and "geheim" not in str(working.complaints())


@pytest.mark.newsroom
def test_a_real_worker_tells_what_it_did(tmp_path: Path) -> None:
    port = free_port()
    with Crowd(hosts=1, entries=2) as crowd:
        outlets = crowd.write_outlets(tmp_path / "outlets")
        here = Installation(tmp_path / "data", outlets, {"PRAHARI_WORKER_METRICS": f"127.0.0.1:{port}"})
        with Service(here, tmp_path / "log", "--worker") as worker:
            assert worker.says("figures: http"), worker.log
            ended = ("prahari_worker_crawls_ended_total", "finished")

            def crawled() -> bool:
                return values(get(f"http://127.0.0.1:{port}/metrics")[1])[ended] > 0

            assert wait_for(crawled, 60), worker.log
            assert check(f"127.0.0.1:{port}").returncode == 0
            told = f"worker: process {worker.process.pid} on "
            assert told in here.scrapy("schedule", "list").stdout
            worker.end()
            assert "worker: " not in here.scrapy("schedule", "list").stdout
