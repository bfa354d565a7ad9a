"""Copies of one story take one place among the hits, whatever the engine."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from search.index import Index, SearchRequest, SearchResult, Sort
from search.query import Everything, parse
from tests.search.samples import BHASKAR, DOCUMENTS, FIRST, JAGRAN, UJALA, document

FOLDED = SearchRequest(Everything(), fold=True, size=100)


def shown(result: SearchResult) -> dict[str, int]:
    """Id → copies, in order."""
    return {hit.document.id: hit.copies for hit in result.hits}


def test_copies_take_one_place_and_are_counted(empty: Index) -> None:
    wire = "सेना ने सीमा पर गश्त बढ़ाई।"
    empty.upsert(
        [
            document("a", text=wire, outlet=JAGRAN, cluster_id="a", published=FIRST),
            document("b", text=wire, outlet=BHASKAR, cluster_id="a", published=FIRST + timedelta(hours=1)),
            document("c", text=wire, outlet=UJALA, cluster_id="a", published=FIRST + timedelta(hours=2)),
            document("d", text="सेना और नौसेना", cluster_id="d", published=FIRST + timedelta(minutes=90)),
            document("e", text="सेना दिवस", published=FIRST - timedelta(hours=1)),
            document("f", text="मौसम", cluster_id="f"),
        ]
    )
    newest = replace(FOLDED, query=parse("सेना"), sort="newest", facets=("outlet",))
    result = empty.search(newest)
    assert shown(result) == {"c": 2, "d": 0, "e": 0}
    # Total and facets count every copy.
    assert result.total == 5
    assert dict(result.facets["outlet"]) == {"jagran": 3, "bhaskar": 1, "amar-ujala": 1}
    assert shown(empty.search(replace(newest, fold=False))) == {"c": 0, "d": 0, "b": 0, "a": 0, "e": 0}
    # Copies that do not match the query are none.
    assert shown(empty.search(replace(newest, query=parse("सेना NOT outlet:bhaskar"))))["c"] == 1
    assert shown(empty.search(replace(newest, query=parse("outlet:bhaskar")))) == {"b": 0}
    assert shown(empty.search(replace(newest, query=parse("नामौजूद")))) == {}


def test_the_copy_that_ranks_first_is_shown(empty: Index) -> None:
    empty.upsert(
        [
            document("plain", title="सीमा", text="सेना ने गश्त बढ़ाई।", cluster_id="x"),
            document("titled", title="सेना की गश्त", text="सेना ने गश्त बढ़ाई।", cluster_id="x"),
            document("other", title="बाजार", text="सेना ने गश्त बढ़ाई। " * 3),
        ]
    )
    result = empty.search(SearchRequest(parse("सेना"), fold=True))
    assert shown(result) == {"titled": 1, "other": 0}
    hit = result.hits[0]
    assert [hit.document.title[a:b] for a, b in hit.title_spans] == ["सेना"]
    assert hit.passage and hit.passage_spans
    assert hit.score > result.hits[1].score > 0


def test_one_story_with_many_copies_hides_no_other(empty: Index) -> None:
    def copy(n: int) -> str:
        return f"copy-{n:03}"

    empty.upsert(
        [document(copy(n), cluster_id="wire", published=FIRST + timedelta(minutes=n)) for n in range(300)]
        + [document(f"own-{n}", published=FIRST - timedelta(days=n + 1)) for n in range(12)]
    )
    page = replace(FOLDED, sort="newest", size=5)
    assert shown(empty.search(page)) == {copy(299): 299, **{f"own-{n}": 0 for n in range(4)}}
    assert shown(empty.search(replace(page, offset=5))) == {f"own-{n}": 0 for n in range(4, 9)}
    assert shown(empty.search(replace(page, offset=10))) == {f"own-{n}": 0 for n in range(9, 12)}
    assert shown(empty.search(replace(page, offset=13))) == {}


def test_where_there_are_no_copies_folding_changes_nothing(index: Index) -> None:
    for text in ("सेना", "country:india", "S-400", ""):
        request = SearchRequest(parse(text), size=100, facets=("country",))
        assert index.search(replace(request, fold=True)) == index.search(request)


@pytest.mark.parametrize(("size", "offset"), [(0, 0), (10, 10_000_000_000), (10_000_000_000, 0)])
def test_sizes_out_of_proportion(index: Index, size: int, offset: int) -> None:
    result = index.search(SearchRequest(Everything(), size=size, offset=offset, fold=True))
    assert result.total == len(DOCUMENTS)
    assert len(result.hits) == (len(DOCUMENTS) if size > len(DOCUMENTS) else 0)


@pytest.mark.parametrize("seed", range(3))
def test_folding_is_the_first_of_each_cluster(empty: Index, seed: int) -> None:
    chance = random.Random(seed)
    clusters = [f"cluster-{chance.randrange(25)}" for _ in range(120)]
    empty.upsert(
        [
            document(
                f"{n:016x}",
                text=" ".join(chance.choices(["सेना", "नौसेना", "मिसाइल", "बाजार"], k=chance.randrange(1, 9))),
                cluster_id=cluster,
                published=FIRST + timedelta(minutes=n),
            )
            for n, cluster in enumerate(clusters)
        ]
    )
    sorts: tuple[Sort, ...] = ("newest", "best")
    for sort in sorts:
        request = SearchRequest(parse("सेना OR मिसाइल"), sort=sort, size=1000)
        every = empty.search(request)
        members = Counter(hit.document.cluster_id for hit in every.hits)
        whole = empty.search(replace(request, fold=True))
        assert whole.total == every.total == sum(members.values())
        assert {hit.document.cluster_id: hit.copies + 1 for hit in whole.hits} == members
        best: dict[str | None, float] = {}
        for hit in every.hits:
            best.setdefault(hit.document.cluster_id, hit.score)
        assert [hit.score for hit in whole.hits] == pytest.approx(sorted(best.values(), reverse=True))
        pages = [
            hit
            for offset in range(0, len(members) + 4, 4)
            for hit in empty.search(replace(request, fold=True, size=4, offset=offset)).hits
        ]
        assert Counter(hit.document.cluster_id for hit in pages) == Counter(members.keys())
        if sort == "newest":  # no ties
            assert shown(whole) == {hit.document.id: hit.copies for hit in pages}
            first = {hit.document.cluster_id: hit.document.id for hit in reversed(every.hits)}
            assert set(shown(whole)) == set(first.values())
