"""A server that fails, behind a real proxy: after each fault store and index agree story by story."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from pipelines.outbox import document, drain_refusals
from pipelines.store import Store
from pipelines.story import Tag, story_id
from pipelines.verification import Difference, verify_refusals
from search.elasticsearch import ElasticsearchIndex
from search.elasticsearch_refusals import ElasticsearchRefusals
from search.index import Name, SearchRequest
from search.query import parse
from tests.elasticsearch.certificate import Certificate, self_signed
from tests.elasticsearch.node import new_prefix, remove
from tests.elasticsearch.proxy import Answer, ItemError, Proxy, Trouble
from tests.elasticsearch.secured import ApiKey, Secured
from tests.elasticsearch.sides import SECRETS, Sides, connection, fails
from tests.pipelines.outcomes import rejected

pytestmark = pytest.mark.elasticsearch
PASSWORD, KEY = SECRETS


@pytest.fixture(scope="module")
def direct(elasticsearch_url: str) -> Iterator[ElasticsearchIndex]:
    """The index of this module's tests, without the proxy: making one takes a second and more."""
    index = ElasticsearchIndex(connection(elasticsearch_url), new_prefix())
    index.prepare()
    yield index
    remove(elasticsearch_url, index.prefix)
    index.close()


@pytest.fixture
def proxy(elasticsearch_url: str) -> Iterator[Proxy]:
    with Proxy(elasticsearch_url) as running:
        yield running


@pytest.fixture
def sides(
    direct: ElasticsearchIndex, proxy: Proxy, sqlite_store: Store, request: pytest.FixtureRequest
) -> Iterator[Sides]:
    """An empty store, and the empty index through the proxy."""
    index = ElasticsearchIndex(connection(proxy.url), direct.prefix)
    yield Sides(sqlite_store, index, request.node.name.encode().hex())
    index.close()
    direct.delete([id for id, _ in direct.revisions()])


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return self_signed(tmp_path_factory.mktemp("tls"))


HTML = {"Content-Type": "text/html"}


def is_known(authorization: str) -> bool:
    """Whether these are the right user and password, or the right key."""
    return authorization == f"ApiKey {KEY}" or authorization == "Basic ZWxhc3RpYzpzM2NyM3Q="


# --- busy ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again(sides: Sides, proxy: Proxy, status: int) -> None:
    sides.fill(5)
    proxy.path = "/_bulk"
    proxy.answers = [Answer(status, times=3)]
    assert sides.drain().indexed == 5
    assert proxy.bulks() == 4
    sides.assert_agree()


def test_a_server_that_stays_busy_has_it_later(sides: Sides, proxy: Proxy) -> None:
    first = sides.fill(5)
    proxy.path = "/_bulk"
    proxy.answers = [Answer(429, times=1000)]
    with fails("data too large (429)"):
        sides.drain()
    assert (sides.waiting, proxy.bulks()) == (5, 4)
    sides.edit(first[:2])
    sides.fill(2)
    proxy.heal()
    assert sides.drain().indexed == 7
    sides.assert_agree()


def test_the_wait_that_a_server_asks_for_is_kept(sides: Sides, proxy: Proxy) -> None:
    sides.fill(1)
    proxy.path = "/_bulk"
    proxy.answers = [Answer(429, headers={"Retry-After": "1"})]
    began = time.monotonic()
    assert sides.drain().indexed == 1
    assert time.monotonic() - began >= 1
    sides.assert_agree()
    # For longer than a request may take nobody waits: a crawl would not end.
    sides.fill(1)
    proxy.answers = [Answer(429, headers={"Retry-After": "600"})]
    with fails("(429)"):
        sides.drain()
    assert sides.drain().indexed == 1
    sides.assert_agree()


def test_documents_that_the_server_is_too_busy_for_are_sent_again(sides: Sides, proxy: Proxy) -> None:
    stories = sides.fill(9)
    busy = {stories[0].id: 2, stories[4].id: 1, stories[8].id: 3}

    def items(id: str) -> ItemError | None:
        if busy.get(id, 0) > 0:
            busy[id] -= 1
            return ItemError(429)
        return None

    proxy.items = items
    assert sides.drain().indexed == 9
    assert proxy.bulks() == 4
    sides.assert_agree()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_partial_failure_keeps_the_rest_in_the_outbox(sides: Sides, proxy: Proxy, status: int) -> None:
    """...and what the mapping refuses leaves it, with the server's reason."""
    stories = sides.fill(6)
    concept = Tag("अ" * 20_000, "missile", "अग्नि", "Agni")  # a keyword may have 32,766 bytes
    [wrong] = sides.fill(1, tags=(concept,))
    stories += sides.fill(2)
    failing = {stories[1].id, stories[7].id}
    proxy.items = lambda id: ItemError(status) if id in failing else None
    with fails(f"rejected execution of primary operation ({status})"):
        sides.drain(batch=4)
    assert {one.id for one, _ in sides.store.pending(sides.index.name)} == failing
    [failure] = sides.store.index_failures(sides.index.name)
    assert failure.id == wrong.id and "tag" in failure.reason
    assert "32766" in failure.reason
    sides.edit([stories[1], stories[2]])
    proxy.heal()
    assert sides.drain().indexed == 3
    sides.assert_agree(refused=1)
    # Sent again as it is, it is refused again; mended, it is forgotten.
    assert sides.store.retry_failures(sides.index.name) == 1
    assert sides.drain().refused == 1
    sides.store.save(replace(wrong, tags=(), text=wrong.text + " और"))
    assert sides.drain().indexed == 1
    sides.assert_agree()


def test_the_index_is_read_only(sides: Sides, direct: ElasticsearchIndex) -> None:
    """As at the flood stage of a disk. Searches go on, what is stored waits."""
    stories = sides.fill(3)
    sides.drain()
    block = "index.blocks.read_only_allow_delete"
    direct.client.indices.put_settings(index=direct.where(), settings={block: True})
    try:
        sides.edit(stories[:1])
        sides.fill(2)
        with fails("read-only", "disk", "(429)"):
            sides.drain()
        assert (sides.waiting, len(list(sides.index.revisions()))) == (3, 3)
        assert sides.index.search(SearchRequest(parse("अभ्यास"))).total == 3
        assert sides.index.health().ok
    finally:
        direct.client.indices.put_settings(index=direct.where(), settings={block: None})
    assert sides.drain().indexed == 3
    sides.assert_agree()


def test_a_closed_index_refuses_nobody(sides: Sides, elasticsearch_url: str, prefix: str) -> None:
    """The server answers 400, which is no document's fault here."""
    index = ElasticsearchRefusals(connection(elasticsearch_url), prefix)
    refuse(sides.store, 3)
    drain_refusals(sides.store, index, {})
    name = index.target().name
    index.client.indices.close(index=name, wait_for_active_shards=0)
    refuse(sides.store, 2)
    with fails("closed", "(400)"):
        drain_refusals(sides.store, index, {})
    assert not index.health().ok
    index.client.indices.open(index=name)
    assert drain_refusals(sides.store, index, {}).indexed == 2
    assert verify_refusals(sides.store, index) == Difference(5, 5)
    index.close()


def test_a_shard_that_is_not_there(sides: Sides, elasticsearch_url: str, prefix: str) -> None:
    """A red index: the server says so before we stop listening."""
    index = ElasticsearchRefusals(connection(elasticsearch_url, seconds=1.5), prefix)
    body = index.indices.template.body
    index.client.indices.create(
        index=f"{index.indices.read}-v000001",
        settings={**body["settings"], "index.routing.allocation.require._name": "nobody"},
        mappings=body["mappings"],
        aliases={index.indices.read: {}, index.indices.write: {"is_write_index": True}},
        wait_for_active_shards=0,
    )
    refuse(sides.store, 2)
    with fails("primary shard is not active", "(503)"):
        drain_refusals(sides.store, index, {})
    health = index.health()
    assert not health.ok and "\n" not in health.detail and "(503)" in health.detail
    with fails("no answer in time"):  # it would wait a minute for the shard
        list(index.revisions())
    index.client.indices.put_settings(
        index=index.indices.read, settings={"index.routing.allocation.require._name": None}
    )
    index.client.cluster.health(index=index.indices.read, wait_for_status="yellow")
    assert drain_refusals(sides.store, index, {}).indexed == 2
    assert verify_refusals(sides.store, index) == Difference(2, 2)
    assert index.health().ok
    index.close()


def refuse(store: Store, count: int) -> None:
    first = store.counts().rejections
    for n in range(first, first + count):
        store.save(rejected(f"https://www.prabhat.example/desh/{n}"))


# --- lost on the way -----------------------------------------------------------------------------------


@pytest.mark.parametrize("reached", [True, False])
@pytest.mark.parametrize("how", ["slow", "before the answer", "in the answer"])
def test_an_answer_that_does_not_come(sides: Sides, proxy: Proxy, reached: bool, how: str) -> None:
    """Whether the node has taken the batch or not, it is sent again without harm."""
    stories = sides.fill(4)
    sides.drain()
    edited = sides.edit(stories[:2])
    fresh = sides.fill(3)
    hasty = sides.through(connection(proxy.url, seconds=0.6))
    proxy.path = "/_bulk"
    proxy.trouble = Trouble(reached, seconds=1.2 if how == "slow" else 0, middle=how == "in the answer")
    with fails("no answer in time" if how == "slow" else "cannot be reached"):
        hasty.drain()
    hasty.index.close()
    assert sides.waiting == 5
    proxy.heal()
    taken = dict(sides.index.revisions())
    assert (edited[0].id in taken and taken[edited[0].id] == 2) is reached
    assert (fresh[0].id in taken) is reached
    again = sides.edit(edited[:1])
    assert sides.drain().indexed == 5
    sides.assert_agree()
    # A drain that was held up all the while comes last, with what it read before.
    assert sides.send(stories[:2], 1).acknowledged == {again[0].id: 3, stories[1].id: 2}
    assert sides.send(edited, 2).acknowledged == {again[0].id: 3, stories[1].id: 2}
    sides.assert_agree()
    found = sides.index.get(again[0].id)
    assert found is not None and found.text == again[0].text


def test_what_was_acknowledged_before_the_connection_broke_stays_so(sides: Sides, proxy: Proxy) -> None:
    """Conflicts are looked up by a second request: if that is lost, the rest of the batch is not."""
    old = sides.fill(3)
    sides.drain()
    sides.store.enqueue(sides.index.name, [one.id for one in old])
    sides.fill(2)
    proxy.path, proxy.trouble = "/_mget", Trouble(reached=False)
    with fails("cannot be reached"):
        sides.drain()
    assert {one.id for one, _ in sides.store.pending(sides.index.name)} == {one.id for one in old}
    proxy.heal()
    sides.drain()
    sides.assert_agree()


def test_a_server_that_is_slow_but_answers(sides: Sides, proxy: Proxy) -> None:
    sides.fill(3)
    proxy.trouble = Trouble(reached=True, seconds=0.15)
    assert sides.drain().indexed == 3
    proxy.heal()
    sides.assert_agree()


def test_a_listing_that_breaks_off_is_no_difference(sides: Sides, proxy: Proxy) -> None:
    sides.fill(3)
    sides.drain()
    proxy.path, proxy.trouble = "/_search", Trouble(reached=True, middle=True, times=1)
    with fails("cannot be reached"):
        sides.assert_agree()
    sides.assert_agree()


# --- too large -----------------------------------------------------------------------------------------


def test_a_proxy_that_takes_small_requests_only(sides: Sides, proxy: Proxy) -> None:
    stories = sides.fill(40)
    [huge] = sides.fill(1, summary="बड़ी ख़बर। " * 3000)
    stories += sides.fill(9)
    proxy.largest = 40_000
    done = sides.drain()
    assert (done.indexed, done.refused) == (49, 1)
    [failure] = sides.store.index_failures(sides.index.name)
    assert failure.id == huge.id
    assert failure.reason == "413 Request Entity Too Large nginx/1.27.3 (413)"
    assert proxy.bulks() < 50  # not one a document
    sides.assert_agree(refused=1)
    proxy.heal()
    assert sides.store.retry_failures(sides.index.name) == 1
    assert sides.drain().indexed == 1
    sides.assert_agree()


@pytest.mark.parametrize("count", [1, 5])
def test_a_bad_request_is_not_taken_for_bad_documents(sides: Sides, proxy: Proxy, count: int) -> None:
    """Something on the way refuses whatever is sent."""
    sides.fill(count)
    proxy.path = "/_bulk"
    proxy.answers = [Answer(400, b"<html><title>400 Bad Request</title><h1>400 Bad Request</h1>", HTML, 1000)]
    with fails("400 Bad Request (400)"):
        sides.drain()
    assert sides.waiting == count
    assert sides.store.index_failures(sides.index.name) == []
    proxy.heal()
    sides.drain()
    sides.assert_agree()


@pytest.mark.parametrize("others", [0, 30])
def test_a_document_for_which_the_server_refuses_the_whole_request(
    sides: Sides, proxy: Proxy, others: int
) -> None:
    """A revision beyond 63 bits, which the server reads before any document."""
    stories = sides.fill(others + 1)
    documents = [document(one, 1, ()) for one in stories]
    poison = documents[others // 2] = replace(documents[others // 2], revision=2**63)
    written = sides.index.upsert(documents)
    assert set(written.acknowledged) == {one.id for one in documents if one is not poison}
    [refused] = written.refused
    assert refused.id == poison.id and "(400)" in refused.reason
    assert proxy.bulks() < 20 + others / 2  # not one a document


def test_a_poisonous_document_is_not_blamed_once_the_server_is_away(sides: Sides, proxy: Proxy) -> None:
    """Whether it was the document's fault can be told only by a server that takes other requests."""
    [one] = sides.fill(1)

    # The first request is answered so, every later one is lost.
    proxy.path, proxy.answers, proxy.trouble = "/_bulk", [Answer(400)], Trouble(reached=False)
    with fails("(400)"):
        sides.drain()
    assert [each.id for each, _ in sides.store.pending(sides.index.name)] == [one.id]
    proxy.heal()
    assert sides.drain().indexed == 1
    sides.assert_agree()


def test_a_bad_request_that_was_a_whim_blames_nobody(sides: Sides, proxy: Proxy) -> None:
    sides.fill(1)
    proxy.path, proxy.answers = "/_bulk", [Answer(400)]
    assert sides.drain().indexed == 1
    sides.assert_agree()


def test_odd_values_do_not_poison_a_story(sides: Sides) -> None:
    """Each would have been refused: the field is mended or left out, the story is found."""
    local_mean = timezone(timedelta(hours=5, minutes=21, seconds=10))
    [one] = sides.fill(1, language="अ" * 20_000, section="क" * 40_000, declared_language="x" * 40_000)
    odd = replace(
        document(one, 1, ()),
        relevance=float("nan"),
        version=2**31,
        published=datetime(1905, 12, 31, 23, 59, tzinfo=local_mean),
        modified=datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=23))),
        source_kind="y" * 40_000,
        published_from="z" * 40_000,
        modified_from="z" * 40_000,
        tags=(
            Name("nowhere", "place", ("कहीं नहीं",), "", (91.0, 0.0)),
            Name("nan", "place", ("कहीं",), "", (float("nan"), 0.0)),
            Name("ladakh", "place", ("लद्दाख",), "", (34.15, 77.58)),
        ),
    )
    written = sides.index.upsert([odd])
    assert written.refused == () and written.acknowledged == {odd.id: 1}
    found = sides.index.get(odd.id)
    assert found is not None
    assert (found.relevance, found.version) == (None, 2**31)
    assert (found.published, found.modified) == (odd.published, odd.modified)
    assert [tag.location for tag in found.tags] == [None, None, (34.15, 77.58)]


def test_what_cannot_be_written_at_all_is_refused_with_the_reason(sides: Sides) -> None:
    [one] = sides.fill(1)
    beyond = datetime.max.replace(tzinfo=timezone(timedelta(hours=-23)))
    bad = [
        replace(document(one, 1, ()), title="\ud800"),
        replace(document(one, 1, ()), id="0", published=beyond),
    ]
    written = sides.index.upsert(bad)
    assert [(refused.id, refused.reason[:18]) for refused in written.refused] == [
        (one.id, "cannot be indexed:"),
        ("0", "cannot be indexed:"),
    ]


# --- who we are, and who answers -----------------------------------------------------------------------


def test_a_wrong_password(sides: Sides, proxy: Proxy) -> None:
    sides.fill(2)
    proxy.known = is_known
    wrong = sides.through(connection(proxy.url, user="elastic", password=PASSWORD + "?"))
    for attempt in (wrong.drain, sides.drain):
        with fails("does not accept our API key, or user and password (401)", "PRAHARI_ELASTICSEARCH"):
            attempt()
    detail = wrong.index.health().detail
    assert "(401)" in detail and PASSWORD not in detail
    right = sides.through(connection(proxy.url, user="elastic", password=PASSWORD))
    assert right.drain().indexed == 2
    right.assert_agree()
    # In the URL, with a sign that a URL must write otherwise; it is told to nobody.
    proxy.known = lambda said: said == "Basic ZWxhc3RpYzpzM2NyM3QvQA=="  # s3cr3t/@
    inside = sides.through(connection(f"http://elastic:{PASSWORD}%2F%40@127.0.0.1:{proxy.port}"))
    inside.assert_agree()
    assert PASSWORD not in inside.index.health().detail
    for index in (wrong.index, right.index, inside.index):
        index.close()


def test_a_password_in_hindi(sides: Sides, proxy: Proxy) -> None:
    """In UTF-8, as the server reads it."""
    sides.fill(1)
    proxy.known = lambda said: said == f"Basic {b64encode('प्रहरी:गुप्त शब्द'.encode()).decode()}"
    theirs = sides.through(connection(proxy.url, user="प्रहरी", password="गुप्त शब्द"))
    assert theirs.drain().indexed == 1
    theirs.index.close()


@pytest.mark.parametrize(
    ("user", "password", "told"),
    [("elastic", "", "user elastic, and no password"), ("", PASSWORD, "a password, and no user")],
)
def test_half_of_who_we_are(sides: Sides, proxy: Proxy, user: str, password: str, told: str) -> None:
    with fails(told, "PRAHARI_ELASTICSEARCH_PASSWORD"):
        sides.through(connection(proxy.url, user=user, password=password)).drain()


def test_a_password_that_is_changed_in_mid_drain(sides: Sides, proxy: Proxy) -> None:
    sides.fill(20)
    proxy.known = lambda said: is_known(said) and proxy.bulks() < 3
    known = sides.through(connection(proxy.url, api_key=KEY))
    with fails("(401)"):
        known.drain(batch=5)
    proxy.heal()
    assert known.waiting == 10
    assert known.drain().indexed == 10
    known.assert_agree()
    known.index.close()


def test_a_wrong_key(sides: Sides, elasticsearch_url: str) -> None:
    """Against the mock of a secured server, which knows keys."""
    sides.fill(2)
    with Secured(elasticsearch_url) as server:
        key = ApiKey("foo", "prahari-crawler", PASSWORD, {})
        assert key.encoded == KEY
        wrong = sides.through(connection(server.url, api_key=KEY))
        with fails("(401)"):
            wrong.drain()
        server.keys.append(key)
        assert wrong.drain().indexed == 2
        key.valid = False
        sides.fill(1)
        with fails("(401)"):
            wrong.drain()
        key.valid = True
        wrong.drain()
        wrong.assert_agree()
        wrong.index.close()


@pytest.mark.parametrize("key", [f"{PASSWORD}\n", f"{PASSWORD} x", f"{PASSWORD}कुंजी"])
def test_a_key_that_can_be_none(sides: Sides, key: str) -> None:
    sides.fill(1)
    with fails("PRAHARI_ELASTICSEARCH_API_KEY", "no API key"):
        sides.through(connection("http://127.0.0.1:9", api_key=key)).drain()


def test_a_self_signed_certificate(
    sides: Sides, elasticsearch_url: str, certificate: Certificate, tmp_path: Path
) -> None:
    sides.fill(2)
    other = self_signed(tmp_path / "other")
    (tmp_path / "empty.pem").write_text("nothing")
    colons = ":".join(certificate.fingerprint[at : at + 2] for at in range(0, 64, 2)).upper()
    mistakes: list[tuple[str, dict[str, Any]]] = [
        ("is not trusted", {}),
        ("is not trusted", {"ca": other.pem}),
        ("has another fingerprint", {"fingerprint": other.fingerprint}),
        ("PRAHARI_ELASTICSEARCH_FINGERPRINT: no SHA-256", {"fingerprint": other.fingerprint[:40]}),
        ("no such file", {"ca": tmp_path / "missing.pem"}),
        (f"PRAHARI_ELASTICSEARCH_CA: {tmp_path}/empty.pem: ", {"ca": tmp_path / "empty.pem"}),
    ]
    ways: list[dict[str, Any]] = [
        {"ca": certificate.pem},
        {"fingerprint": certificate.fingerprint},
        {"fingerprint": colons},
    ]
    with Proxy(elasticsearch_url, certificate) as proxy:
        for told, wrong in mistakes:
            with fails(told):
                sides.through(connection(proxy.url, **wrong)).drain()
        assert not proxy.log  # nothing was said to a server that is not known
        for fresh, right in enumerate(ways):
            trusting = sides.through(connection(proxy.url, **right))
            assert trusting.drain().indexed == (1 if fresh else 2)
            trusting.assert_agree()
            trusting.index.close()
            sides.fill(1)
        with fails("cannot be reached"):
            sides.through(connection(proxy.url.replace("https", "http"))).drain()
    with fails("cannot be reached"):
        sides.through(connection(proxy.url, ca=certificate.pem)).drain()
    assert sides.drain().indexed == 1
    sides.assert_agree()


def test_tls_is_asked_of_a_server_that_has_none(sides: Sides, proxy: Proxy) -> None:
    sides.fill(1)
    with fails("TLS: the server does not speak TLS; is it http://?"):
        sides.through(connection(proxy.url.replace("http", "https"))).drain()


def test_no_tls_is_asked_of_a_server_that_wants_it(
    sides: Sides, elasticsearch_url: str, tmp_path: Path
) -> None:
    sides.fill(1)
    with Proxy(elasticsearch_url, certificate=self_signed(tmp_path)) as proxy, fails("write https://"):
        sides.through(connection(proxy.url.replace("https", "http"))).drain()


PAGE = Answer(200, b"<html><body>Welcome!</body></html>", HTML, 1000)


@pytest.mark.parametrize(
    "answer",
    [
        PAGE,
        replace(PAGE, body=b'{"items":[]}', headers={"Content-Type": "application/json"}),
        replace(PAGE, status=404),
        replace(PAGE, status=302, headers={"Location": "http://127.0.0.1:9/"}),
    ],
    ids=["page", "json", "not found", "redirect"],
)
@pytest.mark.parametrize("path", ["", "/_bulk"], ids=["always", "in mid-drain"])
def test_something_that_is_no_elasticsearch(sides: Sides, proxy: Proxy, answer: Answer, path: str) -> None:
    stories = sides.fill(2)
    sides.drain()
    sides.edit(stories[:1])
    sides.fill(1)
    proxy.path, proxy.answers = path, [replace(answer)]
    with fails("it is no Elasticsearch"):
        sides.drain()
    if not path:
        assert "it is no Elasticsearch" in sides.index.health().detail
        with fails("it is no Elasticsearch"):
            sides.index.search(SearchRequest(parse("अभ्यास")))
    proxy.heal()
    assert sides.drain().indexed == 2
    sides.assert_agree()


def test_half_an_answer_in_json(sides: Sides, proxy: Proxy) -> None:
    sides.fill(1)
    headers = {"Content-Type": "application/json", "X-Elastic-Product": "Elasticsearch"}
    proxy.path, proxy.answers = "/_bulk", [Answer(200, b'{"items":[', headers)]
    with fails("JSON"):
        sides.drain()
    assert sides.drain().indexed == 1
    sides.assert_agree()


@pytest.mark.parametrize(
    "url",
    [
        f"http://elastic:{PASSWORD}@[::1",
        f"https://elastic:{PASSWORD[:2]}/{PASSWORD}@host:9200",
        f"ftp://elastic:{PASSWORD}@host",
        f"elastic:{PASSWORD}@host:9200",
        f"http://elastic:{PASSWORD}@host:port",
    ],
)
def test_an_address_that_is_none(sides: Sides, url: str) -> None:
    with fails("PRAHARI_ELASTICSEARCH_URL", "is no address"):
        sides.through(connection(url)).drain()
    health = sides.through(connection(url)).index.health()
    assert not health.ok and PASSWORD not in health.detail


def test_a_story_comes_through_all_of_it_whole(sides: Sides, proxy: Proxy) -> None:
    """The proxy passes on what it is not told to break: else the tests above would prove little."""
    [one] = sides.fill(1, title="‘हिमगर्जना’ — एस-४००", authors=("सुधा रावत",))
    sides.drain()
    found = sides.index.get(story_id(one.url))
    assert found is not None and (found.title, found.text, found.authors) == (
        one.title,
        one.text,
        one.authors,
    )
    assert json.dumps(proxy.log).count("_bulk") == 1
