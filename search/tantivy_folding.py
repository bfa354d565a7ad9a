"""Of the copies of one story (same cluster) the first only: Tantivy has no collapsing of its own.

    hits in growing slices ─▶ cluster of each ─▶ the first of each cluster ─▶ enough? ─▶ copies counted

The cluster is read from the stored document: what is shown is loaded anyway, and Tantivy's Python binding
cannot read fast fields of text.
"""

from __future__ import annotations

from collections.abc import Callable

import tantivy
from tantivy import Occur

from search.index import Document, SearchRequest

Found = tuple[Document, float, int]
"""Document, score, and how many other documents of its cluster match."""

_SPARE = 5
"""Hits looked at beyond those asked for: most stories have no copy."""


def folded(
    searcher: tantivy.Searcher,
    query: tantivy.Query,
    schema: tantivy.Schema,
    request: SearchRequest,
    order_by: str | None,
    load: Callable[[tantivy.DocAddress], Document],
) -> tuple[int, list[Found]]:
    """How many documents match, and the hits of the page that ``request`` asks for."""
    first: dict[str, tuple[Document, float]] = {}
    wanted = min(request.offset + request.size, searcher.num_docs)
    total, seen, size = 0, 0, min(wanted + _SPARE, searcher.num_docs)
    while True:
        # The total is counted once: counting looks at every match.
        found = searcher.search(query, limit=size, offset=seen, order_by_field=order_by, count=not seen)
        if not seen:
            total = total_of(found)
        for score, address in found.hits:
            document = load(address)
            first.setdefault(_cluster(document), (document, score))
        seen += len(found.hits)
        if len(first) >= wanted or seen >= total:
            break
        size = min(2 * size, total - seen)
    page = list(first.values())[request.offset : wanted]
    return total, [
        (document, score, _matching(searcher, query, schema, _cluster(document)) - 1)
        for document, score in page
    ]


def total_of(found: tantivy.SearchResult) -> int:
    """How many documents match."""
    total: int = found.count  # type: ignore[attr-defined]  # missing in tantivy.pyi
    return total


def _cluster(document: Document) -> str:
    """As `search.tantivy_schema.row` has it."""
    return document.cluster_id or document.id


def _matching(searcher: tantivy.Searcher, query: tantivy.Query, schema: tantivy.Schema, cluster: str) -> int:
    """How many documents of a cluster match."""
    member = tantivy.Query.term_query(schema, "cluster", cluster, index_option="basic")
    both = tantivy.Query.boolean_query([(Occur.Must, member), (Occur.Must, query)])
    return total_of(searcher.search(both, 1))
