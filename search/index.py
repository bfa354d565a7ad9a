"""The index: one small interface, implemented by `search.tantivy` (embedded) and `search.elasticsearch`.

    documents ─▶ upsert / delete ─▶ index ─▶ search(query, filters, facets) ─▶ hits

An index is a view of the store. It can be thrown away and rebuilt at any time, so it promises little:
`upsert` is idempotent, a lower revision never replaces a higher one, and whatever it acknowledged
survives a crash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from search.query import Query

Facet = Literal["outlet", "tag", "person", "country", "lang", "agency", "section"]
Sort = Literal["best", "newest"]


class IndexProblem(Exception):
    """Base of what an index raises.

    IndexProblem
     ├── IndexBusy          another process holds the writer; try again later
     └── IndexUnavailable   broken, unreachable or of another format: the message says what to do
          ├── IndexMissing  none was made yet, which is no fault
          └── IndexReplaced another index took its place while it was written to: start over with that one
    """


class IndexBusy(IndexProblem):
    """Another process holds the writer; what was to be written stays in the outbox."""


class IndexUnavailable(IndexProblem):
    """The index cannot be read or written; the message says why and what to do."""


class IndexMissing(IndexUnavailable):
    """There is no index yet; the message says how to make one."""


class IndexReplaced(IndexUnavailable):
    """Another index took its place; what it acknowledged stays acknowledged of it alone."""


@dataclass(frozen=True, slots=True)
class Name:
    """A tagged concept under which a document can be found."""

    id: str
    type: str
    names: tuple[str, ...]
    """Hindi label first, then all Hindi, English and abbreviated names."""
    label_en: str = ""
    location: tuple[float, float] | None = None
    """Where a place is: latitude and longitude in degrees."""


@dataclass(frozen=True, slots=True)
class Document:
    """A story as the index sees it. Every field can be shown; those marked so can be searched."""

    id: str
    revision: int
    """Grows with every change of the stored story; decides which of two writes wins."""
    url: str
    outlet: str
    """Outlet id (filter, facet)."""
    outlet_names: tuple[str, ...]
    """Hindi and English names, also accepted by ``outlet:``."""
    title: str
    """Searched; weighs most."""
    text: str
    """Searched."""
    summary: str | None
    """Searched."""
    published: datetime | None
    """Aware; filter and sort. `fetched_at` stands in where it is missing."""
    fetched_at: datetime
    language: str | None
    """Filter ``lang:``."""
    tags: tuple[Name, ...]
    """Searched by all names; filters ``tag:``, ``person:``, ``country:`` by id or name."""
    authors: tuple[str, ...] = ()
    agency: str | None = None
    section: str | None = None
    cluster_id: str | None = None
    relevance: float | None = None
    relevant: bool | None = None
    version: int = 1
    image: str | None = None
    modified: datetime | None = None
    """Aware; when the page says that it was changed."""
    dateline: str | None = None
    source_kind: str | None = None
    """What announced the story: ``feed``, ``sitemap`` ..."""
    source_url: str | None = None
    published_from: str | None = None
    """Where `published` was found: ``json-ld``, ``meta``, ``feed`` ..."""
    modified_from: str | None = None
    declared_language: str | None = None
    """As page or feed declare it, often wrongly."""
    keywords: tuple[str, ...] = ()
    event_type: tuple[str, ...] = ()
    """Ids of what happens; they are among the tags, too."""
    countries: tuple[str, ...] = ()
    """Ids of the countries involved, weightiest first."""
    evidence: tuple[tuple[str, float], ...] = ()
    """What speaks for and against its relevance, with weights."""
    """As the page states them."""
    paywalled: bool = False
    """`text` is only the beginning."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a URL gave no story, as an index of refusals sees it."""

    id: str
    """Sixteen hex digits made from the URL, as a story's."""
    revision: int
    """Grows with every change; decides which of two writes wins."""
    url: str
    outlet: str
    outlet_name: str
    stage: str
    reason: str
    detail: str
    at: datetime
    """When it was refused last; aware."""
    first_at: datetime
    attempts: int
    final: bool
    source_kind: str | None = None
    source_url: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A document that the index would not take."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a batch, committed when this is returned."""

    acknowledged: Mapping[str, int]
    """Document id → the revision that is now safely in the index (or a higher one was there)."""
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchRequest:
    query: Query
    sort: Sort = "best"
    size: int = 10
    offset: int = 0
    facets: tuple[Facet, ...] = ()
    facet_size: int = 10
    highlight: bool = True
    fold: bool = False
    """Of the copies of one story (same cluster) show the one that ranks first; `size` and `offset` then count
    clusters. Totals and facets count every copy all the same."""


@dataclass(frozen=True, slots=True)
class Hit:
    document: Document
    score: float
    """Comparable within one result only; 0 when sorted by date."""
    title_spans: tuple[tuple[int, int], ...] = ()
    """Character ranges of `document.title` that match."""
    passage: str = ""
    """A piece of the text around the best matches, cut between words."""
    passage_spans: tuple[tuple[int, int], ...] = ()
    """Character ranges of `passage` that match."""
    copies: int = 0
    """How many other documents of its cluster match; 0 unless the request folds."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    total: int
    """How many documents match."""
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    """Facet → (value, documents), most first."""


@dataclass(frozen=True, slots=True)
class Health:
    ok: bool
    documents: int
    detail: str
    """One line for a person: engine, where, size."""


def latest(documents: Iterable[Document]) -> dict[str, Document]:
    """Id → the document of the highest revision, where a batch holds several of one story."""
    offered: dict[str, Document] = {}
    for document in documents:
        if document.id not in offered or offered[document.id].revision <= document.revision:
            offered[document.id] = document
    return offered


class Index(Protocol):
    """What the store's outbox writes to and what searches read from."""

    @property
    def name(self) -> str:
        """Names this index in the outbox, such as ``tantivy``; stable across processes. An index that was
        made anew may have another name: then all stories wait for it. Raises IndexUnavailable."""

    def prepare(self) -> None:
        """Make the index where there is none, before anything is written. Raises IndexUnavailable."""

    def upsert(self, documents: Sequence[Document]) -> Written:
        """Write a batch and commit it. Raises IndexBusy or IndexUnavailable; then nothing is acknowledged.
        What is neither acknowledged nor refused is to be sent again."""

    def delete(self, ids: Sequence[str]) -> None:
        """Remove documents and commit; unknown ids are no error. Raises as `upsert` does."""

    def search(self, request: SearchRequest) -> SearchResult:
        """Find. Raises IndexUnavailable."""

    def get(self, id: str) -> Document | None:
        """One document as indexed."""

    def count(self, query: Query) -> int:
        """How many documents match."""

    def revisions(self) -> Iterator[tuple[str, int]]:
        """Id and revision of every document, sorted by id, for comparison with the store."""

    def clear(self) -> None:
        """Remove everything (a rebuild begins so). Raises as `upsert` does."""

    def health(self) -> Health:
        """State of the index; never raises."""

    def close(self) -> None:
        """Let go of files, locks and connections."""


class RefusalIndex(Protocol):
    """Where refusals are counted and looked at (Kibana's "pipeline health"). Only Elasticsearch has one."""

    @property
    def name(self) -> str:
        """Names this index in the outbox; stable across processes."""

    def prepare(self) -> None:
        """Make the index where there is none, before anything is written. Raises IndexUnavailable."""

    def write(self, refusals: Sequence[Refusal], gone: Mapping[str, int]) -> Written:
        """Write refusals and remove those that are `gone` (id → revision of its end). As `Index.upsert`; ids
        that are gone are acknowledged with their revisions, too."""

    def revisions(self) -> Iterator[tuple[str, int]]:
        """Id and revision of every refusal, sorted by id."""

    def close(self) -> None:
        """Let go of connections."""
