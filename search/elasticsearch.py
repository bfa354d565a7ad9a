"""The second engine: an index on an Elasticsearch server, for teams and for Kibana.

    upsert ─▶ JSON (`elasticsearch_document`) ─▶ bulk with external versions (`elasticsearch_writing`)
    search ─▶ plan (`matching`) ─▶ query DSL (`elasticsearch_query`) ─▶ hits, facets ─▶ passages (`highlight`)

The template (`elasticsearch_template`) says what an index looks like, `elasticsearch_indices` makes and
replaces them. Nothing here needs what only some servers have: no scripts, no reindex, no update by query.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from elasticsearch import ApiError, NotFoundError

from search import highlight
from search.elasticsearch_client import Connection, connect, explained, reason
from search.elasticsearch_document import document, source, to_bytes
from search.elasticsearch_indices import SETUP, Concrete, Indices
from search.elasticsearch_query import translate
from search.elasticsearch_writing import Write, Writer, batches
from search.facets import FACETS
from search.index import (
    Document,
    Facet,
    Health,
    Hit,
    IndexProblem,
    IndexUnavailable,
    Refused,
    SearchRequest,
    SearchResult,
    Written,
    latest,
)
from search.matching import Match, plan, wanted
from search.query import Query

PREFIX: Final = "prahari"
"""What the names of our indexes begin with, unless a setting says otherwise."""
_PAGE: Final = 5000
"""Documents of one request, where all are listed."""
_KEEP: Final = "2m"
"""How long the server keeps a point in time for the next request."""


class ElasticsearchIndex:
    """`search.index.Index` on a server. Nothing is sent before it is needed; not for two threads at once."""

    def __init__(
        self,
        connection: Connection,
        prefix: str = PREFIX,
        *,
        visible: bool = False,
        concrete: Concrete | None = None,
    ) -> None:
        """``visible``: writes wait until searches see them. ``concrete``: not what is behind the aliases, but
        this index, which is being filled to replace it."""
        self._connection = connection
        self._visible = visible
        self._bound = concrete
        self._active: Concrete | None = concrete
        self._prefix = prefix

    @cached_property
    def _client(self) -> Any:
        return connect(self._connection)

    @cached_property
    def indices(self) -> Indices:
        """Its concrete indexes and aliases. Raises IndexUnavailable."""
        return Indices(self._client, self._prefix, "stories")

    @property
    def name(self) -> str:
        """Names the concrete index, so that what one index acknowledged is never believed of another: after
        an alias was moved, or a server came back empty, it is an index that the store has not met.

        Asks the server, and makes the index if there is none. Raises IndexUnavailable.
        """
        if self._bound is None:
            with explained(self._connection):
                self._active = self.indices.ensure()
        return outbox_name(self._target())

    # -- writing

    def upsert(self, documents: Sequence[Document]) -> Written:
        """Write a batch. Raises IndexUnavailable if nothing was taken; what is neither acknowledged nor
        refused is to be sent again."""
        refused: list[Refused] = []
        writes = []
        for one in latest(documents).values():
            try:
                writes.append(Write(one.id, one.revision, to_bytes(source(one))))
            except ValueError as error:
                refused.append(Refused(one.id, f"cannot be indexed: {error}"))
        if not writes:
            return Written({}, tuple(refused))
        with explained(self._connection):
            written = self._writer().write(writes)
        return Written(written.acknowledged, (*refused, *written.refused))

    def delete(self, ids: Sequence[str]) -> None:
        """Remove documents; unknown ids are no error. Raises IndexUnavailable."""
        with explained(self._connection):
            for some in batches(ids):
                operations = [{"delete": {"_id": id}} for id in some]
                answer = self._client.bulk(
                    index=self._where(writing=True),
                    operations=operations,
                    require_alias=self._bound is None,
                    refresh="wait_for" if self._visible else False,
                )
                for item in answer["items"]:
                    if "error" in item["delete"]:
                        raise IndexUnavailable(
                            f"{self._connection.shown}: {item['delete']['error']['reason']}"
                        )

    def clear(self) -> None:
        """An empty index in place of what is there, also of a broken one or one of another template."""
        with explained(self._connection):
            self.indices.put_template()
            self._active = self.indices.activate(self.indices.create(fresh=True))

    def _writer(self) -> Writer:
        target = self._target()
        return Writer(
            self._client, self._connection, self._where(writing=True), target.name, visible=self._visible,
            aliased=self._bound is None,
        )  # fmt: skip

    def _target(self) -> Concrete:
        if self._active is None:
            with explained(self._connection):
                self._active = self.indices.ensure()
        return self._active

    def _where(self, *, writing: bool) -> str:
        if self._bound is not None:
            return self._bound.name
        return self.indices.write if writing else self.indices.read

    # -- reading

    def search(self, request: SearchRequest) -> SearchResult:
        """Find. Raises IndexUnavailable."""
        asked = plan(request.query)
        marks = tuple(wanted(asked))
        newest = request.sort == "newest" or not marks
        body: dict[str, Any] = {
            "query": translate(asked),
            "size": request.size,
            "from_": request.offset if request.size else 0,
            "sort": [{"dated": "desc"}] if newest else [{"_score": "desc"}, {"dated": "desc"}],
            "track_total_hits": True,
            "version": True,
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
        return SearchResult(found["hits"]["total"]["value"], hits, _counts(found, request))

    def _ask(self, body: Mapping[str, Any]) -> Any:
        with explained(self._connection):
            try:
                return self._client.search(index=self._where(writing=False), **body)
            except NotFoundError as error:
                raise IndexUnavailable(
                    f"{self._connection.shown}: there is no index {self.indices.read} yet: {SETUP}"
                ) from error
            except ApiError as error:
                if "Result window is too large" in reason(error):
                    raise IndexUnavailable(
                        "results are shown up to number 100,000: narrow the search"
                    ) from error
                raise

    def get(self, id: str) -> Document | None:
        """One document as indexed. Raises IndexUnavailable."""
        with explained(self._connection):
            try:
                found = self._client.get(index=self._where(writing=False), id=id)
            except NotFoundError:
                return None
        return document(id, found["_source"])

    def count(self, query: Query) -> int:
        """How many documents match. Raises IndexUnavailable."""
        found = self._ask({"query": translate(plan(query)), "size": 0, "track_total_hits": True})
        total: int = found["hits"]["total"]["value"]
        return total

    def revisions(self) -> Iterator[tuple[str, int]]:
        """Id and revision of every document at this moment, sorted by id. Raises IndexUnavailable."""
        with explained(self._connection):
            self._client.indices.refresh(index=self._where(writing=False))
            yield from listed(self._client, self._where(writing=False))

    def health(self) -> Health:
        """State of the index; never raises."""
        try:
            with explained(self._connection):
                return self._health()
        except IndexProblem as problem:
            return Health(False, 0, str(problem))

    def _health(self) -> Health:
        shown = self._connection.shown
        active = self._bound or self.indices.active()
        if active is None:
            return Health(False, 0, f"{shown}: there is no index {self.indices.read} yet: {SETUP}")
        documents = self._client.count(index=active.name)["count"]
        version = self._client.info()["version"]["number"]
        status = self._client.cluster.health(index=active.name)["status"]
        detail = f"Elasticsearch {version} at {shown}, {active.name} {status}, {documents:,} documents"
        if not self.indices.current(active):
            return Health(False, documents, f"{detail}; made by another release of Prahari: {SETUP}")
        return Health(status != "red", documents, detail)

    def close(self) -> None:
        """Let go of connections."""
        if "_client" in self.__dict__:
            self._client.close()
            del self.__dict__["_client"]
            self.__dict__.pop("indices", None)


def outbox_name(concrete: Concrete) -> str:
    """Under which the outbox knows a concrete index."""
    return f"elasticsearch:{concrete.name}:{concrete.uuid}"


def listed(client: Any, index: str) -> Iterator[tuple[str, int]]:
    """Id and revision of every document of an index, sorted by id, as they are at one moment."""
    point = client.open_point_in_time(index=index, keep_alive=_KEEP)["id"]
    after: list[Any] | None = None
    try:
        while True:
            page = client.search(
                pit={"id": point, "keep_alive": _KEEP},
                size=_PAGE,
                sort=[{"id": "asc"}],
                search_after=after,
                source=False,
                version=True,
                track_total_hits=False,
            )
            point = page["pit_id"]
            for hit in page["hits"]["hits"]:
                yield hit["_id"], hit["_version"]
            if len(page["hits"]["hits"]) < _PAGE:
                return
            after = page["hits"]["hits"][-1]["sort"]
    finally:
        client.close_point_in_time(id=point)


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
