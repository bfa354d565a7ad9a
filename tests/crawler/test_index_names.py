"""Names of ours that others use, and a set-up that is interrupted before the aliases name the index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from scrapy.settings import Settings

from crawler.indexsetup import set_up
from crawler.services import Services
from search.elasticsearch import ElasticsearchIndex
from search.elasticsearch_aliased import outbox_name
from search.index import IndexUnavailable
from tests.elasticsearch.proxy import Answer, Proxy
from tests.elasticsearch.sides import Sides

pytestmark = pytest.mark.elasticsearch


@pytest.fixture
def proxy(elasticsearch_url: str) -> Iterator[Proxy]:
    with Proxy(elasticsearch_url) as running:
        yield running


@pytest.fixture
def services(proxy: Proxy, prefix: str, tmp_path: Path) -> Iterator[Services]:
    (tmp_path / "outlets").mkdir()
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.update(
        {
            "PRAHARI_STORE": f"sqlite:///{tmp_path}/prahari.db",
            "PRAHARI_OUTLETS": str(tmp_path / "outlets"),
            "PRAHARI_ELASTICSEARCH_URL": proxy.url,
            "PRAHARI_ELASTICSEARCH_PREFIX": prefix,
        }
    )
    with closing(Services.open(settings)) as opened:
        yield opened


@pytest.fixture
def client(elasticsearch_url: str) -> Iterator[Elasticsearch]:
    with Elasticsearch(elasticsearch_url, request_timeout=60) as made:
        yield made


def there(client: Elasticsearch, prefix: str) -> dict[str, list[str]]:
    """Every index under the prefix, with its aliases."""
    found = client.indices.get_alias(index=f"{prefix}-*", expand_wildcards="all").body
    return {name: sorted(facts["aliases"]) for name, facts in found.items()}


def templates(client: Elasticsearch, prefix: str) -> list[str]:
    found = client.indices.get_index_template()["index_templates"]
    return [one["name"] for one in found if one["name"].startswith(prefix)]


@pytest.mark.parametrize("alias", ["stories", "stories-write", "rejections", "rejections-write"])
@pytest.mark.parametrize("named", [True, False], ids=["named like it", "behind it"])
def test_an_index_of_others_stops_us_before_anything_is_made(
    services: Services, client: Elasticsearch, prefix: str, alias: str, named: bool
) -> None:
    name = f"{prefix}-{alias}" if named else f"{prefix}-logs"
    client.indices.create(index=name, aliases=None if named else {f"{prefix}-{alias}": {}})
    before = there(client, prefix)
    told = f"an index is named {name}" if named else f"behind the alias {prefix}-{alias} stands {name}"
    index = services.index if alias.startswith("stories") else services.refusals
    assert index is not None
    actions: list[Callable[[], object]] = [lambda: set_up(services), index.prepare]
    for action in actions:
        with pytest.raises(IndexUnavailable) as caught:
            action()
        assert told in str(caught.value) and "\n" not in str(caught.value)
        assert "PRAHARI_ELASTICSEARCH_PREFIX" in str(caught.value)
    assert there(client, prefix) == before
    assert templates(client, prefix) == []
    assert services.store.indexes() == []


def test_both_aliases_name_one_index_after_every_setup(
    services: Services, client: Elasticsearch, prefix: str
) -> None:
    """Whatever an administrator has put behind them, and also where nothing else is to be done."""
    aliases = [f"{prefix}-stories", f"{prefix}-stories-write"]
    set_up(services)
    kept = there(client, prefix)
    # As a careless restore leaves it: an earlier index behind the read alias, ours not.
    client.indices.create(index=f"{prefix}-stories-v000000", aliases={aliases[0]: {}})
    client.indices.delete_alias(index=f"{prefix}-stories-v000001", name=aliases[0])
    assert [one.what for one in set_up(services)] == ["as it was", "as it was"]
    assert there(client, prefix) == kept
    # A later one of the present template, which counts as begun, and is taken up.
    client.indices.create(index=f"{prefix}-stories-v000007", aliases={aliases[0]: {}})
    client.indices.create(index=f"{prefix}-stories-vault")  # not ours, whatever it looks like
    assert set_up(services, anew=True)[0].index == f"{prefix}-stories-v000007"
    found = there(client, prefix)
    assert found == {
        f"{prefix}-stories-v000007": aliases,
        f"{prefix}-stories-vault": [],
        f"{prefix}-rejections-v000002": [f"{prefix}-rejections", f"{prefix}-rejections-write"],
    }


def test_an_interrupted_setup_is_known_to_the_store(services: Services, proxy: Proxy, prefix: str) -> None:
    index = services.index
    assert isinstance(index, ElasticsearchIndex)
    Sides(services.store, index, prefix).fill(3)
    proxy.path, proxy.answers = "/_aliases", [Answer(503)]
    with pytest.raises(IndexUnavailable, match="503"):
        set_up(services)
    [made] = index.indices.all()
    assert [one.name for one in services.store.indexes()] == [outbox_name(made)]
    assert services.store.pending_count(outbox_name(made)) == 3
    assert [one.what for one in set_up(services)] == ["made", "made"]
    assert index.name == outbox_name(made)
    assert services.store.pending_count(index.name) == 3
    assert services.drain().indexed == 3


def test_a_store_that_is_new_to_a_server_learns_of_its_index(
    services: Services, elasticsearch_url: str, prefix: str
) -> None:
    index = services.index
    assert isinstance(index, ElasticsearchIndex)
    for one in (index, services.refusals):
        assert one is not None
        one.prepare()
    Sides(services.store, index, prefix).fill(2)
    assert [one.what for one in set_up(services)] == ["as it was", "as it was"]
    assert len(services.store.indexes()) == 2
    assert services.store.pending_count(index.name) == 2
