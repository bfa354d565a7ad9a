"""What only the embedded engine does: see ``test_index*.py`` for what every engine must."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.index import Index
from search.query import Everything
from search.tantivy import TantivyIndex
from tests.search.samples import DOCUMENTS, document


@pytest.fixture
def empty(tmp_path: Path) -> TantivyIndex:
    return TantivyIndex(tmp_path / "data" / "index")


def test_it_is_an_index(empty: TantivyIndex) -> None:
    typed: Index = empty
    assert typed.name == "tantivy"
    assert typed.upsert(DOCUMENTS).acknowledged == {d.id: 1 for d in DOCUMENTS}
    assert typed.health().ok
    assert typed.health().documents == len(DOCUMENTS)
    assert f"{len(DOCUMENTS)} documents" in typed.health().detail


def test_why_a_document_is_refused(empty: TantivyIndex) -> None:
    (refused,) = empty.upsert([document("b", text="\ud83d आधा")]).refused
    assert refused.reason.startswith("cannot be indexed: ")


def test_what_is_written_survives_closing(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path / "index")
    index.upsert(DOCUMENTS[:5])
    index.close()
    again = TantivyIndex(tmp_path / "index")
    assert again.count(Everything()) == 5
    assert index.count(Everything()) == 5


def test_many_batches_are_merged_into_few_segments(empty: TantivyIndex) -> None:
    for batch in range(40):
        empty.upsert([document(f"{batch}-{i}") for i in range(3)])
    assert empty.count(Everything()) == 120
    assert len(list(Path(empty.health().detail.split(" in ")[1].split(",")[0]).glob("*.store"))) < 15
