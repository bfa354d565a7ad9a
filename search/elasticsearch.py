"""The second engine: an index on an Elasticsearch server, for teams and for Kibana.

    upsert ─▶ JSON (`elasticsearch_document`) ─▶ bulk with external versions (`elasticsearch_writing`)
    search ─▶ plan (`matching`) ─▶ query DSL (`elasticsearch_query`) ─▶ hits, facets ─▶ passages (`highlight`)

The template (`elasticsearch_template`) says what an index looks like, `elasticsearch_indices` makes and
replaces them. Nothing here needs what only some servers have: no scripts, no reindex, no update by query.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from elasticsearch import ApiError, NotFoundError

from search import highlight
from search.elasticsearch_aliased import AliasedIndex
from search.elasticsearch_client import explained
from search.elasticsearch_document import DERIVED, document, source
from search.elasticsearch_query import translate
from search.elasticsearch_writing import batches
from search.facets import FACETS
from search.index import (
    Document,
    Facet,
    Hit,
    IndexMissing,
    IndexUnavailable,
    SearchRequest,
    SearchResult,
    Written,
    latest,
)
from search.matching import Match, plan, wanted
from search.query import Query

WINDOW: Final = 100_000
"""So many hits can be paged through; the template's ``max_result_window``."""


class ElasticsearchIndex(AliasedIndex):
    """`search.index.Index` on a server."""

    kind = "stories"

    # -- writing

    def upsert(self, documents: Sequence[Document]) -> Written:
        """Write a batch. Raises IndexUnavailable if nothing was taken; what is neither acknowledged nor
        refused is to be sent again."""
        return self.write_all(latest(documents).values(), source)

    def delete(self, ids: Sequence[str]) -> None:
        """Remove documents; unknown ids are no error. Raises IndexUnavailable."""
        with explained(self.connection):
            for some in batches(ids):
                operations = [{"delete": {"_id": id}} for id in some]
                answer = self.client.bulk(
                    index=self.where(writing=True),
                    operations=operations,
                    require_alias=True,
                    refresh=self._visible,
                )
                for item in answer["items"]:
                    if "error" in item["delete"]:
                        raise IndexUnavailable(
                            f"{self.connection.shown}: {item['delete']['error']['reason']}"
                        )

    # -- reading

    def search(self, request: SearchRequest) -> SearchResult:
        """Find. Raises IndexUnavailable."""
        asked = plan(request.query)
        marks = tuple(wanted(asked))
        newest = request.sort == "newest" or not marks
        offset, size = _window(request)
        body: dict[str, Any] = {
            "query": translate(asked),
            "size": size,
            "from_": offset,
            "sort": [{"dated": "desc"}] if newest else [{"_score": "desc"}, {"dated": "desc"}],
            "track_total_hits": True,
            "version": True,
            "source_excludes": DERIVED,
        }
        if request.facets:
            # More than asked for: then ties at the end of the list are cut by name, as in the other engine.
            size = request.facet_size * 2 + 50
            body["aggs"] = {
                facet: {"terms": {"field": f"facets.{facet}", "size": size}} for facet in request.facets
            }
        if request.fold:
            body["collapse"] = {"field": "cluster", "inner_hits": {"name": "copies", "size": 0}}
        found = self._ask(body)
        hits = tuple(
            _hit(raw, 0.0 if newest else raw["_score"], marks if request.highlight else None)
            for raw in found["hits"]["hits"]
        )
        total: int = found["hits"]["total"]["value"]
        if request.size and total > max(offset + size, request.offset) >= WINDOW:
            raise IndexUnavailable(
                f"an Elasticsearch index shows its first {WINDOW:,} hits: narrow the search"
            )
        return SearchResult(total, hits, _counts(found, request))

    def _ask(self, body: Mapping[str, Any]) -> Any:
        with explained(self.connection):
            try:
                return self.client.search(index=self.where(), **body)
            except ApiError as error:
                if error.status_code not in (404, 503):
                    raise
                if self.indices.active() is None:
                    raise IndexMissing(self.missing) from error
                # Once more: the index may have been replaced between two halves of the search.
            return self.client.search(index=self.where(), **body)

    def get(self, id: str) -> Document | None:
        """One document as indexed. Raises IndexUnavailable."""
        with explained(self.connection):
            try:
                found = self.client.get(index=self.where(), id=id, source_excludes=DERIVED)
            except NotFoundError:
                return None
        return document(id, found["_source"])

    def count(self, query: Query) -> int:
        """How many documents match. Raises IndexUnavailable."""
        found = self._ask({"query": translate(plan(query)), "size": 0, "track_total_hits": True})
        total: int = found["hits"]["total"]["value"]
        return total


def _window(request: SearchRequest) -> tuple[int, int]:
    """Offset and size, as far as the server lets us look."""
    if request.offset >= WINDOW or not request.size:
        return 0, 0
    return request.offset, min(request.size, WINDOW - request.offset)


def _hit(raw: Mapping[str, Any], score: float, marks: Sequence[Match] | None) -> Hit:
    found = document(raw["_id"], raw["_source"])
    copies = raw["inner_hits"]["copies"]["hits"]["total"]["value"] - 1 if "inner_hits" in raw else 0
    if marks is None:
        return Hit(found, score, copies=copies)
    passage = highlight.passage(found.text, marks)
    spans = highlight.spans(found.title, marks)
    return Hit(found, score, spans, passage.text, passage.spans, copies)


def _counts(found: Mapping[str, Any], request: SearchRequest) -> dict[str, tuple[tuple[str, int], ...]]:
    """Counts of each facet over all matches, most first."""
    facets: dict[str, tuple[tuple[str, int], ...]] = {}
    facet: Facet
    for facet in request.facets:
        assert facet in FACETS
        counts = [(str(b["key"]), int(b["doc_count"])) for b in found["aggregations"][facet]["buckets"]]
        facets[facet] = tuple(sorted(counts, key=lambda c: (-c[1], c[0]))[: request.facet_size])
    return facets
