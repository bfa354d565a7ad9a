"""PostgreSQL goes away in the middle of crawls, under a real watch and a worker, and comes back."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.store import Store
from tests.crowd import Crowd
from tests.due import due
from tests.postgres import Server
from tests.project import Installation
from tests.scheduler.watch import Service, wait_for

HOSTS, ENTRIES = 4, 7
SECONDS = 4.0
"""That a watch without a sign of life keeps the others waiting."""


def _in_flight(store: Store) -> bool:
    return store.figures(datetime.now(UTC)).work.flight > 0 and bool(list(store.stories()))


@pytest.mark.newsroom
@pytest.mark.postgres
@pytest.mark.parametrize("away", [pytest.param(1.0, id="shortly"), pytest.param(2.5 * SECONDS, id="long")])
def test_the_watch_outlives_its_database(tmp_path: Path, own_postgres: Server, away: float) -> None:
    url = own_postgres.url(own_postgres.new_database())
    with Crowd(hosts=HOSTS, entries=ENTRIES, seconds=0.5) as crowd:
        ids = [path.stem for path in crowd.write_outlets(tmp_path / "outlets").iterdir()]
        settings = {
            "PRAHARI_STORE": url,
            "PRAHARI_WATCH_SECONDS": str(SECONDS),
            "PRAHARI_LEASE_SECONDS": str(SECONDS),
            "PRAHARI_BATCH": "2",
            "PRAHARI_BATCHES": "1",
        }
        here = Installation(tmp_path / "data", tmp_path / "outlets", settings)
        with (
            Service(here, tmp_path / "watch") as watch,
            Service(here, tmp_path / "worker", "--worker") as worker,
        ):
            with Store(url) as store:
                assert wait_for(lambda: _in_flight(store), 60), watch.log
            own_postgres.stop_process()
            time.sleep(away)
            assert watch.process.poll() is None, watch.log
            own_postgres.start_again()
            with Store(url) as store:
                assert wait_for(lambda: not due(store, ids), 90), watch.log + worker.log
                stories = list(store.stories())
            for one in (watch, worker):
                one.end()
    for one in (watch, worker):
        assert one.process.returncode == 0 and "Traceback" not in one.log, one.log
    # A watch that was long without its store may have ended the crawl before that noticed.
    assert "the store is lost" in watch.log + worker.log or "the watch is lost" in watch.log
    assert len(stories) == len({story.url for story in stories}) == HOSTS * ENTRIES
    assert all(story.version == 1 for story in stories)
    assert all(visits.most == 1 for visits in crowd.visits.values())
