"""Every engine finds, ranks, counts and shows what it should."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from search.index import Index, SearchRequest, SearchResult
from search.query import MAX_CLAUSES, MAX_DEPTH, Everything, QueryError, parse
from tests.search.samples import DOCUMENTS, FIRST, RAJNATH, document

ALL = {d.id for d in DOCUMENTS}


def ids(result: SearchResult) -> list[str]:
    return [hit.document.id for hit in result.hits]


def find(index: Index, text: str) -> set[str]:
    result = index.search(SearchRequest(parse(text), size=100))
    assert result.total == len(result.hits) == index.count(parse(text))
    return set(ids(result))


def test_it_is_well(index: Index) -> None:
    assert index.health().ok
    assert index.health().documents == len(DOCUMENTS)
    assert index.name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # words: any form, stop words too, in title, text, summary and the names of tags
        ("घुसपैठ", "army-sg"),
        ("सेना", "s400-hi rajnath-1 rajnath-2 army-sg army-pl army-phrase army-split"),
        ("सेनाओं", "s400-hi rajnath-1 rajnath-2 army-sg army-pl army-phrase army-split"),
        ("मिसाइल", "drdo-hi summary brahmos"),
        ("ब्रह्मोस", "summary brahmos mention"),
        ("ट्रायम्फ", "s400-hi s400-en"),
        ("DRDO", "drdo-hi drdo-dots drdo-en"),
        ("drdo", "drdo-hi drdo-dots drdo-en"),
        ("डीआरडीओ", "drdo-hi drdo-dots drdo-en"),
        ("डी.आर.डी.ओ.", "drdo-hi drdo-dots drdo-en"),
        ("radar", "drdo-en drdo-dots"),
        ("नामौजूद", ""),
        # spelling
        ("राफ़ेल", "rafale"),
        ("फ्रांस", "rafale"),
        ("जमीनी हकीकत", "joiners"),
        ("हिंदी पांच", "joiners"),
        ("127000", "rafale"),
        ("१२७०००", "rafale"),
        # AND, OR, NOT, groups
        ("सेना पाकिस्तान", "army-sg"),
        ("सेना AND पाकिस्तान", "army-sg"),
        ("घुसपैठ OR मालाबार", "army-sg malabar"),
        ("तेजस NOT एक्सप्रेस", "tejas-hi"),
        ("तेजस NOT (एक्सप्रेस OR बेंगलुरु)", ""),
        ("अभ्यास (रूस OR मालाबार)", "army-pl malabar"),
        ("मालाबार OR NOT outlet:jagran lang:mr", "malabar mr"),
        ("NOT NOT घुसपैठ", "army-sg"),
        # phrases: these words, next to each other, in this order and form
        ('"भारतीय सेना"', "rajnath-1 army-phrase"),
        ("भारतीय सेना", "rajnath-1 army-phrase army-split"),
        ('"सेना भारतीय"', "army-phrase"),
        ('"सेनाओं"', "army-pl"),
        ('"मिसाइल का सफल परीक्षण"', "drdo-hi"),
        ('"rajnath singh"', "rajnath-1 rajnath-2"),
        ('"विकास संगठन ट्रायम्फ"', ""),
        # designations, however written
        ("S-400", "s400-hi s400-en s400-untagged"),
        ("S400", "s400-hi s400-en s400-untagged"),
        ("s 400", "s400-hi s400-en s400-untagged"),
        ("एस-४००", "s400-hi s400-en s400-untagged"),
        ("एस 400", "s400-hi s400-en"),
        ('"एस 400"', "s400-hi s400-en s400-untagged"),
        ("C-17", "c17-dev c17-lat"),
        ("सी-17", "c17-dev c17-lat"),
        ("C-17/सी-17", "c17-dev c17-lat"),
        ("24/7", "article-370"),
        ("370", "article-370"),
        ("भारत-पाकिस्तान", "indo-pak army-sg"),
        # Latin letters
        ("rajnath singh", "rajnath-1 rajnath-2 singh-other"),
        ("tejas", "tejas-hi tejas-train"),
        ("brahmos", "summary brahmos mention"),
        ("brahmos NOT niryat", "mention"),
        # fields
        ("outlet:amar-ujala lang:hi", "singh-other drdo-dots army-split china article-370 odd"),
        ("outlet:bhaskar country:china", "rajnath-2"),
        ('outlet:"दैनिक भास्कर" country:c-china', "rajnath-2"),
        ('outlet:"dainik bhaskar" country:चीन', "rajnath-2"),
        ("outlet:(दैनिक भास्कर OR अमर उजाला) country:चीन", "rajnath-2 china"),
        ("outlet:भास्कर", ""),
        ("tag:s-400", "s400-hi s400-en"),
        ("tag:S400", "s400-hi s400-en"),
        ("tag:एस-४००", "s400-hi s400-en"),
        ("tag:400", ""),
        ("tag:c-17", "c17-dev"),
        ("tag:17", ""),
        ("tag:malabar", "malabar"),
        ("tag:ex-malabar", "malabar"),
        ("tag:पाकिस्तान", "army-sg pak indo-pak"),
        ("country:पाक", "army-sg pak indo-pak"),
        ("country:Pakistan NOT country:भारत", "pak"),
        ("country:s-400", ""),
        ("person:rajnath", "rajnath-1 rajnath-2"),
        ("person:p-rajnath", "rajnath-1 rajnath-2"),
        ("person:राजनाथ", "rajnath-1 rajnath-2"),
        ('person:"Rajnath Singh"', "rajnath-1 rajnath-2"),
        ('person:"राजनाथ सिंह" country:china', "rajnath-2"),
        ("lang:mr", "mr"),
        ("lang:मराठी OR lang:Nepali", "mr ne"),
        ("lang:en", "s400-en drdo-en"),
        # dates: days in India, both ends included; document n was published on 1 January + n days
        ("from:2026-01-03 to:2026-01-05", "s400-untagged c17-dev c17-lat"),
        ("to:2026-01-01", "s400-hi undated"),
        ("from:2026-02", "odd"),
        ("from:2027", ""),
        ("सेना to:2026-01-06", "s400-hi rajnath-1"),
        ("NOT from:2026-01-02", "s400-hi undated"),
        # what analysis leaves nothing of is as if it were not there
        ("½", ""),
        ("घुसपैठ ½", "army-sg"),
        ("घुसपैठ NOT ½", "army-sg"),
    ],
)
def test_what_is_found(index: Index, text: str, expected: str) -> None:
    assert find(index, text) == set(expected.split())


def test_an_empty_query_finds_everything(index: Index) -> None:
    assert find(index, "") == ALL
    assert find(index, "NOT घुसपैठ") == ALL - {"army-sg"}
    assert find(index, "lang:hi OR NOT lang:hi") == ALL


@pytest.mark.parametrize(
    ("text", "first", "then"),
    [
        ("ब्रह्मोस", "brahmos", "mention"),  # title and often, before once in a long text
        ("सेना", "army-split", "army-pl"),  # this very form, before another of the same word
        ("तेजस", "tejas-hi", "s400-hi"),
        ("DRDO", "drdo-en", "drdo-hi"),  # in the text, before in the tag's names
    ],
)
def test_order_of_the_best(index: Index, text: str, first: str, then: str) -> None:
    result = index.search(SearchRequest(parse(text), size=100))
    found = ids(result)
    assert found[0] == first
    assert then not in found[:1]
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1] > 0


def test_filters_do_not_change_the_order(index: Index) -> None:
    plain = index.search(SearchRequest(parse("सेना"), size=100))
    scores = {hit.document.id: hit.score for hit in plain.hits}
    for hit in index.search(SearchRequest(parse("सेना country:india from:2026 NOT lang:ne"), size=100)).hits:
        assert hit.score == pytest.approx(scores[hit.document.id])


def test_newest_first(index: Index) -> None:
    result = index.search(SearchRequest(parse("सेना"), sort="newest", size=100))
    dates = [hit.document.published for hit in result.hits]
    assert dates == sorted(dates, key=lambda d: d or FIRST, reverse=True)
    assert {hit.score for hit in result.hits} == {0.0}


def test_without_words_to_rank_by_the_newest_is_the_best(index: Index) -> None:
    newest = index.search(SearchRequest(parse("country:india"), sort="newest", size=100))
    assert ids(index.search(SearchRequest(parse("country:india"), size=100))) == ids(newest)
    assert ids(index.search(SearchRequest(Everything(), size=1))) == ["odd"]


def test_where_the_date_is_missing_the_time_of_fetching_stands_in(empty: Index) -> None:
    fetched = FIRST + timedelta(days=3)
    empty.upsert([document("a"), document("b", published=None, fetched_at=fetched)])
    assert ids(empty.search(SearchRequest(Everything(), sort="newest"))) == ["b", "a"]
    assert find(empty, "from:2026-01-04") == {"b"}


def test_dates_at_the_ends_of_the_calendar(empty: Index) -> None:
    empty.upsert([document("a")])
    for all_of_it in ("from:0001-01-01", "from:0001", "to:9999-12-31", "to:9999", "from:0001 to:9999"):
        assert find(empty, all_of_it) == {"a"}, all_of_it
    for nothing in ("to:0001-01-01", "from:9999-12-31", "to:0001"):
        assert find(empty, nothing) == set(), nothing


def test_dates_count_to_the_millisecond_in_india(empty: Index) -> None:
    midnight = FIRST.replace(hour=18, minute=30)  # 2 January in India begins
    empty.upsert(
        [
            document("last", published=midnight - timedelta(milliseconds=1)),
            document("first", published=midnight),
        ]
    )
    assert find(empty, "to:2026-01-01") == {"last"}
    assert find(empty, "from:2026-01-02") == {"first"}


@pytest.mark.parametrize("sort", ["best", "newest"])
@pytest.mark.parametrize("size", [1, 3, 100])
def test_pages_put_together_are_the_whole(index: Index, sort: str, size: int) -> None:
    query = parse("सेना OR भारत OR outlet:bhaskar")
    whole = index.search(SearchRequest(query, sort=sort, size=100))  # type: ignore[arg-type]
    pages: list[str] = []
    for offset in range(0, whole.total + size, size):
        page = index.search(SearchRequest(query, sort=sort, size=size, offset=offset))  # type: ignore[arg-type]
        assert page.total == whole.total
        pages += ids(page)
    assert pages == ids(whole)


@pytest.mark.parametrize(("size", "offset"), [(0, 0), (10, 10_000_000_000), (10_000_000_000, 0)])
def test_sizes_out_of_proportion(index: Index, size: int, offset: int) -> None:
    result = index.search(SearchRequest(Everything(), size=size, offset=offset))
    assert result.total == len(ALL)
    assert len(result.hits) == (len(ALL) if size > len(ALL) else 0)


def test_facets_count_all_matches_not_only_those_shown(index: Index) -> None:
    request = SearchRequest(
        parse("भारत"), size=1, facets=("outlet", "tag", "person", "country", "lang", "agency", "section")
    )
    found = {hit.document.id: hit.document for hit in index.search(replace(request, size=100)).hits}
    facets = index.search(request).facets
    assert facets["country"][:3] == (("c-india", 7), ("c-pakistan", 2), ("c-russia", 2))
    assert facets["person"] == (("p-rajnath", 1),)
    assert {tag for tag, _ in facets["tag"]} == {"s-400", "tejas", "ex-malabar"}
    assert facets["agency"] == (("भाषा", 2),)
    assert facets["section"] == (("देश", 1),)
    outlets = Counter(document.outlet for document in found.values())
    assert dict(facets["outlet"]) == outlets
    languages = Counter(document.language for document in found.values())
    assert dict(facets["lang"]) == languages


def test_facet_values_are_filters_and_come_most_first(index: Index) -> None:
    result = index.search(SearchRequest(Everything(), facets=("outlet", "tag", "country", "person", "lang")))
    for facet, counts in result.facets.items():
        assert [n for _, n in counts] == sorted((n for _, n in counts), reverse=True)
        for value, count in counts:
            assert index.count(parse(f'{facet}:"{value}"')) == count
    few = index.search(SearchRequest(Everything(), facets=("country",), facet_size=2)).facets["country"]
    assert few == result.facets["country"][:2]


def test_a_hit_shows_the_document_as_it_was_given(index: Index) -> None:
    for given in DOCUMENTS:
        assert index.get(given.id) == given
    assert index.get("nowhere") is None


def highlighted(index: Index, text: str, id: str) -> tuple[list[str], str, list[str]]:
    for hit in index.search(SearchRequest(parse(text), size=100)).hits:
        if hit.document.id == id:
            return (
                [hit.document.title[a:b] for a, b in hit.title_spans],
                hit.passage,
                [hit.passage[a:b] for a, b in hit.passage_spans],
            )
    raise AssertionError(f"{text} does not find {id}")


@pytest.mark.parametrize(
    ("text", "id", "title", "passage"),
    [
        ("सेना", "army-pl", ["सेनाओं"], ["सेनाएं"]),
        ("एस 400", "s400-hi", ["एस", "400"], ["एस", "४००"]),
        ("S-400", "s400-hi", ["एस-400"], ["एस-४००"]),
        ("एस-400", "s400-en", ["S-400"], ["S400"]),
        ('"भारतीय सेना"', "army-phrase", [], ["भारतीय सेना"]),
        ("अभ्यास country:russia NOT चीन", "army-pl", ["अभ्यास"], ["अभ्यास"]),
        ("डीआरडीओ", "drdo-dots", ["डी.आर.डी.ओ"], []),
        ("राफेल", "rafale", ["राफेल"], ["राफ़ेल"]),
        ("tejas", "tejas-hi", ["तेजस"], ["तेजस"]),
        ("country:india", "tejas-hi", [], []),
    ],
)
def test_highlights(index: Index, text: str, id: str, title: list[str], passage: list[str]) -> None:
    in_title, shown, in_passage = highlighted(index, text, id)
    assert in_title == title
    assert in_passage == passage
    assert shown


def test_highlights_can_be_left_out(index: Index) -> None:
    for hit in index.search(SearchRequest(parse("सेना"), highlight=False)).hits:
        assert hit.passage == ""
        assert hit.title_spans == hit.passage_spans == ()


PIECES = """
सेना भारत S-400 एस-४०० C-17/सी-17 तेजस rajnath 24/7 - / : ( ) ( ) " " “ OR AND NOT outlet: tag: person: country:
lang: from: to: 2026-01 7d jagran चीन c-china ½ 😀 ।॥ * ? [x] {y} a^2 ~ \\ .. R&D डॉ. की में hi http://a.b/c
१२७००० 1,27,000 क् ﷺ 漢字 İ ẞ
"""
SYNTAX = [*PIECES.split(), "\u200d", "\u093c", "\ud800", "\x00"]


@pytest.mark.parametrize("seed", range(10))
def test_fuzz_queries_never_crash_the_engine(index: Index, seed: int) -> None:
    chance = random.Random(seed)
    asked = 0
    while asked < 30:
        text = chance.choice(["", " "]).join(chance.choices(SYNTAX, k=chance.randint(1, 8)))
        try:
            query = parse(text)
        except QueryError:
            continue
        asked += 1
        request = SearchRequest(query, sort=chance.choice(["best", "newest"]), facets=("tag", "country"))
        result = index.search(request)
        assert result.total == index.count(query)
        assert set(ids(result)) <= ALL


def test_names_count_in_either_script(index: Index) -> None:
    tagged = {d.id for d in DOCUMENTS if RAJNATH in d.tags}
    assert find(index, "person:राजनाथ") == find(index, "person:rajnath") == tagged


def test_the_deepest_and_the_longest_queries_are_answered(index: Index) -> None:
    deep = "सेना"
    for _ in range(MAX_DEPTH):
        deep = f"तट NOT ({deep} OR राफेल)"
    found = index.search(SearchRequest(parse(deep)))
    assert found.total == index.count(parse(deep))
    # Designations ask for most: each in two forms in all places.
    for word in ("एस-{}", "q{}", "क{}-ख"):
        long = " OR ".join(word.format(n) for n in range(MAX_CLAUSES))
        assert index.search(SearchRequest(parse(long))).total >= 0
