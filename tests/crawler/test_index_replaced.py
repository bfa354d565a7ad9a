"""The next index takes the place of the last one, while others write and search."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.indexsetup import SetUp, set_up
from crawler.services import Services
from pipelines.verification import Difference, verify_refusals
from search.elasticsearch import ElasticsearchIndex
from search.index import SearchRequest
from search.query import parse
from tests.elasticsearch.proxy import Proxy, Trouble
from tests.elasticsearch.sides import Sides
from tests.pipelines.outcomes import rejected
from tests.project import Installation

pytestmark = pytest.mark.elasticsearch


@pytest.fixture
def settings(elasticsearch_url: str, prefix: str, store_url: str, tmp_path: Path) -> Settings:
    (tmp_path / "outlets").mkdir()
    made = Settings()
    made.setmodule("crawler.settings", priority="project")
    given = {
        "PRAHARI_STORE": store_url,
        "PRAHARI_OUTLETS": str(tmp_path / "outlets"),
        "PRAHARI_ELASTICSEARCH_URL": elasticsearch_url,
        "PRAHARI_ELASTICSEARCH_PREFIX": prefix,
    }
    made.update(given)
    return made


@pytest.fixture
def services(settings: Settings) -> Iterator[Services]:
    with closing(Services.open(settings)) as opened:
        yield opened


@pytest.fixture
def installation(settings: Settings, tmp_path: Path) -> Installation:
    given = {name: str(settings[name]) for name in settings if name.startswith("PRAHARI_ELASTICSEARCH")}
    return Installation(
        tmp_path / "data", tmp_path / "outlets", {**given, "PRAHARI_STORE": settings["PRAHARI_STORE"]}
    )


def sides_of(services: Services) -> Sides:
    assert isinstance(services.index, ElasticsearchIndex)
    return Sides(services.store, services.index, services.index.prefix)


def there(services: Services) -> list[str]:
    """All that the server has under our prefix: indexes, and their aliases."""
    index = sides_of(services).index
    found = index.client.indices.get_alias(index=f"{index.prefix}-*", expand_wildcards="all").body
    return sorted([*found, *(alias for facts in found.values() for alias in facts["aliases"])])


def expected(prefix: str, stories: int, rejections: int) -> list[str]:
    return sorted(
        name
        for kind, number in (("stories", stories), ("rejections", rejections))
        for name in (
            f"{prefix}-{kind}",
            f"{prefix}-{kind}-v{number:06d}",
            f"{prefix}-{kind}-write",
        )
    )


def assert_agree(services: Services) -> None:
    services.drain()
    services.drain_refusals()
    sides_of(services).assert_agree()
    assert services.refusals is not None
    count = services.store.counts().rejections
    assert verify_refusals(services.store, services.refusals) == Difference(count, count)
    names = {known.name for known in services.store.indexes()}
    assert names == {services.index.name, services.refusals.name}


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_searches_and_drains_go_on_while_the_index_is_replaced(
    services: Services, settings: Settings, prefix: str
) -> None:
    """No search fails, none finds less than one before it, and no story is lost between the two indexes."""
    set_up(services)
    sides = sides_of(services)
    first = sides.fill(150)
    services.drain()
    sides.index.client.indices.refresh(index=f"{prefix}-*")
    over = threading.Event()
    totals: list[int] = []

    def search(fold: bool) -> None:
        with closing(Services.open(settings)) as own:
            while not over.is_set():
                found = own.index.search(SearchRequest(parse("अभ्यास"), fold=fold, size=20))
                assert len(found.hits) == 20
                totals.append(found.total)

    def crawl() -> None:
        with closing(Services.open(settings)) as own:
            crawled = Sides(own.store, sides_of(own).index, f"{prefix}-crawl")
            while not over.is_set():
                crawled.edit(crawled.fill(2)[:1])
                own.drain()
                time.sleep(0.05)

    with ThreadPoolExecutor(3) as threads:
        others = [
            threads.submit(search, fold=False),
            threads.submit(search, fold=True),
            threads.submit(crawl),
        ]
        try:
            made = set_up(services, anew=True)
        finally:
            time.sleep(0.3)
            over.set()
        for other in others:
            other.result(60)
    assert made[0].what == "replaced" and made[0].sent >= 150
    assert len(totals) > 20
    assert min(totals) >= 150
    assert there(services) == expected(prefix, 2, 2)
    sides.edit(first[:3])
    assert_agree(services)


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_setup_killed_in_the_middle_goes_on(
    services: Services, installation: Installation, elasticsearch_url: str, prefix: str
) -> None:
    """By the same action again, and by a plain setup; nothing is left over."""
    set_up(services)
    sides = sides_of(services)
    sides.fill(60)
    services.store.save(rejected("https://www.prabhat.example/weg"))
    services.drain()
    with Proxy(elasticsearch_url) as proxy:
        slow = Installation(
            installation.data,
            installation.outlets,
            {**installation.extra, "PRAHARI_ELASTICSEARCH_URL": proxy.url},
        )
        proxy.path, proxy.trouble = "/_bulk", Trouble(reached=True, seconds=60)
        process = slow.start("scrapy", "index", "rebuild")
        deadline = time.monotonic() + 60
        while not proxy.bulks() and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    # It was begun, and all stories wait for it; searches know nothing of it.
    assert f"{prefix}-stories-v000002" in there(services)
    assert len(services.store.indexes()) == 3  # with that of rejections
    sides.assert_agree()
    # A stray of another release, too.
    sides.index.client.indices.create(
        index=f"{prefix}-rejections-v000009", mappings={"_meta": {"prahari": {"fingerprint": "old"}}}
    )
    made = set_up(services)
    assert [(one.index, one.what) for one in made] == [
        (f"{prefix}-stories-v000002", "replaced"),
        (f"{prefix}-rejections-v000001", "as it was"),
    ]
    assert there(services) == expected(prefix, 2, 1)
    assert_agree(services)


@pytest.mark.parametrize(
    ("database_kind", "anew"),
    [("sqlite", False), pytest.param("postgresql", True, marks=pytest.mark.postgres)],
)
def test_two_setups_at_once(services: Services, settings: Settings, prefix: str, anew: bool) -> None:
    """On an empty server, and where both replace the index."""
    sides = sides_of(services)
    sides.fill(30)
    if anew:
        set_up(services)
        services.drain()
    barrier = threading.Barrier(3)

    def one(_: int) -> list[SetUp]:
        with closing(Services.open(settings)) as own:
            barrier.wait(30)
            return set_up(own, anew=anew)

    with ThreadPoolExecutor(3) as threads:
        for made in threads.map(one, range(3)):
            assert len(made) == 2
    found = there(services)
    for kind in ("stories", "rejections"):
        concrete = [name for name in found if name.startswith(f"{prefix}-{kind}-v")]
        assert len(concrete) == 1 and len([name for name in found if f"-{kind}" in name]) == 3, found
    assert_agree(services)


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_two_crawls_find_an_empty_server(services: Services, settings: Settings, prefix: str) -> None:
    """Both make the index, and both fill it."""
    sides_of(services).fill(40)

    def one(_: int) -> int:
        with closing(Services.open(settings)) as own:
            return own.drain().indexed

    with ThreadPoolExecutor(2) as threads:
        assert sum(threads.map(one, range(2))) >= 40
    services.drain_refusals()
    assert there(services) == expected(prefix, 1, 1)
    assert_agree(services)
