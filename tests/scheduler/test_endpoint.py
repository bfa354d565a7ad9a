"""Health over HTTP, from real stores, good and bad; and where it is served."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from crawler.services import ProjectSettings
from scheduler.beside import address
from scheduler.endpoint import Endpoint
from scheduler.health import LATE
from scheduler.metrics import registry
from scheduler.standing import Standing
from tests.scheduler.served import filled, get, serve, settings, values
from tests.scheduler.test_health import watch

__all__ = ["filled", "serve"]


def test_all_is_well(filled: ProjectSettings, serve: Any) -> None:
    url = serve(filled)
    assert get(f"{url}/healthz") == (200, "ok\n")
    status, body = get(f"{url}/readyz")
    assert (status, json.loads(body)) == (200, {"store": "ok", "index": "ok", "watch": "ok"})
    assert get(f"{url}/other")[0] == 404
    with urlopen(Request(f"{url}/metrics", method="HEAD"), timeout=60) as answer:
        assert answer.status == 200 and answer.read() == b""


def test_a_watch_that_stands_still_is_to_be_restarted(tmp_path: Path, store_url: str, serve: Any) -> None:
    watch(store_url, late=LATE + 100)
    url = serve(settings(tmp_path, store_url))
    status, body = get(f"{url}/healthz")
    assert status == 503 and "the watch stands still" in body
    status, body = get(f"{url}/readyz")
    assert status == 503
    told = json.loads(body)
    assert told["store"] == "ok" and "stands still" in told["watch"]


def test_a_store_that_is_away_is_no_reason_to_restart(tmp_path: Path, serve: Any) -> None:
    url = serve(settings(tmp_path, "postgresql+psycopg://prahari:geheim@127.0.0.1:1/x"))
    assert get(f"{url}/healthz") == (200, "ok\n")
    status, body = get(f"{url}/readyz")
    assert status == 503 and "geheim" not in body
    assert json.loads(body)["store"] != "ok"
    found = values(get(f"{url}/metrics")[1])
    assert found["prahari_store_up",] == 0
    assert ("prahari_stories_total", "prabhat") not in found


def test_an_index_that_is_broken(tmp_path: Path, store_url: str, serve: Any) -> None:
    ours = settings(tmp_path, store_url)
    watch(store_url, late=-60)
    (tmp_path / "index").write_text("no directory")
    url = serve(ours)
    assert get(f"{url}/healthz")[0] == 200
    status, body = get(f"{url}/readyz")
    assert status == 503 and json.loads(body)["index"] != "ok"
    assert values(get(f"{url}/metrics")[1])["prahari_index_up",] == 0


def test_a_server_that_never_answers_keeps_no_scrape_waiting(tmp_path: Path, serve: Any) -> None:
    """PostgreSQL's place is taken by somebody who takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        ours = settings(tmp_path, f"postgresql+psycopg://prahari@127.0.0.1:{port}/x")
        url = serve(ours, patience=0.1)
        assert values(get(f"{url}/metrics")[1])["prahari_store_up",] == 0
        told = json.loads(get(f"{url}/readyz")[1])
        # The driver gives up after 10 s, and would say so.
        assert told["store"].startswith("no answer for ") and told["watch"].startswith("no answer for ")
        assert get(f"{url}/healthz")[0] == 200


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("127.0.0.1:9464", ("127.0.0.1", 9464)),
        ("[::1]:80", ("::1", 80)),
        ("0.0.0.0:0", ("0.0.0.0", 0)),
        ("off", None),
        ("OFF", None),
    ],
)
def test_where_to_serve(told: str, meant: tuple[str, int] | None) -> None:
    assert address(told, "PRAHARI_METRICS") == meant


@pytest.mark.parametrize("told", ["9464", ":9464", "localhost", "a:b", "a:99999", "http://a:1", "a:1/x", ""])
def test_what_is_no_address(told: str) -> None:
    with pytest.raises(ValueError, match=r"PRAHARI_METRICS: .*write host:port, or off"):
        address(told, "PRAHARI_METRICS")


def test_a_port_that_is_taken_is_told_and_ends_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    standing = Standing(settings(tmp_path, f"sqlite:///{tmp_path}/prahari.db"))
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        Endpoint(taken.getsockname()[:2], standing, registry(standing)) as endpoint,
    ):
        assert endpoint.port is None
    assert "no figures are served: 127.0.0.1:" in caplog.text
