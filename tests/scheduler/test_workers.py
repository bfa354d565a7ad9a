"""A watch and three workers on one PostgreSQL, two of which are killed: no host sees two requests at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from pipelines.store import Store
from tests.crowd import Crowd
from tests.due import due
from tests.project import Installation
from tests.real_outlet import outlet_file
from tests.scheduler.watch import Service, wait_for

DELAY = 0.2
HOSTS, ENTRIES = 4, 6


@pytest.fixture
def crowd() -> Iterator[Crowd]:
    with Crowd(hosts=HOSTS, entries=ENTRIES, seconds=0.4) as crowd:
        yield crowd


def write_outlets(crowd: Crowd, directory: Path) -> Path:
    """One for each host, and another on the first one's, which announces its stories, too."""
    crowd.write_outlets(directory)
    host, home = f"crowd-0.newsroom.test:{crowd.port}", f"{crowd.home(0)}/twin"
    text = outlet_file("twin", "जुड़वां समाचार", "Twin", home, host)
    text = text.replace("\ninterval", '\npaths = ["/twin"]\ninterval')
    (directory / "twin.toml").write_text(text, encoding="utf-8")
    return directory


def parent(number: int) -> int:
    """Id of the process that started another; 0 if that is no more."""
    with suppress(OSError):
        return int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])
    return 0


def crawling(store: Store, services: list[Service]) -> dict[Service, int]:
    """Those whose crawls have pages in flight → the crawl's process id."""
    crawls = [int(owner.rsplit(":", 3)[1]) for owner in store.lease_owners()]
    of_parent = {parent(number): number for number in crawls}
    return {one: of_parent[one.process.pid] for one in services if one.process.pid in of_parent}


def held(store: Store) -> list[str]:
    """What crawls have, or are to have, to themselves."""
    return [name for name in store.holdings() if name.partition(":")[0] not in ("watch", "worker")]


def kill(service: Service, crawl: int) -> None:
    """kill -9 for a scheduler and its crawl, as a machine that goes away."""
    for number in (service.process.pid, crawl):
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    service.process.wait()


@pytest.mark.newsroom
@pytest.mark.postgres
def test_two_of_four_are_killed_and_the_others_finish(
    crowd: Crowd, tmp_path: Path, postgres_url: str
) -> None:
    outlets = write_outlets(crowd, tmp_path / "outlets")
    settings = {"PRAHARI_STORE": postgres_url, "PRAHARI_DELAY": str(DELAY), "PRAHARI_BATCH": "2"}
    here = Installation(
        tmp_path / "data", outlets, settings | {"PRAHARI_BATCHES": "1", "PRAHARI_METRICS": "off"}
    )
    ids = sorted(path.stem for path in outlets.glob("*.toml"))
    with Store(postgres_url) as store, ExitStack() as running:
        kinds = [(), ("--worker",), ("--worker",), ("--worker",)]
        services = [
            running.enter_context(Service(here, tmp_path / f"log-{n}", *options))
            for n, options in enumerate(kinds)
        ]
        assert wait_for(lambda: len(crawling(store, services)) >= 2, 60), [one.log for one in services]
        killed = dict(list(crawling(store, services).items())[:2])
        for service, crawl in killed.items():
            kill(service, crawl)
        left = [one for one in services if one not in killed]
        assert wait_for(lambda: not due(store, ids), 60), [one.log for one in left]
        assert wait_for(lambda: not store.lease_owners() and not held(store), 30), held(store)
        stories = list(store.stories())
        assert any("that were killed" in one.log for one in left)
        for one in left:
            assert one.end() < 12 and "Traceback" not in one.log, one.log
    assert len(killed) == 2
    assert not any("is left out" in one.log for one in services), "two chose the same"
    assert len(stories) == len({story.url for story in stories}) == HOSTS * ENTRIES
    assert all(story.version == 1 for story in stories)
    for host, visits in crowd.visits.items():
        assert visits.most == 1, f"{host} had two requests at once"
