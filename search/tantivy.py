"""The embedded engine: an index in a directory, by Tantivy.

    upsert ─▶ lock the writer ─▶ revisions in the index ─▶ rows (`tantivy_schema`) ─▶ one commit ─▶ unlock
    search ─▶ plan (`matching`) ─▶ Tantivy query (`tantivy_query`) ─▶ hits, facets ─▶ passages (`highlight`)

Any number of processes may read while one writes; each sees what others commit at its next search.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import tantivy

from search import highlight
from search.index import (
    Document,
    Health,
    Hit,
    IndexBusy,
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
from search.record import from_bytes
from search.tantivy_directory import Stamp, explained, files_stamp, open_index, replace, size, stamp
from search.tantivy_folding import folded, total_of
from search.tantivy_query import translate
from search.tantivy_schema import facet_field, row, schema, unstamp

_HEAP = 64_000_000
"""Bytes that a writer may use before it writes a segment out."""
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class _Opened:
    index: tantivy.Index
    stamp: Stamp | None
    """Of the directory when it was opened: if it is another now, the index is to be opened again."""
    files: Stamp | None
    """The same for writing. Tantivy keeps the list of its files in memory and writes it out whole: with an
    old one, files of other processes would never be removed."""


class TantivyIndex:
    """`search.index.Index` in the directory `path`, made at first use. Files are opened when needed."""

    def __init__(self, path: Path) -> None:
        self._path = path.absolute()
        self._opened: _Opened | None = None
        self._schema = schema()

    @property
    def name(self) -> str:
        return "tantivy"

    # -- writing

    def prepare(self) -> None:
        """Nothing: the directory is made at first use."""

    def upsert(self, documents: Sequence[Document]) -> Written:
        """Write a batch and commit it. Raises IndexBusy or IndexUnavailable; then nothing is acknowledged."""
        offered = latest(documents)
        with explained(self._path):
            acknowledged = _not_lower(self._revisions(self._searcher(), offered), offered)
        # Analysis takes longest and needs no lock.
        rows: dict[str, tantivy.Document] = {}
        refused: list[Refused] = []
        for id in [id for id in offered if id not in acknowledged]:
            try:
                rows[id] = row(offered[id])
            except (ValueError, OverflowError) as error:
                refused.append(Refused(id, f"cannot be indexed: {error}"))
        if rows:
            with self._writing() as (writer, searcher):
                there = self._revisions(searcher, rows)
                acknowledged |= _not_lower(there, offered)
                for id in [id for id in rows if id not in acknowledged]:
                    if id in there:
                        writer.delete_documents_by_term("id", id)
                    writer.add_document(rows[id])
                    acknowledged[id] = offered[id].revision
        return Written(acknowledged, tuple(refused))

    def delete(self, ids: Sequence[str]) -> None:
        """Remove documents and commit; unknown ids are no error. Raises as `upsert` does."""
        if not ids:
            return
        with self._writing() as (writer, _):
            for id in ids:
                writer.delete_documents_by_term("id", id)

    def clear(self) -> None:
        """Remove everything, also from a damaged index or one of another format. Raises as `upsert` does."""
        try:
            with self._writing() as (writer, _):
                writer.delete_all_documents()
        except IndexBusy:
            raise
        except IndexUnavailable:
            self._opened = None
            replace(self._path)

    @contextmanager
    def _writing(self) -> Iterator[tuple[tantivy.IndexWriter, tantivy.Searcher]]:
        """A writer, and a searcher that sees all that is committed; commits if all went well."""
        with explained(self._path):
            writer, opened = self._lock()
            try:
                yield writer, opened.index.searcher()
                writer.commit()
            except BaseException:
                # A writer that was killed cannot do these either; the first error says more than theirs.
                with suppress(ValueError):
                    writer.rollback()
                with suppress(ValueError):
                    writer.wait_merging_threads()
                raise
            # Ends the writer and frees its lock; merges begun are finished, or there would be ever more
            # segments.
            writer.wait_merging_threads()
            # The stamps first: if another process commits in between, they differ and we look again.
            now, files = stamp(self._path), files_stamp(self._path)
            opened.index.reload()
            self._opened = _Opened(opened.index, now, files)

    def _lock(self) -> tuple[tantivy.IndexWriter, _Opened]:
        """The writer of an index that nobody changed since it was opened."""
        while True:
            opened = self._current()
            writer = opened.index.writer(_HEAP, 1)
            if (opened.stamp, opened.files) == (stamp(self._path), files_stamp(self._path)):
                # Of a commit that was killed the files of deletions are left, and the next commit would
                # have the same number, so the same names, which Tantivy refuses.
                writer.garbage_collect_files()
                return writer, opened
            self._opened = None
            writer.wait_merging_threads()

    def _revisions(self, searcher: tantivy.Searcher, ids: Iterable[str]) -> dict[str, int]:
        if not searcher.num_docs:
            return {}
        addresses = {}
        for id in ids:
            if hits := searcher.search(self._by_id(id), 1, count=False).hits:
                addresses[id] = hits[0][1]
        revisions = searcher.fast_field_values("revision", list(addresses.values()))
        return {id: int(revision or 0) for id, revision in zip(addresses, revisions, strict=True)}

    # -- reading

    def search(self, request: SearchRequest) -> SearchResult:
        """Find. Raises IndexUnavailable."""
        asked = plan(request.query)
        marks = tuple(wanted(asked))
        query = translate(asked, self._schema)
        with explained(self._path):
            searcher = self._searcher()
            newest = request.sort == "newest" or not marks
            # Tantivy sets memory aside for limit + offset hits, and panics if that is none.
            within = request.offset < searcher.num_docs and request.size > 0
            by = "published" if newest else None
            if within and request.fold:
                load = partial(self._load, searcher)
                total, shown = folded(searcher, query, self._schema, request, by, load)
            else:
                found = searcher.search(
                    query,
                    limit=min(request.size, searcher.num_docs) if within else 1,
                    offset=request.offset if within else 0,
                    order_by_field=by,
                )
                hits = found.hits if within else []
                total, shown = total_of(found), [(self._load(searcher, at), score, 0) for score, at in hits]
            facets = _counts(searcher, query, request) if request.facets else {}
        marked = marks if request.highlight else None
        return SearchResult(
            total,
            tuple(
                _hit(document, 0.0 if newest else score, copies, marked) for document, score, copies in shown
            ),
            facets,
        )

    def get(self, id: str) -> Document | None:
        """One document as indexed. Raises IndexUnavailable."""
        with explained(self._path):
            searcher = self._searcher()
            hits = searcher.search(self._by_id(id), 1, count=False).hits
            return self._load(searcher, hits[0][1]) if hits else None

    def count(self, query: Query) -> int:
        """How many documents match. Raises IndexUnavailable."""
        asked = translate(plan(query), self._schema)
        with explained(self._path):
            return total_of(self._searcher().search(asked, 1))

    def revisions(self) -> Iterator[tuple[str, int]]:
        """Id and revision of every document, sorted by id. Raises IndexUnavailable."""
        with explained(self._path):
            stamps = self._searcher().terms_with_prefix("stamp", "", tantivy.Query.all_query())
        for term, _ in stamps:
            yield unstamp(term)

    def health(self) -> Health:
        """State of the index; never raises."""
        try:
            with explained(self._path):
                documents = self._searcher().num_docs
                megabytes = size(self._path) / 1e6
        except IndexProblem as problem:
            return Health(False, 0, str(problem))
        return Health(
            True, documents, f"Tantivy in {self._path}, {documents:,} documents, {megabytes:.1f} MB"
        )

    def close(self) -> None:
        """Let go of files; the next use opens them again."""
        self._opened = None

    def _searcher(self) -> tantivy.Searcher:
        return self._current().index.searcher()

    def _current(self) -> _Opened:
        """The index as last committed by any process."""
        for attempt in range(1, _ATTEMPTS + 1):
            now = stamp(self._path)
            if self._opened and now and self._opened.stamp == now:
                return self._opened
            try:
                files = files_stamp(self._path)
                index = open_index(self._path)
                made = now is None  # then what there is now is what we opened
                self._opened = _Opened(
                    index,
                    stamp(self._path) if made else now,
                    files_stamp(self._path) if made else files,
                )
                return self._opened
            except IndexUnavailable:
                # Another process may have committed or cleared while we read: then there is more to try.
                self._opened = None
                if attempt == _ATTEMPTS or now == stamp(self._path):
                    raise
        raise AssertionError("unreachable")

    def _by_id(self, id: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, "id", id, index_option="basic")

    def _load(self, searcher: tantivy.Searcher, address: tantivy.DocAddress) -> Document:
        raw: bytes = searcher.doc(address)["document"][0]
        return from_bytes(raw)


def _counts(
    searcher: tantivy.Searcher, query: tantivy.Query, request: SearchRequest
) -> dict[str, tuple[tuple[str, int], ...]]:
    """Counts of each facet over all matches, most first, in one pass. Tantivy cuts ties at the end of its
    list at random: a longer list than asked for, sorted by name too, makes that rare."""
    size = request.facet_size * 2 + 50
    asked = {facet: {"terms": {"field": facet_field(facet), "size": size}} for facet in request.facets}
    counted = searcher.aggregate(query, asked)
    facets = {}
    for facet in request.facets:
        counts = [(bucket["key"], bucket["doc_count"]) for bucket in counted[facet]["buckets"]]
        facets[str(facet)] = tuple(sorted(counts, key=lambda c: (-c[1], c[0]))[: request.facet_size])
    return facets


def _not_lower(there: Mapping[str, int], offered: Mapping[str, Document]) -> dict[str, int]:
    """Of the revisions in the index those that an offered document would not raise."""
    return {id: revision for id, revision in there.items() if revision >= offered[id].revision}


def _hit(document: Document, score: float, copies: int, marks: Sequence[Match] | None) -> Hit:
    if marks is None:
        return Hit(document, score, copies=copies)
    passage = highlight.passage(document.text, marks)
    title = highlight.spans(document.title, marks)
    return Hit(document, score, title, passage.text, passage.spans, copies)
