"""Figures and health over HTTP, from real stores; and what the Grafana dashboard and the documents name."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from prometheus_client.openmetrics import parser as openmetrics
from prometheus_client.parser import text_string_to_metric_families

from crawler.services import ProjectSettings, Services, project_settings
from pipelines.store.alarms import Trouble
from scheduler.beside import address
from scheduler.endpoint import Endpoint
from scheduler.health import LATE
from scheduler.standing import Standing
from tests.pipelines.outcomes import rejected, story
from tests.project import PROJECT
from tests.scheduler.test_health import watch

NOW = datetime.now(UTC)


def settings(tmp_path: Path, store_url: str) -> ProjectSettings:
    """Of an installation with two outlets."""
    (tmp_path / "outlets").mkdir(exist_ok=True)
    for id in ("prabhat", "sandhya"):
        (tmp_path / "outlets" / f"{id}.toml").write_text(
            f'id = "{id}"\nname_hi = "प्रभात"\nname_en = "{id}"\nkind = "newspaper"\ninterval = 15\n'
            f'home = "https://{id}.example/"\nhosts = ["{id}.example"]\n',
            "utf-8",
        )
    ours = project_settings()
    ours.setdict(
        {
            "PRAHARI_DATA": str(tmp_path),
            "PRAHARI_STORE": store_url,
            "PRAHARI_INDEX": str(tmp_path / "index"),
            "PRAHARI_OUTLETS": str(tmp_path / "outlets"),
        },
        priority="cmdline",
    )
    return ours


@pytest.fixture
def filled(tmp_path: Path, store_url: str) -> ProjectSettings:
    """A watch that keeps its time over a store that has something of everything."""
    ours = settings(tmp_path, store_url)
    watch(store_url, late=-60)
    with closing(Services.open(ours)) as services:
        store = services.store
        store.save(story("one", published=NOW - timedelta(minutes=4), fetched_at=NOW))
        store.save(story("two", "sandhya", "दूसरी खबर। " * 40, fetched_at=NOW))
        store.save(rejected())
        services.drain()
        store.save(story("three", text="तीसरी खबर। " * 40, fetched_at=NOW))
        store.mark_outlet("prabhat", True, None, NOW)
        store.mark_outlet("sandhya", False, NOW + timedelta(hours=1), NOW)
        counts = {("fetch", "200"): 7.0, ("poll", "304"): 3.0, ("poll", "read"): 1.0, ("page", "new"): 3.0}
        more = {("bytes", "received"): 12345.0, ("crawl", "finished"): 1.0, ("refused", "other"): 1.0}
        store.tally(counts | more | {("refused", "prabhat/relevance/not-defence"): 2.0}, NOW)
        store.note_troubles([Trouble("disk", "/data", "1 GB")], ("disk",), ("log",), NOW)
    return ours


@pytest.fixture
def serve() -> Iterator[Any]:
    with ExitStack() as stack:

        def begin(ours: ProjectSettings, patience: float = 60) -> str:
            standing = Standing(ours, patience)
            stack.callback(standing.close)
            endpoint = stack.enter_context(Endpoint(("127.0.0.1", 0), standing))
            return f"http://127.0.0.1:{endpoint.port}"

        yield begin


def get(url: str, accept: str = "") -> tuple[int, str]:
    """Status and body."""
    try:
        with urlopen(Request(url, headers={"Accept": accept}), timeout=60) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def values(text: str) -> dict[tuple[str, ...], float]:
    """Name and label values → value."""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_what_the_store_holds_is_what_prometheus_reads(filled: ProjectSettings, serve: Any) -> None:
    status, text = get(f"{serve(filled)}/metrics")
    assert status == 200
    found = values(text)
    expected = {
        ("prahari_store_up",): 1,
        ("prahari_index_up",): 1,
        ("prahari_index_documents",): 2,
        ("prahari_stories_total", "prabhat"): 2,
        ("prahari_stories_total", "sandhya"): 1,
        ("prahari_newest_story_timestamp_seconds",): NOW.timestamp(),
        ("prahari_fetches_total", "200"): 7,
        ("prahari_polls_total", "304"): 3,
        ("prahari_pages_total", "new"): 3,
        ("prahari_http_bytes_total", "received"): 12345,
        ("prahari_crawls_total", "finished"): 1,
        ("prahari_rejections_total", "prabhat", "not-defence", "relevance"): 2,
        ("prahari_rejections_total", "other", "other", "other"): 1,
        ("prahari_index_delay_seconds_bucket", "120.0"): 0,
        ("prahari_index_delay_seconds_bucket", "300.0"): 1,
        ("prahari_index_delay_seconds_bucket", "86400.0"): 1,
        ("prahari_index_delay_seconds_bucket", "+Inf"): 1,
        ("prahari_index_delay_seconds_count",): 1,
        ("prahari_outbox_entries", "stories", "tantivy"): 1,
        ("prahari_index_failures", "stories", "tantivy"): 0,
        ("prahari_outlets_due",): 1,
        ("prahari_outlet_failures", "sandhya"): 1,
        ("prahari_outlet_failures", "prabhat"): 0,
        ("prahari_outlet_last_success_timestamp_seconds", "prabhat"): NOW.timestamp(),
        ("prahari_alarms", "disk"): 1,
    }
    assert {key: found.get(key) for key in expected} == pytest.approx(expected, abs=1e-3)
    assert ("prahari_outlet_last_success_timestamp_seconds", "sandhya") not in found
    assert 0 <= found["prahari_outbox_oldest_seconds", "stories", "tantivy"] < 600
    assert found["process_resident_memory_bytes",] > 1e6
    assert -60 <= found["prahari_job_late_seconds",] < LATE


def test_the_strict_format_too(filled: ProjectSettings, serve: Any) -> None:
    status, text = get(f"{serve(filled)}/metrics", accept="application/openmetrics-text; version=1.0.0")
    assert status == 200 and text.endswith("# EOF\n")
    families = {family.name for family in openmetrics.text_string_to_metric_families(text)}  # type: ignore[no-untyped-call]
    assert {"prahari_stories", "prahari_index_delay_seconds", "prahari_outbox_entries"} <= families


def exported(text: str) -> set[str]:
    """Names as a query would have them."""
    return {key[0] for key in values(text)}


def test_the_dashboard_asks_for_nothing_that_is_not_there(filled: ProjectSettings, serve: Any) -> None:
    names = exported(get(f"{serve(filled)}/metrics")[1])
    board = json.loads((PROJECT / "deploy/grafana/prahari.json").read_text("utf-8"))
    asked = {
        name
        for panel in board["panels"]
        for target in panel["targets"]
        for name in re.findall(r"\b(?:prahari|process)_\w+", target["expr"])
    }
    assert len(asked) >= 20
    assert asked <= names | {"prahari_store_bytes"}  # of SQLite only
    of_process = {name for name in names if name.startswith("process_")}
    assert names - asked - of_process - {"prahari_figures_age_seconds"} <= {
        "prahari_index_delay_seconds_count",
        "prahari_index_delay_seconds_sum",
    }, "exported, and on no panel"
    places = [panel["gridPos"] for panel in board["panels"]]
    taken = [(p["y"], x) for p in places for x in range(p["x"], p["x"] + p["w"])]
    assert len(taken) == len(set(taken)), "panels lie on each other"
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


def test_the_documents_name_every_figure(filled: ProjectSettings, serve: Any) -> None:
    names = {name for name in exported(get(f"{serve(filled)}/metrics")[1]) if name.startswith("prahari")}
    told = set(re.findall(r"`(prahari_\w+)", (PROJECT / "ADMINISTRATION.md").read_text("utf-8")))
    of_histogram = r"_(bucket|count|sum)$"
    assert told == {re.sub(of_histogram, "", name) for name in names} | {"prahari_store_bytes"}


# --- health ----------------------------------------------------------------------------------------------


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


# --- the address -----------------------------------------------------------------------------------------


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
    assert address(told) == meant


@pytest.mark.parametrize("told", ["9464", ":9464", "localhost", "a:b", "a:99999", "http://a:1", "a:1/x", ""])
def test_what_is_no_address(told: str) -> None:
    with pytest.raises(ValueError, match=r"PRAHARI_METRICS: .*write host:port, or off"):
        address(told)


def test_a_port_that_is_taken_is_told_and_ends_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    standing = Standing(settings(tmp_path, f"sqlite:///{tmp_path}/prahari.db"))
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        Endpoint(taken.getsockname()[:2], standing) as endpoint,
    ):
        assert endpoint.port is None
    assert "no figures are served: 127.0.0.1:" in caplog.text
