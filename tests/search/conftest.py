"""Indexes of every engine, for the tests of what any engine must do (``test_index*.py``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from search.index import Index
from search.tantivy import TantivyIndex
from tests.search.samples import DOCUMENTS

ENGINES = ["tantivy"]


@pytest.fixture(scope="session", params=ENGINES)
def new_index(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Index]]:
    """Makes an empty index that nobody else has; all are closed in the end."""
    made: list[Index] = []

    def tantivy() -> Index:
        made.append(TantivyIndex(tmp_path_factory.mktemp("tantivy") / "data" / "index"))
        return made[-1]

    yield {"tantivy": tantivy}[request.param]
    for index in made:
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
