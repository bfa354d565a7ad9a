"""The server itself stopped, killed, lost: afterwards store and index agree story by story."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from crawler.engines import forget_lost
from pipelines.outbox import drain_refusals
from pipelines.store import Store
from pipelines.verification import Difference, verify_refusals
from search.elasticsearch import ElasticsearchIndex
from search.elasticsearch_refusals import ElasticsearchRefusals
from search.index import IndexUnavailable
from tests.elasticsearch.node import Node, new_prefix, remove
from tests.elasticsearch.sides import Sides, connection, fails
from tests.pipelines.outcomes import rejected

pytestmark = pytest.mark.elasticsearch


@pytest.fixture(scope="module")
def server_prefix() -> str:
    """The indexes of this module: making one takes a second and more."""
    return new_prefix()


@pytest.fixture
def sides(
    own_node: Node, server_prefix: str, sqlite_store: Store, request: pytest.FixtureRequest
) -> Iterator[Sides]:
    index = ElasticsearchIndex(connection(own_node.url), server_prefix)
    yield Sides(sqlite_store, index, request.node.name)
    index.delete([id for id, _ in index.revisions()])
    index.close()


def drain_until(sides: Sides, ended: Callable[[], bool], batch: int = 20) -> list[str]:
    """Drain in a thread of its own until what `ended` does is done; what the drain told."""
    told: list[str] = []

    def go_on() -> None:
        try:
            sides.drain(batch)
        except IndexUnavailable as problem:
            told.append(str(problem))

    thread = threading.Thread(target=go_on)
    thread.start()
    assert ended()
    thread.join(60)
    assert not thread.is_alive()
    return told


def after(sides: Sides, taken: int, end: Callable[[], None]) -> Callable[[], bool]:
    """Does `end` once the drain has brought so many into the index."""

    def wait() -> bool:
        whole = sides.waiting
        deadline = time.monotonic() + 30
        while whole - sides.waiting < taken and time.monotonic() < deadline:
            time.sleep(0.002)
        end()
        return True

    return wait


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_stopped_in_mid_bulk(sides: Sides, own_node: Node, how: str) -> None:
    """In order, and by kill -9; what is edited meanwhile arrives afterwards."""
    sides.index.prepare()
    sides.store.register_index(sides.index.name)
    stories = sides.fill(150)
    name = sides.index.name
    end = own_node.stop if how == "stop" else own_node.kill
    told = drain_until(sides, after(sides, 40, end))
    assert len(told) == 1 and "\n" not in told[0], told
    left = sides.store.pending_count(name)
    assert 0 < left <= 110
    with fails("cannot be reached"):
        sides.drain()
    edited = sides.edit(stories[:10])
    sides.fill(5)
    own_node.start()
    sides.drain()
    assert sides.index.name == name
    sides.assert_agree()
    # What was read before the server went away comes late.
    late = sides.send(stories[:10], 1)
    assert late.acknowledged == {one.id: 2 for one in edited}
    sides.assert_agree()


def kill_at_random(sides: Sides, node: Node, times: int, chance: random.Random) -> None:
    for _ in range(times):
        changed = sides.fill(60)
        sides.edit(chance.sample(changed, 10))
        pause = chance.random() * 0.6

        def killed(pause: float = pause) -> bool:
            time.sleep(pause)
            node.kill()
            return True

        drain_until(sides, killed)
        node.start()
        if chance.random() < 0.5:
            sides.drain()
            sides.assert_agree()
    sides.drain()
    sides.assert_agree()


def test_killed_at_random_instants(sides: Sides, own_node: Node) -> None:
    kill_at_random(sides, own_node, 2, random.Random(7))


@pytest.mark.soak
def test_killed_at_random_instants_again_and_again(sides: Sides, own_node: Node) -> None:
    kill_at_random(sides, own_node, 40, random.Random())


def test_started_empty(sides: Sides, own_node: Node) -> None:
    """A lost volume: everything is sent again by itself, stories and rejections."""
    store = sides.store
    refusals = ElasticsearchRefusals(connection(own_node.url), sides.index.prefix)
    stories = sides.fill(30)
    for n in range(20):
        store.save(rejected(f"https://www.prabhat.example/weg/{n}"))
    sides.drain()
    drain_refusals(store, refusals, {})
    before = {sides.index.name, refusals.name}
    own_node.kill()
    own_node.empty()
    sides.edit(stories[:3])
    own_node.start()
    with fails("scrapy index setup"):  # a search makes no index
        list(sides.index.revisions())
    for index in (sides.index, refusals):
        forget_lost(store, index)
    assert sides.drain(batch=7).indexed == 30
    assert drain_refusals(store, refusals, {}).indexed == 20
    sides.assert_agree()
    assert verify_refusals(store, refusals) == Difference(20, 20)
    now = {sides.index.name, refusals.name}
    assert not now & before
    # The lost ones are forgotten, or all stories would wait for them for ever.
    for index in (sides.index, refusals):
        forget_lost(store, index)
    assert {known.name for known in store.indexes()} == now
    refusals.close()


def test_lost_under_a_running_drain(sides: Sides) -> None:
    """Index and aliases are gone in mid-drain: no write makes an index, since none of ours would be so."""
    sides.index.prepare()
    sides.store.register_index(sides.index.name)
    sides.fill(120)
    other = ElasticsearchIndex(sides.index.connection, sides.index.prefix)
    old = other.target()
    told = drain_until(sides, after(sides, 20, lambda: remove(other.connection.url, other.prefix)), batch=10)
    # The second where the index goes after the server has looked behind the alias.
    assert len(told) == 1 and ("require_alias" in told[0] or "no such index" in told[0]), told
    there = sides.index.client.indices.get(index=f"{sides.index.prefix}-*", expand_wildcards="all")
    assert not there.body
    sides.drain()
    assert sides.index.target() != old and sides.index.indices.current(sides.index.target())
    sides.assert_agree()
    other.close()
