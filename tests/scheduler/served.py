"""Stores, and the pages that are served of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

from crawler.services import ProjectSettings, Services, project_settings
from pipelines.store.alarms import Trouble
from scheduler.endpoint import Endpoint
from scheduler.metrics import registry
from scheduler.standing import Standing
from tests.pipelines.outcomes import rejected, story
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
            endpoint = stack.enter_context(Endpoint(("127.0.0.1", 0), standing, registry(standing)))
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
