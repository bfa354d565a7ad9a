"""Figures from real stores, as Prometheus reads them; and what dashboard and documents name."""

from __future__ import annotations

import json
import re
from contextlib import closing
from typing import Any

import pytest
from prometheus_client import generate_latest
from prometheus_client.openmetrics import parser as openmetrics

from crawler.services import ProjectSettings, Services
from scheduler.batches import Batches
from scheduler.children import Children
from scheduler.health import LATE
from scheduler.workermetrics import registry as workers_registry
from scheduler.working import Working
from tests.project import PROJECT
from tests.scheduler.served import NOW, filled, get, serve, values

__all__ = ["filled", "serve"]


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


def test_who_is_paused_is_not_due(filled: ProjectSettings, serve: Any) -> None:
    with closing(Services.open(filled)) as services:
        services.store.pause(["prabhat"], "they asked us to", NOW)
    assert values(get(f"{serve(filled)}/metrics")[1])[("prahari_outlets_due",)] == 0


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
    url, working = serve(filled), Working(filled, Children(), Batches())
    both = get(f"{url}/metrics")[1] + generate_latest(workers_registry(working)).decode()
    names = {name for name in exported(both) if name.startswith("prahari")}
    told = set(re.findall(r"`(prahari_\w+)", (PROJECT / "ADMINISTRATION.md").read_text("utf-8")))
    of_histogram = r"_(bucket|count|sum)$"
    assert told == {re.sub(of_histogram, "", name) for name in names} | {"prahari_store_bytes"}
