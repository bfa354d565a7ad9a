"""Indexes of every engine, for the tests of what any engine must do (``test_index*.py``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from search.elasticsearch import ElasticsearchIndex
from search.elasticsearch_client import Connection
from search.index import Index
from search.tantivy import TantivyIndex
from tests.elasticsearch.node import new_prefix, remove
from tests.search.samples import DOCUMENTS

ENGINES = ["tantivy", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]


@pytest.fixture(scope="session", params=ENGINES)
def new_index(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Index]]:
    """Makes an empty index that nobody else has; all are closed in the end."""
    made: list[Index] = []
    # Asked for here, so that the server outlives what is removed from it below.
    url = request.getfixturevalue("elasticsearch_url") if request.param == "elasticsearch" else ""

    def tantivy() -> Index:
        return TantivyIndex(tmp_path_factory.mktemp("tantivy") / "data" / "index")

    def elasticsearch() -> Index:
        # Writes wait until searches see them, as the embedded engine's do.
        return ElasticsearchIndex(Connection(url), new_prefix(), visible=True)

    def make() -> Index:
        made.append({"tantivy": tantivy, "elasticsearch": elasticsearch}[request.param]())
        return made[-1]

    yield make
    for index in made:
        if isinstance(index, ElasticsearchIndex):
            remove(index.connection.url, index.prefix)
        index.close()


@pytest.fixture(scope="module")
def index(new_index: Callable[[], Index]) -> Index:
    """Holds `tests.search.samples.DOCUMENTS`; not to be written to."""
    index = new_index()
    written = index.upsert(DOCUMENTS)
    assert written.acknowledged == {d.id: 1 for d in DOCUMENTS}
    assert written.refused == ()
    return index


@pytest.fixture
def empty(new_index: Callable[[], Index]) -> Index:
    """For one test alone."""
    return new_index()
