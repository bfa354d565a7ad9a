"""Crawls of the sample newsroom while the Elasticsearch server is away, or slow: stories are stored all the
same, one warning says so, and the index catches up afterwards."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.store import Store
from tests.due import due
from tests.elasticsearch.proxy import Proxy, Trouble
from tests.newsroom import Newsroom
from tests.postgres import free_port
from tests.project import Installation
from tests.scheduler.watch import OUTLETS, installation

pytestmark = [pytest.mark.elasticsearch, pytest.mark.newsroom]


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as room:
        yield room


def at(newsroom: Newsroom, directory: Path, url: str, prefix: str, **extra: str) -> Installation:
    return installation(
        newsroom,
        directory,
        PRAHARI_ELASTICSEARCH_URL=url,
        PRAHARI_ELASTICSEARCH_PREFIX=prefix,
        PRAHARI_DRAIN_SECONDS="0.2",
        **extra,
    )


def stored(here: Installation) -> int:
    with Store(f"sqlite:///{here.data}/prahari.db") as store:
        return store.counts().stories


def warnings(log: str) -> list[str]:
    """Those that are not about the newsroom's own faults, such as a feed that answers 500."""
    told = [line for line in log.splitlines() if "WARNING" in line or "ERROR" in line]
    return [line for line in told if ".newsroom.test" not in line and "log_count/" not in line]


def assert_caught_up(here: Installation, count: int) -> None:
    verified = here.scrapy("index", "verify", "--json")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    stories, refusals = map(json.loads, verified.stdout.splitlines())
    assert (stories["agree"], stories["stored"], stories["indexed"]) == (True, count, count)
    assert stories["after"]["waiting"] == refusals["after"]["waiting"] == 0
    assert refusals["agree"] and refusals["stored"] == refusals["indexed"]


def test_a_server_that_is_away(
    newsroom: Newsroom, elasticsearch_url: str, prefix: str, tmp_path: Path
) -> None:
    proxy = Proxy(elasticsearch_url, port=free_port())
    here = at(newsroom, tmp_path, f"http://elastic:s3cr3t@127.0.0.1:{proxy.port}", prefix)
    done = here.scrapy("crawl", *OUTLETS[:1])
    assert done.returncode == 0, done.stderr
    [told] = warnings(done.stderr)
    assert "the index is behind, stories stay in the outbox" in told
    assert f"http://127.0.0.1:{proxy.port}: cannot be reached: Connection refused" in told
    assert "s3cr3t" not in done.stderr and "Traceback" not in done.stderr
    count = stored(here)
    assert count > 3
    failed = here.scrapy("index", "drain")
    assert failed.returncode == 1
    last = failed.stderr.strip().splitlines()[-1]
    assert last.startswith("prahari: http://127.0.0.1:") and "cannot be reached" in last
    assert "Traceback" not in failed.stderr and "s3cr3t" not in failed.stderr
    with proxy:
        drained = here.scrapy("index", "drain", "--json")
        assert drained.returncode == 0, drained.stderr
        assert json.loads(drained.stdout)["indexed"] == count
        assert_caught_up(here, count)


def test_a_server_that_is_slow_and_comes_back(
    newsroom: Newsroom, elasticsearch_url: str, prefix: str, tmp_path: Path
) -> None:
    """The crawl does not wait for it: draining is off the event loop."""
    with Proxy(elasticsearch_url) as proxy:
        here = at(newsroom, tmp_path, proxy.url, prefix, PRAHARI_ELASTICSEARCH_TIMEOUT="8")
        proxy.trouble = Trouble(reached=False, seconds=60)
        process = here.start("scrapy", "crawl", OUTLETS[1])
        done = f"sqlite:///{here.data}/prahari.db"
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and not visited(done, OUTLETS[1]):
            time.sleep(0.1)
        # All pages have an outcome, and the server has not yet said a word. A crawl that waited for it would
        # have asked it about each story.
        assert visited(done, OUTLETS[1])
        assert 0 < len(proxy.log) < stored(here)
        proxy.heal()
        _, log = process.communicate(timeout=60)
        assert process.returncode == 0, log
        # It gave up the request that was never answered, and did not begin another.
        [told] = warnings(log)
        assert "no answer in time" in told and "Traceback" not in log
        count = stored(here)
        assert_caught_up(here, count)


def visited(url: str, outlet: str) -> bool:
    """Whether all pages of the outlet have an outcome."""
    path = Path(url.removeprefix("sqlite:///"))
    if not path.exists():
        return False
    with Store(url) as store:
        return not due(store, [outlet])
