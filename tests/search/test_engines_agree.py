"""Both engines on the same stories: the same counts, the same hits, the same scores and passages.

250 queries of all kinds, made of what stands in the stories. What has the same score may come in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from random import Random

import pytest

from benchmarks.generate import stories
from search.elasticsearch import ElasticsearchIndex
from search.elasticsearch_client import Connection
from search.facets import FACETS
from search.index import Document, Hit, SearchRequest, SearchResult, Sort
from search.query import parse
from search.tantivy import TantivyIndex
from tests.elasticsearch.node import new_prefix, remove
from tests.newsroom.stories import load
from tests.search.samples import DOCUMENTS, document

pytestmark = pytest.mark.elasticsearch

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def newsroom() -> Iterator[Document]:
    """The newsroom's stories as documents; tagged with nothing."""
    for number, story in enumerate(load()):
        text = "\n".join(story.text.paragraphs)
        summary = story.text.standfirst or None
        yield document(
            f"news-{number}", story.text.title, text, summary=summary, cluster_id=f"c{number % 60}"
        )


WORDED = tuple(d for d in DOCUMENTS if d.id != "odd")
"""Without the one in which no word is: Lucene does not count it among the documents of a field, Tantivy
does, and so every score differs in the fourth digit."""
CORPUS = (*WORDED, *newsroom(), *(replace(d, cluster_id=f"g{n // 3}") for n, d in enumerate(stories(250))))


@dataclass(frozen=True)
class Engines:
    tantivy: TantivyIndex
    elasticsearch: ElasticsearchIndex

    def both(self, request: SearchRequest) -> tuple[SearchResult, SearchResult]:
        return self.tantivy.search(request), self.elasticsearch.search(request)


@pytest.fixture(scope="module")
def engines(elasticsearch_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    tantivy = TantivyIndex(tmp_path_factory.mktemp("agree") / "index")
    elasticsearch = ElasticsearchIndex(Connection(elasticsearch_url), new_prefix(), visible=True)
    for index in (tantivy, elasticsearch):
        written = index.upsert(CORPUS)
        assert (len(written.acknowledged), written.refused) == (len(CORPUS), ())
    yield Engines(tantivy, elasticsearch)
    remove(elasticsearch_url, elasticsearch.prefix)
    elasticsearch.close()


FILTERS = """
tag:drdo
tag:एस-400
tag:S400
tag:nothing
person:राजनाथ
person:rajnath
country:चीन
country:china
country:c-china
country:(भारत OR पाकिस्तान)
outlet:jagran
outlet:"दैनिक जागरण"
outlet:(bhaskar OR amar-ujala)
lang:hi
lang:en
lang:हिंदी
"""
DATES = """
from:2026-01-01
to:2025
from:2024-06 to:2025-02
from:2025-01-15 to:2025-01-15
from:90d
to:today
from:2030
"""
ODD = """
½
काम
कम
S-400
s400
एस-४००
S 400
C-17/सी-17
24/7
R&D
12.5
1,27,000
बीएसएफ
BSF
bsf
डीआरडीओ
DRDO
डी.आर.डी.ओ.
rajnath singh
raajnaath
brahmos
ब्रह्मोस
भारत-पाकिस्तान
की
"की"
का के की
सेना से
नहीं
हिन्दी
हिंदी
agni 5
अग्नि-5
MQ-9B
(सेना OR नौसेना) NOT पाकिस्तान
NOT सेना
NOT country:भारत
सेना NOT (वायुसेना OR नौसेना)
((सेना वायुसेना) OR (नौसेना तट)) from:2024
a b c d e f g
पूर्णतःअज्ञात
"""


def made() -> list[str]:
    """Queries of every kind, the same ones each time."""
    chance = Random(11)
    words = [w.strip("।,‘’()'\"") for d in CORPUS for w in (d.title + " " + d.text).split()]
    words = [w for w in words if w and not set(w) & set(':()"')]

    def pick(n: int) -> list[str]:
        return chance.sample(words, n)

    phrases: list[str] = []
    while len(phrases) < 40:
        text = chance.choice(CORPUS).text.split()
        at = chance.randrange(max(1, len(text) - 4))
        phrase = " ".join(text[at : at + chance.randint(2, 4)])
        if '"' not in phrase:
            phrases.append(f'"{phrase}"')
    names = [name for d in CORPUS for tag in d.tags for name in tag.names]
    filters = [f"tag:{tag.id}" for tag in chance.choice(WORDED).tags] + FILTERS.strip().split("\n")
    dates, odd = DATES.strip().split("\n"), ["", "सेना " * 20, *ODD.strip().split("\n")]
    return [
        *pick(50),
        *(" ".join(pick(2)) for _ in range(25)),
        *(" OR ".join(pick(3)) for _ in range(20)),
        *(f"{a} NOT {b}" for a, b in (pick(2) for _ in range(15))),
        *phrases,
        *chance.sample(names, 30),
        *filters,
        *(f"{f} {w}" for f, w in zip(filters, pick(len(filters)), strict=True)),
        *dates,
        *(f"{d} {w}" for d, w in zip(dates, pick(len(dates)), strict=True)),
        *odd,
    ]


QUERIES = list(dict.fromkeys(made()))


def test_there_are_enough_queries_and_most_find_something(engines: Engines) -> None:
    assert len(QUERIES) >= 200
    found = sum(engines.elasticsearch.count(parse(query, now=NOW)) > 0 for query in QUERIES)
    assert found > len(QUERIES) * 0.8


@pytest.mark.parametrize("sort", ["best", "newest"])
def test_counts_hits_and_facets(engines: Engines, sort: Sort) -> None:
    differing: list[tuple[object, ...]] = []
    for query in QUERIES:
        request = SearchRequest(parse(query, now=NOW), sort=sort, facets=FACETS)
        ours, theirs = engines.both(request)
        if ours.total != theirs.total or ours.facets != theirs.facets:
            differing.append((query, ours.total, theirs.total))
        elif problem := unlike(engines, request, ours.hits, theirs.hits):
            differing.append((query, *problem))
    assert differing == []


def test_folded(engines: Engines) -> None:
    """The best of each cluster, as many copies in both; where copies score alike either may be shown."""
    differing: list[tuple[object, ...]] = []
    for query in QUERIES[::3]:
        ours, theirs = engines.both(SearchRequest(parse(query, now=NOW), fold=True, size=8))
        if ours.total != theirs.total:
            differing.append((query, ours.total, theirs.total))
        mine, others = ([(hit.score, hit.copies) for hit in result.hits] for result in (ours, theirs))
        # Ties at the end of the list may have other clusters in them.
        last = mine[-1][0] * 1.001 if mine else 0
        above = [sorted(copies for score, copies in pairs if score > last) for pairs in (mine, others)]
        if [s for s, _ in mine] != pytest.approx([s for s, _ in others], rel=1e-4) or above[0] != above[1]:
            differing.append((query, mine, others))
    assert differing == []


def test_further_pages(engines: Engines) -> None:
    for query in ("सेना", "राफेल OR तेजस", "country:चीन"):
        pages: list[list[str]] = []
        for index in (engines.tantivy, engines.elasticsearch):
            ids: list[str] = []
            for offset in range(0, 60, 20):
                request = SearchRequest(parse(query), sort="newest", size=20, offset=offset)
                ids += [hit.document.id for hit in index.search(request).hits]
            pages.append(ids)
        assert sorted(pages[0]) == sorted(pages[1])


def test_every_document_comes_back_as_it_went_in(engines: Engines) -> None:
    assert [engines.elasticsearch.get(d.id) for d in CORPUS] == list(CORPUS)


def unlike(
    engines: Engines, request: SearchRequest, ours: Sequence[Hit], theirs: Sequence[Hit]
) -> tuple[object, ...] | None:
    """How two lists of hits differ, but for the order of ties and for ties cut off at the end."""
    rank = _rank(request)
    if [rank(h) for h in ours] != pytest.approx([rank(h) for h in theirs], rel=1e-4):
        return ("scores", [rank(h) for h in ours], [rank(h) for h in theirs])
    if not ours:
        return None
    last = rank(ours[-1])
    whole = [
        {h.document.id: (h.document, h.title_spans, h.passage, h.passage_spans)
         for h in hits if rank(h) > last * (1 + 1e-4)}
        for hits in (ours, theirs)
    ]  # fmt: skip
    return None if whole[0] == whole[1] else ("hits", sorted(whole[0]), sorted(whole[1]))


def _rank(request: SearchRequest) -> Callable[[Hit], float]:
    newest = request.sort == "newest"

    def of(hit: Hit) -> float:
        dated = hit.document.published or hit.document.fetched_at
        return dated.timestamp() if newest or not hit.score else hit.score

    return of
