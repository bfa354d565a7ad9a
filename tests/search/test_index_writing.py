"""What is written to an index of any engine is there, once, in its highest revision."""

from __future__ import annotations

from search.index import Document, Index, SearchRequest
from search.query import Everything, parse
from tests.search.samples import DOCUMENTS, document


def found(index: Index, text: str) -> set[str]:
    return {hit.document.id for hit in index.search(SearchRequest(parse(text), size=100)).hits}


def test_a_higher_revision_replaces_and_a_lower_one_does_not(empty: Index) -> None:
    def at(revision: int, text: str) -> Document:
        return document("a", text=text, revision=revision)

    assert empty.upsert([at(2, "दूसरा")]).acknowledged == {"a": 2}
    assert empty.upsert([at(1, "पहला")]).acknowledged == {"a": 2}
    assert found(empty, "पहला") == set()
    assert empty.upsert([at(2, "अन्य")]).acknowledged == {"a": 2}
    assert found(empty, "दूसरा") == {"a"}
    assert empty.upsert([at(3, "तीसरा"), at(5, "पांचवां"), at(4, "चौथा")]).acknowledged == {"a": 5}
    assert found(empty, "दूसरा OR तीसरा OR चौथा") == set()
    assert found(empty, "पांचवां") == {"a"}
    assert list(empty.revisions()) == [("a", 5)]
    assert empty.count(Everything()) == 1


def test_deleted_documents_are_gone(empty: Index) -> None:
    empty.upsert([document(id, text=f"साझा {id}") for id in "abc"])
    empty.delete(["b", "nowhere"])
    empty.delete([])
    assert found(empty, "साझा") == {"a", "c"}
    assert empty.get("b") is None
    assert list(empty.revisions()) == [("a", 1), ("c", 1)]
    empty.upsert([document("b", revision=1)])
    assert found(empty, "") == {"a", "b", "c"}


def test_clear_empties(empty: Index) -> None:
    empty.upsert(DOCUMENTS)
    empty.clear()
    assert empty.count(Everything()) == 0
    assert list(empty.revisions()) == []
    assert empty.search(SearchRequest(parse("सेना"), facets=("outlet",))).facets == {"outlet": ()}
    empty.upsert(DOCUMENTS[:1])
    assert empty.count(Everything()) == 1


def test_one_document_that_cannot_be_indexed_is_refused_and_the_others_are_not(empty: Index) -> None:
    written = empty.upsert([document("a"), document("b", text="\ud83d आधा"), document("c")])
    assert written.acknowledged == {"a": 1, "c": 1}
    (refused,) = written.refused
    assert refused.id == "b"
    assert refused.reason
    assert found(empty, "") == {"a", "c"}


def test_revisions_are_sorted_by_id(empty: Index) -> None:
    given = {f"{(n * 2654435761) % 2**32:016x}": n % 5 + 1 for n in range(1, 300)}
    empty.upsert([document(id, revision=revision) for id, revision in given.items()])
    empty.upsert([document(id, revision=9) for id in list(given)[::7]])
    given |= dict.fromkeys(list(given)[::7], 9)
    assert list(empty.revisions()) == sorted(given.items())
