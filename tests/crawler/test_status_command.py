"""``scrapy status``: one page of how everything stands."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.services import Services, project_settings
from crawler.statusreport import delays, unchanged
from pipelines.store.alarms import Trouble
from pipelines.store.records import Arrival
from tests.pipelines.outcomes import rejected, story
from tests.project import PROJECT, Installation

NOW = datetime.now(UTC)


@pytest.fixture
def here(tmp_path: Path, empty_sqlite: Path) -> Installation:
    """One outlet, which fails; three stories, of which two are indexed; an alarm."""
    outlets = tmp_path / "outlets"
    outlets.mkdir()
    (outlets / "prabhat.toml").write_text(
        'id = "prabhat"\nname_hi = "प्रभात"\nname_en = "Prabhat"\nkind = "newspaper"\ninterval = 15\n'
        'home = "https://prabhat.example/"\nhosts = ["prabhat.example"]\n',
        "utf-8",
    )
    made = Installation(tmp_path / "data", outlets)
    made.data.mkdir()
    shutil.copyfile(empty_sqlite, made.data / "prahari.db")
    settings = project_settings()
    settings.setdict(
        {
            "PRAHARI_STORE": f"sqlite:///{made.data}/prahari.db",
            "PRAHARI_INDEX": str(made.data / "index"),
            "PRAHARI_OUTLETS": str(outlets),
        },
        priority="cmdline",
    )
    services = Services.open(settings)
    store, now = services.store, datetime.now(UTC)
    for number in (1, 2):
        text = f"खबर {number}। " * 40
        store.save(story(f"n{number}", text=text, published=now - timedelta(hours=1), fetched_at=now))
    store.save(rejected(at=now))
    services.drain()
    store.save(story("late", text="देर से। " * 40, fetched_at=now))
    store.mark_outlet("prabhat", False, None, now)
    store.tally({("fetch", "200"): 5.0, ("poll", "304"): 3.0, ("poll", "read"): 1.0}, now)
    store.tally({("bytes", "received"): 2_500_000.0}, now)
    store.note_troubles([Trouble("disk", "/data", "1 GB is free")], ("disk",), (), now)
    services.close()
    return made


def test_the_page(here: Installation) -> None:
    done = here.scrapy("status")
    assert (done.returncode, done.stderr) == (0, "")
    lines = {line.split()[0]: " ".join(line.split()[1:]) for line in done.stdout.splitlines()}
    assert lines["stories"].startswith("3 stored, 3 new in 24 h, the newest ")
    assert "yet to be compared" not in lines["stories"]
    assert lines["delay"].startswith(
        "60 min from publication to index (median of 24 h), nine tenths within 60 "
    )
    assert lines["index"].startswith("ok, 2 documents; tantivy: 1 waiting, the oldest for ")
    assert lines["outlets"].startswith("1 watched, 1 due now, the last visit ")
    assert lines["outlets"].endswith("; 1 failing: prabhat (1)")
    assert lines["today"] == (
        "5 fetches (5 × 200), 2.5 MB received, 4 polls of sources, 75 % with nothing new (304 or equal)"
    )
    assert lines["refused"] == "in 24 h 1 × fetch/http-404"
    assert lines["ALARM"].startswith("disk /data: 1 GB is free (since ")


def test_for_programs(here: Installation) -> None:
    said = json.loads(here.scrapy("status", "--json").stdout)
    assert said["stories"] == 3 and said["stories_by_outlet"] == {"prabhat": 3}
    assert said["refused_24h"] == {"fetch/http-404": 1}
    assert said["today"]["fetch"] == {"200": 5}
    assert said["unchanged_share_today"] == 0.75
    assert said["outlets"]["failing"] == {"prabhat": 1}
    assert (said["index"]["ok"], said["index"]["documents"]) == (True, 2)
    assert [(one["waiting"], one["refused"]) for one in said["outbox"]] == [(1, 0)]
    assert [one["kind"] for one in said["alarms"]] == ["disk"]
    assert 3600 <= said["delay_seconds"]["median"] < 3700


def test_before_anything_happened(tmp_path: Path) -> None:
    (tmp_path / "outlets").mkdir()
    here = Installation(tmp_path / "data", tmp_path / "outlets")
    done = here.scrapy("status")
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 stored, 0 new in 24 h" in done.stdout and "no fetches" in done.stdout
    assert json.loads(here.scrapy("status", "--json").stdout)["delay_seconds"] is None


def test_an_index_that_is_broken_is_told(here: Installation) -> None:
    for file in (here.data / "index").iterdir():
        file.unlink()
    (here.data / "index").rmdir()
    (here.data / "index").write_text("no directory")
    done = here.scrapy("status")
    assert done.returncode == 0 and "index     BROKEN: " in done.stdout


def test_live_until_ctrl_c(here: Installation) -> None:
    terminal, its_end = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "status", "--watch"],
        cwd=PROJECT,
        env=here.environment() | {"TERM": "xterm", "COLUMNS": "200"},
        stdin=its_end,
        stdout=its_end,
        stderr=its_end,
        start_new_session=True,
    )
    os.close(its_end)
    seen = b""
    try:
        while seen.count(b"3 stored") < 1:
            seen += os.read(terminal, 4096)
        process.send_signal(signal.SIGINT)
        with suppress(OSError):  # the end of a terminal
            while data := os.read(terminal, 4096):
                seen += data
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()
        os.close(terminal)
    assert b"Traceback" not in seen and b"\x1b[31m" in seen, "what is wrong is red"


def test_delays_of_news_only() -> None:
    def arrival(published: timedelta | None, indexed: timedelta | None) -> Arrival:
        came = NOW - published if published else None
        return Arrival("a", NOW, came, 1000, NOW + indexed if indexed else None)

    hour = timedelta(hours=1)
    news = [arrival(n * hour, timedelta(seconds=1)) for n in (1, 2, 3)]
    found = delays([*news, arrival(90 * hour, hour), arrival(None, hour), arrival(hour, None)])
    assert found is not None and found[0] == 2 * 3600 + 1
    assert delays(news[:1]) is None


def test_the_share_of_polls() -> None:
    assert unchanged({}) is None
    assert unchanged({"304": 1, "hash": 1, "read": 1, "failed": 1}) == 0.5
