"""The service as whoever keeps it running sees it: figures, readiness, JSON logs; one real life of it."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.newsroom import Newsroom
from tests.scheduler.served import values
from tests.scheduler.watch import OUTLETS, Service, installation, wait_for


def figures(url: str) -> dict[tuple[str, ...], float]:
    with urlopen(url, timeout=60) as answer:
        return values(answer.read().decode())


@pytest.mark.newsroom
def test_a_life_of_the_service(newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = installation(
        newsroom,
        tmp_path,
        PRAHARI_METRICS="127.0.0.1:0",
        PRAHARI_LOG_FORMAT="json",
        NOTIFY_SOCKET=str(tmp_path / "notify"),
        WATCHDOG_USEC="1000000",
    )
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(60)
        with Service(here, tmp_path / "log") as watch:
            assert systemd.recv(100) == b"READY=1\nWATCHDOG=1"
            assert systemd.recv(100) == b"WATCHDOG=1"
            assert watch.says("figures: http://")
            found = re.search(r"figures: (http://\S+/metrics)", watch.log)
            assert found is not None
            url = found[1]
            assert watch.says("the crawl ended"), watch.log

            def indexed() -> bool:
                now = figures(url)
                return (
                    now.get(("prahari_crawls_total", "finished")) == 1 and now["prahari_index_documents",] > 0
                )

            assert wait_for(indexed), figures(url)
            now = figures(url)
            with urlopen(url.replace("metrics", "readyz"), timeout=60) as answer:
                assert answer.status == 200
            watch.end()
            assert watch.process.returncode == 0
        told = [systemd.recv(100)]
        while told[-1] != b"STOPPING=1":
            told.append(systemd.recv(100))

    stories = {outlet: now["prahari_stories_total", outlet] for outlet in OUTLETS}
    assert all(stories.values())
    assert now["prahari_pages_total", "new"] == sum(stories.values())
    assert now["prahari_index_documents",] == sum(stories.values())
    assert now["prahari_fetches_total", "200"] > sum(stories.values())
    assert now["prahari_polls_total", "read"] >= len(OUTLETS)
    assert now["prahari_http_bytes_total", "received"] > 10_000
    assert now["prahari_outlet_failures", OUTLETS[1]] == 0

    records = [json.loads(line) for line in watch.log.splitlines()]
    loggers = {record["logger"] for record in records}
    assert {"scheduler.service", "scheduler.crawls", "crawler.summary"} <= loggers
    assert not any(name.startswith(("scrapy.middleware", "scrapy.core.engine")) for name in loggers)
    assert "crawler.summary.beginning" not in loggers, "the watch has said it"
    (ended,) = [record for record in records if record["message"].startswith("the crawl ended")]
    assert ended["spider"] == "all" and ended["stats"]["finish_reason"] == "finished"
    assert ended["stats"]["prahari/indexed"] == sum(stories.values()), "the index had its turn before"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PRAHARI_METRICS", "here", "PRAHARI_METRICS: 'here': write host:port, or off"),
        ("PRAHARI_ALARM_WEBHOOK", "geheim", "PRAHARI_ALARM_WEBHOOK: write a URL with http or https"),
    ],
)
def test_a_setting_that_cannot_be_right_is_one_line(
    name: str, value: str, words: str, tmp_path: Path, newsroom: Newsroom
) -> None:
    process = installation(newsroom, tmp_path, **{name: value}).start("scheduler")
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    assert stderr.startswith(f"prahari: {words}") and stderr.count("\n") == 1
    assert "geheim" not in stdout + stderr
